// moreh: layer and group normalisation with their means and reciprocal deviations, and the gradients.
#pragma once
#include "ops/moreh/fields.hpp"

namespace ttnn {

struct MorehLayerNorm {
    static constexpr const char* name = "ttnn.moreh_layer_norm";
    static constexpr const char* doc =
        "Normalises over the last normalized_dims dimensions, times gamma plus beta: [output, mean, rstd], the last "
        "two "
        "where tensors for them are given.";
    Tensor input;
    int64_t normalized_dims = 1;
    double eps = 9.999999747378752e-06;
    std::optional<Tensor> gamma, beta, output_tensor, mean, rstd;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehLayerNorm;
        return std::tuple(
            arg("input", &S::input, "TILE tensor"), arg("normalized_dims", &S::normalized_dims, "how many dimensions"),
            opt("eps", &S::eps, "added to the variance"), opt("gamma", &S::gamma, "factors, of the normalised extents"),
            opt("beta", &S::beta, "terms, of the normalised extents"),
            kw("output", &S::output_tensor, "receives the result"), kw("mean", &S::mean, "receives the means"),
            kw("rstd", &S::rstd, "receives the reciprocal deviations"), MOREH_PLACE_FIELDS);
    }
    MorehOutputs compose() const;
};

struct MorehLayerNormBackward {
    static constexpr const char* name = "ttnn.moreh_layer_norm_backward";
    static constexpr const char* doc =
        "Gradients of moreh_layer_norm: [input_grad, gamma_grad, beta_grad], the last two where tensors for them are "
        "given.";
    Tensor output_grad, input, mean, rstd;
    int64_t normalized_dims = 1;
    std::optional<Tensor> gamma, input_grad, gamma_grad, beta_grad;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehLayerNormBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the result"),
                          arg("input", &S::input, "TILE tensor"), arg("mean", &S::mean, "means"),
                          arg("rstd", &S::rstd, "reciprocal deviations"),
                          arg("normalized_dims", &S::normalized_dims, "how many dimensions"),
                          kw("gamma", &S::gamma, "factors"), kw("input_grad", &S::input_grad, "receives the gradient"),
                          kw("gamma_grad", &S::gamma_grad, "receives the gradient of gamma"),
                          kw("beta_grad", &S::beta_grad, "receives the gradient of beta"), MOREH_PLACE_FIELDS);
    }
    MorehOutputs compose() const;
};

struct MorehGroupNorm {
    static constexpr const char* name = "ttnn.moreh_group_norm";
    static constexpr const char* doc =
        "Normalises each group of channels of [N, C, H, W], times gamma plus beta [1, 1, 1, C]: [output, mean, rstd], "
        "None where not required; mean and rstd are [1, 1, N, groups].";
    Tensor input;
    int64_t num_groups = 1;
    double eps = 9.999999747378752e-06;
    std::optional<Tensor> gamma, beta;
    std::vector<bool> are_required_outputs = {true, false, false};
    std::optional<Tensor> output_tensor, mean, rstd;
    std::optional<MemoryConfig> memory_config, mean_memory_config, rstd_memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = MorehGroupNorm;
        return std::tuple(
            arg("input", &S::input, "[N, C, H, W], TILE"), arg("num_groups", &S::num_groups, "groups of channels"),
            opt("eps", &S::eps, "added to the variance"), opt("gamma", &S::gamma, "[1, 1, 1, C]"),
            opt("beta", &S::beta, "[1, 1, 1, C]"),
            kw("are_required_outputs", &S::are_required_outputs, "which outputs to give"),
            kw("output", &S::output_tensor, "receives the result"), kw("mean", &S::mean, "receives the means"),
            kw("rstd", &S::rstd, "receives the reciprocal deviations"),
            kw("memory_config", &S::memory_config, "of the output"),
            kw("mean_memory_config", &S::mean_memory_config, "of mean"),
            kw("rstd_memory_config", &S::rstd_memory_config, "of rstd"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    MorehOutputs compose() const;
};

struct MorehGroupNormBackward {
    static constexpr const char* name = "ttnn.moreh_group_norm_backward";
    static constexpr const char* doc =
        "Gradients of moreh_group_norm: [input_grad, gamma_grad, beta_grad], None where not required.";
    Tensor output_grad, input, mean, rstd;
    int64_t num_groups = 1;
    std::vector<bool> are_required_outputs = {true, false, false};
    std::optional<Tensor> gamma, input_grad, gamma_grad, beta_grad;
    std::optional<MemoryConfig> input_grad_memory_config, gamma_grad_memory_config, beta_grad_memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = MorehGroupNormBackward;
        return std::tuple(
            arg("output_grad", &S::output_grad, "gradient of the result"),
            arg("input", &S::input, "[N, C, H, W], TILE"), arg("mean", &S::mean, "[1, 1, N, groups]"),
            arg("rstd", &S::rstd, "[1, 1, N, groups]"), arg("num_groups", &S::num_groups, "groups of channels"),
            kw("are_required_outputs", &S::are_required_outputs, "which gradients to give"),
            kw("gamma", &S::gamma, "[1, 1, 1, C]"), kw("input_grad", &S::input_grad, "receives the gradient"),
            kw("gamma_grad", &S::gamma_grad, "receives the gradient of gamma"),
            kw("beta_grad", &S::beta_grad, "receives the gradient of beta"),
            kw("input_grad_memory_config", &S::input_grad_memory_config, "of the first"),
            kw("gamma_grad_memory_config", &S::gamma_grad_memory_config, "of the second"),
            kw("beta_grad_memory_config", &S::beta_grad_memory_config, "of the third"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    MorehOutputs compose() const;
};

}  // namespace ttnn
