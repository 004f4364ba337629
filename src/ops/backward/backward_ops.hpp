// The backward operations as structs: those of backward.inc by their kind of arguments. Overloads are structs of the
// same name. Operations with arguments of their own are in backward_special.hpp.
#pragma once
#include "ops/backward/gradient_rows.hpp"

namespace ttnn {

inline constexpr const char* kGradientDoc =
    "Gradients of the operation's inputs from the gradient of its output, all of one shape; a list.";

template <class Op>
constexpr auto grad_field() {
    return std::tuple(arg("grad_tensor", static_cast<Tensor Op::*>(&Op::grad_tensor), "gradient of the output"));
}
template <class Op>
constexpr auto input_field(const char* name) {
    return std::tuple(arg(name, static_cast<Tensor Op::*>(&Op::x), "input of the operation"));
}
template <class Op>
constexpr auto gradient_memory_field() {
    return std::tuple(kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
                         "where the gradients go"));
}
template <class Op>
constexpr auto required_field() {
    return std::tuple(kw("are_required_outputs", static_cast<std::vector<bool> Op::*>(&Op::are_required_outputs),
                         "which gradients to compute"));
}
template <class Op>
constexpr auto x_grad_field(const char* name) {
    return std::tuple(out(name, static_cast<std::optional<Tensor> Op::*>(&Op::x_grad)));
}
template <class Op>
constexpr auto y_grad_field(const char* name) {
    return std::tuple(out(name, static_cast<std::optional<Tensor> Op::*>(&Op::y_grad)));
}

#define GRADIENT_HEAD(Struct, python_name)           \
    static constexpr const char* name = python_name; \
    static constexpr const char* doc = kGradientDoc; \
    static const GradientRow row;

#define UNARY_BW(Struct, python_name, programs, f)                                           \
    struct Struct : GradientOperation<Struct> {                                              \
        GRADIENT_HEAD(Struct, python_name)                                                   \
        GradientCall gradient() const { return {name, row, *this, {x}}; }                    \
        static constexpr auto fields() {                                                     \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>("input_tensor"), \
                                  gradient_memory_field<Struct>());                          \
        }                                                                                    \
    };
#define UNARY_BW_INTO(Struct, python_name, programs, f)                                                 \
    struct Struct : GradientOperation<Struct> {                                                         \
        GRADIENT_HEAD(Struct, python_name)                                                              \
        GradientCall gradient() const { return {name, row, *this, {x}}; }                               \
        static constexpr auto fields() {                                                                \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>("input_tensor"),            \
                                  gradient_memory_field<Struct>(), x_grad_field<Struct>("input_grad")); \
        }                                                                                               \
    };
#define UNARY_BW_OF(Struct, python_name, programs, function, f) UNARY_BW(Struct, python_name, programs, f)
#define UNARY_BW_INTO_OF(Struct, python_name, programs, function, f) UNARY_BW_INTO(Struct, python_name, programs, f)
#define UNARY_BW_WITH(Struct, python_name, programs, kind, parameter, initial, f)                                 \
    struct Struct : GradientOperation<Struct> {                                                                   \
        GRADIENT_HEAD(Struct, python_name)                                                                        \
        double parameter initial;                                                                                 \
        GradientCall gradient() const { return {name, row, *this, {x, Scalar(parameter)}}; }                      \
        static constexpr auto fields() {                                                                          \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>("input_tensor"),                      \
                                  std::tuple(kind(#parameter, &Struct::parameter, "parameter of the operation")), \
                                  gradient_memory_field<Struct>());                                               \
        }                                                                                                         \
    };
#define BINARY_BW(Struct, python_name, programs, f, h)                                                        \
    struct Struct : GradientOperation<Struct> {                                                               \
        GRADIENT_HEAD(Struct, python_name)                                                                    \
        Tensor input_tensor_b;                                                                                \
        GradientCall gradient() const { return {name, row, *this, {x, input_tensor_b}}; }                     \
        static constexpr auto fields() {                                                                      \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>("input_tensor_a"),                \
                                  std::tuple(arg("input_tensor_b", &Struct::input_tensor_b, "second input")), \
                                  gradient_memory_field<Struct>());                                           \
        }                                                                                                     \
    };
#define BINARY_BW_SELECT(Struct, python_name, programs, a, b, a_grad, b_grad, f, h)                          \
    struct Struct : GradientOperation<Struct> {                                                              \
        GRADIENT_HEAD(Struct, python_name)                                                                   \
        Tensor b;                                                                                            \
        GradientCall gradient() const { return {name, row, *this, {x, b}}; }                                 \
        static constexpr auto fields() {                                                                     \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>(#a),                             \
                                  std::tuple(arg(#b, &Struct::b, "second input")), required_field<Struct>(), \
                                  gradient_memory_field<Struct>(), x_grad_field<Struct>(#a_grad),            \
                                  y_grad_field<Struct>(#b_grad));                                            \
        }                                                                                                    \
    };
#define SCALAR_BW(Struct, python_name, programs, f)                                             \
    struct Struct : GradientOperation<Struct> {                                                 \
        GRADIENT_HEAD(Struct, python_name)                                                      \
        double scalar = 0;                                                                      \
        GradientCall gradient() const { return {name, row, *this, {x, Scalar(scalar)}}; }       \
        static constexpr auto fields() {                                                        \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>("input_tensor_a"),  \
                                  std::tuple(arg("scalar", &Struct::scalar, "second operand")), \
                                  gradient_memory_field<Struct>());                             \
        }                                                                                       \
    };
#define SCALAR_BW_INTO(Struct, python_name, programs, f)                                                \
    struct Struct : GradientOperation<Struct> {                                                         \
        GRADIENT_HEAD(Struct, python_name)                                                              \
        double scalar = 0;                                                                              \
        GradientCall gradient() const { return {name, row, *this, {x, Scalar(scalar)}}; }               \
        static constexpr auto fields() {                                                                \
            return std::tuple_cat(grad_field<Struct>(), input_field<Struct>("input_tensor_a"),          \
                                  std::tuple(arg("scalar", &Struct::scalar, "second operand")),         \
                                  gradient_memory_field<Struct>(), x_grad_field<Struct>("input_grad")); \
        }                                                                                               \
    };
#define GRADIENT_ROW1(...)
#define GRADIENT_ROW2(...)
#define GRADIENT_ROW3(...)
#include "ops/backward/backward.inc"
#undef UNARY_BW
#undef UNARY_BW_INTO
#undef UNARY_BW_OF
#undef UNARY_BW_INTO_OF
#undef UNARY_BW_WITH
#undef BINARY_BW
#undef BINARY_BW_SELECT
#undef SCALAR_BW
#undef SCALAR_BW_INTO
#undef GRADIENT_ROW1
#undef GRADIENT_ROW2
#undef GRADIENT_ROW3
#undef GRADIENT_HEAD

}  // namespace ttnn
