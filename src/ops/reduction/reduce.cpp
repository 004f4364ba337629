#include "ops/reduction/reduce.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/reduction/lines.hpp"
#include "ops/reduction/reduce_programs.hpp"
#include "ops/reduction/reduce_rows.hpp"

namespace ttnn {
namespace {

constexpr int64_t kKeptRows = 1024;

void load_row(const View& v, int64_t row, int64_t width, double* dst, float* floats, std::byte* raw) {
    const DataType t = v.spec->dtype();
    if (is_integer(t)) {
        load_rows_raw(v, row, 1, raw, width);
        for (int64_t i = 0; i < width; ++i)
            dst[i] = static_cast<double>(load_as_integer(t, raw, static_cast<size_t>(i)));
        return;
    }
    load_rows(v, row, 1, floats, width);
    for (int64_t i = 0; i < width; ++i) dst[i] = floats[i];
}

double start_of(ReduceKind k) {
    return k == ReduceKind::Max    ? -std::numeric_limits<double>::infinity()
           : k == ReduceKind::Min  ? std::numeric_limits<double>::infinity()
           : k == ReduceKind::Prod ? 1
                                   : 0;
}
double join(ReduceKind k, double a, double b) {
    switch (k) {
        case ReduceKind::Max: return std::isnan(a) ? a : std::isnan(b) || b > a ? b : a;
        case ReduceKind::Min: return std::isnan(a) ? a : std::isnan(b) || b < a ? b : a;
        case ReduceKind::Prod: return a * b;
        default: return a + b;
    }
}

// The same as reduce_float_rows in doubles, for integers (exact up to 2^53) and products.
void reduce_exactly(const View& in, const RowSets& sets, ReduceKind kind, const double* mean, std::span<double> total) {
    constexpr size_t piece = 128;
    const int64_t width = std::max<int64_t>(in.spec->logical_shape().rank() ? in.spec->logical_shape().width() : 1, 0);
    const int64_t out_width = sets.last_reduced ? 1 : width;
    const size_t pieces = std::max<size_t>(1, (sets.reduced.size() + piece - 1) / piece);
    std::vector<double> partial(sets.kept.size() * pieces * static_cast<size_t>(out_width), start_of(kind));
    parallel_for(sets.kept.size() * pieces, [&](size_t unit) {
        std::vector<double> row(static_cast<size_t>(width));
        std::vector<float> floats(row.size());
        std::vector<std::byte> raw(row.size() * 4);
        const size_t out = unit / pieces, first = unit % pieces * piece;
        double* acc = partial.data() + unit * static_cast<size_t>(out_width);
        for (size_t j = first; j < std::min(sets.reduced.size(), first + piece); ++j) {
            load_row(in, sets.kept[out] + sets.reduced[j], width, row.data(), floats.data(), raw.data());
            for (int64_t i = 0; i < width; ++i) {
                const int64_t at = sets.last_reduced ? 0 : i;
                double v = row[static_cast<size_t>(i)];
                if (mean)
                    v = (v - mean[out * static_cast<size_t>(out_width) + static_cast<size_t>(at)]) *
                        (v - mean[out * static_cast<size_t>(out_width) + static_cast<size_t>(at)]);
                acc[at] = join(kind, acc[at], v);
            }
        }
    });
    std::fill(total.begin(), total.end(), start_of(kind));
    for (size_t out = 0; out < sets.kept.size(); ++out)
        for (size_t p = 0; p < pieces; ++p)
            for (int64_t i = 0; i < out_width; ++i) {
                double& t = total[out * static_cast<size_t>(out_width) + static_cast<size_t>(i)];
                t = join(kind, t,
                         partial[(out * pieces + p) * static_cast<size_t>(out_width) + static_cast<size_t>(i)]);
            }
}

void run_reduce(const Operands& o, const RowSets& sets, ReduceKind kind, double scalar, bool correction) {
    const Shape& shape = o.in[0].spec->logical_shape();
    const double n =
        static_cast<double>(sets.reduced.size()) * static_cast<double>(sets.last_reduced ? shape.width() : 1);
    const bool spread = kind == ReduceKind::Std || kind == ReduceKind::Var,
               average = spread || kind == ReduceKind::Mean;
    const bool floats = !is_integer(o.in[0].spec->dtype()) && kind != ReduceKind::Prod;
    const auto reduce_pass = floats ? reduce_float_rows : reduce_exactly;
    const Scratch<double> result(sets.results(std::max<int64_t>(shape.rank() ? shape.width() : 1, 0)));
    reduce_pass(o.in[0], sets, average ? ReduceKind::Sum : kind, nullptr, result);
    if (average)
        for (auto& v : result) v /= n;
    if (spread) {
        const Scratch<double> mean(result.size());
        std::copy(result.begin(), result.end(), mean.begin());
        reduce_pass(o.in[0], sets, ReduceKind::Sum, mean.data(), result);
        for (auto& v : result) {
            v /= std::max(0.0, n - (correction ? 1 : 0));  // none: NaN, as in torch
            if (kind == ReduceKind::Std) v = std::sqrt(v);
        }
    }
    if (scalar != 1.0)
        for (auto& v : result) v *= scalar;
    store_linear(o.out[0], std::span<const double>(result));
}

}  // namespace

std::vector<bool> ReduceCall::reduced() const {
    const auto rank = static_cast<int64_t>(input.shape().rank());
    std::vector<bool> out(static_cast<size_t>(rank), !dim);
    if (!dim) return out;
    std::vector<int64_t> list;
    if (auto* one = std::get_if<int64_t>(&*dim)) list = {*one};
    else list = std::get<std::vector<int64_t>>(*dim);
    if (list.empty()) return std::vector<bool>(static_cast<size_t>(rank), true);
    for (size_t i = 0; i < list.size(); ++i) {
        const int64_t d = list[i] < 0 ? list[i] + rank : list[i];
        const bool scalar_dim = rank == 0 && (list[i] == 0 || list[i] == -1);
        require((d >= 0 && d < rank) || scalar_dim, "Unsupported dim ", d, " at index ", i,
                ". After possible adjustment, needs to be at least 0 and less than rank ", rank,
                ", or exactly 0 for a rank 0 tensor.", " [", name, "]");
        if (scalar_dim) continue;
        require(!out[static_cast<size_t>(d)], "reduce dim list contains a duplicate axis after sorting (", d, "): [",
                name, "]");
        out[static_cast<size_t>(d)] = true;
    }
    return out;
}

void ReduceCall::validate() const {
    check_on_device(name, input);
    const auto gone = reduced();
    for (size_t i = 0; i < gone.size() && (kind == ReduceKind::Max || kind == ReduceKind::Min); ++i)
        require(!gone[i] || input.shape().begin()[i] > 0, "Expected reduction dim ", i, " to have non-zero size: [",
                name, "] got ", input.shape());
    const DataType t = input.dtype();
    const bool floats = t == DataType::FLOAT32 || t == DataType::BFLOAT16 || t == DataType::BFLOAT8_B ||
                        (kind == ReduceKind::Prod && t == DataType::BFLOAT4_B && !dim);
    const bool integers = (t == DataType::INT32 || t == DataType::UINT32) && kind != ReduceKind::Prod &&
                          kind != ReduceKind::Mean && kind != ReduceKind::Std && kind != ReduceKind::Var;
    require(floats || integers, "[", name, "] dtype ", t,
            " is not supported; use ttnn.typecast to bfloat16 or float32");
}

namespace {

// A ROW_MAJOR input stays so in sums and means, except where the card tilizes: for integers, both dimensions of a
// matrix together, and bfloat16 sums over outer dimensions. All other reductions give tiles.
Layout reduced_layout(ReduceKind kind, const Tensor& input, const std::vector<bool>& gone) {
    const size_t rank = gone.size();
    const bool keeps = (kind == ReduceKind::Sum || kind == ReduceKind::Mean) && is_floating(input.dtype()) &&
                       input.layout() == Layout::ROW_MAJOR && rank > 0;
    if (!keeps) return Layout::TILE;
    const auto outer =
        std::count(gone.begin(), gone.end() - static_cast<std::ptrdiff_t>(std::min<size_t>(rank, 2)), true);
    const bool matrix = outer == 0 && rank >= 2 && gone[rank - 1] && gone[rank - 2];
    const bool tilized_outer = outer > 0 && kind == ReduceKind::Sum && input.dtype() == DataType::BFLOAT16;
    return matrix || tilized_outer ? Layout::TILE : Layout::ROW_MAJOR;
}

// The output of a sharded one has shards of its own extents on the input's cores; a single height shard counts as a
// width shard.
MemoryConfig reduced_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& input, const Shape& shape,
                                   Layout layout) {
    MemoryConfig config = asked.value_or(input.memory_config());
    if (!config.is_sharded()) return config;
    if (!config.shard_spec()) {
        if (config.nd_shard_spec() || !input.memory_config().shard_spec()) return config;
        config = MemoryConfig(config.memory_layout(), config.buffer_type())
                     .with_shard_spec(*input.memory_config().shard_spec());
    }
    const TensorSpec spec(shape, input.dtype(), layout, MemoryConfig());
    config = resharded(config, spec);
    if (config.memory_layout() != TensorMemoryLayout::HEIGHT_SHARDED ||
        config.shard_spec()->shape[0] < spec.physical_height())
        return config;
    return MemoryConfig(TensorMemoryLayout::WIDTH_SHARDED, config.buffer_type()).with_shard_spec(*config.shard_spec());
}

}  // namespace

