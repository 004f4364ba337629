// A line is gathered into a row, so that one row function serves every dimension.
#include "ops/moreh/softmax.hpp"

#include <algorithm>
#include <cmath>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {
namespace {

// Calls f(line of n floats, other line) for each line along dimension `d`, and puts the first one back.
template <class F>
void for_each_line(const Shape& shape, int64_t d, std::vector<float>& x, const std::vector<float>* other, F f) {
    const Lines lines(shape, d);
    const auto n = static_cast<size_t>(lines.length);
    parallel_pieces(static_cast<size_t>(lines.count), 64, [&](size_t begin, size_t end) {
        std::vector<float> a(n), b(n);
        for (size_t line = begin; line < end; ++line) {
            const int64_t start = lines.start(static_cast<int64_t>(line));
            for (size_t i = 0; i < n; ++i) {
                const auto at = static_cast<size_t>(start + static_cast<int64_t>(i) * lines.stride);
                a[i] = x[at];
                if (other) b[i] = (*other)[at];
            }
            f(a.data(), b.data(), n);
            for (size_t i = 0; i < n; ++i)
                x[static_cast<size_t>(start + static_cast<int64_t>(i) * lines.stride)] = a[i];
        }
    });
}

void forward_line(MorehSoftmaxOp op, float* x, size_t n) {
    const auto& rows = kernels::table().rows;
    if (op == MorehSoftmaxOp::SOFTMIN)
        for (size_t i = 0; i < n; ++i) x[i] = -x[i];
    if (op != MorehSoftmaxOp::LOGSOFTMAX) return rows.softmax(x, n, true);
    const float top = rows.max(x, n);
    std::vector<float> e(x, x + n);
    for (auto& v : e) v -= top;
    const auto exp = kernels::table().elementwise.unary[static_cast<size_t>(kernels::UnaryId::Exp)];
    exp(e.data(), n, kNoParameters);
    const float shift = top + std::log(rows.sum(e.data(), n));
    for (size_t i = 0; i < n; ++i) x[i] -= shift;
}

// y becomes the gradient of the input.
void backward_line(MorehSoftmaxBackwardOp op, float* y, const float* dy, size_t n) {
    const auto& rows = kernels::table().rows;
    if (op == MorehSoftmaxBackwardOp::LOGSOFTMAX) {
        const float sum = rows.sum(dy, n);
        const auto exp = kernels::table().elementwise.unary[static_cast<size_t>(kernels::UnaryId::Exp)];
        exp(y, n, kNoParameters);
        for (size_t i = 0; i < n; ++i) y[i] = dy[i] - y[i] * sum;
        return;
    }
    const float dot = rows.dot(y, dy, n), sign = op == MorehSoftmaxBackwardOp::SOFTMIN ? -1.0f : 1.0f;
    for (size_t i = 0; i < n; ++i) y[i] = sign * y[i] * (dy[i] - dot);
}

void check_softmax(const char* name, const Tensor& t, int64_t dim, const char* field) {
    check_moreh(name, t, field);
    require(t.dtype() != DataType::BFLOAT4_B, "[", name, "] ", field, ": bfloat4_b is not supported");
    const auto rank = static_cast<int64_t>(t.shape().rank());
    require(dim < rank, "dim ", dim, " should be less than output tensor rank ", rank, ": [", name, "]");
    if (dim < 0)
        throw ArgumentTypeError(str(name, "(): incompatible function arguments: dim must not be negative, got ", dim));
}

template <class Op>
Tensor softmax(const Op& s) {
    check_softmax(Op::name, s.input_tensor, s.dim, "input_tensor");
    const Tensor& x = s.input_tensor;
    const TensorSpec spec(x.shape(), x.dtype(), Layout::TILE, moreh_memory(s.memory_config, x));
    return launch_whole({.name = Op::name,
                         .device_operation = "MorehSoftmaxOperation",
                         .inputs = {x},
                         .outputs = {spec},
                         .run =
                             [shape = x.shape(), dim = s.dim, op = s.op](WholeOperands& o) {
                                 o.out[0] = std::move(o.in[0]);
                                 for_each_line(shape, dim, o.out[0], nullptr,
                                               [op](float* a, const float*, size_t n) { forward_line(op, a, n); });
                             },
                         .attributes = attributes_of(s.dim, static_cast<int64_t>(s.op)),
                         .given = {given_or_none(s.output_tensor)}})[0];
}

template <class Op>
Tensor softmax_backward(const Op& s) {
    check_softmax(Op::name, s.output_tensor, s.dim, "output_tensor");
    check_softmax(Op::name, s.output_grad_tensor, s.dim, "output_grad_tensor");
    const Tensor& y = s.output_tensor;
    require(y.shape() == s.output_grad_tensor.shape(), "[", Op::name, "] output_grad_tensor: expected ", y.shape(),
            ", got ", s.output_grad_tensor.shape());
    const TensorSpec spec(y.shape(), y.dtype(), Layout::TILE, moreh_memory(s.memory_config, y));
    return launch_whole({.name = Op::name,
                         .device_operation = "MorehSoftmaxBackwardOperation",
                         .inputs = {y, s.output_grad_tensor},
                         .outputs = {spec},
                         .run =
                             [shape = y.shape(), dim = s.dim, op = s.op](WholeOperands& o) {
                                 o.out[0] = std::move(o.in[0]);
                                 for_each_line(
                                     shape, dim, o.out[0], &o.in[1],
                                     [op](float* a, const float* b, size_t n) { backward_line(op, a, b, n); });
                             },
                         .attributes = attributes_of(s.dim, static_cast<int64_t>(s.op)),
                         .given = {given_or_none(s.input_grad_tensor)}})[0];
}

}  // namespace

Tensor MorehSoftmax::compose() const { return softmax(*this); }
Tensor MorehSoftmin::compose() const { return softmax(*this); }
Tensor MorehLogsoftmax::compose() const { return softmax(*this); }
Tensor MorehSoftmaxBackward::compose() const { return softmax_backward(*this); }
Tensor MorehSoftminBackward::compose() const { return softmax_backward(*this); }
Tensor MorehLogsoftmaxBackward::compose() const { return softmax_backward(*this); }

}  // namespace ttnn
