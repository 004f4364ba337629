// Operations that look at the order or the running totals of lines: argmax, topk, sort, cumsum, cumprod.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/thread_pool.hpp"
#include "op/destination.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/layout/layout_programs.hpp"
#include "ops/reduction/lines.hpp"
#include "ops/reduction/order_programs.hpp"
#include "ops/reduction/reduce.hpp"
#include "ops/reduction/sort_network.hpp"

namespace ttnn {
namespace {

Program order_program(std::vector<DeviceProgram> programs, std::function<void(const Operands&)> run) {
    Program p;
    p.device_programs = std::move(programs);
    p.run = std::move(run);
    return p;
}

int64_t line_dim(const char* name, int64_t dim, size_t rank) {
    const auto r = static_cast<int64_t>(std::max<size_t>(1, rank));
    const int64_t d = dim < 0 ? dim + r : dim;
    require(d >= 0 && d < r, name, ": Dimension out of range (expected to be in range of [", -r, ", ", r - 1,
            "], but got ", dim, ")");
    return d;
}

}  // namespace

// --- argmax

void Argmax::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    if (dim) line_dim("argmax", *dim, s.rank());
    require(dim || input_tensor.layout() != Layout::TILE,
            "For inputs with TILE layout, dim parameter must be specified!");
    const DataType t = input_tensor.dtype();
    if (input_tensor.layout() == Layout::TILE)
        require(t == DataType::BFLOAT16 || t == DataType::FLOAT32,
                "Only BFLOAT16, FLOAT32 are supported for inputs with TILE layout, got ", t);
    require(!is_block_float(t) && t != DataType::UINT8, "[ttnn.argmax] dtype ", t,
            " is not supported; use ttnn.typecast");
    for (size_t i = 0; i < s.rank(); ++i)
        if (!dim || line_dim("argmax", *dim, s.rank()) == static_cast<int64_t>(i))
            require(s.begin()[i] != 0, "Expected reduction dim ", i, " to have non-zero size");
}

TensorSpec Argmax::output() const {
    if (output_tensor) return destination_spec(name, *this, &Argmax::output_tensor, DestinationDtype::Any);
    const Shape& s = input_tensor.shape();
    std::vector<int64_t> dims;
    for (size_t i = 0; i < s.rank(); ++i) {
        const bool gone = !dim || line_dim("argmax", *dim, s.rank()) == static_cast<int64_t>(i);
        if (!gone) dims.push_back(s.begin()[i]);
        if (gone && keepdim) dims.push_back(1);
    }
    const bool untouched = input_tensor.layout() == Layout::TILE && (s.rank() == 0 || s.volume() == 0);
    return {Shape(dims), DataType::UINT32, untouched ? Layout::TILE : Layout::ROW_MAJOR,
            memory_config.value_or(input_tensor.memory_config().is_sharded() ? DRAM_MEMORY_CONFIG
                                                                             : input_tensor.memory_config())};
}

Program Argmax::program() const {
    const auto d = dim ? std::optional(line_dim("argmax", *dim, input_tensor.shape().rank())) : std::nullopt;
    Program p;
    p.device_programs = argmax_device_programs(input_tensor, d, output());
    p.run = [d](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const auto values = linear_doubles(o.in[0]);
        const LineShape lines = d && s.rank() ? LineShape(s, *d) : LineShape(Shape{s.volume()}, 0);
        std::vector<double> out(static_cast<size_t>(lines.count()));
        parallel_for(out.size(), [&](size_t i) {
            const double* x = values.data() + lines.start(static_cast<int64_t>(i));
            int64_t best = 0;
            for (int64_t j = 1; j < lines.length; ++j)
                if (x[j * lines.inner] > x[best * lines.inner] ||
                    (std::isnan(x[j * lines.inner]) && !std::isnan(x[best * lines.inner])))
                    best = j;
            out[i] = static_cast<double>(best);
        });
        store_linear(o.out[0], out);
    };
    return p;
}

// --- topk and sort

