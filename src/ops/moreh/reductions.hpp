// moreh: sums, means and norms over dimensions, and their gradients. A reduced dimension among the last two stays with
// extent 1; the others go unless keepdim is set.
#pragma once
#include "ops/moreh/fields.hpp"

namespace ttnn {

struct MorehSum {
    static constexpr const char* name = "ttnn.moreh_sum";
    static constexpr const char* doc = "Sum over dimensions.";
    Tensor input;
    MorehDims dim;
    bool keepdim = false;
    std::optional<Tensor> output_tensor;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehSum;
        return std::tuple(arg("input", &S::input, "TILE tensor"), opt("dim", &S::dim, "dimensions; all when absent"),
                          kw("keepdim", &S::keepdim, "keep reduced dimensions as 1"),
                          kw("output", &S::output_tensor, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehSumBackward {
    static constexpr const char* name = "ttnn.moreh_sum_backward";
    static constexpr const char* doc = "Gradient of moreh_sum: output_grad in the shape of the input.";
    Tensor output_grad;
    std::optional<Tensor> input;
    MorehDims dim;
    bool keepdim = false;
    std::optional<Tensor> input_grad;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehSumBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the sum"),
                          kw("input", &S::input, "input of the sum, for its shape"),
                          kw("dim", &S::dim, "dimensions summed; all when absent"),
                          kw("keepdim", &S::keepdim, "reduced dimensions were kept"),
                          kw("input_grad", &S::input_grad, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehMean {
    static constexpr const char* name = "ttnn.moreh_mean";
    static constexpr const char* doc = "Mean over dimensions, or their sum over divisor.";
    Tensor input;
    MorehDims dim;
    bool keepdim = false;
    std::optional<int64_t> divisor;
    std::optional<Tensor> output_tensor;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehMean;
        return std::tuple(arg("input", &S::input, "TILE tensor"), kw("dim", &S::dim, "dimensions; all when absent"),
                          kw("keepdim", &S::keepdim, "keep reduced dimensions as 1"),
                          kw("divisor", &S::divisor, "instead of the number of elements"),
                          kw("output", &S::output_tensor, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehMeanBackward {
    static constexpr const char* name = "ttnn.moreh_mean_backward";
    static constexpr const char* doc = "Gradient of moreh_mean: output_grad over the number of elements averaged.";
    Tensor output_grad;
    MorehDims dim;
    bool keepdim = false;
    std::optional<Shape> input_grad_shape;
    std::optional<Tensor> input_grad;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehMeanBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the mean"),
                          kw("dim", &S::dim, "dimensions averaged; all when absent"),
                          kw("keepdim", &S::keepdim, "reduced dimensions were kept"),
                          kw("input_grad_shape", &S::input_grad_shape, "shape of the input of the mean"),
                          kw("input_grad", &S::input_grad, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehNorm {
    static constexpr const char* name = "ttnn.moreh_norm";
    static constexpr const char* doc =
        "(sum |x|^p)^(1/p) over dimensions; the number of non-zeros for p = 0, the largest or smallest |x| for "
        "infinities.";
    Tensor input;
    double p = 2;
    MorehDims dim;
    bool keepdim = false;
    std::optional<Tensor> output_tensor;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehNorm;
        return std::tuple(arg("input", &S::input, "TILE tensor"), arg("p", &S::p, "order of the norm"),
                          kw("dim", &S::dim, "dimensions; all when absent"),
                          kw("keepdim", &S::keepdim, "keep reduced dimensions as 1"),
                          kw("output", &S::output_tensor, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehNormBackward {
    static constexpr const char* name = "ttnn.moreh_norm_backward";
    static constexpr const char* doc = "Gradient of moreh_norm from its input, output and the output's gradient.";
    Tensor input, output, output_grad;
    double p = 2;
    MorehDims dim;
    bool keepdim = false;
    std::optional<Tensor> input_grad;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehNormBackward;
        return std::tuple(arg("input", &S::input, "input of the norm"), arg("output", &S::output, "the norm"),
                          arg("output_grad", &S::output_grad, "its gradient"), arg("p", &S::p, "order of the norm"),
                          kw("dim", &S::dim, "dimensions; all when absent"),
                          kw("keepdim", &S::keepdim, "reduced dimensions were kept"),
                          kw("input_grad", &S::input_grad, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehAbsPow {
    static constexpr const char* name = "ttnn.moreh_abs_pow";
    static constexpr const char* doc = "|x|^p.";
    Tensor input;
    double p = 1;
    std::optional<Tensor> output_tensor;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehAbsPow;
        return std::tuple(arg("input", &S::input, "TILE tensor"), arg("p", &S::p, "exponent"),
                          kw("output", &S::output_tensor, "receives the result"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

struct MorehCumsum {
    static constexpr const char* name = "ttnn.moreh_cumsum";
    static constexpr const char* doc = "Running sums along a dimension.";
    Tensor input;
    int64_t dim = 0;
    std::optional<Tensor> output_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = MorehCumsum;
        return std::tuple(arg("input", &S::input, "tensor"), arg("dim", &S::dim, "dimension"),
                          kw("output", &S::output_tensor, "receives the result"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct MorehCumsumBackward {
    static constexpr const char* name = "ttnn.moreh_cumsum_backward";
    static constexpr const char* doc = "Gradient of moreh_cumsum: running sums of output_grad from the end.";
    Tensor output_grad;
    int64_t dim = 0;
    std::optional<Tensor> input_grad;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = MorehCumsumBackward;
        return std::tuple(arg("output_grad", &S::output_grad, "gradient of the sums"), arg("dim", &S::dim, "dimension"),
                          kw("input_grad", &S::input_grad, "receives the result"),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct MorehClipGradNorm {
    static constexpr const char* name = "ttnn.moreh_clip_grad_norm";
    static constexpr const char* doc =
        "Scales gradients, in place, so that the norm of all of them is at most max_norm; gives the norm before.";
    std::vector<Tensor> inputs;
    double max_norm = 0, norm_type = 2.0;
    bool error_if_nonfinite = false;
    std::optional<Tensor> total_norm;
    MOREH_PLACE_MEMBERS
    static constexpr auto fields() {
        using S = MorehClipGradNorm;
        return std::tuple(arg("inputs", &S::inputs, "gradients, changed in place"),
                          arg("max_norm", &S::max_norm, "largest norm"), opt("norm_type", &S::norm_type, "its order"),
                          opt("error_if_nonfinite", &S::error_if_nonfinite, "raise for a norm that is not finite"),
                          kw("total_norm", &S::total_norm, "receives the norm"), MOREH_PLACE_FIELDS);
    }
    Tensor compose() const;
};

}  // namespace ttnn
