// Matrix products and their program configurations.
#include "ops/matmul/matmul.hpp"
#include "ops/matmul/prefetcher.hpp"
#include "python/bind_operation.hpp"

namespace nanobind::detail {

/// No object is one: pipes are made on a card.
template <>
struct type_caster<ttnn::PrefetcherPipe> {
    NB_TYPE_CASTER(ttnn::PrefetcherPipe, const_name("object"))
    bool from_python(handle, uint8_t, cleanup_list*) noexcept { return false; }
    static handle from_cpp(const ttnn::PrefetcherPipe&, rv_policy, cleanup_list*) noexcept { return none().release(); }
};

}  // namespace nanobind::detail

namespace ttnn::python {
namespace {

template <class C>
auto bind_config(nb::module_& scope, const char* name) {
    return nb::class_<C>(scope, name, "Division of a matrix product over the card's cores.")
        .def("__repr__", [](const C& c) { return str(c); });
}

void bind_reuse(nb::module_& scope) {
    using C = MatmulMultiCoreReuseProgramConfig;
    bind_config<C>(scope, "MatmulMultiCoreReuseProgramConfig")
        .def(
            "__init__",
            [](C* c, CoreCoord grid, int64_t in0, int64_t sh, int64_t sw, int64_t m, int64_t n,
               std::optional<CoreRangeSet> cores) { new (c) C{grid, in0, sh, sw, m, n, std::move(cores)}; },
            nb::kw_only(), nb::arg("compute_with_storage_grid_size"), nb::arg("in0_block_w"), nb::arg("out_subblock_h"),
            nb::arg("out_subblock_w"), nb::arg("per_core_M"), nb::arg("per_core_N"),
            nb::arg("allowed_worker_cores") = nb::none())
        .def_rw("compute_with_storage_grid_size", &C::compute_with_storage_grid_size)
        .def_rw("in0_block_w", &C::in0_block_w)
        .def_rw("out_subblock_h", &C::out_subblock_h)
        .def_rw("out_subblock_w", &C::out_subblock_w)
        .def_rw("per_core_M", &C::per_core_M)
        .def_rw("per_core_N", &C::per_core_N)
        .def_rw("allowed_worker_cores", &C::allowed_worker_cores, nb::arg("value").none());
}

template <class C>
void add_block_fields(nb::class_<C>& c) {
    c.def_rw("compute_with_storage_grid_size", &C::compute_with_storage_grid_size)
        .def_rw("in0_block_w", &C::in0_block_w)
        .def_rw("out_subblock_h", &C::out_subblock_h)
        .def_rw("out_subblock_w", &C::out_subblock_w)
        .def_rw("out_block_h", &C::out_block_h)
        .def_rw("out_block_w", &C::out_block_w)
        .def_rw("per_core_M", &C::per_core_M)
        .def_rw("per_core_N", &C::per_core_N)
        .def_rw("fuse_batch", &C::fuse_batch)
        .def_rw("fused_activation", &C::fused_activation, nb::arg("value").none())
        .def_rw("allowed_worker_cores", &C::allowed_worker_cores, nb::arg("value").none());
}

void bind_multicast(nb::module_& scope) {
    using C = MatmulMultiCoreReuseMultiCastProgramConfig;
    auto c = bind_config<C>(scope, "MatmulMultiCoreReuseMultiCastProgramConfig");
    c.def(
         "__init__",
         [](C* c, CoreCoord grid, int64_t in0, int64_t sh, int64_t sw, std::optional<int64_t> bh,
            std::optional<int64_t> bw, int64_t m, int64_t n, bool transpose, std::optional<UnaryWithParam> activation,
            bool fuse, std::optional<CoreRangeSet> cores) {
             new (c) C{grid,
                       in0,
                       sh,
                       sw,
                       bh.value_or(m),
                       bw.value_or(n),
                       m,
                       n,
                       transpose,
                       std::move(activation),
                       fuse,
                       std::move(cores)};
         },
         nb::kw_only(), nb::arg("compute_with_storage_grid_size"), nb::arg("in0_block_w"), nb::arg("out_subblock_h"),
         nb::arg("out_subblock_w"), nb::arg("out_block_h") = nb::none(), nb::arg("out_block_w") = nb::none(),
         nb::arg("per_core_M"), nb::arg("per_core_N"), nb::arg("transpose_mcast"),
         nb::arg("fused_activation") = nb::none(), nb::arg("fuse_batch") = true,
         nb::arg("allowed_worker_cores") = nb::none())
        .def_rw("transpose_mcast", &C::transpose_mcast);
    add_block_fields(c);
}

void bind_multicast_1d(nb::module_& scope) {
    using C = MatmulMultiCoreReuseMultiCast1DProgramConfig;
    auto c = bind_config<C>(scope, "MatmulMultiCoreReuseMultiCast1DProgramConfig");
    c.def(
         "__init__",
         [](C* c, CoreCoord grid, int64_t in0, int64_t sh, int64_t sw, std::optional<int64_t> bh,
            std::optional<int64_t> bw, int64_t m, int64_t n, bool fuse, std::optional<UnaryWithParam> activation,
            bool mcast, bool gather, CoreRangeSet hops, int64_t receivers, bool untilize,
            std::optional<CoreRangeSet> cores, bool stream) {
             new (c) C{grid,
                       in0,
                       sh,
                       sw,
                       bh.value_or(m),
                       bw.value_or(n),
                       m,
                       n,
                       fuse,
                       std::move(activation),
                       mcast,
                       gather,
                       std::move(hops),
                       receivers,
                       untilize,
                       std::move(cores),
                       stream};
         },
         nb::kw_only(), nb::arg("compute_with_storage_grid_size"), nb::arg("in0_block_w"), nb::arg("out_subblock_h"),
         nb::arg("out_subblock_w"), nb::arg("out_block_h") = nb::none(), nb::arg("out_block_w") = nb::none(),
         nb::arg("per_core_M"), nb::arg("per_core_N"), nb::arg("fuse_batch"), nb::arg("fused_activation") = nb::none(),
         nb::arg("mcast_in0"), nb::arg("gather_in0") = false, nb::arg("hop_cores") = CoreRangeSet(),
         nb::arg("num_global_cb_receivers") = 1, nb::arg("untilize_out") = false,
         nb::arg("allowed_worker_cores") = nb::none(), nb::arg("stream_in1") = false)
        .def_rw("mcast_in0", &C::mcast_in0)
        .def_rw("gather_in0", &C::gather_in0)
        .def_rw("hop_cores", &C::hop_cores)
        .def_rw("num_global_cb_receivers", &C::num_global_cb_receivers)
        .def_rw("untilize_out", &C::untilize_out)
        .def_rw("stream_in1", &C::stream_in1);
    add_block_fields(c);
}

void bind_dram_sharded(nb::module_& scope) {
    using C = MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig;
    bind_config<C>(scope, "MatmulMultiCoreReuseMultiCastDRAMShardedProgramConfig")
        .def(
            "__init__",
            [](C* c, int64_t in0, int64_t m, int64_t n, std::optional<UnaryWithParam> activation, int64_t workers) {
                new (c) C{in0, m, n, std::move(activation), workers};
            },
            nb::kw_only(), nb::arg("in0_block_w"), nb::arg("per_core_M"), nb::arg("per_core_N"),
            nb::arg("fused_activation") = nb::none(), nb::arg("num_workers_per_dram_bank") = 1)
        .def_rw("in0_block_w", &C::in0_block_w)
        .def_rw("per_core_M", &C::per_core_M)
        .def_rw("per_core_N", &C::per_core_N)
        .def_rw("fused_activation", &C::fused_activation, nb::arg("value").none())
        .def_rw("num_workers_per_dram_bank", &C::num_workers_per_dram_bank);
    using B = MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig;
    bind_config<B>(scope, "MatmulMultiCoreReuseMultiCastBatchedDRAMShardedProgramConfig")
        .def(
            "__init__",
            [](B* c, int64_t in0, int64_t m, int64_t n, std::optional<UnaryWithParam> activation) {
                new (c) B{in0, m, n, std::move(activation)};
            },
            nb::kw_only(), nb::arg("in0_block_w"), nb::arg("per_core_M"), nb::arg("per_core_N"),
            nb::arg("fused_activation") = nb::none())
        .def_rw("in0_block_w", &B::in0_block_w)
        .def_rw("per_core_M", &B::per_core_M)
        .def_rw("per_core_N", &B::per_core_N)
        .def_rw("fused_activation", &B::fused_activation, nb::arg("value").none());
}

}  // namespace

void bind_matmul(nb::module_& root) {
    auto scope = submodule(root, "operations.matmul");
    bind_config<MatmulMultiCoreProgramConfig>(scope, "MatmulMultiCoreProgramConfig").def(nb::init<>());
    bind_reuse(scope);
    bind_multicast(scope);
    bind_multicast_1d(scope);
    bind_dram_sharded(scope);
    bind_operation<Matmul>(root, "matmul");
    bind_operation<Linear>(root, "matmul");
    bind_operation<DramPrefetcher>(root, "prefetcher");
}

}  // namespace ttnn::python
