#include "ops/data_movement/tile_movement.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/transpose_square.hpp"

namespace ttnn {
namespace {

constexpr int64_t kSide = kSquare;  // other tile shapes take the general way

// One side of a copy: its matrices, and the first tile of the region in the first of them.
struct Side {
    explicit Side(const TensorSpec& s)
        : height(s.logical_shape().height()),
          width(s.logical_shape().width()),
          down(s.padded_shape().height() / kSide),
          across(s.padded_shape().width() / kSide) {}
    int64_t height, width, down, across;
    int64_t matrix = 0, row = 0, column = 0;  // tiles
    bool place(int64_t offset) {
        matrix = offset / (height * width);
        row = offset / width % height;
        column = offset % width;
        const bool whole = row % kSide == 0 && column % kSide == 0;
        row /= kSide;
        column /= kSide;
        return whole;
    }
};

// A copy in tiles: a region of rows x columns tiles of the output for each combination of the outer dimensions.
struct TileCopy {
    Side in, out;
    size_t input;
    bool transposed = false;
    int64_t rows = 1, columns = 1;         // of the output, tiles
    std::vector<int64_t> outer, from, to;  // extents and steps in matrices
    int64_t matrices() const { return std::accumulate(outer.begin(), outer.end(), int64_t{1}, std::multiplies<>()); }
};

// What a dimension runs over on one side.
enum class Axis { Row, Column, Matrix, Neither };
Axis axis(int64_t stride, const Side& s) {
    if (s.width > 1 && stride == 1) return Axis::Column;
    if (s.height > 1 && stride == s.width) return Axis::Row;
    return stride % (s.height * s.width) == 0 ? Axis::Matrix : Axis::Neither;
}

// The region must end at a tile, or where the output's matrix ends.
bool ends_well(int64_t first_tile, int64_t extent, int64_t of) {
    return extent % kSide == 0 || first_tile * kSide + extent == of;
}

bool add_dimension(TileCopy& t, int64_t extent, int64_t src_stride, int64_t dst_stride, int64_t& height, int64_t& width,
                   bool& straight) {
    const Axis a = axis(src_stride, t.in), b = axis(dst_stride, t.out);
    if (a == Axis::Neither || b == Axis::Neither || (a == Axis::Matrix) != (b == Axis::Matrix)) return false;
    if (a == Axis::Matrix) {
        t.outer.push_back(extent);
        t.from.push_back(src_stride / (t.in.height * t.in.width));
        t.to.push_back(dst_stride / (t.out.height * t.out.width));
        return true;
    }
    (a == b ? straight : t.transposed) = true;
    int64_t& size = b == Axis::Row ? height : width;
    const int64_t in_first = a == Axis::Row ? t.in.row : t.in.column,
                  out_first = b == Axis::Row ? t.out.row : t.out.column;
    const bool inside = in_first * kSide + extent <= (a == Axis::Row ? t.in.height : t.in.width) &&
                        out_first * kSide + extent <= (b == Axis::Row ? t.out.height : t.out.width);
    if (size != 1 || !inside) return false;
    size = extent;
    return true;
}

std::optional<TileCopy> in_tiles(const StridedCopy& c, const TensorSpec& src, const TensorSpec& dst) {
    TileCopy t{Side(src), Side(dst), c.input, false, 1, 1, {}, {}, {}};
    if (!t.in.place(c.src_offset) || !t.out.place(c.dst_offset)) return {};
    int64_t height = 1, width = 1;
    bool straight = false;
    for (size_t i = 0; i < c.dims.size(); ++i)
        if (c.dims[i] != 1 && !add_dimension(t, c.dims[i], c.src_strides[i], c.dst_strides[i], height, width, straight))
            return {};
    if (straight && t.transposed) return {};
    if (!ends_well(t.out.row, height, t.out.height) || !ends_well(t.out.column, width, t.out.width)) return {};
    t.rows = (height + kSide - 1) / kSide;
    t.columns = (width + kSide - 1) / kSide;
    return t;
}

bool tiled(const TensorSpec& s) {
    return s.is_tile() && s.tile().height == kSide && s.tile().width == kSide && s.logical_shape().rank() >= 1;
}

template <class T>
void transpose_tile(const T* in, T* out) {
    transpose_square(in, kSide, out, kSide);
}

// Block floats share exponents along rows, so a transposed tile is packed anew.
void transpose_block_floats(const View& in, int64_t in_row, int64_t in_column, int64_t height, int64_t width,
                            const View& out, int64_t out_row, int64_t out_column) {
    uint32_t values[kSide * kSide] = {}, turned[kSide * kSide];
    load_block(in, in_row, height, in_column, width, reinterpret_cast<float*>(values), kSide);
    transpose_tile(values, turned);
    store_block(out, out_row, width, out_column, height, reinterpret_cast<const float*>(turned), kSide);
}

void transpose_tile_row(const TileCopy& t, const View& in, const View& out, int64_t src_matrix, int64_t dst_matrix,
                        int64_t row) {
    const DataType type = out.spec->dtype();
    const size_t bytes = out.spec->tile().bytes(type);
    for (int64_t j = 0; j < t.columns; ++j) {
        const int64_t in_row = t.in.row + j, in_column = t.in.column + row, out_row = t.out.row + row,
                      out_column = t.out.column + j;
        if (is_block_float(type)) {
            const int64_t height = std::min(kSide, t.in.height - in_row * kSide),
                          width = std::min(kSide, t.in.width - in_column * kSide);
            transpose_block_floats(in, src_matrix * t.in.height + in_row * kSide, in_column * kSide, height, width, out,
                                   dst_matrix * t.out.height + out_row * kSide, out_column * kSide);
            continue;
        }
        const std::byte* from =
            in.data + static_cast<size_t>((src_matrix * t.in.down + in_row) * t.in.across + in_column) * bytes;
        std::byte* to =
            out.data + static_cast<size_t>((dst_matrix * t.out.down + out_row) * t.out.across + out_column) * bytes;
        switch (element_size(type)) {
            case 4: transpose_tile(reinterpret_cast<const uint32_t*>(from), reinterpret_cast<uint32_t*>(to)); break;
            case 2: transpose_tile(reinterpret_cast<const uint16_t*>(from), reinterpret_cast<uint16_t*>(to)); break;
            default: transpose_tile(reinterpret_cast<const uint8_t*>(from), reinterpret_cast<uint8_t*>(to));
        }
    }
}

// A row of tiles, of which `rows` are no padding.
void copy_tiles(const std::byte* from, std::byte* to, int64_t count, int64_t rows, DataType type) {
    const size_t bytes = Tile{}.bytes(type);
    if (is_block_float(type) || rows >= kSide) {
        std::memmove(to, from, static_cast<size_t>(count) * bytes);
        return;
    }
    for (int64_t i = 0; i < count; ++i, from += bytes, to += bytes)
        std::memmove(to, from, static_cast<size_t>(rows * kSide) * element_size(type));
}

void run_copy(const TileCopy& t, const View& in, const View& out) {
    const DataType type = out.spec->dtype();
    const size_t bytes = Tile{}.bytes(type);
    const int64_t rows = t.matrices() * t.rows, together = std::max<int64_t>(1, 16 / t.columns);
    parallel_for(static_cast<size_t>((rows + together - 1) / together), [&](size_t piece) {
        for (int64_t i = static_cast<int64_t>(piece) * together;
             i < std::min(rows, (static_cast<int64_t>(piece) + 1) * together); ++i) {
            const int64_t row = i % t.rows;
            int64_t src = t.in.matrix, dst = t.out.matrix, rest = i / t.rows;
            for (size_t d = t.outer.size(); d-- > 0; rest /= t.outer[d]) {
                src += rest % t.outer[d] * t.from[d];
                dst += rest % t.outer[d] * t.to[d];
            }
            if (t.transposed) {
                transpose_tile_row(t, in, out, src, dst, row);
                continue;
            }
            const int64_t from = (src * t.in.down + t.in.row + row) * t.in.across + t.in.column,
                          to = (dst * t.out.down + t.out.row + row) * t.out.across + t.out.column;
            copy_tiles(in.data + static_cast<size_t>(from) * bytes, out.data + static_cast<size_t>(to) * bytes,
                       t.columns, t.out.height - (t.out.row + row) * kSide, type);
        }
    });
}

}  // namespace

bool run_by_tiles(const Movement& m, const Operands& o) {
    const TensorSpec& out = *o.out[0].spec;
    if (m.fill || !tiled(out)) return false;
    std::vector<TileCopy> copies;
    for (const auto& c : m.copies) {
        const TensorSpec& in = *o.in[c.input].spec;
        if (!tiled(in) || in.dtype() != out.dtype()) return false;
        auto copy = in_tiles(c, in, out);
        if (!copy) return false;
        copies.push_back(std::move(*copy));
    }
    for (const auto& c : copies) run_copy(c, o.in[c.input], o.out[0]);
    return true;
}

}  // namespace ttnn
