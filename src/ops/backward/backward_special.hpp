// Backward operations with arguments of their own: limits, rounding modes, variants, three inputs.
#pragma once
#include <limits>

#include "ops/backward/backward_ops.hpp"
#include "ops/eltwise/unary_ops.hpp"

namespace ttnn {

/// Limits are numbers or tensors; one of them may be absent.
template <class Self>
struct ClampGradient : GradientOperation<Self> {
    static constexpr const char* doc = "Gradient of the input where it lies within the limits, else 0; a list.";
    std::optional<TensorOrScalar> min, max;
    GradientCall gradient() const {
        require(min || max, "Only one of 'min' or 'max' can be None. Please provide one value: [", Self::name, "]");
        constexpr double infinity = std::numeric_limits<double>::infinity();
        return {Self::name,
                gradients::clamp_row,
                *this,
                {this->x, min.value_or(Scalar(-infinity)), max.value_or(Scalar(infinity))}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(
            grad_field<Self>(), input_field<Self>("input_tensor"),
            std::tuple(opt("min", static_cast<std::optional<TensorOrScalar> Self::*>(&Self::min), "lower limit"),
                       opt("max", static_cast<std::optional<TensorOrScalar> Self::*>(&Self::max), "upper limit")),
            gradient_memory_field<Self>());
    }
};
struct ClampBw : ClampGradient<ClampBw> {
    static constexpr const char* name = "ttnn.clamp_bw";
};
struct ClipBw : ClampGradient<ClipBw> {
    static constexpr const char* name = "ttnn.clip_bw";
};

struct HardtanhBw : GradientOperation<HardtanhBw> {
    static constexpr const char *name = "ttnn.hardtanh_bw", *doc = kGradientDoc;
    double min = -1.0, max = 1.0;
    GradientCall gradient() const { return {name, gradients::hardtanh_row, *this, {x, Scalar(min), Scalar(max)}}; }
    static constexpr auto fields() {
        return std::tuple_cat(
            grad_field<HardtanhBw>(), input_field<HardtanhBw>("input_tensor"),
            std::tuple(kw("min", &HardtanhBw::min, "lower limit"), kw("max", &HardtanhBw::max, "upper limit")),
            gradient_memory_field<HardtanhBw>());
    }
};

struct SoftplusBw : GradientOperation<SoftplusBw> {
    static constexpr const char *name = "ttnn.softplus_bw", *doc = kGradientDoc;
    double beta = 1.0, threshold = 20.0;
    GradientCall gradient() const {
        return {name, gradients::softplus_row, *this, {x, Scalar(beta), Scalar(threshold)}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<SoftplusBw>(), input_field<SoftplusBw>("input_tensor"),
                              std::tuple(kw("beta", &SoftplusBw::beta, "steepness"),
                                         kw("threshold", &SoftplusBw::threshold, "where the function becomes linear")),
                              gradient_memory_field<SoftplusBw>());
    }
};

struct ThresholdBw : GradientOperation<ThresholdBw> {
    static constexpr const char *name = "ttnn.threshold_bw", *doc = kGradientDoc;
    double min = 0, max = 0;
    GradientCall gradient() const { return {name, gradients::threshold_row, *this, {x, Scalar(min), Scalar(max)}}; }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<ThresholdBw>(), input_field<ThresholdBw>("input_tensor"),
                              std::tuple(arg("min", &ThresholdBw::min, "the threshold"),
                                         arg("max", &ThresholdBw::max, "the replacement, which has no influence")),
                              gradient_memory_field<ThresholdBw>());
    }
};

struct PolygammaBw : GradientOperation<PolygammaBw> {
    static constexpr const char *name = "ttnn.polygamma_bw", *doc = kGradientDoc;
    int64_t n = 0;
    GradientCall gradient() const {
        require(n >= 0 && n <= 10, "[", name, "] n: expected an order from 0 to 10, got ", n);
        return {name, gradients::polygamma_row, *this, {x, Scalar(n)}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<PolygammaBw>(), input_field<PolygammaBw>("input_tensor"),
                              std::tuple(arg("n", &PolygammaBw::n, "order of the derivative of digamma")),
                              gradient_memory_field<PolygammaBw>());
    }
};

