#include "ops/data_movement/movement.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <span>

#include "base/div_up.hpp"
#include "base/error.hpp"
#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/tile_movement.hpp"
#include "ops/data_movement/transpose_square.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

std::vector<int64_t> strides_of(const Shape& shape) {
    std::vector<int64_t> out(shape.rank(), 1);
    for (size_t i = shape.rank(); i-- > 1;) out[i - 1] = out[i] * shape.begin()[i];
    return out;
}

Movement permutation(const Shape& in, const std::vector<int64_t>& order) {
    const auto strides = strides_of(in);
    StridedCopy c;
    std::vector<int64_t> dims;
    for (auto d : order) {
        dims.push_back(in[d]);
        c.src_strides.push_back(strides[static_cast<size_t>(d)]);
    }
    c.dims = dims;
    c.dst_strides = strides_of(Shape(dims));
    return {{std::move(c)}, {}};
}

Movement same_order(const Shape& shape) {
    StridedCopy c;
    c.dims = {shape.rows(), shape.width()};
    c.src_strides = c.dst_strides = {shape.width(), 1};
    return {{std::move(c)}, {}};
}

namespace {

// Joins dimensions that lie behind one another in both, and drops those of extent 1.
StridedCopy simplified(const StridedCopy& in) {
    StridedCopy out = in;
    out.dims.clear();
    out.src_strides.clear();
    out.dst_strides.clear();
    for (size_t i = 0; i < in.dims.size(); ++i) {
        if (in.dims[i] == 1) continue;
        if (!out.dims.empty() && out.src_strides.back() == in.src_strides[i] * in.dims[i] &&
            out.dst_strides.back() == in.dst_strides[i] * in.dims[i]) {
            out.dims.back() *= in.dims[i];
            out.src_strides.back() = in.src_strides[i];
            out.dst_strides.back() = in.dst_strides[i];
        } else {
            out.append(in.dims[i], in.src_strides[i], in.dst_strides[i]);
        }
    }
    if (out.dims.empty()) out.append(1, 1, 1);
    return out;
}

bool is_empty(const StridedCopy& c) { return std::find(c.dims.begin(), c.dims.end(), 0) != c.dims.end(); }

int64_t volume(std::span<const int64_t> dims, size_t count) {
    return std::accumulate(dims.begin(), dims.begin() + static_cast<int64_t>(count), int64_t{1}, std::multiplies<>());
}

// Offsets of the n-th combination of the first `count` dimensions.
std::pair<int64_t, int64_t> offsets(const StridedCopy& c, size_t count, int64_t n) {
    int64_t src = c.src_offset, dst = c.dst_offset;
    for (size_t i = count; i-- > 0;) {
        src += n % c.dims[i] * c.src_strides[i];
        dst += n % c.dims[i] * c.dst_strides[i];
        n /= c.dims[i];
    }
    return {src, dst};
}

// Where logical element `index` of a tensor is in memory, and how many follow it without a gap.
class Place {
 public:
    explicit Place(const TensorSpec& s) : at_(s), width_(std::max<int64_t>(1, s.logical_shape().width())) {}
    size_t offset(int64_t index, int64_t& together) const {
        const int64_t row = index / width_, column = index % width_, inside = column % at_.piece;
        together = std::min(at_.piece - inside, width_ - column);
        return at_.row_offset(row) + static_cast<size_t>(column / at_.piece) * at_.step +
               static_cast<size_t>(inside) * at_.element;
    }