namespace {

// The order of a line in which NaN counts as the largest and equal elements keep their places.
struct InOrder {
    const double* x;
    int64_t inner;
    bool descending;
    double at(int64_t i) const { return x[i * inner]; }
    bool operator()(int64_t a, int64_t b) const {
        const double p = at(a), q = at(b);
        const bool np = std::isnan(p), nq = std::isnan(q);
        if (np != nq) return descending ? np : nq;
        if (p != q && !np) return descending ? p > q : p < q;
        return a < b;
    }
};

struct OrderCall {
    int64_t dim, keep;
    bool descending, stable;
    bool whole;  ///< sort, not topk
    /// Lines that the card sorts on one core, in the order of its network; longer ones keep equal elements in place.
    bool has_network(int64_t length) const {
        return !stable && (whole ? length <= 2048 : keep <= 32 && length <= 4096);
    }
};

// Where the card's network leaves equal elements: positions of a line in order.
void order_by_network(const OrderCall& c, const InOrder& line, std::vector<int64_t>& order) {
    const double last = std::numeric_limits<double>::infinity() * (c.descending ? -1 : 1);
    std::vector<PlacedValue> values(std::max<size_t>(64, std::bit_ceil(order.size())), {last, 0});
    for (size_t i = 0; i < values.size(); ++i) {
        values[i].place = static_cast<int64_t>(i);
        if (i < order.size()) values[i].value = line.at(static_cast<int64_t>(i));
    }
    (c.whole ? network_sort : network_topk)(values, c.descending);
    const auto length = static_cast<int64_t>(order.size());
    for (int64_t i = 0; i < c.keep; ++i)
        if (values[static_cast<size_t>(i)].place >= length) return;  // padding among infinite elements
    for (size_t i = 0; i < static_cast<size_t>(c.keep); ++i) order[i] = values[i].place;
}

// The positions of a line's elements, the first `keep` in order.
std::vector<int64_t> ordered_places(const OrderCall& c, const InOrder& line, int64_t length) {
    std::vector<int64_t> order(static_cast<size_t>(length));
    std::iota(order.begin(), order.end(), 0);
    const int64_t sorted = std::min(c.keep + 1, length);
    std::partial_sort(order.begin(), order.begin() + sorted, order.end(), line);
    if (!c.has_network(length)) return order;
    bool equal = false, nan = false;
    for (int64_t j = 0; j < sorted; ++j) {
        const double v = line.at(order[static_cast<size_t>(j)]);
        nan = nan || std::isnan(v);
        equal = equal || (j && v == line.at(order[static_cast<size_t>(j - 1)]));
    }
    if (equal && !nan) order_by_network(c, line, order);
    return order;
}

void run_order(const Operands& o, const OrderCall& c) {
    const Shape& s = o.in[0].spec->logical_shape();
    const auto values = linear_doubles(o.in[0]);
    const auto names = o.in.size() > 1 && o.in[1] ? linear_doubles(o.in[1]) : std::vector<double>();
    const LineShape lines(s, c.dim);
    const LineShape kept(o.out[0].spec->logical_shape(), c.dim);
    std::vector<double> sorted(static_cast<size_t>(lines.outer * c.keep * lines.inner)), places(sorted.size());
    parallel_for(static_cast<size_t>(lines.count()), [&](size_t i) {
        const int64_t start = lines.start(static_cast<int64_t>(i)), at = kept.start(static_cast<int64_t>(i));
        const InOrder line{values.data() + start, lines.inner, c.descending};
        const auto order = ordered_places(c, line, lines.length);
        for (int64_t j = 0; j < c.keep; ++j) {
            const auto to = static_cast<size_t>(at + j * lines.inner);
            const int64_t place = order[static_cast<size_t>(j)];
            sorted[to] = line.at(place);
            places[to] =
                names.empty() ? static_cast<double>(place) : names[static_cast<size_t>(start + place * lines.inner)];
        }
    });
    store_linear(o.out[0], sorted);
    store_linear(o.out[1], places);
}

// Positions fit 16 bits up to 65536 elements; the card takes 32 for the dtypes that it sorts in 32 bits.
DataType index_dtype(bool wide, int64_t extent) { return wide || extent > 65536 ? DataType::UINT32 : DataType::UINT16; }

}  // namespace

