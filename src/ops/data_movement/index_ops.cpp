#include "ops/data_movement/index_ops.hpp"

#include <algorithm>
#include <cstring>

#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "op/destination.hpp"
#include "ops/data_movement/index_programs.hpp"
#include "ops/data_movement/logical_elements.hpp"

namespace ttnn {
namespace {

// The dimensions around `dim` folded: element (o, d, i) of a shape lies at (o * extent + d) * inner + i.
struct Folded {
    Folded(const Shape& s, int64_t dim) : extent(s[dim]) {
        for (int64_t i = dim + 1; i < static_cast<int64_t>(s.rank()); ++i) inner *= s[i];
    }
    int64_t extent, inner = 1;
};

int64_t checked(const char* name, int64_t position, int64_t extent) {
    require(position >= 0 && position < extent, "[", name, "] index: position ", position,
            " is outside the dimension of ", extent);
    return position;
}

void check_index_shape(const char* name, const Shape& index, const Shape& other, const char* what, int64_t dim) {
    require(index.rank() == other.rank(), "[", name, "] index: expected the rank of the ", what, ", ", other.rank(),
            ", got ", index.rank());
    for (int64_t i = 0; i < static_cast<int64_t>(index.rank()); ++i)
        require(i == dim || index[i] <= other[i], "[", name, "] index: dimension ", i, " is ", index[i],
                ", larger than the ", what, "'s ", other[i]);
}

// Where the rows of `part` begin in a larger shape.
std::vector<int64_t> row_starts(const Shape& part, const Shape& whole) {
    const auto strides = strides_of(whole);
    std::vector<int64_t> out(static_cast<size_t>(part.width() ? part.volume() / part.width() : 0));
    for (size_t r = 0; r < out.size(); ++r) {
        auto row = static_cast<int64_t>(r);
        for (size_t i = part.rank() - 1; i-- > 0; row /= part.begin()[i]) out[r] += row % part.begin()[i] * strides[i];
    }
    return out;
}

// Calls move(row, column, position in `whole` with the coordinate of dim replaced by index) for the elements of index:
// for gather and scatter alike. What may meet at a position is moved by one thread, in the order of index.
template <class Move>
void for_each_indexed(const char* name, const Shape& shape, const StoredIntegers& index, const Shape& whole,
                      int64_t dim, Move move) {
    constexpr int64_t least = 4096;  // elements worth handing out
    const int64_t width = shape.width(), rows = width ? shape.volume() / width : 0,
                  stride = strides_of(whole)[static_cast<size_t>(dim)], extent = whole[dim];
    const bool last = dim + 1 == static_cast<int64_t>(shape.rank());
    const int64_t inner = strides_of(shape)[static_cast<size_t>(dim)];
    const auto starts = row_starts(shape, whole);
    const auto move_part = [&](int64_t r, int64_t first, int64_t end) {
        const int64_t own = last ? 0 : r * width / inner % shape[dim],
                      base = starts[static_cast<size_t>(r)] - own * stride;
        for (int64_t c = first; c < end; ++c) {
            const int64_t to = checked(name, index[r * width + c], extent);
            move(r, c, base + to * stride + (last ? 0 : c));
        }
    };
    // Rows are independent along the last dimension, columns along the others.
    if (last) {
        parallel_pieces(static_cast<size_t>(rows),
                        static_cast<size_t>(std::max<int64_t>(1, least / std::max<int64_t>(1, width))),
                        [&](size_t begin, size_t end) {
                            for (size_t r = begin; r < end; ++r) move_part(static_cast<int64_t>(r), 0, width);
                        });
        return;
    }
    parallel_pieces(static_cast<size_t>(width),
                    static_cast<size_t>(std::max<int64_t>(64, least / std::max<int64_t>(1, rows))),
                    [&](size_t begin, size_t end) {
                        for (int64_t r = 0; r < rows; ++r)
                            move_part(r, static_cast<int64_t>(begin), static_cast<int64_t>(end));
                    });
}

// Element `from` to element `to` of plain arrays of elements of `bytes`.
void copy_element(const PlainElements& source, int64_t from, const PlainElements& result, int64_t to, size_t bytes) {
    const std::byte* src = source.data() + static_cast<size_t>(from) * bytes;
    std::byte* dst = result.data() + static_cast<size_t>(to) * bytes;
    switch (bytes) {  // sizes that the compiler knows take no call
        case 4: std::memcpy(dst, src, 4); break;
        case 2: std::memcpy(dst, src, 2); break;
        default: std::memcpy(dst, src, bytes);
    }
}

Program logical_program(std::vector<DeviceProgram> programs, std::function<void(const Operands&)> run) {
    Program p = movement_program(std::move(programs), {});
    p.run = std::move(run);
    return p;
}
Program logical_program(const char* operation, const char* factory, const Tensor& t,
                        std::function<void(const Operands&)> run) {
    Program p = movement_program(operation, factory, t, {});
    p.run = std::move(run);
    return p;
}

double reduced(const std::string& how, double old, double value) {
    if (how == "add") return old + value;
    if (how == "multiply") return old * value;
    return how == "amin" ? std::min(old, value) : std::max(old, value);
}

}  // namespace

// --- gather

void Gather::validate() const {
    check_on_device(name, input);
    check_on_device(name, index);
    require(index.dtype() == DataType::UINT32 || index.dtype() == DataType::UINT16,
            "Index tensor must be of type UINT32 or UINT16: [ttnn.gather] got ", index.dtype());
    require(index.layout() == input.layout(), "[ttnn.gather] index: expected the layout of the input, ", input.layout(),
            ", got ", index.layout());
    const int64_t d = normalized_dim(name, dim, input.shape().rank());
    check_index_shape(name, index.shape(), input.shape(), "input", d);
}

TensorSpec Gather::output() const {
    if (out) return destination_spec(name, *this, &Gather::out);
    return moved_spec(input, index.shape(), memory_config);
}

Program Gather::program() const {
    const int64_t d = normalized_dim(name, dim, input.shape().rank());
    return logical_program(
        gather_device_programs(*input.device(), input.spec(), index.spec(), d), [d](const Operands& o) {
            const auto from = logical_elements(o.in[0]);
            const size_t n = logical_element_size(o.in[0].spec->dtype());
            const PlainElements to(static_cast<size_t>(o.in[1].spec->logical_shape().volume()) * n);
            const int64_t width = o.in[1].spec->logical_shape().width();
            for_each_indexed(name, o.in[1].spec->logical_shape(), StoredIntegers(o.in[1]),
                             o.in[0].spec->logical_shape(), d,
                             [&](int64_t r, int64_t c, int64_t at) { copy_element(from, at, to, r * width + c, n); });
            store_logical(o.out[0], to);
        });
}

// --- scatter

void Scatter::validate() const {
    for (const auto* t : {&input, &index, &src}) check_on_device(name, *t);
    require(!(input.dtype() == DataType::FLOAT32 && input.layout() == Layout::TILE),
            "Scatter doesn't work for fp32 tiled tensors yet: [ttnn.scatter] use ROW_MAJOR");
    require(src.dtype() == input.dtype(), "[ttnn.scatter] src: expected dtype ", input.dtype(), ", got ", src.dtype());
    require(!reduce || *reduce == "add" || *reduce == "multiply" || *reduce == "amin" || *reduce == "amax",
            "[ttnn.scatter] reduce: expected add, multiply, amin or amax, got ", reduce.value_or(""));
    const int64_t d = normalized_dim(name, dim, input.shape().rank());
    check_index_shape(name, index.shape(), input.shape(), "input", d);
    check_index_shape(name, index.shape(), src.shape(), "src", -1);
}

TensorSpec Scatter::output() const { return moved_spec(input, input.shape(), memory_config); }

Program Scatter::program() const {
    const int64_t d = normalized_dim(name, dim, input.shape().rank());
    return logical_program(
        scatter_device_programs(*input.device(), input.spec(), index.spec(), src.spec(), d, reduce.has_value(),
                                output()),
        [d, how = reduce](const Operands& o) {
            const DataType t = logical_type(o.in[0].spec->dtype());
            const auto result = logical_elements(o.in[0]), source = logical_elements(o.in[2]);
            const Shape& shape = o.in[1].spec->logical_shape();
            const auto starts = row_starts(shape, o.in[2].spec->logical_shape());
            const size_t n = element_size(t);
            for_each_indexed(name, shape, StoredIntegers(o.in[1]), o.in[0].spec->logical_shape(), d,
                             [&](int64_t r, int64_t c, int64_t at) {
                                 const int64_t from = starts[static_cast<size_t>(r)] + c;
                                 if (!how) return copy_element(source, from, result, at, n);
                                 store_from_double(t, result.data(), static_cast<size_t>(at),
                                                   reduced(*how, logical_number(t, result, static_cast<size_t>(at)),
                                                           logical_number(t, source, static_cast<size_t>(from))));
                             });
            store_logical(o.out[0], result);
        });
}

// --- fills

void IndexFill::validate() const {
    if (dim < 0)
        throw ArgumentTypeError(
            str("ttnn.index_fill(): incompatible function arguments: dim must not be negative, got ", dim));
    check_on_device(name, input);
    check_on_device(name, index);
    require(input.layout() == Layout::ROW_MAJOR && index.layout() == Layout::ROW_MAJOR,
            "Index fill: Only supporting row major layout");
    require(index.shape().rank() == 1, "Index fill: Index tensor must be 1D, got ", index.shape());
    require(index.dtype() == DataType::UINT32, "Index fill: Index tensor must be UINT32, got ", index.dtype());
    normalized_dim(name, dim, input.shape().rank());
}

Program IndexFill::program() const {
    return logical_program("IndexFillOperation", "MultiCore", input, [d = dim, v = value](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const Folded f(s, d);
        const DataType t = logical_type(o.in[0].spec->dtype());
        auto result = logical_elements(o.in[0]);
        for (int64_t given : logical_integers(o.in[1])) {
            const int64_t at = checked(name, given, f.extent);
            for (int64_t first = at * f.inner; first < s.volume(); first += f.extent * f.inner)
                for (int64_t i = 0; i < f.inner; ++i)
                    store_from_double(t, result.data(), static_cast<size_t>(first + i), v.value);
        }
        store_logical(o.out[0], result);
    });
}

void IndexedFill::validate() const {
    for (const auto* t : {&batch_id, &input_tensor_a, &input_tensor_b}) check_on_device(name, *t);
    const Shape &a = input_tensor_a.shape(), &b = input_tensor_b.shape();
    const int64_t d = normalized_dim(name, dim, a.rank());
    require(input_tensor_a.dtype() == input_tensor_b.dtype() && input_tensor_a.layout() == input_tensor_b.layout(),
            "indexed_fill: inputs must have the same dtype and layout");
    require(batch_id.layout() == Layout::ROW_MAJOR && is_integer(batch_id.dtype()),
            "indexed_fill: batch_id must be ROW_MAJOR integers");
    require(b.rank() == a.rank() && b[d] == batch_id.shape().volume(), "indexed_fill: input_b.size(", d,
            ") = ", b.rank() == a.rank() ? b[d] : 0, " must equal the number of batch ids ", batch_id.shape().volume());
    for (int64_t i = 0; i < static_cast<int64_t>(a.rank()); ++i)
        require(i == d || a[i] == b[i], "indexed_fill: inputs differ in dimension ", i, ": ", a, " and ", b);
}

Program IndexedFill::program() const {
    return logical_program(
        "IndexedFillDeviceOperation", "IndexedFillProgramFactory", input_tensor_a, [dim = dim](const Operands& o) {
            const Shape &a = o.in[1].spec->logical_shape(), &b = o.in[2].spec->logical_shape();
            const int64_t d = normalized_dim(name, dim, a.rank());
            const Folded to(a, d), from(b, d);
            auto result = logical_elements(o.in[1]);
            const auto source = logical_elements(o.in[2]);
            const auto positions = logical_integers(o.in[0]);
            const size_t bytes = static_cast<size_t>(to.inner) * logical_element_size(o.in[1].spec->dtype());
            const int64_t outer = a.volume() / std::max<int64_t>(1, to.extent * to.inner);
            for (int64_t n = 0; n < outer; ++n)
                for (size_t i = 0; i < positions.size(); ++i)
                    std::memcpy(result.data() +
                                    static_cast<size_t>(n * to.extent + checked(name, positions[i], to.extent)) * bytes,
                                source.data() + static_cast<size_t>(n * from.extent + static_cast<int64_t>(i)) * bytes,
                                bytes);
            store_logical(o.out[0], result);
        });
}

// --- nonzero, plus_one

void NonZero::validate() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "non_zero_indices: input must be rank-4, got rank ", s.rank());
    // The card stages element and coordinates of the whole tensor in one core.
    const int64_t staged = 32 * s.volume(), available = input_tensor.device()->model().l1_size;
    require(staged <= available, "non_zero_indices: indices staging buffer requires ", staged,
            " L1 bytes but a core has ", available, "; use a smaller tensor");
}

