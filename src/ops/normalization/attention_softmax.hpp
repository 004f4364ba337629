// softmax as attention uses it: of scores divided by the root of the head size, with a mask.
#pragma once
#include "ops/normalization/softmax.hpp"

namespace ttnn {

#define ATTENTION_SOFTMAX(Struct, python_name, where)                                                          \
    struct Struct {                                                                                            \
        static constexpr const char* name = python_name;                                                       \
        static constexpr const char* doc =                                                                     \
            "softmax(x / sqrt(head_size) + attention_mask) along the last dimension" where;                    \
        Tensor tensor;                                                                                         \
        std::optional<int64_t> head_size;                                                                      \
        std::optional<Tensor> attention_mask;                                                                  \
        std::optional<SoftmaxProgramConfig> program_config;                                                    \
        std::optional<bool> causal_mask = false;                                                               \
        std::optional<MemoryConfig> memory_config;                                                             \
        static constexpr auto fields() {                                                                       \
            return std::tuple(arg("tensor", &Struct::tensor, "scores [b, heads, s, s], TILE"),                 \
                              kw("head_size", &Struct::head_size, "no division when absent"),                  \
                              kw("attention_mask", &Struct::attention_mask, "added; broadcasts"),              \
                              kw("program_config", &Struct::program_config, "division over the card's cores"), \
                              kw("causal_mask", &Struct::causal_mask, "the mask is triangular"),               \
                              kw("memory_config", &Struct::memory_config, "where the output goes"));           \
        }                                                                                                      \
        Tensor compose() const;                                                                                \
    };
ATTENTION_SOFTMAX(AttentionSoftmax, "ttnn.transformer.attention_softmax", ".")
ATTENTION_SOFTMAX(AttentionSoftmaxInPlace, "ttnn.transformer.attention_softmax_", ", into the input.")
#undef ATTENTION_SOFTMAX

struct ScaleCausalMaskHwDimsSoftmaxInPlace {
    static constexpr const char* name = "ttnn.scale_causal_mask_hw_dims_softmax_in_place";
    static constexpr const char* doc =
        "softmax(scale * x + mask) along the last dimension, into the input, which is sharded; the mask is [1, 1, H, "
        "W].";
    Tensor input_tensor;
    std::optional<double> scale;
    std::optional<Tensor> mask;
    std::optional<SoftmaxProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    bool numeric_stable = false;
    static constexpr auto fields() {
        using S = ScaleCausalMaskHwDimsSoftmaxInPlace;
        return std::tuple(arg("input_tensor", &S::input_tensor, "TILE tensor"), opt("scale", &S::scale, "factor"),
                          opt("mask", &S::mask, "added, [1, 1, H, W]"),
                          kw("program_config", &S::program_config, "SoftmaxShardedMultiCoreProgramConfig"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("numeric_stable", &S::numeric_stable, "subtract the maximum first"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
