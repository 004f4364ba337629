// Convolutions, their configurations and the preparation of weights.
#include "ops/conv/conv2d.hpp"
#include "ops/conv/weights.hpp"
#include "python/bind_config.hpp"
#include "python/bind_operation.hpp"

namespace nanobind::detail {

/// The output; (output, size), (output, (weights, bias)) or all three when they were asked for.
template <>
struct type_caster<ttnn::ConvResult> {
    NB_TYPE_CASTER(ttnn::ConvResult, const_name("ttnn._ttnn.tensor.Tensor | tuple"))
    bool from_python(handle, uint8_t, cleanup_list*) noexcept { return false; }
    static handle from_cpp(const ttnn::ConvResult& r, rv_policy, cleanup_list*) {
        if (!r.with_size && !r.with_weights) return cast(r.output).release();
        const object size = r.one_dimension ? cast(r.height) : nanobind::make_tuple(r.height, r.width);
        const object prepared = nanobind::make_tuple(r.weights, r.bias);
        if (!r.with_weights) return nanobind::make_tuple(r.output, size).release();
        if (!r.with_size) return nanobind::make_tuple(r.output, prepared).release();
        return nanobind::make_tuple(r.output, size, prepared).release();
    }
};

}  // namespace nanobind::detail

namespace ttnn::python {
namespace {

void bind_slice_config(nb::module_& root) {
    auto scope = submodule(root, "operations.sliding_window");
    using C = Op2DSliceConfig;
    nb::class_<C> type(scope, "Op2DSliceConfig", "Slices of the output that the card computes one by one.");
    nb::enum_<C::SliceType>(type, "SliceTypeEnum", "Where the slices are cut.")
        .value("L1Full", C::SliceType::L1_FULL)
        .value("DRAMSliceHeight", C::SliceType::DRAM_HEIGHT)
        .value("DRAMSliceWidth", C::SliceType::DRAM_WIDTH);
    type.def(
            "__init__",
            [](C* c, C::SliceType slice_type, int64_t n) {
                new (c) C{slice_type, n};
            },
            nb::kw_only(), nb::arg("slice_type"), nb::arg("num_slices") = 0)
        .def_rw("slice_type", &C::slice_type)
        .def_rw("num_slices", &C::num_slices)
        .def("__repr__", [](const C& c) { return str(c); });
}

void bind_conv_config(nb::module_& scope) {
    bind_enum<PaddingMode>(scope, "PaddingMode", "What stands around the image.",
                           {{"Zeros", PaddingMode::Zeros}, {"Replicate", PaddingMode::Replicate}});
    using C = Conv2dConfig;
    bind_config<C>(
        scope, "Conv2dConfig", "How a convolution is carried out.", member("weights_dtype", &C::weights_dtype),
        member("activation", &C::activation), member("deallocate_activation", &C::deallocate_activation),
        member("reallocate_halo_output", &C::reallocate_halo_output),
        member("config_tensors_in_dram", &C::config_tensors_in_dram),
        member("act_block_h_override", &C::act_block_h_override), member("act_block_w_div", &C::act_block_w_div),
        member("reshard_if_not_optimal", &C::reshard_if_not_optimal),
        member("override_sharding_config", &C::override_sharding_config), member("shard_layout", &C::shard_layout),
        member("core_grid", &C::core_grid), member("transpose_shards", &C::transpose_shards),
        member("output_layout", &C::output_layout), member("enable_act_double_buffer", &C::enable_act_double_buffer),
        member("enable_weights_double_buffer", &C::enable_weights_double_buffer),
        member("full_inner_dim", &C::full_inner_dim),
        member("enable_kernel_stride_folding", &C::enable_kernel_stride_folding),
        member("enable_activation_reuse", &C::enable_activation_reuse),
        member("force_split_reader", &C::force_split_reader),
        member("override_output_sharding_config", &C::override_output_sharding_config),
        member("padding_mode", &C::padding_mode));
}

}  // namespace

void bind_conv(nb::module_& root) {
    bind_slice_config(root);
    auto scope = submodule(root, "operations.conv");
    bind_conv_config(scope);
    bind_operation<Conv2d>(root, "conv");
    bind_operation<Conv1d>(root, "conv");
    bind_operation<ConvTranspose2d>(root, "conv");
    scope.def("prepare_weights", &prepare_weights, nb::arg("weight"), nb::arg("dtype"));
    scope.def("prepare_transposed_weights", &prepare_transposed_weights, nb::arg("weight"), nb::arg("dtype"),
              nb::arg("groups"), nb::arg("mirror"));
    scope.def("prepare_volume_weights", &prepare_volume_weights, nb::arg("weight"), nb::arg("groups"), nb::arg("block"),
              nb::arg("alignment"));
    scope.def("prepare_bias", &prepare_bias, nb::arg("bias"), nb::arg("dtype"));
}

}  // namespace ttnn::python