std::vector<TensorSpec> NonZero::output() const {
    const MemoryConfig config = memory_config.value_or(DRAM_MEMORY_CONFIG);
    return {{Shape{1, 1, 1, 8}, DataType::UINT32, Layout::ROW_MAJOR, config},
            {Shape{1, 1, 1, 4 * input_tensor.shape().volume()}, DataType::UINT32, Layout::ROW_MAJOR, config}};
}

Program NonZero::program() const {
    return logical_program(
        "NonZeroIndicesDeviceOperation", "NonZeroIndicesProgramFactory", input_tensor, [](const Operands& o) {
            const Shape& s = o.in[0].spec->logical_shape();
            const DataType t = logical_type(o.in[0].spec->dtype());
            const auto elements = logical_elements(o.in[0]);
            auto* coordinates = o.out[1].as<uint32_t>();
            uint32_t count = 0;
            for (int64_t i = 0; i < s.volume(); ++i) {
                if (logical_number(t, elements, static_cast<size_t>(i)) == 0) continue;
                int64_t rest = i;
                for (int64_t d = 4; d-- > 0; rest /= s[d])
                    coordinates[4 * count + static_cast<uint32_t>(d)] = static_cast<uint32_t>(rest % s[d]);
                ++count;
            }
            std::fill(coordinates + 4 * count, coordinates + 4 * s.volume(), 0u);
            std::fill(o.out[0].as<uint32_t>(), o.out[0].as<uint32_t>() + 8, 0u);
            *o.out[0].as<uint32_t>() = count;
        });
}

void PlusOne::validate() const {
    check_on_device(name, input_tensor);
    require(input_tensor.dtype() == DataType::INT32 || input_tensor.dtype() == DataType::UINT32,
            "Only INT32 and UINT32 is supported for inputs! [ttnn.plus_one] got ", input_tensor.dtype());
    require(input_tensor.layout() == Layout::ROW_MAJOR,
            "Only ROW_MAJOR layout is supported for inputs! [ttnn.plus_one]");
}

Program PlusOne::program() const {
    return logical_program("PlusOneDeviceOperation", "PlusOneProgramFactory", input_tensor,
                           [skip = skip_negative_entries](const Operands& o) {
                               const bool negative = skip && o.in[0].spec->dtype() == DataType::INT32;
                               auto* x = o.out[0].as<uint32_t>();
                               for (int64_t i = 0, n = o.in[0].spec->padded_shape().volume(); i < n; ++i)
                                   if (!negative || static_cast<int32_t>(x[i]) >= 0) ++x[i];
                           });
}

}  // namespace ttnn