 private:
    RowLocator at_;
    int64_t width_;
};

void copy_run(const View& in, const Place& from, int64_t src, const View& out, const Place& to, int64_t dst, int64_t n,
              size_t element) {
    while (n > 0) {
        int64_t a, b;
        const size_t s = from.offset(src, a), d = to.offset(dst, b);
        const int64_t now = std::min({a, b, n});
        std::memcpy(out.data + d, in.data + s, static_cast<size_t>(now) * element);
        src += now;
        dst += now;
        n -= now;
    }
}

// The last dimension runs through memory on both sides: whole runs move.
void copy_runs(const StridedCopy& c, const View& in, const View& out) {
    const size_t outer = c.dims.size() - 1, element = element_size(in.spec->dtype());
    const Place from(*in.spec), to(*out.spec);
    const int64_t run = c.dims[outer], count = volume(c.dims, outer);
    // A single long run is cut, so that threads share it.
    const int64_t piece = count == 1 ? 65536 : run, parts = div_up(run, piece);
    parallel_pieces(static_cast<size_t>(count * parts),
                    static_cast<size_t>(std::max<int64_t>(1, 16384 / std::max<int64_t>(1, std::min(run, piece)))),
                    [&](size_t begin, size_t end) {
                        for (size_t i = begin; i < end; ++i) {
                            const auto [src, dst] = offsets(c, outer, static_cast<int64_t>(i) / parts);
                            const int64_t start = static_cast<int64_t>(i) % parts * piece;
                            copy_run(in, from, src + start, out, to, dst + start, std::min(piece, run - start),
                                     element);
                        }
                    });
}

// All else happens on plain arrays. Blocks of 32 by 32 over the dimensions that are dense on either side keep both
// sides in cache lines.
struct Plane {
    int64_t src_row, src_column, dst_row, dst_column;
};

template <class T>
void copy_plane(const T* src, T* dst, int64_t rows, int64_t columns, const Plane& p) {
    const bool turned = p.src_row == 1 && p.dst_column == 1;
    for (int64_t r0 = 0; r0 < rows; r0 += kSquare)
        for (int64_t c0 = 0; c0 < columns; c0 += kSquare) {
            if (turned && r0 + kSquare <= rows && c0 + kSquare <= columns) {
                transpose_square(src + r0 + c0 * p.src_column, p.src_column, dst + r0 * p.dst_row + c0, p.dst_row);
                continue;
            }
            for (int64_t r = r0; r < std::min(rows, r0 + kSquare); ++r)
                for (int64_t c = c0; c < std::min(columns, c0 + kSquare); ++c)
                    dst[r * p.dst_row + c * p.dst_column] = src[r * p.src_row + c * p.src_column];
        }
}

// Of each plane a piece of so many rows and columns at a time, whose lines stay in the second cache.
constexpr int64_t kPlaneRows = 512, kPlaneColumns = 256, kLeastElements = 16384;

template <class T>
void copy_elements(const StridedCopy& c, const T* in, T* out) {
    // The plane: the last dimension and the one whose source lies closest.
    const size_t last = c.dims.size() - 1;
    size_t other = last;
    for (size_t i = 0; i < last; ++i)
        if (other == last || c.src_strides[i] < c.src_strides[other]) other = i;
    StridedCopy rest = c;
    rest.dims.clear(), rest.src_strides.clear(), rest.dst_strides.clear();
    for (size_t i = 0; i < last; ++i)
        if (i != other) rest.append(c.dims[i], c.src_strides[i], c.dst_strides[i]);
    const bool one_row = other == last;
    const Plane plane{one_row ? 0 : c.src_strides[other], c.src_strides[last], one_row ? 0 : c.dst_strides[other],
                      c.dst_strides[last]};
    const int64_t rows = one_row ? 1 : c.dims[other], columns = c.dims[last], high = std::min(rows, kPlaneRows),
                  wide = std::min(columns, one_row ? kLeastElements : kPlaneColumns), down = div_up(rows, high),
                  across = div_up(columns, wide);
    parallel_pieces(static_cast<size_t>(volume(rest.dims, rest.dims.size()) * down * across),
                    static_cast<size_t>(std::max<int64_t>(1, kLeastElements / (high * wide))),
                    [&](size_t begin, size_t end) {
                        for (auto i = static_cast<int64_t>(begin); i < static_cast<int64_t>(end); ++i) {
                            const auto [src, dst] = offsets(rest, rest.dims.size(), i / (down * across));
                            const int64_t r = i / across % down * high, x = i % across * wide;
                            copy_plane(in + src + r * plane.src_row + x * plane.src_column,
                                       out + dst + r * plane.dst_row + x * plane.dst_column, std::min(high, rows - r),
                                       std::min(wide, columns - x), plane);
                        }
                    });
}

// Whether a tensor's memory is its plain array.
bool is_plain(const TensorSpec& s, DataType held) {
    return s.layout() == Layout::ROW_MAJOR && s.dtype() == held && s.padded_shape() == s.logical_shape();
}

// `n` elements of `value`.
void fill_elements(std::byte* data, size_t n, DataType stored, double value) {
    constexpr size_t piece = size_t{1} << 16;
    const size_t element = element_size(stored);
    parallel_pieces(n, piece, [&](size_t begin, size_t end) {
        std::byte* to = data + begin * element;
        const size_t size = (end - begin) * element;
        store_from_double(stored, to, 0, value);
        for (size_t done = element; done < size; done *= 2) std::memcpy(to + done, to, std::min(done, size - done));
    });
}

// `held`: what the plain arrays hold, FLOAT32 when the input or the output is block float.
template <class T>
void run_linear(const Movement& m, const Operands& o, DataType held) {
    const View& out = o.out[0];
    const auto count = static_cast<size_t>(out.spec->logical_shape().volume());
    const bool shared = std::any_of(m.copies.begin(), m.copies.end(),
                                    [&](const auto& copy) { return o.in[copy.input].data == out.data; });
    const bool direct = is_plain(*out.spec, held) && !shared;
    PlainElements result(direct ? 0 : count * sizeof(T)), source;
    std::byte* to = direct ? out.data : result.data();
    int64_t copied = 0;
    for (const auto& copy : m.copies) copied += volume(copy.dims, copy.dims.size());
    if (m.fill || copied < static_cast<int64_t>(count)) fill_elements(to, count, held, m.fill.value_or(0));
    size_t loaded = SIZE_MAX;
    for (const auto& copy : m.copies) {
        const View& in = o.in[copy.input];
        const bool plain = is_plain(*in.spec, held);
        if (!plain && copy.input != loaded) {
            source = logical_elements(in);
            loaded = copy.input;
        }
        copy_elements(simplified(copy), reinterpret_cast<const T*>(plain ? in.data : source.data()),
                      reinterpret_cast<T*>(to));
    }
    if (!direct) store_logical(out, result, held);
}

// Whether a movement goes in runs along the last dimension, long enough on the average.
bool moves_in_runs(const Movement& m) {
    constexpr int64_t least = 8;
    int64_t elements = 0, runs = 0;
    for (const auto& copy : m.copies) {
        const auto c = simplified(copy);
        if (c.src_strides.back() != 1 || c.dst_strides.back() != 1) return false;
        const int64_t n = volume(c.dims, c.dims.size());
        elements += n;
        runs += n / c.dims.back();
    }
    return elements >= least * runs;
}

}  // namespace

