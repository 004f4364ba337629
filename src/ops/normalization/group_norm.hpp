// group_norm and batch_norm: normalisation over more than a row. group_norm takes the card's shape [N, 1, H*W, C],
// batch_norm [N, C, H, W].
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct GroupNorm {
    static constexpr const char* name = "ttnn.group_norm";
    static constexpr const char* doc =
        "Normalises groups of channels of [N, 1, H*W, C] to mean 0 and variance 1, then scales and shifts each "
        "channel.";
    Tensor input_tensor;
    int64_t num_groups = 1;
    double epsilon = 1e-12;
    std::optional<Tensor> input_mask, weight, bias;
    std::optional<MemoryConfig> memory_config;
    std::optional<DataType> dtype;
    std::optional<CoreGrid> core_grid;
    std::optional<bool> inplace = true;
    std::optional<Layout> output_layout;
    std::optional<int64_t> num_out_blocks;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<Tensor> negative_mask;
    bool use_welford = false;
    static constexpr auto fields() {
        using G = GroupNorm;
        return std::tuple(
            arg("input_tensor", &G::input_tensor, "[N, 1, H*W, C]"),
            req("num_groups", &G::num_groups, "a divisor of C"), kw("epsilon", &G::epsilon, "added to the variance"),
            kw("input_mask", &G::input_mask, "the card's mask of groups; of no effect here"),
            kw("weight", &G::weight, "factor of each channel, in rows of 32"),
            kw("bias", &G::bias, "added to each channel, in rows of 32"),
            kw("memory_config", &G::memory_config, "where the output goes"), kw("dtype", &G::dtype, "of the output"),
            kw("core_grid", &G::core_grid, "division over the card's cores"),
            kw("inplace", &G::inplace, "overwrite the input (ROW_MAJOR only)"),
            kw("output_layout", &G::output_layout, "of the output"),
            kw("num_out_blocks", &G::num_out_blocks, "blocking on the card"),
            kw("compute_kernel_config", &G::compute_kernel_config, "the card's compute configuration"),
            kw("negative_mask", &G::negative_mask, "the card's second mask; of no effect here"),
            kw("use_welford", &G::use_welford, "the card's algorithm"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
    Tensor destination() const { return in_place() ? input_tensor : Tensor{}; }

 private:
    bool in_place() const;
};

struct BatchNorm {
    static constexpr const char* name = "ttnn.batch_norm";
    static constexpr const char* doc =
        "Normalises each channel of [N, C, H, W] by the running statistics, or in training by its own, which then "
        "update the running ones.";
    Tensor input;
    std::optional<Tensor> running_mean, running_var;
    bool training = false;
    double eps = 1e-5, momentum = 0.1;
    std::optional<Tensor> weight, bias, output_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using B = BatchNorm;
        return std::tuple(
            arg("input", &B::input, "[N, C, H, W]"), kw("running_mean", &B::running_mean, "[1, C, 1, 1]"),
            kw("running_var", &B::running_var, "[1, C, 1, 1]"),
            kw("training", &B::training, "use and update the statistics"), kw("eps", &B::eps, "added to the variance"),
            kw("momentum", &B::momentum, "share of the new statistics in the running ones"),
            kw("weight", &B::weight, "[1, C, 1, 1]: factor"), kw("bias", &B::bias, "[1, C, 1, 1]: added"),
            out("output", &B::output_tensor), kw("memory_config", &B::memory_config, "where the output goes"),
            kw("compute_kernel_config", &B::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
