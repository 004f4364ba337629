// Pooling over windows of NHWC images.
#pragma once
#include "op/launch.hpp"
#include "ops/conv/conv_config.hpp"
#include "ops/conv/convolution.hpp"
#include "ops/conv/window.hpp"

namespace ttnn {

enum class PoolKind : uint8_t { Max, Average };

/// One pass of windows over an image: the maximum (and where it was) or the average.
struct Pool2d {
    static constexpr const char* name = "Pool2D";
    static constexpr const char* doc = "Maximum or average over windows of an NHWC image.";
    Tensor input;
    PoolKind kind = PoolKind::Max;
    Window window;
    bool count_include_pad = true, with_indices = false;
    bool nhwc = false;  ///< the output is [N, H, W, C], not flat
    std::optional<int64_t> divisor;
    DataType dtype = DataType::BFLOAT16;
    Layout layout = Layout::ROW_MAJOR;
    MemoryConfig memory_config;
    static constexpr auto fields() {
        using P = Pool2d;
        return std::tuple(arg("input", &P::input, "[N, H, W, C] or [1, 1, N H W, C]"),
                          kw("kind", &P::kind, "what is computed"), kw("window", &P::window, "geometry"),
                          kw("count_include_pad", &P::count_include_pad, "padding counts for the average"),
                          kw("with_indices", &P::with_indices, "give positions, too"),
                          kw("nhwc", &P::nhwc, "shape of the output"), kw("divisor", &P::divisor, "of the average"),
                          kw("dtype", &P::dtype, "of the output"), kw("layout", &P::layout, "of the output"),
                          kw("memory_config", &P::memory_config, "where the output goes"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};
std::ostream& operator<<(std::ostream& out, PoolKind kind);
inline void hash_value(Hasher& h, PoolKind kind) { h.word(static_cast<uint64_t>(kind)); }

/// Arguments that max_pool2d and avg_pool2d share.
struct PoolArguments {
    Tensor input_tensor;
    int64_t batch_size = 0, input_h = 0, input_w = 0, channels = 0;
    Pair kernel_size{}, stride{};
    Padding padding;
    bool ceil_mode = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<Op2DSliceConfig> dram_slice_config;
    std::optional<TensorMemoryLayout> applied_shard_scheme;
    bool deallocate_input = false, reallocate_halo_output = true, config_tensor_in_dram = false;
    DataType dtype = DataType::BFLOAT16;
    Layout output_layout = Layout::ROW_MAJOR;
};

/// The output, or the output and the positions of the maxima.
using PoolResult = std::variant<Tensor, std::vector<Tensor>>;

struct MaxPool2d : PoolArguments {
    static constexpr const char* name = "ttnn.max_pool2d";
    static constexpr const char* doc =
        "Maxima over windows of an NHWC image: [1, 1, N x out height x out width, C]. With return_indices also the "
        "UINT16 positions in the image (row x width + column).";
    Pair dilation{1, 1};
    bool return_indices = false;
    static constexpr auto fields() {
        using M = MaxPool2d;
        const auto own = [](auto member) {
            return static_cast<std::remove_cvref_t<decltype(std::declval<M>().*member)> M::*>(member);
        };
        return std::tuple(
            arg("input_tensor", own(&M::input_tensor), "[1, 1, N H W, C] or [N, H, W, C]"),
            arg("batch_size", own(&M::batch_size), "images"), arg("input_h", own(&M::input_h), "rows"),
            arg("input_w", own(&M::input_w), "columns"), arg("channels", own(&M::channels), "channels"),
            arg("kernel_size", own(&M::kernel_size), "(height, width)"),
            arg("stride", own(&M::stride), "(height, width)"),
            arg("padding", own(&M::padding), "(height, width) or (top, bottom, left, right)"),
            arg("dilation", &M::dilation, "(height, width)"),
            opt("ceil_mode", own(&M::ceil_mode), "round the output's extent up"),
            kw("memory_config", own(&M::memory_config), "where the output goes"),
            kw("dram_slice_config", own(&M::dram_slice_config), "slices that the card computes one by one"),
            kw("applied_shard_scheme", own(&M::applied_shard_scheme), "how the output is sharded"),
            kw("deallocate_input", own(&M::deallocate_input), "free the input when it is in L1"),
            kw("reallocate_halo_output", own(&M::reallocate_halo_output), "the card's own business"),
            kw("return_indices", &M::return_indices, "return the positions, too"),
            kw("dtype", own(&M::dtype), "of the output"), kw("output_layout", own(&M::output_layout), "of the output"),
            kw("config_tensor_in_dram", own(&M::config_tensor_in_dram), "the card's own business"));
    }
    PoolResult compose() const;
};

struct AvgPool2d : PoolArguments {
    static constexpr const char* name = "ttnn.avg_pool2d";
    static constexpr const char* doc = "Averages over windows of an NHWC image: [1, 1, N x out height x out width, C].";
    bool count_include_pad = true;
    std::optional<int64_t> divisor_override;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using A = AvgPool2d;
        const auto own = [](auto member) {
            return static_cast<std::remove_cvref_t<decltype(std::declval<A>().*member)> A::*>(member);
        };
        return std::tuple(
            arg("input_tensor", own(&A::input_tensor), "[1, 1, N H W, C] or [N, H, W, C]"),
            arg("batch_size", own(&A::batch_size), "images"), arg("input_h", own(&A::input_h), "rows"),
            arg("input_w", own(&A::input_w), "columns"), arg("channels", own(&A::channels), "channels"),
            arg("kernel_size", own(&A::kernel_size), "(height, width)"),
            arg("stride", own(&A::stride), "(height, width)"),
            arg("padding", own(&A::padding), "(height, width) or (top, bottom, left, right)"),
            opt("ceil_mode", own(&A::ceil_mode), "round the output's extent up"),
            opt("count_include_pad", &A::count_include_pad, "padding counts for the average"),
            opt("divisor_override", &A::divisor_override, "divide by this instead"),
            kw("memory_config", own(&A::memory_config), "where the output goes"),
            kw("dram_slice_config", own(&A::dram_slice_config), "slices that the card computes one by one"),
            kw("applied_shard_scheme", own(&A::applied_shard_scheme), "how the output is sharded"),
            kw("compute_kernel_config", &A::compute_kernel_config, "the card's compute configuration"),
            kw("deallocate_input", own(&A::deallocate_input), "free the input when it is in L1"),
            kw("reallocate_halo_output", own(&A::reallocate_halo_output), "the card's own business"),
            kw("dtype", own(&A::dtype), "of the output"), kw("output_layout", own(&A::output_layout), "of the output"),
            kw("config_tensor_in_dram", own(&A::config_tensor_in_dram), "the card's own business"));
    }
    Tensor compose() const;
};

#define ADAPTIVE_POOL(Struct, python_name, text)                                                                 \
    struct Struct {                                                                                              \
        static constexpr const char* name = python_name;                                                         \
        static constexpr const char* doc = text;                                                                 \
        Tensor input_tensor;                                                                                     \
        int64_t batch_size = 0, input_h = 0, input_w = 0, channels = 0;                                          \
        Pair output_size{};                                                                                      \
        std::optional<MemoryConfig> memory_config;                                                               \
        std::optional<Op2DSliceConfig> dram_slice_config;                                                        \
        std::optional<TensorMemoryLayout> applied_shard_scheme;                                                  \
        std::optional<ComputeKernelConfig> compute_kernel_config;                                                \
        bool deallocate_input = false, reallocate_output = true;                                                 \
        static constexpr auto fields() {                                                                         \
            return std::tuple(                                                                                   \
                arg("input_tensor", &Struct::input_tensor, "[1, 1, N H W, C] or [N, H, W, C]"),                  \
                arg("batch_size", &Struct::batch_size, "images"), arg("input_h", &Struct::input_h, "rows"),      \
                arg("input_w", &Struct::input_w, "columns"), arg("channels", &Struct::channels, "channels"),     \
                arg("output_size", &Struct::output_size, "(height, width)"),                                     \
                kw("memory_config", &Struct::memory_config, "where the output goes"),                            \
                kw("dram_slice_config", &Struct::dram_slice_config, "slices that the card computes one by one"), \
                kw("applied_shard_scheme", &Struct::applied_shard_scheme, "how the output is sharded"),          \
                kw("compute_kernel_config", &Struct::compute_kernel_config, "the card's compute configuration"), \
                kw("deallocate_input", &Struct::deallocate_input, "free the input when it is in L1"),            \
                kw("reallocate_output", &Struct::reallocate_output, "the card's own business"));                 \
        }                                                                                                        \
        Tensor compose() const;                                                                                  \
    };
ADAPTIVE_POOL(AdaptiveAvgPool2d, "ttnn.adaptive_avg_pool2d",
              "Averages over output_size windows: [1, 1, N x output_size, C].")
ADAPTIVE_POOL(AdaptiveMaxPool2d, "ttnn.adaptive_max_pool2d",
              "Maxima over output_size windows: [1, 1, N x output_size, C].")
#undef ADAPTIVE_POOL

struct GlobalAvgPool2d {
    static constexpr const char* name = "ttnn.global_avg_pool2d";
    static constexpr const char* doc =
        "Average of each channel over the image: [N, H, W, C] to [N, 1, 1, C] in TILE layout.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    static constexpr auto fields() {
        using G = GlobalAvgPool2d;
        return std::tuple(arg("input_tensor", &G::input_tensor, "[N, H, W, C]"),
                          kw("memory_config", &G::memory_config, "where the output goes"),
                          kw("dtype", &G::dtype, "of the output"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
