// Normalisation operations and their program configurations.
#include "ops/normalization/group_norm.hpp"
#include "ops/normalization/layer_norm.hpp"
#include "ops/normalization/softmax.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

void bind_configs(nb::module_& scope) {
    nb::class_<SoftmaxDefaultProgramConfig>(scope, "SoftmaxDefaultProgramConfig").def(nb::init<>());
    using S = SoftmaxShardedMultiCoreProgramConfig;
    nb::class_<S>(scope, "SoftmaxShardedMultiCoreProgramConfig")
        .def(
            "__init__",
            [](S* c, CoreCoord grid, int64_t w, int64_t h, int64_t b) {
                new (c) S{grid, w, h, b};
            },
            nb::kw_only(), nb::arg("compute_with_storage_grid_size"), nb::arg("subblock_w"), nb::arg("block_h"),
            nb::arg("block_w"))
        .def_rw("compute_with_storage_grid_size", &S::compute_with_storage_grid_size)
        .def_rw("subblock_w", &S::subblock_w)
        .def_rw("block_h", &S::block_h)
        .def_rw("block_w", &S::block_w)
        .def("__repr__", [](const S& c) {
            return str("SoftmaxShardedMultiCoreProgramConfig(compute_with_storage_grid_size=",
                       c.compute_with_storage_grid_size, ",subblock_w=", c.subblock_w, ",block_h=", c.block_h,
                       ",block_w=", c.block_w, ")");
        });
    using D = LayerNormDefaultProgramConfig;
    nb::class_<D>(scope, "LayerNormDefaultProgramConfig")
        .def(
            "__init__",
            [](D* c, bool reduction, bool rsqrt, bool welford) {
                new (c) D{reduction, rsqrt, welford};
            },
            nb::kw_only(), nb::arg("legacy_reduction") = false, nb::arg("legacy_rsqrt") = false,
            nb::arg("use_welford") = false)
        .def_rw("legacy_reduction", &D::legacy_reduction)
        .def_rw("legacy_rsqrt", &D::legacy_rsqrt)
        .def_rw("use_welford", &D::use_welford)
        .def("__repr__", [](const D& c) { return str(c); });
    using L = LayerNormShardedMultiCoreProgramConfig;
    nb::class_<L>(scope, "LayerNormShardedMultiCoreProgramConfig")
        .def(
            "__init__",
            [](L* c, CoreCoord grid, int64_t sub, int64_t h, int64_t w, bool inplace, bool reduction, bool rsqrt,
               bool welford) { new (c) L{grid, sub, h, w, inplace, reduction, rsqrt, welford}; },
            nb::kw_only(), nb::arg("compute_with_storage_grid_size"), nb::arg("subblock_w"), nb::arg("block_h"),
            nb::arg("block_w"), nb::arg("inplace"), nb::arg("legacy_reduction") = false,
            nb::arg("legacy_rsqrt") = false, nb::arg("use_welford") = false)
        .def_rw("block_w", &L::block_w)
        .def_rw("block_h", &L::block_h)
        .def_rw("subblock_w", &L::subblock_w)
        .def_rw("inplace", &L::inplace)
        .def_rw("compute_with_storage_grid_size", &L::compute_with_storage_grid_size)
        .def_rw("legacy_reduction", &L::legacy_reduction)
        .def_rw("legacy_rsqrt", &L::legacy_rsqrt)
        .def_rw("use_welford", &L::use_welford)
        .def("__repr__", [](const L& c) { return str(c); });
}

}  // namespace

void bind_normalization(nb::module_& root) {
    auto scope = submodule(root, "operations.normalization");
    bind_configs(scope);
    bind_operation<Softmax>(root, "normalization");
    bind_operation<SoftmaxInPlace>(root, "normalization");
    bind_operation<ScaleMaskSoftmax>(root, "normalization");
    bind_operation<ScaleMaskSoftmaxInPlace>(root, "normalization");
    bind_operation<LayerNorm>(root, "normalization");
    bind_operation<RmsNorm>(root, "normalization");
    bind_operation<GroupNorm>(root, "normalization");
    bind_operation<BatchNorm>(root, "normalization");
}

}  // namespace ttnn::python
