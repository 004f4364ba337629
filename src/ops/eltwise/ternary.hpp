// Operations of three operands that broadcast to one shape: where, addcmul, addcdiv, lerp, mac, and clamp with tensors.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

enum class TernaryKind : uint8_t { Where, Addcmul, Addcdiv, Lerp, Mac, Clamp, SnakeBeta };

struct TernaryCall {
    const char* name;
    TernaryKind kind;
    TensorOrScalar a, b, c;
    double value = 1;
    const std::optional<MemoryConfig>& memory_config;
    const std::optional<Tensor>& output_tensor;

    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

template <class Op>
struct TernaryCommon {
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto common_fields() {
        return std::tuple(kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
                             "where the output goes"),
                          out("output_tensor", static_cast<std::optional<Tensor> Op::*>(&Op::output_tensor)));
    }
    void validate() const { static_cast<const Op&>(*this).ternary().validate(); }
    TensorSpec output() const { return static_cast<const Op&>(*this).ternary().output(); }
    Program program() const { return static_cast<const Op&>(*this).ternary().program(); }
};

struct Where : TernaryCommon<Where> {
    static constexpr const char* name = "ttnn.where";
    static constexpr const char* doc = "true_value where predicate is not zero, else false_value; shapes broadcast.";
    Tensor predicate;
    TensorOrScalar true_value = Scalar(), false_value = Scalar();
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple(arg("predicate", &Where::predicate, "condition"),
                       arg("true_value", &Where::true_value, "tensor or number"),
                       arg("false_value", &Where::false_value, "tensor or number")),
            common_fields(),
            std::tuple(kw("sub_core_grids", &Where::sub_core_grids, "cores that the program may use")));
    }
    TernaryCall ternary() const {
        return {name, TernaryKind::Where, predicate, true_value, false_value, 1, memory_config, output_tensor};
    }
};

#define THREE_TENSORS(Struct, python_name, text, KIND)                                                              \
    struct Struct : TernaryCommon<Struct> {                                                                         \
        static constexpr const char* name = python_name;                                                            \
        static constexpr const char* doc = text;                                                                    \
        Tensor input_a, input_b, input_c;                                                                           \
        Scalar value = 1.0;                                                                                         \
        static constexpr auto fields() {                                                                            \
            return std::tuple_cat(                                                                                  \
                std::tuple(arg("input_a", &Struct::input_a, "tensor"), arg("input_b", &Struct::input_b, "tensor"),  \
                           arg("input_c", &Struct::input_c, "tensor"), kw("value", &Struct::value, "factor")),      \
                common_fields());                                                                                   \
        }                                                                                                           \
        TernaryCall ternary() const {                                                                               \
            return {name, TernaryKind::KIND, input_a, input_b, input_c, value.value, memory_config, output_tensor}; \
        }                                                                                                           \
    };
THREE_TENSORS(Addcmul, "ttnn.addcmul", "input_a + value * input_b * input_c.", Addcmul)
THREE_TENSORS(Addcdiv, "ttnn.addcdiv", "input_a + value * input_b / input_c.", Addcdiv)
#undef THREE_TENSORS

struct Lerp : TernaryCommon<Lerp> {
    static constexpr const char* name = "ttnn.lerp";
    static constexpr const char* doc = "input + weight * (end - input).";
    Tensor input, end;
    TensorOrScalar weight = Scalar();
    static constexpr auto fields() {
        return std::tuple_cat(std::tuple(arg("input", &Lerp::input, "start"), arg("end", &Lerp::end, "end"),
                                         arg("weight", &Lerp::weight, "tensor or number")),
                              common_fields());
    }
    TernaryCall ternary() const {
        return {name, TernaryKind::Lerp, input, end, weight, 1, memory_config, output_tensor};
    }
};

/// mac under the names that its second and third operand have in TT-NN: tensors, or values.
template <class Self>
struct MacArguments : TernaryCommon<Self> {
    static constexpr const char* name = "ttnn.mac";
    static constexpr const char* doc = "The first operand times the second plus the third; shapes broadcast.";
    Tensor input_tensor_a;
    TensorOrScalar second = Scalar(), third = Scalar();
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto mac_fields(const char* second_name, const char* third_name) {
        return std::tuple_cat(
            std::tuple(arg("input_tensor_a", static_cast<Tensor Self::*>(&Self::input_tensor_a), "tensor"),
                       arg(second_name, static_cast<TensorOrScalar Self::*>(&Self::second), "tensor or number"),
                       arg(third_name, static_cast<TensorOrScalar Self::*>(&Self::third), "tensor or number")),
            TernaryCommon<Self>::common_fields(),
            std::tuple(kw("sub_core_grids", static_cast<std::optional<CoreRangeSet> Self::*>(&Self::sub_core_grids),
                          "cores that the program may use")));
    }
    TernaryCall ternary() const {
        return {name, TernaryKind::Mac, input_tensor_a, second, third, 1, this->memory_config, this->output_tensor};
    }
};
#define MAC_OP(Struct, second_name, third_name)                                        \
    struct Struct : MacArguments<Struct> {                                             \
        static constexpr auto fields() { return mac_fields(second_name, third_name); } \
    };
MAC_OP(Mac, "input_tensor_b", "input_tensor_c")
MAC_OP(MacPlusValue, "input_tensor_b", "value")
MAC_OP(MacTimesValue, "value", "input_tensor_c")
MAC_OP(MacOfValues, "value1", "value2")
#undef MAC_OP

/// alpha and beta have one shape, which broadcasts to the input's.
struct SnakeBeta : TernaryCommon<SnakeBeta> {
    static constexpr const char* name = "ttnn.snake_beta";
    static constexpr const char* doc = "x + sin(alpha x)^2 / beta.";
    Tensor input_tensor, alpha, beta;
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple(arg("input_tensor", &SnakeBeta::input_tensor, "tensor of rank 2 or more"),
                       arg("alpha", &SnakeBeta::alpha, "frequency"), arg("beta", &SnakeBeta::beta, "inverse height")),
            common_fields());
    }
    void validate() const;
    TernaryCall ternary() const {
        return {name, TernaryKind::SnakeBeta, input_tensor, alpha, beta, 1, memory_config, output_tensor};
    }
};

#define CLAMP_OP(Struct, python_name)                                                                         \
    struct Struct : TernaryCommon<Struct> {                                                                   \
        static constexpr const char* name = python_name;                                                      \
        static constexpr const char* doc = "The tensor limited to [min, max]; either may be left out.";       \
        Tensor input_tensor;                                                                                  \
        std::optional<TensorOrScalar> min, max;                                                               \
        static constexpr auto fields() {                                                                      \
            return std::tuple_cat(                                                                            \
                std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor"),                              \
                           opt("min", &Struct::min, "lower limit"), opt("max", &Struct::max, "upper limit")), \
                common_fields());                                                                             \
        }                                                                                                     \
        TernaryCall ternary() const;                                                                          \
    };
CLAMP_OP(Clamp, "ttnn.clamp")
CLAMP_OP(Clip, "ttnn.clip")
#undef CLAMP_OP

}  // namespace ttnn
