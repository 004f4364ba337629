// ttnn.conv2d, conv1d and conv_transpose2d: preparation of weights, choice of the output's memory, then a Convolution.
#pragma once
#include "ops/conv/convolution.hpp"

namespace ttnn {

/// What the operations return: the output, with its height and width or the prepared weights when asked for.
struct ConvResult {
    Tensor output;
    int64_t height = 0, width = 0;
    Tensor weights;
    std::optional<Tensor> bias;
    bool one_dimension = false, with_size = false, with_weights = false;
};
void collect(const ConvResult& result, Tensors& out);

using DeviceArgument = std::optional<std::shared_ptr<MeshDevice>>;
using PairOrNumber = std::variant<int64_t, Padding>;

/// Arguments that the three operations share.
struct ConvArguments {
    Tensor input_tensor, weight_tensor;
    DeviceArgument device;
    int64_t in_channels = 0, out_channels = 0;
    std::optional<int64_t> batch_size;
    int64_t groups = 1;
    std::optional<DataType> dtype;
    std::optional<Tensor> bias_tensor;
    std::optional<Conv2dConfig> conv_config;
    std::optional<ComputeKernelConfig> compute_config;
    std::optional<MemoryConfig> memory_config;
    bool return_output_dim = false, return_weights_and_bias = false;
};

template <class Op>
constexpr auto conv_first_fields() {
    const auto own = [](auto member) {
        return static_cast<std::remove_cvref_t<decltype(std::declval<Op>().*member)> Op::*>(member);
    };
    using A = ConvArguments;
    return std::tuple(req("input_tensor", own(&A::input_tensor), "[N, H, W, C] or [1, 1, N H W, C]"),
                      req("weight_tensor", own(&A::weight_tensor),
                          "[out_channels, in_channels / groups, ...] ROW_MAJOR, or prepared"),
                      kw("device", own(&A::device), "where to compute; the input's by default"),
                      req("in_channels", own(&A::in_channels), "channels of the input"),
                      req("out_channels", own(&A::out_channels), "channels of the output"),
                      kw("batch_size", own(&A::batch_size), "images; by default from a 4-D input"));
}

template <class Op>
constexpr auto conv_last_fields() {
    const auto own = [](auto member) {
        return static_cast<std::remove_cvref_t<decltype(std::declval<Op>().*member)> Op::*>(member);
    };
    using A = ConvArguments;
    return std::tuple(
        kw("groups", own(&A::groups), "groups of channels"),
        kw("dtype", own(&A::dtype), "of the output; the input's by default"),
        kw("bias_tensor", own(&A::bias_tensor), "[1, 1, 1, out_channels]"),
        kw("conv_config", own(&A::conv_config), "how the card does it"),
        kw("compute_config", own(&A::compute_config), "the card's compute configuration"),
        kw("memory_config", own(&A::memory_config), "where the output goes"),
        kw("return_output_dim", own(&A::return_output_dim), "return (height, width) of the output, too"),
        kw("return_weights_and_bias", own(&A::return_weights_and_bias), "return the prepared weights and bias, too"));
}

struct Conv2d : ConvArguments {
    static constexpr const char* name = "ttnn.conv2d";
    static constexpr const char* doc =
        "2-D convolution of an NHWC input: [1, 1, N x out height x out width, out_channels] in TILE layout. Device and "
        "sizes follow from a 4-D input when they are not given.";
    std::optional<int64_t> input_height, input_width;
    Pair kernel_size{}, stride{1, 1};
    Padding padding{0, 0};
    Pair dilation{1, 1};
    std::optional<Op2DSliceConfig> slice_config;
    static constexpr auto fields() {
        return std::tuple_cat(
            conv_first_fields<Conv2d>(),
            std::tuple(
                kw("input_height", &Conv2d::input_height, "by default from a 4-D input"),
                kw("input_width", &Conv2d::input_width, "by default from a 4-D input"),
                req("kernel_size", &Conv2d::kernel_size, "(height, width)"),
                kw("stride", &Conv2d::stride, "(height, width)"),
                kw("padding", &Conv2d::padding, "(height, width) or (top, bottom, left, right)"),
                kw("dilation", &Conv2d::dilation, "(height, width)"),
                kw("slice_config", &Conv2d::slice_config, "slices of the output that the card computes one by one")),
            conv_last_fields<Conv2d>());
    }
    ConvResult compose() const;
};

struct Conv1d : ConvArguments {
    static constexpr const char* name = "ttnn.conv1d";
    static constexpr const char* doc =
        "1-D convolution of [N, L, C]: [1, 1, N x out length, out_channels] in TILE layout.";
    std::optional<int64_t> input_length;
    int64_t kernel_size = 0, stride = 1;
    PairOrNumber padding = int64_t{0};
    int64_t dilation = 1;
    std::optional<Op2DSliceConfig> slice_config;
    static constexpr auto fields() {
        return std::tuple_cat(
            conv_first_fields<Conv1d>(),
            std::tuple(
                kw("input_length", &Conv1d::input_length, "by default from a 3-D input"),
                req("kernel_size", &Conv1d::kernel_size, "taps"), kw("stride", &Conv1d::stride, "steps"),
                kw("padding", &Conv1d::padding, "on both ends, or (before, after)"),
                kw("dilation", &Conv1d::dilation, "distance of taps"),
                kw("slice_config", &Conv1d::slice_config, "slices of the output that the card computes one by one")),
            conv_last_fields<Conv1d>());
    }
    ConvResult compose() const;
};

struct ConvTranspose2d : ConvArguments {
    static constexpr const char* name = "ttnn.conv_transpose2d";
    static constexpr const char* doc =
        "Transposed 2-D convolution of an NHWC input with weights [in_channels, out_channels / groups, kernel height, "
        "kernel width]: [1, 1, N x out height x out width, out_channels].";
    std::optional<int64_t> input_height, input_width;
    Pair kernel_size{}, stride{1, 1};
    Padding padding{0, 0};
    Pair output_padding{0, 0}, dilation{1, 1};
    std::optional<Op2DSliceConfig> dram_slice_config;
    bool mirror_kernel = true;
    static constexpr auto fields() {
        using C = ConvTranspose2d;
        return std::tuple_cat(conv_first_fields<C>(),
                              std::tuple(kw("input_height", &C::input_height, "by default from a 4-D input"),
                                         kw("input_width", &C::input_width, "by default from a 4-D input"),
                                         req("kernel_size", &C::kernel_size, "(height, width)"),
                                         kw("stride", &C::stride, "(height, width)"),
                                         kw("padding", &C::padding, "(height, width) or (top, bottom, left, right)"),
                                         kw("output_padding", &C::output_padding, "added to the output's end"),
                                         kw("dilation", &C::dilation, "(height, width)"),
                                         kw("dram_slice_config", &C::dram_slice_config,
                                            "slices of the output that the card computes one by one"),
                                         kw("mirror_kernel", &C::mirror_kernel,
                                            "reverse the taps; false when the weights are reversed already")),
                              conv_last_fields<C>());
    }
    ConvResult compose() const;
};

}  // namespace ttnn
