// moreh: softmax, softmin and logsoftmax along any dimension, and their gradients.
#pragma once
#include "ops/moreh/fields.hpp"

namespace ttnn {

enum class MorehSoftmaxOp : uint8_t { SOFTMAX = 0, SOFTMIN = 1, LOGSOFTMAX = 2 };
enum class MorehSoftmaxOpParallelizationStrategy : uint8_t {
    NONE = 0,
    SMALL_W = 1,
    SMALL_H = 2,
    LARGE_W = 3,
    LARGE_H = 4,
    LARGE_C = 5
};
enum class MorehSoftmaxBackwardOp : uint8_t { SOFTMAX = 0, SOFTMIN = 1, LOGSOFTMAX = 2 };
enum class MorehSoftmaxBackwardOpParallelizationStrategy : uint8_t {
    NONE = 0,
    SMALL_W = 1,
    SMALL_H = 2,
    LARGE_W = 3,
    LARGE_H = 4,
    LARGE_C = 5
};

#define MOREH_SOFTMAX(Struct, python_name, text, DEFAULT)                                                             \
    struct Struct {                                                                                                   \
        static constexpr const char* name = python_name;                                                              \
        static constexpr const char* doc = text;                                                                      \
        Tensor input_tensor;                                                                                          \
        int64_t dim = 0;                                                                                              \
        std::optional<Tensor> output_tensor;                                                                          \
        MorehSoftmaxOp op = MorehSoftmaxOp::DEFAULT;                                                                  \
        MorehSoftmaxOpParallelizationStrategy strategy = MorehSoftmaxOpParallelizationStrategy::NONE;                 \
        MOREH_PLACE_MEMBERS                                                                                           \
        static constexpr auto fields() {                                                                              \
            using S = Struct;                                                                                         \
            return std::tuple(                                                                                        \
                arg("input_tensor", &S::input_tensor, "TILE tensor"), arg("dim", &S::dim, "dimension, not negative"), \
                kw("output_tensor", &S::output_tensor, "receives the result"), kw("op", &S::op, "which function"),    \
                kw("strategy", &S::strategy, "division over the card's cores"), MOREH_PLACE_FIELDS);                  \
        }                                                                                                             \
        Tensor compose() const;                                                                                       \
    };
MOREH_SOFTMAX(MorehSoftmax, "ttnn.moreh_softmax", "exp(x) / sum(exp(x)) along a dimension.", SOFTMAX)
MOREH_SOFTMAX(MorehSoftmin, "ttnn.moreh_softmin", "exp(-x) / sum(exp(-x)) along a dimension.", SOFTMIN)
MOREH_SOFTMAX(MorehLogsoftmax, "ttnn.moreh_logsoftmax", "x - log(sum(exp(x))) along a dimension.", LOGSOFTMAX)
#undef MOREH_SOFTMAX

#define MOREH_SOFTMAX_BACKWARD(Struct, python_name, DEFAULT)                                                          \
    struct Struct {                                                                                                   \
        static constexpr const char* name = python_name;                                                              \
        static constexpr const char* doc = "Gradient of the input from the output and the output's gradient.";        \
        Tensor output_tensor, output_grad_tensor;                                                                     \
        int64_t dim = 0;                                                                                              \
        std::optional<Tensor> input_grad_tensor;                                                                      \
        MorehSoftmaxBackwardOp op = MorehSoftmaxBackwardOp::DEFAULT;                                                  \
        MorehSoftmaxBackwardOpParallelizationStrategy strategy = MorehSoftmaxBackwardOpParallelizationStrategy::NONE; \
        MOREH_PLACE_MEMBERS                                                                                           \
        static constexpr auto fields() {                                                                              \
            using S = Struct;                                                                                         \
            return std::tuple(arg("output_tensor", &S::output_tensor, "result of the function, TILE"),                \
                              arg("output_grad_tensor", &S::output_grad_tensor, "its gradient, TILE"),                \
                              arg("dim", &S::dim, "dimension, not negative"),                                         \
                              kw("input_grad_tensor", &S::input_grad_tensor, "receives the result"),                  \
                              kw("op", &S::op, "which function"),                                                     \
                              kw("strategy", &S::strategy, "division over the card's cores"), MOREH_PLACE_FIELDS);    \
        }                                                                                                             \
        Tensor compose() const;                                                                                       \
    };
MOREH_SOFTMAX_BACKWARD(MorehSoftmaxBackward, "ttnn.moreh_softmax_backward", SOFTMAX)
MOREH_SOFTMAX_BACKWARD(MorehSoftminBackward, "ttnn.moreh_softmin_backward", SOFTMIN)
MOREH_SOFTMAX_BACKWARD(MorehLogsoftmaxBackward, "ttnn.moreh_logsoftmax_backward", LOGSOFTMAX)
#undef MOREH_SOFTMAX_BACKWARD

}  // namespace ttnn