struct PowBw : GradientOperation<PowBw> {
    static constexpr const char *name = "ttnn.pow_bw", *doc = kGradientDoc;
    double exponent = 0;
    GradientCall gradient() const { return {name, gradients::pow_row, *this, {x, Scalar(exponent)}}; }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<PowBw>(), input_field<PowBw>("input_tensor"),
                              std::tuple(arg("exponent", &PowBw::exponent, "exponent")), gradient_memory_field<PowBw>(),
                              x_grad_field<PowBw>("input_grad"));
    }
};

/// Whether the quotient is rounded, so that its gradient is 0; raises for unknown modes.
bool rounds(const char* operation, const std::optional<std::string>& rounding_mode);

struct RdivBw : GradientOperation<RdivBw> {
    static constexpr const char *name = "ttnn.rdiv_bw", *doc = kGradientDoc;
    double scalar = 0;
    std::optional<std::string> rounding_mode;
    GradientCall gradient() const {
        return {
            name, rounds(name, rounding_mode) ? gradients::zero_row : gradients::rdiv_row, *this, {x, Scalar(scalar)}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<RdivBw>(), input_field<RdivBw>("input_tensor"),
                              std::tuple(arg("scalar", &RdivBw::scalar, "dividend"),
                                         kw("rounding_mode", &RdivBw::rounding_mode, "None, \"trunc\" or \"floor\"")),
                              gradient_memory_field<RdivBw>());
    }
};

struct DivScalarBw : GradientOperation<DivScalarBw> {
    static constexpr const char *name = "ttnn.div_bw", *doc = kGradientDoc;
    double scalar = 0;
    std::optional<std::string> rounding_mode;
    GradientCall gradient() const {
        return {name,
                rounds(name, rounding_mode) ? gradients::zero_row : gradients::div_scalar_row,
                *this,
                {x, Scalar(scalar)}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(
            grad_field<DivScalarBw>(), input_field<DivScalarBw>("input_tensor_a"),
            std::tuple(arg("scalar", &DivScalarBw::scalar, "divisor"),
                       opt("rounding_mode", &DivScalarBw::rounding_mode, "None, \"trunc\" or \"floor\"")),
            gradient_memory_field<DivScalarBw>(), x_grad_field<DivScalarBw>("input_grad"));
    }
};

struct DivBw : GradientOperation<DivBw> {
    static constexpr const char *name = "ttnn.div_bw", *doc = kGradientDoc;
    Tensor other_tensor;
    std::optional<std::string> rounding_mode;
    GradientCall gradient() const {
        return {
            name, rounds(name, rounding_mode) ? gradients::zeros_row : gradients::div_row, *this, {x, other_tensor}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<DivBw>(), input_field<DivBw>("input_tensor"),
                              std::tuple(arg("other_tensor", &DivBw::other_tensor, "divisor"),
                                         kw("rounding_mode", &DivBw::rounding_mode, "None, \"trunc\" or \"floor\"")),
                              required_field<DivBw>(), gradient_memory_field<DivBw>(),
                              x_grad_field<DivBw>("input_grad"), y_grad_field<DivBw>("other_grad"));
    }
};

struct AssignBw : GradientOperation<AssignBw> {
    static constexpr const char *name = "ttnn.assign_bw", *doc = kGradientDoc;
    GradientCall gradient() const { return {name, gradients::assign_row, *this, {x}}; }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<AssignBw>(), input_field<AssignBw>("input_tensor"),
                              gradient_memory_field<AssignBw>(), x_grad_field<AssignBw>("input_a_grad"));
    }
};

