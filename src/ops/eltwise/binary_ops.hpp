// The binary operations as structs, from the list; div and pow have arguments of their own.
#pragma once
#include "ops/eltwise/binary.hpp"
#include "program/resources.hpp"

namespace ttnn {

namespace integer_kernel {
inline constexpr int None = -1;
#define INTEGER_UNARY(id, formula)
#define INTEGER_BINARY(id, formula, unsigned_formula) \
    inline constexpr int id = static_cast<int>(kernels::IntegerBinaryId::id);
#include "kernels/integer.inc"
#undef INTEGER_UNARY
#undef INTEGER_BINARY
}  // namespace integer_kernel

/// Arguments that all binary operations share.
struct BinaryArguments {
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    UnaryChain activations, input_tensor_a_activations, input_tensor_b_activations;
    std::optional<CoreRangeSet> sub_core_grids;
    std::optional<SubDeviceId> sub_device_id;
};

template <class Op>
constexpr auto binary_activation_fields() {
    return std::tuple(
        kw("activations", static_cast<UnaryChain Op::*>(&Op::activations), "functions applied to the result"),
        kw("input_tensor_a_activations", static_cast<UnaryChain Op::*>(&Op::input_tensor_a_activations),
           "functions applied to the first operand"),
        kw("input_tensor_b_activations", static_cast<UnaryChain Op::*>(&Op::input_tensor_b_activations),
           "functions applied to the second operand"));
}
template <class Op>
constexpr auto binary_output_fields() {
    return std::tuple(kw("dtype", static_cast<std::optional<DataType> Op::*>(&Op::dtype), "element type of the output"),
                      kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
                         "where the output goes"),
                      out("output_tensor", static_cast<std::optional<Tensor> Op::*>(&Op::output_tensor)));
}
template <class Op>
constexpr auto binary_core_fields() {
    return std::tuple(kw("sub_core_grids", static_cast<std::optional<CoreRangeSet> Op::*>(&Op::sub_core_grids),
                         "cores that the program may use"),
                      kw("sub_device_id", static_cast<std::optional<SubDeviceId> Op::*>(&Op::sub_device_id),
                         "sub-device that the program is kept to; the result is the same on each"));
}

inline BinaryCall binary_call(const BinaryRow& row, const TensorOrScalar& a, const TensorOrScalar& b,
                              const BinaryArguments& x, bool in_place = false) {
    return {row,
            a,
            b,
            x.dtype,
            x.memory_config,
            x.output_tensor,
            x.activations,
            x.input_tensor_a_activations,
            x.input_tensor_b_activations,
            x.sub_core_grids,
            in_place};
}

#define BINARY_OP(Struct, python_name, type, floats, integers, policy, fast)                                      \
    struct Struct : BinaryArguments {                                                                             \
        static constexpr const char* name = python_name;                                                          \
        static constexpr const char* doc =                                                                        \
            "Element-wise operation of two tensors that broadcast to one shape, or of a tensor and a number.";    \
        static constexpr BinaryRow row{python_name, #type, kernels::BinaryId::floats, integer_kernel::integers,   \
                                       BinaryPolicy::policy};                                                     \
        TensorOrScalar input_tensor_a = Scalar(), input_tensor_b = Scalar();                                      \
        std::optional<bool> fast_and_approximate_mode = fast;                                                     \
        static constexpr auto fields() {                                                                          \
            return std::tuple_cat(std::tuple(arg("input_tensor_a", &Struct::input_tensor_a, "tensor or number"),  \
                                             arg("input_tensor_b", &Struct::input_tensor_b, "tensor or number")), \
                                  binary_output_fields<Struct>(), binary_activation_fields<Struct>(),             \
                                  std::tuple(kw("fast_and_approximate_mode", &Struct::fast_and_approximate_mode,  \
                                                "the card's cheaper form")),                                      \
                                  binary_core_fields<Struct>());                                                  \
        }                                                                                                         \
        BinaryCall binary() const { return binary_call(row, input_tensor_a, input_tensor_b, *this); }             \
        void validate() const { binary().validate(); }                                                            \
        TensorSpec output() const { return binary().output(); }                                                   \
        Program program() const { return binary().program(); }                                                    \
    };