TensorSpec ReduceCall::output() const {
    const auto gone = reduced();
    std::vector<int64_t> dims;
    const Shape& s = input.shape();
    for (size_t i = 0; i < s.rank(); ++i) {
        if (!gone[i]) dims.push_back(s.begin()[i]);
        else if (keepdim) dims.push_back(1);
    }
    const Shape shape(dims);
    const Layout layout = output_layout.value_or(reduced_layout(kind, input, gone));
    return {shape, input.dtype(), layout, reduced_memory_config(memory_config, input, shape, layout)};
}

Program ReduceCall::program() const {
    Program p;
    p.device_programs = reduce_device_programs(*this, reduced(), output());
    // The cache keeps the rows of small tensors, whose listing would take a good part of the time.
    std::optional<RowSets> kept;
    if (input.shape().volume() <= kKeptRows * std::max<int64_t>(1, input.shape().width()))
        kept = row_sets(input.shape(), reduced());
    p.run = [kept, gone = reduced(), kind = kind, scalar = scalar, correction = correction](const Operands& o) {
        if (o.out[0].spec->logical_shape().volume() == 0) return;
        if (kept) run_reduce(o, *kept, kind, scalar, correction);
        else run_reduce(o, row_sets(o.in[0].spec->logical_shape(), gone), kind, scalar, correction);
    };
    return p;
}