/// a + alpha b and a - alpha b.
template <class Self>
struct AlphaGradient : GradientOperation<Self> {
    static constexpr const char* doc = kGradientDoc;
    Tensor input_tensor_b;
    double alpha = 1.0;
    static constexpr auto alpha_fields(const char* a_grad, const char* b_grad) {
        return std::tuple_cat(
            grad_field<Self>(), input_field<Self>("input_tensor_a"),
            std::tuple(arg("input_tensor_b", static_cast<Tensor Self::*>(&Self::input_tensor_b), "second input"),
                       opt("alpha", static_cast<double Self::*>(&Self::alpha), "factor of the second input")),
            required_field<Self>(), gradient_memory_field<Self>(), x_grad_field<Self>(a_grad),
            y_grad_field<Self>(b_grad));
    }
};
struct AddalphaBw : AlphaGradient<AddalphaBw> {
    static constexpr const char* name = "ttnn.addalpha_bw";
    GradientCall gradient() const { return {name, gradients::addalpha_row, *this, {x, input_tensor_b, Scalar(alpha)}}; }
    static constexpr auto fields() { return alpha_fields("input_a_grad", "input_b_grad"); }
};
struct SubalphaBw : AlphaGradient<SubalphaBw> {
    static constexpr const char* name = "ttnn.subalpha_bw";
    GradientCall gradient() const { return {name, gradients::subalpha_row, *this, {x, input_tensor_b, Scalar(alpha)}}; }
    static constexpr auto fields() { return alpha_fields("input_grad", "other_grad"); }
};

/// a + alpha b c and a + alpha b / c.
template <class Self>
struct AddcGradient : GradientOperation<Self> {
    static constexpr const char* doc = kGradientDoc;
    Tensor input_tensor_b, input_tensor_c;
    double alpha = 1.0;
    static constexpr auto fields() {
        return std::tuple_cat(
            grad_field<Self>(), input_field<Self>("input_tensor_a"),
            std::tuple(arg("input_tensor_b", static_cast<Tensor Self::*>(&Self::input_tensor_b), "second input"),
                       arg("input_tensor_c", static_cast<Tensor Self::*>(&Self::input_tensor_c), "third input"),
                       arg("alpha", static_cast<double Self::*>(&Self::alpha), "factor")),
            gradient_memory_field<Self>());
    }

 protected:
    GradientCall with(const GradientRow& row) const {
        return {Self::name, row, *this, {this->x, input_tensor_b, input_tensor_c, Scalar(alpha)}};
    }
};
struct AddcmulBw : AddcGradient<AddcmulBw> {
    static constexpr const char* name = "ttnn.addcmul_bw";
    GradientCall gradient() const { return with(gradients::addcmul_row); }
};
struct AddcdivBw : AddcGradient<AddcdivBw> {
    static constexpr const char* name = "ttnn.addcdiv_bw";
    GradientCall gradient() const { return with(gradients::addcdiv_row); }
};

struct LerpBw : GradientOperation<LerpBw> {
    static constexpr const char *name = "ttnn.lerp_bw", *doc = kGradientDoc;
    Tensor input_tensor_b, input_tensor_c;
    GradientCall gradient() const { return {name, gradients::lerp_row, *this, {x, input_tensor_b, input_tensor_c}}; }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<LerpBw>(), input_field<LerpBw>("input_tensor_a"),
                              std::tuple(arg("input_tensor_b", &LerpBw::input_tensor_b, "end"),
                                         arg("input_tensor_c", &LerpBw::input_tensor_c, "weight")),
                              gradient_memory_field<LerpBw>());
    }
};
struct LerpScalarBw : GradientOperation<LerpScalarBw> {
    static constexpr const char *name = "ttnn.lerp_bw", *doc = kGradientDoc;
    Tensor input_tensor_b;
    double scalar = 0;
    GradientCall gradient() const {
        return {name, gradients::lerp_scalar_row, *this, {x, input_tensor_b, Scalar(scalar)}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<LerpScalarBw>(), input_field<LerpScalarBw>("input_tensor_a"),
                              std::tuple(arg("input_tensor_b", &LerpScalarBw::input_tensor_b, "end"),
                                         arg("scalar", &LerpScalarBw::scalar, "weight")),
                              gradient_memory_field<LerpScalarBw>());
    }
};

