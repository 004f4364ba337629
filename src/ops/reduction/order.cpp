// Operations that look at the order of lines: argmax, topk, sort.
#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "format/convert.hpp"
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

namespace {

// The first of the largest elements, NaN before all others.
template <class T>
int64_t first_largest(const T* x, int64_t n, int64_t step) {
    int64_t best = 0;
    T most = x[0];
    for (int64_t j = 1; j < n; ++j)
        if (const T v = x[j * step]; v > most || (v != v && most == most)) best = j, most = v;
    return best;
}

}  // namespace

Program Argmax::program() const {
    const auto d = dim ? std::optional(line_dim("argmax", *dim, input_tensor.shape().rank())) : std::nullopt;
    Program p;
    p.device_programs = argmax_device_programs(input_tensor, d, output());
    p.run = [d](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const LineShape lines = d && s.rank() ? LineShape(s, *d) : LineShape(Shape{s.volume()}, 0);
        std::vector<double> out(static_cast<size_t>(lines.count()));
        if (d && are_rows(o.in[0], *d)) {
            for_each_row(o.in[0], [&](int64_t row, const float* x) {
                out[static_cast<size_t>(row)] = static_cast<double>(first_largest(x, lines.length, 1));
            });
            return store_linear(o.out[0], out);
        }
        const auto values = linear_doubles(o.in[0]);
        parallel_for(out.size(), [&](size_t i) {
            const double* x = values.data() + lines.start(static_cast<int64_t>(i));
            out[i] = static_cast<double>(first_largest(x, lines.length, lines.inner));
        });
        store_linear(o.out[0], out);
    };
    return p;
}

// --- topk and sort

namespace {

// What elements are sorted by: a number whose order is theirs, NaN last and zeros equal; 0 and kLastKey are free.
constexpr uint64_t kNanKey = uint64_t{1} << 32, kLastKey = (uint64_t{1} << 33) - 1;

uint64_t order_key(float x) {
    if (x != x) return kNanKey;
    const auto bits = std::bit_cast<uint32_t>(x + 0.0f);
    return uint64_t{bits >> 31 ? ~bits : bits | 0x80000000u} + 1;
}
uint64_t order_key(int64_t x) { return static_cast<uint64_t>(x + (int64_t{1} << 31)) + 1; }

struct OrderCall {
    int64_t dim, keep;
    bool descending, stable;
    bool whole;  ///< sort, not topk
    /// Lines that the card sorts on one core, in the order of its network; longer ones keep equal elements in place.
    bool has_network(int64_t length) const {
        return !stable && (whole ? length <= 2048 : keep <= 32 && length <= 4096);
    }
};

// A line of `n` keys, put in order: afterwards the first `keep` places are those of its elements.
class OrderedLine {
 public:
    OrderedLine(const OrderCall& c, int64_t n, bool floats)
        : c_(c), n_(n), floats_(floats), keys_(static_cast<size_t>(n)), line_(network_size(n)) {}

    uint64_t& key(int64_t i) const { return keys_[static_cast<size_t>(i)]; }
    int64_t place(int64_t i) const { return place_of(line_[static_cast<size_t>(i)]); }

    // The card's order of equal elements, if there are any; of a whole line, its network is the quickest way as well.
    void sort() const {
        const bool network = c_.has_network(n_);
        if (network && c_.whole && std::find(keys_.begin(), keys_.end(), kNanKey) == keys_.end() && sort_by_network())
            return;
        sort_plainly();
        if (network && !c_.whole && first_are_equal() && !sort_by_network()) sort_plainly();
    }

 private:
    static size_t network_size(int64_t n) { return std::max<size_t>(64, std::bit_ceil(static_cast<size_t>(n))); }

    // Equal elements keep their places. One element more than asked for is put in order.
    void sort_plainly() const {
        for (int64_t i = 0; i < n_; ++i)
            line_[static_cast<size_t>(i)] = placed_key(c_.descending ? kLastKey - key(i) : key(i), i);
        std::partial_sort(line_.begin(), line_.begin() + ordered(), line_.begin() + n_);
    }
    int64_t ordered() const { return std::min(c_.keep + 1, n_); }
    bool first_are_equal() const {
        bool equal = false;
        for (int64_t i = 0; i < ordered(); ++i) {
            if (key(place(i)) == kNanKey) return false;
            equal = equal || (i && key(place(i)) == key(place(i - 1)));
        }
        return equal;
    }

    // False if padding came among infinite elements.
    bool sort_by_network() const {
        const uint64_t padding = floats_ ? order_key(std::numeric_limits<float>::infinity() * (c_.descending ? -1 : 1))
                                         : (c_.descending ? 0 : kLastKey);
        for (size_t i = 0; i < line_.size(); ++i) {
            const auto at = static_cast<int64_t>(i);
            line_[i] = placed_key(at < n_ ? key(at) : padding, at);
        }
        (c_.whole ? network_sort : network_topk)({line_.data(), line_.size()}, c_.descending);
        return std::all_of(line_.begin(), line_.begin() + c_.keep, [&](PlacedKey p) { return place_of(p) < n_; });
    }

