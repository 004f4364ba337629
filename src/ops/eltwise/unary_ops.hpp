// The unary operations as structs. Those without parameters come from the list; the others give their fields here. All
// run through UnaryCall.
#pragma once
#include "ops/eltwise/unary.hpp"

namespace ttnn {

/// Fields that every unary operation ends with, and the way to UnaryCall. `Op` gives `chain()`.
template <class Op>
struct UnaryCommon {
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<CoreRangeSet> sub_core_grids;

    static constexpr auto common_fields() {
        return std::tuple(kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
                             "where the output goes"),
                          out("output_tensor", static_cast<std::optional<Tensor> Op::*>(&Op::output_tensor)),
                          kw("sub_core_grids", static_cast<std::optional<CoreRangeSet> Op::*>(&Op::sub_core_grids),
                             "cores that the program may use"));
    }
    void validate() const { unary().validate(); }
    TensorSpec output() const { return unary().output(); }
    Program program() const { return unary().program(); }

 private:
    UnaryCall unary() const {
        const Op& op = static_cast<const Op&>(*this);
        return {Op::name, op.input_tensor, memory_config, output_tensor, sub_core_grids, op.chain(),
                {},       Op::temporaries};
    }
};

#define UNARY_OP(Struct, python_name, type)                                                                     \
    struct Struct : UnaryCommon<Struct> {                                                                       \
        static constexpr const char* name = python_name;                                                        \
        static constexpr const char* doc =                                                                      \
            "Element-wise function of a tensor of any rank; shape, dtype and layout are the input's.";          \
        static constexpr int temporaries = 0;                                                                   \
        Tensor input_tensor;                                                                                    \
        UnaryChain chain() const { return {{UnaryOpType::type, {}}}; }                                          \
        static constexpr auto fields() {                                                                        \
            return std::tuple_cat(std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor of any rank")), \
                                  common_fields());                                                             \
        }                                                                                                       \
    };
#define UNARY_APPROX_OP(Struct, python_name, type)                                                               \
    struct Struct : UnaryCommon<Struct> {                                                                        \
        static constexpr const char* name = python_name;                                                         \
        static constexpr const char* doc =                                                                       \
            "Element-wise function of a tensor of any rank; shape, dtype and layout are the input's.";           \
        static constexpr int temporaries = 0;                                                                    \
        Tensor input_tensor;                                                                                     \
        bool fast_and_approximate_mode = false;                                                                  \
        UnaryChain chain() const { return {{UnaryOpType::type, {}}}; }                                           \
        static constexpr auto fields() {                                                                         \
            return std::tuple_cat(std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor of any rank"),   \
                                             kw("fast_and_approximate_mode", &Struct::fast_and_approximate_mode, \
                                                "the card's cheaper form; computed accurately here")),           \
                                  common_fields());                                                              \
        }                                                                                                        \
    };
#include "ops/eltwise/unary_ops.inc"
#undef UNARY_OP
#undef UNARY_APPROX_OP

/// An operation with parameters: fields from FIELDS, its chain from CHAIN.
#define UNARY_WITH_PARAMETERS(Struct, python_name, text, MEMBERS, CHAIN, ...)                              \
    struct Struct : UnaryCommon<Struct> {                                                                  \
        static constexpr const char* name = python_name;                                                   \
        static constexpr const char* doc = text;                                                           \
        static constexpr int temporaries = 0;                                                              \
        Tensor input_tensor;                                                                               \
        MEMBERS                                                                                            \
        UnaryChain chain() const { return {CHAIN}; }                                                       \
        static constexpr auto fields() {                                                                   \
            return std::tuple_cat(                                                                         \
                std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor of any rank"), __VA_ARGS__), \
                common_fields());                                                                          \
        }                                                                                                  \
    };

#define WITH(...) \
    UnaryWithParam { __VA_ARGS__ }
UNARY_WITH_PARAMETERS(Celu, "ttnn.celu", "max(0, x) + min(0, alpha (exp(x / alpha) - 1)).", double alpha = 1.0;
                      , WITH(UnaryOpType::CELU, {alpha}), kw("alpha", &Celu::alpha, "scale of the negative part"))
UNARY_WITH_PARAMETERS(Elu, "ttnn.elu", "x for x > 0, else alpha (exp(x) - 1).", double alpha = 1.0;
                      , WITH(UnaryOpType::ELU, {alpha}), kw("alpha", &Elu::alpha, "scale of the negative part"))
UNARY_WITH_PARAMETERS(Hardshrink, "ttnn.hardshrink", "x where |x| > lambd, else 0.", double lambd = 0.5;
                      , WITH(UnaryOpType::HARDSHRINK, {lambd}), kw("lambd", &Hardshrink::lambd, "threshold"))
UNARY_WITH_PARAMETERS(Softshrink, "ttnn.softshrink", "x moved towards 0 by lambd.", double lambd = 0.5;
                      , WITH(UnaryOpType::SOFTSHRINK, {lambd}), kw("lambd", &Softshrink::lambd, "distance"))
UNARY_WITH_PARAMETERS(Hardtanh, "ttnn.hardtanh", "x limited to [min_val, max_val].", double min_val = -1.0;
                      double max_val = 1.0;, WITH(UnaryOpType::HARDTANH, {min_val, max_val}),
                                           kw("min_val", &Hardtanh::min_val, "lower limit"),
                                           kw("max_val", &Hardtanh::max_val, "upper limit"))
UNARY_WITH_PARAMETERS(Heaviside, "ttnn.heaviside", "0 for x < 0, value for x = 0, 1 for x > 0.", double value = 0;
                      , WITH(UnaryOpType::HEAVISIDE, {value}), arg("value", &Heaviside::value, "at zero"))
UNARY_WITH_PARAMETERS(LeakyRelu, "ttnn.leaky_relu", "x for x > 0, else negative_slope x.", double negative_slope = 0.01;
                      , WITH(UnaryOpType::LEAKY_RELU, {negative_slope}),
                      arg("negative_slope", &LeakyRelu::negative_slope, "slope below zero"))
UNARY_WITH_PARAMETERS(ReluMax, "ttnn.relu_max", "relu limited from above.", Scalar upper_limit;
                      , WITH(UnaryOpType::RELU_MAX, {upper_limit.value}),
                      arg("upper_limit", &ReluMax::upper_limit, "largest output"))
UNARY_WITH_PARAMETERS(ReluMin, "ttnn.relu_min", "max(x, lower_limit).", Scalar lower_limit;
                      , WITH(UnaryOpType::RELU_MIN, {lower_limit.value}),
                      arg("lower_limit", &ReluMin::lower_limit, "smallest output"))
UNARY_WITH_PARAMETERS(Round, "ttnn.round", "x rounded to `decimals` digits after the point, ties to even.",
                      std::optional<int64_t> decimals = 0;
                      , WITH(UnaryOpType::ROUND, {static_cast<double>(decimals.value_or(0))}),
                      kw("decimals", &Round::decimals, "digits"))
UNARY_WITH_PARAMETERS(Rpow, "ttnn.rpow", "exponent to the power of x.", double exponent = 0;
                      , WITH(UnaryOpType::RPOW, {exponent}), arg("exponent", &Rpow::exponent, "base"))
UNARY_WITH_PARAMETERS(Selu, "ttnn.selu", "scale (x for x > 0, else alpha (exp(x) - 1)).",
                      double scale = 1.0506999492645264;
                      double alpha = 1.673259973526001;
                      , WITH(UnaryOpType::SELU, {scale, alpha}), kw("scale", &Selu::scale, "of the result"),
                      kw("alpha", &Selu::alpha, "scale of the negative part"))
UNARY_WITH_PARAMETERS(SigmoidAccurate, "ttnn.sigmoid_accurate", "1 / (1 + exp(-x)).",
                      bool fast_and_approximate_mode = false;
                      , WITH(UnaryOpType::SIGMOID, {}),
                      opt("fast_and_approximate_mode", &SigmoidAccurate::fast_and_approximate_mode,
                          "the card's cheaper form; computed accurately here"))
UNARY_WITH_PARAMETERS(Softcap, "ttnn.softcap", "beta tanh(x / beta).", double beta = 1;
                      , WITH(UnaryOpType::SOFTCAP, {beta}), arg("beta", &Softcap::beta, "limit"))
UNARY_WITH_PARAMETERS(Softplus, "ttnn.softplus", "log(1 + exp(beta x)) / beta, x where beta x > threshold.",
                      double beta = 1.0;
                      double threshold = 20.0;
                      , WITH(UnaryOpType::SOFTPLUS, {beta, threshold}), kw("beta", &Softplus::beta, "steepness"),
                      kw("threshold", &Softplus::threshold, "where the function becomes linear"))
UNARY_WITH_PARAMETERS(Threshold, "ttnn.threshold", "x where x > threshold, else value.", double threshold = 0;
                      double value = 0;
                      , WITH(UnaryOpType::THRESHOLD, {threshold, value}),
                      arg("threshold", &Threshold::threshold, "limit"), arg("value", &Threshold::value, "replacement"))
UNARY_WITH_PARAMETERS(Xielu, "ttnn.xielu", "xIELU (arXiv:2411.13010) with its positive and negative coefficients.",
                      double alpha_p = 0.800000011920929;
                      double alpha_n = 0.800000011920929;, WITH(UnaryOpType::XIELU, {alpha_p, alpha_n}),
                                                         kw("alpha_p", &Xielu::alpha_p, "coefficient above zero"),
                                                         kw("alpha_n", &Xielu::alpha_n, "coefficient below zero"))
UNARY_WITH_PARAMETERS(Fill, "ttnn.fill", "A tensor of the input's shape whose elements are all fill_value.",
                      Scalar fill_value;
                      , WITH(UnaryOpType::FILL, {fill_value.value}), arg("fill_value", &Fill::fill_value, "number"))
UNARY_WITH_PARAMETERS(UnaryChainOp, "ttnn.unary_chain", "Applies functions one after another.", UnaryChain ops_chain;
                      , ops_chain, arg("ops_chain", &UnaryChainOp::ops_chain, "list of ttnn.UnaryWithParam"))

enum class GeluVariant { Accurate = 0, FastLut = 1, Tanh = 2 };
enum class SigmoidMode { Accurate = 2, AccurateWithFastExp = 1, FastApproximate = 0 };
UNARY_WITH_PARAMETERS(Gelu, "ttnn.gelu", "x Phi(x): with erf, or with tanh (variant Tanh).",
                      GeluVariant variant = GeluVariant::Accurate;
                      , WITH(variant == GeluVariant::Tanh ? UnaryOpType::GELU_TANH : UnaryOpType::GELU, {}),
                      kw("variant", &Gelu::variant, "form"))
UNARY_WITH_PARAMETERS(Sigmoid, "ttnn.sigmoid", "1 / (1 + exp(-x)).", int64_t vector_mode = 4;
                      SigmoidMode mode = SigmoidMode::Accurate;
                      , WITH(UnaryOpType::SIGMOID, {}),
                      kw("vector_mode", &Sigmoid::vector_mode, "vector unit's mode on the card"),
                      kw("mode", &Sigmoid::mode, "form on the card; computed accurately here"))
UNARY_WITH_PARAMETERS(Tanh, "ttnn.tanh", "Hyperbolic tangent.", bool fast_and_approximate_mode = false;
                      , WITH(UnaryOpType::TANH, {}),
                      kw("fast_and_approximate_mode", &Tanh::fast_and_approximate_mode,
                         "the card's cheaper form; computed accurately here"))
UNARY_WITH_PARAMETERS(Polygamma, "ttnn.polygamma", "The k-th derivative of digamma.", int64_t k = 1;
                      , WITH(UnaryOpType::POLYGAMMA, {static_cast<double>(k)}),
                      arg("k", &Polygamma::k, "order, from 1 to 10"))
UNARY_WITH_PARAMETERS(
    Rdiv, "ttnn.rdiv", "value / x.", double value = 1; std::optional<std::string> rounding_mode;
    ,
    (rounding_mode
         ? std::vector{UnaryWithParam{UnaryOpType::RDIV, {value}},
                       UnaryWithParam{*rounding_mode == "floor" ? UnaryOpType::FLOOR : UnaryOpType::TRUNC, {}}}
         : std::vector{UnaryWithParam{UnaryOpType::RDIV, {value}}}),
    arg("value", &Rdiv::value, "dividend"), kw("rounding_mode", &Rdiv::rounding_mode, "None, \"floor\" or \"trunc\""))

/// logit holds one buffer more than its kin.
struct Logit : UnaryCommon<Logit> {
    static constexpr const char* name = "ttnn.logit";
    static constexpr const char* doc = "log(x / (1 - x)), x limited to [eps, 1 - eps] when eps is given.";
    static constexpr int temporaries = 1;
    Tensor input_tensor;
    std::optional<double> eps;
    UnaryChain chain() const { return {{UnaryOpType::LOGIT, {eps.value_or(-1.0)}}}; }
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple(arg("input_tensor", &Logit::input_tensor, "tensor of any rank"),
                                         kw("eps", &Logit::eps, "limit")),
                              common_fields());
    }
};

/// Fixed chains under a name of their own.
#define UNARY_FIXED(Struct, python_name, text, CHAIN)                                                           \
    struct Struct : UnaryCommon<Struct> {                                                                       \
        static constexpr const char* name = python_name;                                                        \
        static constexpr const char* doc = text;                                                                \
        static constexpr int temporaries = 0;                                                                   \
        Tensor input_tensor;                                                                                    \
        UnaryChain chain() const { return {CHAIN}; }                                                            \
        static constexpr auto fields() {                                                                        \
            return std::tuple_cat(std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor of any rank")), \
                                  common_fields());                                                             \
        }                                                                                                       \
    };
UNARY_FIXED(Deg2rad, "ttnn.deg2rad", "Degrees to radians.", WITH(UnaryOpType::MUL_UNARY_SFPU, {0.017453292519943295}))
UNARY_FIXED(Rad2deg, "ttnn.rad2deg", "Radians to degrees.", WITH(UnaryOpType::MUL_UNARY_SFPU, {57.29577951308232}))

#undef UNARY_FIXED
#undef UNARY_WITH_PARAMETERS
#undef WITH

}  // namespace ttnn
