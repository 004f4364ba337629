// Running totals of lines: cumsum, cumprod.
#include <algorithm>

#include "op/destination.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/layout/layout_programs.hpp"
#include "ops/reduction/lines.hpp"
#include "ops/reduction/order_programs.hpp"
#include "ops/reduction/reduce.hpp"

namespace ttnn {
namespace {

// Running totals of lines that lie side by side: element i of `n` lines is at x + i * step.
template <class T>
void accumulate(T* x, int64_t length, int64_t step, int64_t n, bool reverse, bool product) {
    constexpr int64_t most = 64;
    for (int64_t begin = 0; begin < n; begin += most) {
        const int64_t count = std::min(most, n - begin);
        double totals[most];
        std::fill_n(totals, count, product ? 1.0 : 0.0);
        for (int64_t i = 0; i < length; ++i) {
            T* v = x + begin + (reverse ? length - 1 - i : i) * step;
            for (int64_t j = 0; j < count; ++j) {
                totals[j] = product ? totals[j] * static_cast<double>(v[j]) : totals[j] + static_cast<double>(v[j]);
                v[j] = static_cast<T>(totals[j]);
            }
        }
    }
}

void accumulate_rows(const Operands& o, bool reverse, bool product) {
    const int64_t width = o.in[0].spec->logical_shape().width();
    const RowPieces pieces(*o.out[0].spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const Scratch<float> x(static_cast<size_t>((end - begin) * width));
        load_rows(o.in[0], begin, end - begin, x.data(), width);
        for (int64_t r = 0; r < end - begin; ++r) accumulate(x.data() + r * width, width, 1, 1, reverse, product);
        store_rows(o.out[0], begin, end - begin, x.data(), width);
    });
}

template <class T>
void accumulate_lines(std::vector<T> values, const Operands& o, int64_t dim, bool reverse, bool product) {
    const LineShape lines(o.in[0].spec->logical_shape(), dim);
    const int64_t each = 256, parts = (lines.inner + each - 1) / each;
    parallel_for(static_cast<size_t>(lines.outer * parts), [&](size_t i) {
        const int64_t outer = static_cast<int64_t>(i) / parts, begin = static_cast<int64_t>(i) % parts * each;
        accumulate(values.data() + outer * lines.length * lines.inner + begin, lines.length, lines.inner,
                   std::min(each, lines.inner - begin), reverse, product);
    });
    store_linear(o.out[0], values);
}

void run_cumulative(const Operands& o, int64_t dim, bool reverse, bool product) {
    const DataType from = o.in[0].spec->dtype(), to = o.out[0].spec->dtype();
    if (is_integer(from) || is_integer(to)) return accumulate_lines(linear_doubles(o.in[0]), o, dim, reverse, product);
    if (are_rows(o.in[0], dim)) return accumulate_rows(o, reverse, product);
    accumulate_lines(linear_floats(o.in[0]), o, dim, reverse, product);
}

// An empty tensor or a scalar is returned as it is, whatever the other arguments.
template <class Op>
bool is_trivial(const Op& op) {
    return op.input.shape().rank() == 0 || op.input.shape().volume() == 0;
}

template <class Op>
void cumulative_validate(const Op& op) {
    check_on_device(Op::name, op.input);
    if (is_trivial(op)) return;
    const auto rank = static_cast<int64_t>(op.input.shape().rank());
    require(op.dim >= -rank && op.dim < rank, "The requested accumulation axis is ", op.dim,
            ", while the input tensor has rank ", rank, ". [", Op::name, "]");
    require(op.input.layout() == Layout::TILE, "The provided input tensor has a non-tile layout: ROW_MAJOR. [",
            Op::name, "] use ttnn.to_layout");
    require(!op.input.memory_config().is_sharded(),
            "ttnn accumulation operations (cumprod, cumsum) do not support sharded input tensors. [", Op::name, "]");
}

template <class Op>
TensorSpec cumulative_output(const Op& op) {
    if (op.out_tensor) return destination_spec<Op>(Op::name, op, &Op::out_tensor, DestinationDtype::Any);
    const auto& s = op.input.spec();
    if (is_trivial(op)) return s;
    return {s.logical_shape(), op.dtype.value_or(s.dtype()), s.layout(), op.memory_config.value_or(s.memory_config()),
            s.tile()};
}

template <class Op>
Program cumulative_program(const Op& op, bool product) {
    const int64_t d = is_trivial(op) ? 0 : line_dim(Op::name, op.dim, op.input.shape().rank());
    Program p;
    if (is_trivial(op)) p.device_programs = {clone_program(*op.input.device(), op.input.spec(), op.input.spec())};
    else p.device_programs = cumulative_device_programs(op.input, d, cumulative_output(op), op.reverse_order, product);
    p.run = [d, reverse = op.reverse_order, product](const Operands& o) {
        if (o.out[0].spec->logical_shape().volume()) run_cumulative(o, d, reverse, product);
    };
    return p;
}

}  // namespace

void Cumsum::validate() const { cumulative_validate(*this); }
TensorSpec Cumsum::output() const { return cumulative_output(*this); }
Program Cumsum::program() const { return cumulative_program(*this, false); }
void Cumprod::validate() const { cumulative_validate(*this); }
TensorSpec Cumprod::output() const { return cumulative_output(*this); }
Program Cumprod::program() const { return cumulative_program(*this, true); }

}  // namespace ttnn