void run_movement(const Movement& m, const Operands& o) {
    const View& out = o.out[0];
    if (out.spec->logical_shape().volume() == 0 || run_by_tiles(m, o)) return;
    if (std::any_of(m.copies.begin(), m.copies.end(), is_empty)) {
        Movement rest = m;
        std::erase_if(rest.copies, is_empty);
        return run_movement(rest, o);
    }
    const bool block = is_block_float(out.spec->dtype()) ||
                       (!m.copies.empty() && is_block_float(o.in[m.copies[0].input].spec->dtype()));
    const DataType held = block ? DataType::FLOAT32 : out.spec->dtype();
    if (!block && moves_in_runs(m)) {
        const size_t stored = out.spec->host_bytes() / element_size(held);
        if (m.fill) fill_elements(out.data, stored, held, *m.fill);
        for (const auto& copy : m.copies) {
            const bool in_place = o.in[copy.input].data == out.data && copy.src_strides == copy.dst_strides &&
                                  copy.src_offset == copy.dst_offset;
            if (!in_place) copy_runs(simplified(copy), o.in[copy.input], out);
        }
        return;
    }
    switch (element_size(held)) {
        case 4: return run_linear<uint32_t>(m, o, held);
        case 2: return run_linear<uint16_t>(m, o, held);
        default: return run_linear<uint8_t>(m, o, held);
    }
}

}  // namespace ttnn