    const OrderCall& c_;
    int64_t n_;
    bool floats_;
    Scratch<uint64_t> keys_;
    Scratch<PlacedKey> line_;
};

void order_rows(const Operands& o, const OrderCall& c) {
    const int64_t n = o.in[0].spec->logical_shape().width();
    const DataType t = o.out[1].spec->dtype();
    for_each_row(o.in[0], [&](int64_t row, const float* x) {
        const OrderedLine line(c, n, true);
        for (int64_t i = 0; i < n; ++i) line.key(i) = order_key(x[i]);
        line.sort();
        const Scratch<float> sorted(static_cast<size_t>(c.keep));
        const Scratch<std::byte> places(sorted.size() * 4);
        for (int64_t j = 0; j < c.keep; ++j) {
            sorted[static_cast<size_t>(j)] = x[line.place(j)];
            store_from_double(t, places.data(), static_cast<size_t>(j), static_cast<double>(line.place(j)));
        }
        store_rows(o.out[0], row, 1, sorted.data(), c.keep);
        store_rows_raw(o.out[1], row, 1, places.data(), c.keep);
    });
}

void order_lines(const Operands& o, const OrderCall& c) {
    const Shape& s = o.in[0].spec->logical_shape();
    const auto values = linear_doubles(o.in[0]);
    const auto names = o.in.size() > 1 && o.in[1] ? linear_doubles(o.in[1]) : std::vector<double>();
    const LineShape lines(s, c.dim);
    const LineShape kept(o.out[0].spec->logical_shape(), c.dim);
    const bool floats = !is_integer(o.in[0].spec->dtype());
    std::vector<double> sorted(static_cast<size_t>(lines.outer * c.keep * lines.inner)), places(sorted.size());
    parallel_for(static_cast<size_t>(lines.count()), [&](size_t i) {
        const int64_t start = lines.start(static_cast<int64_t>(i)), at = kept.start(static_cast<int64_t>(i));
        const auto source = [&](int64_t j) { return static_cast<size_t>(start + j * lines.inner); };
        const OrderedLine line(c, lines.length, floats);
        for (int64_t j = 0; j < lines.length; ++j) {
            const double x = values[source(j)];
            line.key(j) = floats ? order_key(static_cast<float>(x)) : order_key(static_cast<int64_t>(x));
        }
        line.sort();
        for (int64_t j = 0; j < c.keep; ++j) {
            const auto to = static_cast<size_t>(at + j * lines.inner);
            const int64_t place = line.place(j);
            sorted[to] = values[source(place)];
            places[to] = names.empty() ? static_cast<double>(place) : names[source(place)];
        }
    });
    store_linear(o.out[0], sorted);
    store_linear(o.out[1], places);
}

void run_order(const Operands& o, const OrderCall& c) {
    const bool named = o.in.size() > 1 && o.in[1];
    if (!named && c.keep && are_rows(o.in[0], c.dim) && is_integer(o.out[1].spec->dtype())) order_rows(o, c);
    else order_lines(o, c);
}

// Positions fit 16 bits up to 65536 elements; the card takes 32 for the dtypes that it sorts in 32 bits.
DataType index_dtype(bool wide, int64_t extent) { return wide || extent > 65536 ? DataType::UINT32 : DataType::UINT16; }

}  // namespace

// Specs of the elements and their positions; of the caller's tensors where there are such.
static std::vector<TensorSpec> into_given(const char* field, std::vector<TensorSpec> want, const OutputTensors& given) {
    if (!given) return want;
    require(given->size() == 2, field, ": expected a tensor for the elements and one for their positions, got ",
            given->size(), " tensors");
    for (size_t i = 0; i < 2; ++i) {
        if (!(*given)[i]) continue;
        const Tensor& t = *(*given)[i];
        const bool fits =
            i ? t.dtype() == DataType::UINT32 || t.dtype() == want[1].dtype() : t.dtype() == want[0].dtype();
        require(t.on_device() && t.shape() == want[i].logical_shape() && t.layout() == want[i].layout() && fits, field,
                "[", i, "]: expected ", want[i].logical_shape(), " ", name(want[i].dtype()), " ",
                name(want[i].layout()), " on the device, got ", describe(t));
        want[i] = t.spec();
    }
    return want;
}

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
    return into_given("[ttnn.topk] output_tensor",
                      {{s, input_tensor.dtype(), Layout::TILE, m}, {s, places, Layout::TILE, m}}, output_tensor);
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
    const bool wide = input_tensor.dtype() == DataType::FLOAT32 || input_tensor.dtype() == DataType::UINT16;
    return into_given(
        "[ttnn.sort] out",
        {{s, input_tensor.dtype(), input_tensor.layout(), m}, {s, index_dtype(wide, extent), input_tensor.layout(), m}},
        out_tensors);
}

Program Sort::program() const {
    const int64_t d = line_dim(name, dim, input_tensor.shape().rank());
    const int64_t keep = input_tensor.shape().rank() ? input_tensor.shape()[d] : 1;
    return order_program(sort_device_programs(*input_tensor.device(), input_tensor.spec(), d, output()),
                         [c = OrderCall{d, keep, descending, stable, true}](const Operands& o) { run_order(o, c); });
}

}  // namespace ttnn
