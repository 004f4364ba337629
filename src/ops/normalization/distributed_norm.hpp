// Layer and RMS norm in two halves, for rows that are divided among devices: sums of each row (which the caller
// gathers), then the normalisation with the sums of all devices. A tile of statistics has its sum in column 0.
#pragma once
#include "op/launch.hpp"
#include "ops/eltwise/activation.hpp"
#include "ops/normalization/layer_norm.hpp"

namespace ttnn {

using NormProgramConfig = LayerNormProgramConfig;

/// Sums of squares (column 0) and, with `means`, sums (column 32) of each row.
struct RowSums {
    const char* name;
    const char* device_operation;
    bool means;
    const Tensor& input;
    std::optional<Tensor> residual;
    DataType dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute;

    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

/// (x - mean) / sqrt(variance + epsilon) * weight + bias with the mean and variance of gathered sums.
struct NormOfSums {
    const char* name;
    const char* device_operation;
    bool means;
    const Tensor &input, &stats;
    const std::optional<Tensor>&weight, &bias;
    double epsilon;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute;

    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

#define PRE_ALL_GATHER(Struct, python_name, MEANS, extra_member, ...)                                                 \
    struct Struct {                                                                                                   \
        static constexpr const char* name = python_name;                                                              \
        static constexpr const char* doc =                                                                            \
            "Sums over the last dimension, for a norm over several devices: [..., 32] with the sum of squares in "    \
            "column 0 (and, for layer norm, [..., 64] with the sum in column 32). A residual is added to the input, " \
            "in place, first.";                                                                                       \
        Tensor input_tensor;                                                                                          \
        DataType dtype = DataType::BFLOAT16;                                                                          \
        std::optional<Tensor> residual_input_tensor;                                                                  \
        std::optional<ComputeKernelConfig> compute_kernel_config;                                                     \
        std::optional<NormProgramConfig> program_config;                                                              \
        std::optional<MemoryConfig> memory_config;                                                                    \
        extra_member;                                                                                                 \
        bool fast_and_approximate_mode = false;                                                                       \
        static constexpr auto fields() {                                                                              \
            return std::tuple(                                                                                        \
                arg("input_tensor", &Struct::input_tensor, "[..., W], TILE", kFloats, kTile),                         \
                kw("dtype", &Struct::dtype, "of the sums"),                                                           \
                kw("residual_input_tensor", &Struct::residual_input_tensor, "added to the input"),                    \
                kw("compute_kernel_config", &Struct::compute_kernel_config, "the card's compute configuration"),      \
                kw("program_config", &Struct::program_config, "division over the card's cores"),                      \
                kw("memory_config", &Struct::memory_config, "where the output goes"), __VA_ARGS__,                    \
                kw("fast_and_approximate_mode", &Struct::fast_and_approximate_mode, "the card's cheaper form"));      \
        }                                                                                                             \
        RowSums sums() const {                                                                                        \
            return {name,                                                                                             \
                    "LayerNormPreAllGatherDeviceOperation",                                                           \
                    MEANS,                                                                                            \
                    input_tensor,                                                                                     \
                    residual_input_tensor,                                                                            \
                    dtype,                                                                                            \
                    memory_config,                                                                                    \
                    compute_kernel_config};                                                                           \
        }                                                                                                             \
        void validate() const { sums().validate(); }                                                                  \
        TensorSpec output() const { return sums().output(); }                                                         \
        Program program() const { return sums().program(); }                                                          \
    };
PRE_ALL_GATHER(LayerNormPreAllGather, "ttnn.layer_norm_pre_all_gather", true, std::optional<Tensor> recip_tensor,
               kw("recip_tensor", &LayerNormPreAllGather::recip_tensor, "of no effect here"))
PRE_ALL_GATHER(RmsNormPreAllGather, "ttnn.rms_norm_pre_all_gather", false, std::optional<bool> use_2d_core_grid,
               kw("use_2d_core_grid", &RmsNormPreAllGather::use_2d_core_grid, "of no effect here"))
#undef PRE_ALL_GATHER

#define POST_ALL_GATHER(Struct, python_name, MEANS, extra_member, ...)                                                 \
    struct Struct {                                                                                                    \
        static constexpr const char* name = python_name;                                                               \
        static constexpr const char* doc =                                                                             \
            "The norm of rows [..., W] whose sums over all devices are in stats [..., 32 (64) * devices]; then times " \
            "weight plus bias.";                                                                                       \
        Tensor input_tensor, stats;                                                                                    \
        double epsilon = 1e-12;                                                                                        \
        std::optional<Tensor> weight, bias;                                                                            \
        std::optional<MemoryConfig> memory_config;                                                                     \
        std::optional<ComputeKernelConfig> compute_kernel_config;                                                      \
        std::optional<NormProgramConfig> program_config;                                                               \
        std::optional<DataType> dtype;                                                                                 \
        extra_member;                                                                                                  \
        static constexpr auto fields() {                                                                               \
            return std::tuple(                                                                                         \
                arg("input_tensor", &Struct::input_tensor, "[..., W], TILE", kFloats, kTile),                          \
                arg("stats", &Struct::stats, "sums of all devices side by side, TILE", kFloats, kTile),                \
                kw("epsilon", &Struct::epsilon, "added to the variance"),                                              \
                kw("weight", &Struct::weight, "W factors", kFloats), kw("bias", &Struct::bias, "W terms", kFloats),    \
                kw("memory_config", &Struct::memory_config, "where the output goes"),                                  \
                kw("compute_kernel_config", &Struct::compute_kernel_config, "the card's compute configuration"),       \
                kw("program_config", &Struct::program_config, "division over the card's cores"),                       \
                kw("dtype", &Struct::dtype, "of the output") __VA_OPT__(, ) __VA_ARGS__);                              \
        }                                                                                                              \
        NormOfSums norm() const {                                                                                      \
            return {name,                                                                                              \
                    "LayerNormPostAllGatherDeviceOperation",                                                           \
                    MEANS,                                                                                             \
                    input_tensor,                                                                                      \
                    stats,                                                                                             \
                    weight,                                                                                            \
                    bias,                                                                                              \
                    epsilon,                                                                                           \
                    dtype,                                                                                             \
                    memory_config,                                                                                     \
                    compute_kernel_config};                                                                            \
        }                                                                                                              \
        void validate() const { norm().validate(); }                                                                   \
        TensorSpec output() const { return norm().output(); }                                                          \
        Program program() const { return norm().program(); }                                                           \
    };
POST_ALL_GATHER(LayerNormPostAllGather, "ttnn.layer_norm_post_all_gather", true, )
POST_ALL_GATHER(RmsNormPostAllGather, "ttnn.rms_norm_post_all_gather", false, std::optional<bool> use_2d_core_grid,
                kw("use_2d_core_grid", &RmsNormPostAllGather::use_2d_core_grid, "of no effect here"))
#undef POST_ALL_GATHER

struct DitLayerNormPreAllGather {
    static constexpr const char* name = "ttnn.experimental.dit_layernorm_pre_allgather";
    static constexpr const char* doc = LayerNormPreAllGather::doc;
    Tensor input_tensor, recip_tensor;
    DataType dtype = DataType::BFLOAT16;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = DitLayerNormPreAllGather;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[..., W], TILE", kFloats, kTile),
                          arg("recip_tensor", &S::recip_tensor, "of no effect here"),
                          kw("dtype", &S::dtype, "of the sums"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    RowSums sums() const {
        return {name,
                "LayerNormPreAllGatherWelfordDeviceOperation",
                true,
                input_tensor,
                {},
                dtype,
                memory_config,
                compute_kernel_config};
    }
    void validate() const { sums().validate(); }
    TensorSpec output() const { return sums().output(); }
    Program program() const { return sums().program(); }
};

struct DitLayerNormPostAllGather {
    static constexpr const char* name = "ttnn.experimental.dit_layernorm_post_allgather";
    static constexpr const char* doc = LayerNormPostAllGather::doc;
    Tensor input_tensor, stats;
    double epsilon = 1e-5;
    std::optional<Tensor> weight, bias;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<DataType> dtype;
    static constexpr auto fields() {
        using S = DitLayerNormPostAllGather;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[..., W], TILE", kFloats, kTile),
                          arg("stats", &S::stats, "sums of all devices side by side, TILE", kFloats, kTile),
                          kw("epsilon", &S::epsilon, "added to the variance"),
                          kw("weight", &S::weight, "W factors", kFloats), kw("bias", &S::bias, "W terms", kFloats),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("dtype", &S::dtype, "of the output"));
    }
    NormOfSums norm() const {
        return {name,
                "LayerNormPostAllGatherWelfordDeviceOperation",
                true,
                input_tensor,
                stats,
                weight,
                bias,
                epsilon,
                dtype,
                memory_config,
                compute_kernel_config};
    }
    void validate() const { norm().validate(); }
    TensorSpec output() const { return norm().output(); }
    Program program() const { return norm().program(); }
};

struct WanFusedRmsNormPreAllGather {
    static constexpr const char* name = "ttnn.experimental.wan_fused_rmsnorm_pre_allgather";
    static constexpr const char* doc = RmsNormPreAllGather::doc;
    Tensor input_tensor;
    DataType dtype = DataType::BFLOAT16;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = WanFusedRmsNormPreAllGather;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[..., W], bfloat16, TILE", dtype_bit(DataType::BFLOAT16), kTile),
            kw("dtype", &S::dtype, "of the sums"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("memory_config", &S::memory_config, "where the output goes"));
    }
    RowSums sums() const {
        // The card's operation takes memory_config and leaves the sums where the input is.
        return {
            name, "FusedRMSNormPreAllGatherDeviceOperation", false, input_tensor, {}, dtype, {}, compute_kernel_config};
    }
    void validate() const;
    TensorSpec output() const { return sums().output(); }
    Program program() const { return sums().program(); }
};

struct DitRmsNormUnaryFused {
    static constexpr const char* name = "ttnn.experimental.dit_rms_norm_unary_fused";
    static constexpr const char* doc = "rms_norm of [..., W], then an activation.";
    Tensor input_tensor;
    double epsilon = 9.999999747378752e-06;
    std::optional<Tensor> weight, bias, residual_input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<NormProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<std::variant<std::string, UnaryWithParam>> activation;
    static constexpr auto fields() {
        using S = DitRmsNormUnaryFused;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[..., W]"),
                          opt("epsilon", &S::epsilon, "added to the mean square"),
                          opt("weight", &S::weight, "W factors"), opt("bias", &S::bias, "W terms"),
                          opt("residual_input_tensor", &S::residual_input_tensor, "added to the input first"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("activation", &S::activation, "function of the result, by name or as UnaryWithParam"));
    }
    Tensor compose() const;
};

struct WanFusedRmsNormPostAllGather {
    static constexpr const char* name = "ttnn.experimental.wan_fused_rmsnorm_post_allgather";
    static constexpr const char* doc =
        "RMS norm with gathered sums, then split into heads and rotary embedding: [b, 1, s, heads * d] becomes [b, "
        "heads, "
        "s, d].";
    Tensor input_tensor, stats;
    double epsilon = 1e-5;
    int64_t num_heads_per_device = 1;
    std::optional<Tensor> weight, transformation_mat, rope_cos, rope_sin;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<DataType> dtype;
    static constexpr auto fields() {
        using S = WanFusedRmsNormPostAllGather;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[b, 1, s, heads * d], TILE"),
                          arg("stats", &S::stats, "sums of all devices side by side, TILE"),
                          kw("epsilon", &S::epsilon, "added to the mean square"),
                          kw("num_heads_per_device", &S::num_heads_per_device, "heads of the output"),
                          kw("weight", &S::weight, "heads * d factors"),
                          kw("transformation_mat", &S::transformation_mat, "rotation of neighbours, [1, 1, 32, 32]"),
                          kw("rope_cos", &S::rope_cos, "[1, 1 or heads, s, d]"),
                          kw("rope_sin", &S::rope_sin, "[1, 1 or heads, s, d]"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("dtype", &S::dtype, "of the output"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
