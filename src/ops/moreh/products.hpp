// moreh: matrix products, linear layers and dot products, and their gradients: made of matmul and sums.
#pragma once
#include "ops/moreh/fields.hpp"

namespace ttnn {

struct MorehMatmul {
    static constexpr const char* name = "ttnn.moreh_matmul";
    static constexpr const char* doc =
        "Product of [..., M, K] and [..., K, N], whose leading dimensions broadcast, plus a bias row or scalar.";
    Tensor input, other;
    bool transpose_input = false, transpose_other = false;
    std::optional<Tensor> output_tensor, bias;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehMatmul;
        return std::tuple(arg("input", &S::input, "[..., M, K], TILE"), arg("other", &S::other, "[..., K, N], TILE"),
                          kw("transpose_input", &S::transpose_input, "swap the last two dimensions of input"),
                          kw("transpose_other", &S::transpose_other, "swap the last two dimensions of other"),
                          kw("output", &S::output_tensor, "receives the result"),
                          kw("bias", &S::bias, "[1, N] or [1, 1], added"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehMatmulBackward {
    static constexpr const char* name = "ttnn.moreh_matmul_backward";
    static constexpr const char* doc = "Gradients of both factors of moreh_matmul; None where not required.";
    Tensor output_grad, input_a, input_b;
    std::vector<bool> are_required_outputs = {true, true};
    std::optional<Tensor> input_a_grad, input_b_grad;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehMatmulBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the product"),
                          arg("input_a", &S::input_a, "[..., M, K]"), arg("input_b", &S::input_b, "[..., K, N]"),
                          kw("are_required_outputs", &S::are_required_outputs, "which gradients to give"),
                          kw("input_a_grad", &S::input_a_grad, "receives the first gradient"),
                          kw("input_b_grad", &S::input_b_grad, "receives the second gradient"), MOREH_PLACE_FIELDS);
    }
    MorehOutputs compose() const;
};

struct MorehBmm {
    static constexpr const char* name = "ttnn.moreh_bmm";
    static constexpr const char* doc = "Products of the matrices of [B, M, K] and [B, K, N].";
    Tensor input, mat2;
    std::optional<Tensor> output_tensor;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehBmm;
        return std::tuple(arg("input", &S::input, "[B, M, K], TILE"), arg("mat2", &S::mat2, "[B, K, N], TILE"),
                          kw("output", &S::output_tensor, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehBmmBackward {
    static constexpr const char* name = "ttnn.moreh_bmm_backward";
    static constexpr const char* doc = "Gradients of both factors of moreh_bmm; None where not required.";
    Tensor output_grad, input, mat2;
    std::vector<bool> are_required_outputs = {true, true};
    std::optional<Tensor> input_grad, mat2_grad;
    std::optional<MemoryConfig> input_grad_memory_config, mat2_grad_memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = MorehBmmBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the product"),
                          arg("input", &S::input, "[B, M, K]"), arg("mat2", &S::mat2, "[B, K, N]"),
                          kw("are_required_outputs", &S::are_required_outputs, "which gradients to give"),
                          kw("input_grad", &S::input_grad, "receives the first gradient"),
                          kw("mat2_grad", &S::mat2_grad, "receives the second gradient"),
                          kw("input_grad_memory_config", &S::input_grad_memory_config, "of the first"),
                          kw("mat2_grad_memory_config", &S::mat2_grad_memory_config, "of the second"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    MorehOutputs compose() const;
};

struct MorehLinear {
    static constexpr const char* name = "ttnn.moreh_linear";
    static constexpr const char* doc = "x [..., in] times weight [out, in] transposed, plus bias [1, out] or [1, 1].";
    Tensor input, weight;
    std::optional<Tensor> bias, output_tensor;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehLinear;
        return std::tuple(arg("input", &S::input, "[..., in], TILE"), arg("weight", &S::weight, "[out, in], TILE"),
                          kw("bias", &S::bias, "[1, out] or [1, 1]"),
                          kw("output", &S::output_tensor, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehLinearBackward {
    static constexpr const char* name = "ttnn.moreh_linear_backward";
    static constexpr const char* doc = "Gradients of input, weight and bias of moreh_linear; None where not required.";
    Tensor output_grad, input, weight;
    std::vector<bool> are_required_outputs = {true, true, true};
    std::optional<Tensor> bias, input_grad, weight_grad, bias_grad;
    std::optional<MemoryConfig> input_grad_memory_config, weight_grad_memory_config, bias_grad_memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = MorehLinearBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the result"),
                          arg("input", &S::input, "[..., in]"), arg("weight", &S::weight, "[out, in]"),
                          kw("are_required_outputs", &S::are_required_outputs, "which gradients to give"),
                          kw("bias", &S::bias, "the bias, for its shape"),
                          kw("input_grad", &S::input_grad, "receives the first gradient"),
                          kw("weight_grad", &S::weight_grad, "receives the second gradient"),
                          kw("bias_grad", &S::bias_grad, "receives the third gradient"),
                          kw("input_grad_memory_config", &S::input_grad_memory_config, "of the first"),
                          kw("weight_grad_memory_config", &S::weight_grad_memory_config, "of the second"),
                          kw("bias_grad_memory_config", &S::bias_grad_memory_config, "of the third"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    MorehOutputs compose() const;
};

struct MorehDot {
    static constexpr const char* name = "ttnn.moreh_dot";
    static constexpr const char* doc = "Dot product of two vectors [1, 1, 1, n]: [1, 1, 1, 1].";
    Tensor input_tensor_a, input_tensor_b;
    std::optional<Tensor> output_tensor;
    std::optional<DataType> dtype;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehDot;
        return std::tuple(arg("input_tensor_a", &S::input_tensor_a, "[1, 1, 1, n], TILE"),
                          arg("input_tensor_b", &S::input_tensor_b, "[1, 1, 1, n], TILE"),
                          kw("output", &S::output_tensor, "receives the result"),
                          kw("dtype", &S::dtype, "of the output"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehDotBackward {
    static constexpr const char* name = "ttnn.moreh_dot_backward";
    static constexpr const char* doc =
        "Gradients of both vectors of moreh_dot, into input_grad and other_grad; None where these are absent.";
    Tensor output_grad, input, other;
    std::optional<Tensor> input_grad, other_grad;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = MorehDotBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the product, one element"),
                          arg("input", &S::input, "[1, 1, 1, n]"), arg("other", &S::other, "[1, 1, 1, n]"),
                          kw("input_grad", &S::input_grad, "receives the first gradient"),
                          kw("other_grad", &S::other_grad, "receives the second gradient"),
                          kw("memory_config", &S::memory_config, "where the outputs go"));
    }
    MorehOutputs compose() const;
};

}  // namespace ttnn
