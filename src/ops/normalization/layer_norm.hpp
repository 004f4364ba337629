// layer_norm and rms_norm.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct LayerNormDefaultProgramConfig {
    bool legacy_reduction = false, legacy_rsqrt = false, use_welford = false;
};
struct LayerNormShardedMultiCoreProgramConfig {
    CoreCoord compute_with_storage_grid_size;
    int64_t subblock_w = 1, block_h = 1, block_w = 1;
    bool inplace = false, legacy_reduction = false, legacy_rsqrt = false, use_welford = false;
};
using LayerNormProgramConfig = std::variant<LayerNormDefaultProgramConfig, LayerNormShardedMultiCoreProgramConfig>;
std::ostream& operator<<(std::ostream& out, const LayerNormDefaultProgramConfig& c);
std::ostream& operator<<(std::ostream& out, const LayerNormShardedMultiCoreProgramConfig& c);
inline void hash_value(Hasher& h, const LayerNormDefaultProgramConfig& c) { h.bytes(str(c)); }
inline void hash_value(Hasher& h, const LayerNormShardedMultiCoreProgramConfig& c) { h.bytes(str(c)); }

struct NormArguments {
    Tensor input_tensor;
    double epsilon = 1e-12;
    std::optional<Tensor> weight, bias, residual_input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<LayerNormProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;

    void validate(const char* name) const;
    TensorSpec output() const;
    Program program(bool subtract_mean) const;
};

template <class Op>
constexpr auto norm_fields() {
    return std::tuple(
        arg("input_tensor", static_cast<Tensor Op::*>(&Op::input_tensor), "float tensor [..., width]"),
        kw("epsilon", static_cast<double Op::*>(&Op::epsilon), "added to the variance or mean square"),
        kw("weight", static_cast<std::optional<Tensor> Op::*>(&Op::weight), "[..., width]: factor of each column"),
        kw("bias", static_cast<std::optional<Tensor> Op::*>(&Op::bias), "[..., width]: added to each column"),
        kw("residual_input_tensor", static_cast<std::optional<Tensor> Op::*>(&Op::residual_input_tensor),
           "added to the input first"),
        kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
           "where the output goes"),
        kw("program_config", static_cast<std::optional<LayerNormProgramConfig> Op::*>(&Op::program_config),
           "division over the card's cores"),
        kw("compute_kernel_config", static_cast<std::optional<ComputeKernelConfig> Op::*>(&Op::compute_kernel_config),
           "the card's compute configuration"));
}

struct LayerNorm : NormArguments {
    static constexpr const char* name = "ttnn.layer_norm";
    static constexpr const char* doc =
        "(x - mean) / sqrt(variance + epsilon) along the last dimension, times weight plus bias.";
    std::optional<Tensor> recip_tensor;
    static constexpr auto fields() {
        return std::tuple_cat(norm_fields<LayerNorm>(),
                              std::tuple(kw("recip_tensor", &LayerNorm::recip_tensor,
                                            "table of reciprocals on the card; of no effect here")));
    }
    void validate() const { NormArguments::validate(name); }
    Program program() const { return NormArguments::program(true); }
};

struct RmsNorm : NormArguments {
    static constexpr const char* name = "ttnn.rms_norm";
    static constexpr const char* doc =
        "x / sqrt(mean(x^2) + epsilon) along the last dimension, times weight plus bias.";
    static constexpr auto fields() { return norm_fields<RmsNorm>(); }
    void validate() const { NormArguments::validate(name); }
    Program program() const { return NormArguments::program(false); }
};

}  // namespace ttnn