void Topk::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    const auto rank = static_cast<int64_t>(s.rank());
    require((dim >= -rank && dim < rank) || (rank == 0 && (dim == 0 || dim == -1)),
            "Dimension for topk is out of range (expected to be in range of [", -rank, ", ", rank - 1, "], but got ",
            dim, ")");
    const DataType t = input_tensor.dtype();
    require(t == DataType::BFLOAT16 || t == DataType::BFLOAT8_B || t == DataType::FLOAT32,
            "Input tensor must be BFLOAT16, BFLOAT8_B, or FLOAT32: [ttnn.topk] got ", t);
    require(input_tensor.layout() == Layout::TILE, "The input must be in tiled format: [ttnn.topk] got ",
            input_tensor.layout());
    const int64_t extent = rank ? s[dim] : 1;
    if (indices_tensor) {
        check_on_device(name, *indices_tensor);
        require(indices_tensor->shape() == s, "[ttnn.topk] indices_tensor: expected the input's shape ", s, ", got ",
                indices_tensor->shape());
    }
    require(static_cast<int64_t>(k) <= extent, "K cannot be larger than the dimension size! K=", k,
            ", dimension size=", extent);
}

std::vector<TensorSpec> Topk::output() const {
    Shape s = input_tensor.shape();
    const int64_t extent = s.rank() ? s[dim] : 1;
    if (s.rank()) s.set(dim, k);
    const MemoryConfig m = memory_config.value_or(input_tensor.memory_config());
    DataType places =
        indices_tensor ? indices_tensor->dtype() : index_dtype(input_tensor.dtype() == DataType::FLOAT32, extent);
    if (k == 0) places = input_tensor.dtype();  // both are slices of the input
    return {{s, input_tensor.dtype(), Layout::TILE, m}, {s, places, Layout::TILE, m}};
}

Program Topk::program() const {
    const int64_t d = line_dim(name, dim, input_tensor.shape().rank());
    return order_program(
        topk_device_programs(*input_tensor.device(), input_tensor.spec(), d, k, output()),
        [c = OrderCall{d, static_cast<int64_t>(k), largest, stable, false}](const Operands& o) { run_order(o, c); });
}

void Sort::validate() const {
    check_on_device(name, input_tensor);
    line_dim("sort", dim, input_tensor.shape().rank());
}

std::vector<TensorSpec> Sort::output() const {
    const Shape& s = input_tensor.shape();
    const MemoryConfig m = memory_config.value_or(input_tensor.memory_config());
    const int64_t extent = s.rank() ? s[dim] : 1;
    return {
        {s, input_tensor.dtype(), input_tensor.layout(), m},
        {s, index_dtype(input_tensor.dtype() == DataType::FLOAT32 || input_tensor.dtype() == DataType::UINT16, extent),
         input_tensor.layout(), m}};
}

Program Sort::program() const {
    const int64_t d = line_dim(name, dim, input_tensor.shape().rank());
    const int64_t keep = input_tensor.shape().rank() ? input_tensor.shape()[d] : 1;
    return order_program(sort_device_programs(*input_tensor.device(), input_tensor.spec(), d, output()),
                         [c = OrderCall{d, keep, descending, stable, true}](const Operands& o) { run_order(o, c); });
}

// --- running totals

namespace {

void run_cumulative(const Operands& o, int64_t dim, bool reverse, bool product) {
    const Shape& s = o.in[0].spec->logical_shape();
    auto values = linear_doubles(o.in[0]);
    const LineShape lines(s, dim);
    parallel_for(static_cast<size_t>(lines.count()), [&](size_t i) {
        double* x = values.data() + lines.start(static_cast<int64_t>(i));
        double total = product ? 1 : 0;
        for (int64_t j = 0; j < lines.length; ++j) {
            double& v = x[(reverse ? lines.length - 1 - j : j) * lines.inner];
            total = product ? total * v : total + v;
            v = total;
        }
    });
    store_linear(o.out[0], values);
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
    if (op.out_tensor) return destination_spec(Op::name, op, &Op::out_tensor, DestinationDtype::Any);
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