#define INPLACE_OP(Struct, python_name, type, floats, integers, policy, fast)                                     \
    struct Struct : BinaryArguments {                                                                             \
        static constexpr const char* name = python_name;                                                          \
        static constexpr const char* doc =                                                                        \
            "The operation in place: the result replaces the first operand, whose spec stays.";                   \
        static constexpr BinaryRow row{python_name, #type, kernels::BinaryId::floats, integer_kernel::integers,   \
                                       BinaryPolicy::policy};                                                     \
        Tensor input_a;                                                                                           \
        TensorOrScalar input_b = Scalar();                                                                        \
        std::optional<bool> fast_and_approximate_mode = fast;                                                     \
        static constexpr auto fields() {                                                                          \
            return std::tuple_cat(std::tuple(arg("input_a", &Struct::input_a, "tensor that receives the result"), \
                                             arg("input_b", &Struct::input_b, "tensor or number")),               \
                                  binary_activation_fields<Struct>(),                                             \
                                  std::tuple(kw("fast_and_approximate_mode", &Struct::fast_and_approximate_mode,  \
                                                "the card's cheaper form")),                                      \
                                  binary_core_fields<Struct>());                                                  \
        }                                                                                                         \
        Tensor destination() const { return input_a; }                                                            \
        void validate() const {                                                                                   \
            const TensorOrScalar a = input_a;                                                                     \
            binary_call(row, a, input_b, *this, true).validate();                                                 \
        }                                                                                                         \
        TensorSpec output() const { return input_a.spec(); }                                                      \
        Program program() const {                                                                                 \
            const TensorOrScalar a = input_a;                                                                     \
            return binary_call(row, a, input_b, *this, true).program();                                           \
        }                                                                                                         \
    };
#include "ops/eltwise/binary_ops.inc"
#undef BINARY_OP
#undef INPLACE_OP

/// div: with rounding_mode None, "trunc" or "floor".
struct DivideBase : BinaryArguments {
    TensorOrScalar input_tensor_a = Scalar(), input_tensor_b = Scalar();
    bool fast_and_approximate_mode = false;
    std::optional<std::string> rounding_mode;
    BinaryCall binary() const;
    void validate() const { binary().validate(); }
    TensorSpec output() const { return binary().output(); }
    Program program() const { return binary().program(); }
};
#define DIVIDE_OP(Struct, python_name)                                                                                 \
    struct Struct : DivideBase {                                                                                       \
        static constexpr const char* name = python_name;                                                               \
        static constexpr const char* doc =                                                                             \
            "Quotient of two tensors or a tensor and a number, optionally rounded (\"trunc\" or \"floor\").";          \
        static constexpr auto fields() {                                                                               \
            return std::tuple_cat(                                                                                     \
                std::tuple(                                                                                            \
                    arg("input_tensor_a", static_cast<TensorOrScalar Struct::*>(&Struct::input_tensor_a), "dividend"), \
                    arg("input_tensor_b", static_cast<TensorOrScalar Struct::*>(&Struct::input_tensor_b), "divisor"),  \
                    kw("fast_and_approximate_mode", static_cast<bool Struct::*>(&Struct::fast_and_approximate_mode),   \
                       "the card's cheaper form"),                                                                     \
                    kw("rounding_mode", static_cast<std::optional<std::string> Struct::*>(&Struct::rounding_mode),     \
                       "None, \"trunc\" or \"floor\"")),                                                               \
                binary_output_fields<Struct>(), binary_activation_fields<Struct>(), binary_core_fields<Struct>());     \
        }                                                                                                              \
    };
DIVIDE_OP(Div, "ttnn.div")
DIVIDE_OP(Divide, "ttnn.divide")
#undef DIVIDE_OP

/// pow: a tensor to the power of a tensor or number, or a number to the power of a tensor.
struct Pow : BinaryArguments {
    static constexpr const char* name = "ttnn.pow";
    static constexpr const char* doc =
        "Power, element by element. Integer tensors take whole exponents that are not negative.";
    TensorOrScalar input_tensor = Scalar(), exponent = Scalar();
    static constexpr auto fields() {
        return std::tuple_cat(
            std::tuple(arg("input_tensor", &Pow::input_tensor, "base"), arg("exponent", &Pow::exponent, "exponent")),
            binary_output_fields<Pow>(), binary_activation_fields<Pow>());
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