/// Gradients of the two values; the condition has none.
struct WhereBw : GradientOperation<WhereBw> {
    static constexpr const char *name = "ttnn.where_bw", *doc = kGradientDoc;
    Tensor input_tensor_b, input_tensor_c;
    GradientCall gradient() const { return {name, gradients::where_row, *this, {x, input_tensor_b, input_tensor_c}}; }
    static constexpr auto fields() {
        return std::tuple_cat(
            grad_field<WhereBw>(), input_field<WhereBw>("input_tensor_a"),
            std::tuple(arg("input_tensor_b", &WhereBw::input_tensor_b, "values where the condition holds"),
                       arg("input_tensor_c", &WhereBw::input_tensor_c, "values elsewhere")),
            gradient_memory_field<WhereBw>(), required_field<WhereBw>(), x_grad_field<WhereBw>("input_a_grad"),
            y_grad_field<WhereBw>("input_b_grad"));
    }
};

struct GeluBw : GradientOperation<GeluBw> {
    static constexpr const char *name = "ttnn.gelu_bw", *doc = kGradientDoc;
    GeluVariant variant = GeluVariant::Accurate;
    GradientCall gradient() const {
        return {name, variant == GeluVariant::Tanh ? gradients::gelu_tanh_row : gradients::gelu_row, *this, {x}};
    }
    static constexpr auto fields() {
        return std::tuple_cat(grad_field<GeluBw>(), input_field<GeluBw>("input_tensor"),
                              std::tuple(kw("variant", &GeluBw::variant, "form of gelu")),
                              gradient_memory_field<GeluBw>(), x_grad_field<GeluBw>("input_grad"));
    }
};

/// The variant that `approximate` ("none" or "tanh") names.
GeluVariant gelu_variant(const char* operation, const std::string& approximate);

/// gelu(input + bias): Bias is a tensor or a number, Form a GeluVariant or the word for it.
template <class Bias, class Form>
struct BiasGeluGradient : GradientOperation<BiasGeluGradient<Bias, Form>> {
    static constexpr bool tensors = std::is_same_v<Bias, Tensor>, by_word = std::is_same_v<Form, std::string>;
    static constexpr const char *name = "ttnn.bias_gelu_bw", *doc = kGradientDoc;
    Bias bias{};
    Form form{};
    GradientCall gradient() const {
        GeluVariant v{};
        if constexpr (by_word) v = gelu_variant(name, form);
        else v = form;
        const bool tanh = v == GeluVariant::Tanh;
        if constexpr (tensors)
            return {name, tanh ? gradients::bias_gelu_tanh_row : gradients::bias_gelu_row, *this, {this->x, bias}};
        else
            return {name,
                    tanh ? gradients::bias_gelu_scalar_tanh_row : gradients::bias_gelu_scalar_row,
                    *this,
                    {this->x, Scalar(bias)}};
    }
    static constexpr auto fields() {
        using Self = BiasGeluGradient;
        auto form_field = [] {
            if constexpr (by_word) return req("approximate", &Self::form, "\"none\" or \"tanh\"");
            else return kw("variant", &Self::form, "form of gelu");
        };
        return std::tuple_cat(
            grad_field<Self>(), input_field<Self>(tensors ? "input_tensor_a" : "input_tensor"),
            std::tuple(arg(tensors ? "input_tensor_b" : "bias", &Self::bias, "what is added"), form_field()),
            gradient_memory_field<Self>());
    }
};

}  // namespace ttnn