ReduceCall Prod::reduce() const {
    ReduceDims dims;
    if (dim) {
        const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
        require((*dim >= -rank && *dim < rank) || (rank == 0 && (*dim == 0 || *dim == -1)),
                "Dimension for prod is out of range (expected to be in range of [", -rank, ", ", rank - 1,
                "], but got ", *dim, ")");
        dims = *dim;
    }
    return {name, ReduceKind::Prod, input_tensor, dims, keepdim, memory_config};
}

namespace {

// The device operation below a product into a tensor that the caller made.
struct ProdOverDims {
    static constexpr const char* name = "ttnn.prod";
    static constexpr const char* doc = "Multiplies over dimensions.";
    Tensor input_tensor, output_tensor;
    std::vector<int64_t> dims;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ProdOverDims::input_tensor, "tensor"),
                          arg("output_tensor", &ProdOverDims::output_tensor, "receives the result"),
                          arg("dims", &ProdOverDims::dims, "dimensions"));
    }
    ReduceCall reduce() const { return {name, ReduceKind::Prod, input_tensor, dims, true, {}}; }
    Tensor destination() const { return output_tensor; }
    void validate() const { reduce().validate(); }
    TensorSpec output() const { return output_tensor.spec(); }
    Program program() const { return reduce().program(); }
};

}  // namespace

Tensor ProdInto::compose() const {
    check_on_device(name, input_tensor);
    check_on_device(name, output_tensor);
    const auto rank = static_cast<int64_t>(input_tensor.shape().rank());
    require(!dims.empty(), "[ttnn.prod] dims: expected at least one dimension");
    Shape shape = input_tensor.shape();
    std::vector<bool> named(static_cast<size_t>(rank));
    for (auto d : dims) {
        require(d >= -rank && d < rank, "[ttnn.prod] dims: expected ", -rank, " to ", rank - 1, ", got ", d);
        const auto at = static_cast<size_t>(d < 0 ? d + rank : d);
        require(!named[at], "[ttnn.prod] dims: dimension ", at, " appears twice");
        named[at] = true;
        shape.set(static_cast<int64_t>(at), 1);
    }
    require(output_tensor.shape() == shape && output_tensor.dtype() == input_tensor.dtype() &&
                output_tensor.layout() == Layout::TILE,
            "[ttnn.prod] output_tensor: expected ", shape, " ", ttnn::name(input_tensor.dtype()), " TILE, got ",
            describe(output_tensor));
    return call(ProdOverDims{.input_tensor = input_tensor, .output_tensor = output_tensor, .dims = dims});
}

}  // namespace ttnn
