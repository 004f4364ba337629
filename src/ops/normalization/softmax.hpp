// softmax and its fused forms.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct SoftmaxDefaultProgramConfig {};
struct SoftmaxShardedMultiCoreProgramConfig {
    CoreCoord compute_with_storage_grid_size;
    int64_t subblock_w = 1, block_h = 1, block_w = 1;
};
using SoftmaxProgramConfig = std::variant<SoftmaxDefaultProgramConfig, SoftmaxShardedMultiCoreProgramConfig>;
inline void hash_value(Hasher& h, const SoftmaxDefaultProgramConfig&) { h.word(0); }
inline void hash_value(Hasher& h, const SoftmaxShardedMultiCoreProgramConfig& c) {
    hash_value(h, c.compute_with_storage_grid_size);
    h.word(static_cast<uint64_t>(c.subblock_w << 40 | c.block_h << 20 | c.block_w));
}

struct Softmax {
    static constexpr const char* name = "ttnn.softmax";
    static constexpr const char* doc = "exp(x) / sum(exp(x)) along a dimension; shape and dtype are the input's.";
    Tensor input_tensor;
    int64_t dim = -1;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool numeric_stable = true;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Softmax::input_tensor, "float tensor of any rank"),
            opt("dim", &Softmax::dim, "dimension"),
            kw("memory_config", &Softmax::memory_config, "where the output goes"),
            kw("compute_kernel_config", &Softmax::compute_kernel_config, "the card's compute configuration"),
            kw("numeric_stable", &Softmax::numeric_stable, "subtract the maximum first"));
    }
    Tensor compose() const;
};

/// The device operation: softmax of scale * x + mask; scale and mask along the last dimension only.
struct SoftmaxRows {
    static constexpr const char* name = "ttnn.softmax";
    static constexpr const char* doc = "softmax along a dimension.";
    Tensor input_tensor;
    std::optional<Tensor> mask;
    std::optional<double> scale;
    bool causal = false, numeric_stable = true, in_place = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    int64_t dim = -1;  ///< from the end
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &SoftmaxRows::input_tensor, "tensor"),
                          opt("mask", &SoftmaxRows::mask, "added before"), opt("scale", &SoftmaxRows::scale, "factor"),
                          opt("causal", &SoftmaxRows::causal, "mask what lies behind the diagonal"),
                          opt("numeric_stable", &SoftmaxRows::numeric_stable, "subtract the maximum"),
                          opt("in_place", &SoftmaxRows::in_place, "into the input"),
                          opt("memory_config", &SoftmaxRows::memory_config, "where the output goes"),
                          opt("compute_kernel_config", &SoftmaxRows::compute_kernel_config, "compute configuration"),
                          opt("dim", &SoftmaxRows::dim, "dimension, from the end"));
    }
    Tensor destination() const { return in_place ? input_tensor : Tensor{}; }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct SoftmaxInPlace {
    static constexpr const char* name = "ttnn.softmax_in_place";
    static constexpr const char* doc = "softmax along the last dimension, into the input.";
    Tensor input_tensor;
    int64_t dim = -1;
    std::optional<SoftmaxProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool numeric_stable = true;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &SoftmaxInPlace::input_tensor, "TILE tensor"), opt("dim", &SoftmaxInPlace::dim, "-1"),
            kw("program_config", &SoftmaxInPlace::program_config, "division over the card's cores"),
            kw("compute_kernel_config", &SoftmaxInPlace::compute_kernel_config, "the card's compute configuration"),
            kw("numeric_stable", &SoftmaxInPlace::numeric_stable, "subtract the maximum first"));
    }
    Tensor compose() const;
};

struct ScaleMaskSoftmax {
    static constexpr const char* name = "ttnn.scale_mask_softmax";
    static constexpr const char* doc = "softmax(scale * x + mask) along the last dimension.";
    Tensor input_tensor;
    std::optional<double> scale;
    std::optional<Tensor> mask;
    std::optional<MemoryConfig> memory_config;
    bool is_causal_mask = false;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool numeric_stable = true;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &ScaleMaskSoftmax::input_tensor, "TILE tensor"),
            opt("scale", &ScaleMaskSoftmax::scale, "factor"), opt("mask", &ScaleMaskSoftmax::mask, "added; broadcasts"),
            kw("memory_config", &ScaleMaskSoftmax::memory_config, "where the output goes"),
            kw("is_causal_mask", &ScaleMaskSoftmax::is_causal_mask, "the mask is triangular"),
            kw("compute_kernel_config", &ScaleMaskSoftmax::compute_kernel_config, "the card's compute configuration"),
            kw("numeric_stable", &ScaleMaskSoftmax::numeric_stable, "subtract the maximum first"));
    }
    Tensor compose() const;
};

struct ScaleMaskSoftmaxInPlace {
    static constexpr const char* name = "ttnn.scale_mask_softmax_in_place";
    static constexpr const char* doc = "softmax(scale * x + mask) along the last dimension, into the input.";
    Tensor input_tensor;
    std::optional<double> scale;
    std::optional<Tensor> mask;
    std::optional<SoftmaxProgramConfig> program_config;
    bool is_causal_mask = false;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool numeric_stable = false;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &ScaleMaskSoftmaxInPlace::input_tensor, "TILE tensor"),
            opt("scale", &ScaleMaskSoftmaxInPlace::scale, "factor"),
            opt("mask", &ScaleMaskSoftmaxInPlace::mask, "added; broadcasts"),
            kw("program_config", &ScaleMaskSoftmaxInPlace::program_config, "division over the card's cores"),
            kw("is_causal_mask", &ScaleMaskSoftmaxInPlace::is_causal_mask, "the mask is triangular"),
            kw("compute_kernel_config", &ScaleMaskSoftmaxInPlace::compute_kernel_config,
               "the card's compute configuration"),
            kw("numeric_stable", &ScaleMaskSoftmaxInPlace::numeric_stable, "subtract the maximum first"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
