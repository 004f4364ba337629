// Attention and its program configuration.
#include "ops/transformer/attention.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

void bind_config(nb::module_& scope) {
    using C = SDPAProgramConfig;
    nb::class_<C>(scope, "SDPAProgramConfig")
        .def(
            "__init__",
            [](C* c, CoreCoord grid, std::optional<CoreRangeSet> sub, int64_t q, int64_t k, std::optional<bool> approx,
               int64_t cores, int64_t splits, std::optional<MathFidelity> fidelity,
               bool segmented) { new (c) C{grid, std::move(sub), q, k, approx, cores, splits, fidelity, segmented}; },
            nb::kw_only(), nb::arg("compute_with_storage_grid_size"), nb::arg("sub_core_grids").none() = nb::none(),
            nb::arg("q_chunk_size"), nb::arg("k_chunk_size"), nb::arg("exp_approx_mode").none() = nb::none(),
            nb::arg("max_cores_per_head_batch") = 16, nb::arg("max_k_splits") = 1,
            nb::arg("matmul_math_fidelity").none() = nb::none(), nb::arg("segmented_accumulation") = false)
        .def_rw("compute_with_storage_grid_size", &C::compute_with_storage_grid_size)
        .def_rw("sub_core_grids", &C::sub_core_grids, nb::arg("value").none())
        .def_rw("q_chunk_size", &C::q_chunk_size)
        .def_rw("k_chunk_size", &C::k_chunk_size)
        .def_rw("exp_approx_mode", &C::exp_approx_mode, nb::arg("value").none())
        .def_rw("max_cores_per_head_batch", &C::max_cores_per_head_batch)
        .def_rw("max_k_splits", &C::max_k_splits)
        .def_rw("matmul_math_fidelity", &C::matmul_math_fidelity, nb::arg("value").none())
        .def_rw("segmented_accumulation", &C::segmented_accumulation)
        .def("__repr__", [](const C& c) { return str(c); });
}

}  // namespace

void bind_transformer(nb::module_& root) {
    auto scope = submodule(root, "operations.transformer");
    bind_config(scope);
    bind_operation<ScaledDotProductAttention>(root, "transformer");
    bind_operation<ScaledDotProductAttentionDecode>(root, "transformer");
}

}  // namespace ttnn::python
