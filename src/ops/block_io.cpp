#include "ops/block_io.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/error.hpp"
#include "kernels/table.hpp"
#include "ops/convert_run.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {
namespace {

// Rows and columns of a block-float tensor in tiles; groups of 16 elements share an exponent.
struct BlockFloatRows {
    explicit BlockFloatRows(const TensorSpec& s)
        : tile(s.tile()),
          dtype(s.dtype()),
          height(s.logical_shape().height()),
          padded_height(s.padded_shape().height()),
          columns(s.logical_shape().width()),
          tiles_across(s.padded_shape().width() / tile.width),
          tile_bytes(tile.bytes(dtype)),
          exponents(exponent_bytes(tile)),
          groups(tile.width / 16),
          row_codes(dtype == DataType::BFLOAT8_B ? tile.width : tile.width / 2) {}

    std::byte* tile_at(std::byte* data, int64_t row, int64_t tile_column) const {
        return data + (static_cast<size_t>(padded(row) / tile.height * tiles_across + tile_column)) * tile_bytes;
    }
    int64_t padded(int64_t row) const { return row / height * padded_height + row % height; }
    int64_t row_in_tile(int64_t row) const { return padded(row) % tile.height; }

    Tile tile;
    DataType dtype;
    int64_t height, padded_height, columns, tiles_across;
    size_t tile_bytes, exponents;
    int64_t groups;
    size_t row_codes;
};

void load_block_float_row(const BlockFloatRows& b, std::byte* data, int64_t row, int64_t column, int64_t width,
                          float* dst) {
    const auto r = static_cast<size_t>(b.row_in_tile(row));
    float tail[32];
    for (int64_t c = 0; c < width; c += b.tile.width) {
        const std::byte* tile = b.tile_at(data, row, (column + c) / b.tile.width);
        const int64_t n = std::min<int64_t>(b.tile.width, width - c);
        float* to = n == b.tile.width ? dst + c : tail;
        unpack_groups(b.dtype, tile + r * static_cast<size_t>(b.groups), tile + b.exponents + r * b.row_codes, to,
                      b.groups);
        if (to == tail) std::memcpy(dst + c, tail, static_cast<size_t>(n) * 4);
    }
}

void store_block_float_row(const BlockFloatRows& b, std::byte* data, int64_t row, int64_t column, int64_t width,
                           const float* src) {
    const auto r = static_cast<size_t>(b.row_in_tile(row));
    float tail[32];
    for (int64_t c = 0; c < width; c += b.tile.width) {
        std::byte* tile = b.tile_at(data, row, (column + c) / b.tile.width);
        const int64_t n = std::min<int64_t>(b.tile.width, width - c);
        const float* from = src + c;
        if (n < b.tile.width) {
            std::fill(std::copy(from, from + n, tail), tail + 32, 0.0f);
            from = tail;
        }
        pack_groups(b.dtype, from, tile + r * static_cast<size_t>(b.groups), tile + b.exponents + r * b.row_codes,
                    b.groups);
    }
}

// Calls f(row within the range, rows, byte offset of the first) for rows [row, row + count) that lie together.
template <class RunFunction>
void for_each_run(const RowLocator& at, int64_t row, int64_t count, RunFunction f) {
    for (int64_t r = 0, n; r < count; r += n) {
        n = std::min(count - r, at.rows_together(row + r));
        f(r, n, at.row_offset(row + r));
    }
}

// Calls f(byte offset, column within the range, elements) for the pieces of columns [column, column + width) of the row
// that begins at `base`.
template <class PieceFunction>
void for_each_piece(const RowLocator& at, size_t base, int64_t column, int64_t width, PieceFunction f) {
    for (int64_t c = column; c < column + width;) {
        const int64_t inside = c % at.piece, n = std::min(at.piece - inside, column + width - c);
        f(base + static_cast<size_t>(c / at.piece) * at.step + static_cast<size_t>(inside) * at.element, c - column, n);
        c += n;
    }
}
template <class PieceFunction>
void for_each_piece(const RowLocator& at, int64_t row, PieceFunction f) {
    for_each_piece(at, at.row_offset(row), 0, at.columns, f);
}

constexpr int64_t kPiece = 32, kTogether = 4;

// Pieces of columns [column, column + width) that are whole rows of tiles in bf16 or float32, which one call converts.
int64_t whole_pieces(const View& v, const RowLocator& at, int64_t column, int64_t width) {
    const bool floats = v.spec->dtype() == DataType::BFLOAT16 || v.spec->dtype() == DataType::FLOAT32;
    return floats && v.spec->is_tile() && at.piece == kPiece && column % kPiece == 0 ? width / kPiece : 0;
}
void load_pieces(DataType t, const std::byte* from, size_t step, float* to, int64_t count) {
    if (t == DataType::BFLOAT16)
        return kernels::table().half_maps.widen_pieces(reinterpret_cast<const uint16_t*>(from), step / 2, to,
                                                       static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i, from += step, to += kPiece) std::memcpy(to, from, kPiece * sizeof(float));
}
void store_pieces(DataType t, const float* from, std::byte* to, size_t step, int64_t count) {
    if (t == DataType::BFLOAT16)
        return kernels::table().half_maps.narrow_pieces(from, reinterpret_cast<uint16_t*>(to), step / 2,
                                                        static_cast<size_t>(count), false);
    for (int64_t i = 0; i < count; ++i, from += kPiece, to += step) std::memcpy(to, from, kPiece * sizeof(float));
}

}  // namespace

void load_rows(const View& src, int64_t row, int64_t count, float* dst, int64_t stride) {
    load_block(src, row, count, 0, src.spec->logical_shape().width(), dst, stride);
}

void store_rows(const View& dst, int64_t row, int64_t count, const float* src, int64_t stride) {
    store_block(dst, row, count, 0, dst.spec->logical_shape().width(), src, stride);
}

void load_block(const View& src, int64_t row, int64_t count, int64_t column, int64_t width, float* dst,
                int64_t stride) {
    const DataType t = src.spec->dtype();
    if (is_block_float(t)) {
        const BlockFloatRows b(*src.spec);
        for (int64_t r = 0; r < count; ++r) load_block_float_row(b, src.data, row + r, column, width, dst + r * stride);
        return;
    }
    const RowLocator at(*src.spec);
    const int64_t whole = whole_pieces(src, at, column, width), done = whole * kPiece;
    const size_t first = static_cast<size_t>(column / at.piece) * at.step;
    for_each_run(at, row, count, [&](int64_t r, int64_t rows, size_t base) {
        if (width == kPiece && whole == 1 && stride == kPiece)  // rows of one tile
            return to_floats(t, src.data + base + first, dst + r * stride, rows * kPiece);
        // Rows of a few tiles at a time, whose memory is then walked as it lies.
        const int64_t together = rows > 1 ? kTogether : whole;
        for (int64_t p = 0; p < whole; p += together)
            for (int64_t i = 0; i < rows; ++i)
                load_pieces(
                    t,
                    src.data + base + static_cast<size_t>(i) * at.row_step + first + static_cast<size_t>(p) * at.step,
                    at.step, dst + (r + i) * stride + p * kPiece, std::min(together, whole - p));
        for (; rows > 0 && done < width; --rows, ++r, base += at.row_step)
            for_each_piece(at, base, column + done, width - done, [&](size_t offset, int64_t c, int64_t n) {
                to_floats(t, src.data + offset, dst + r * stride + done + c, n);
            });
    });
}

void store_block(const View& dst, int64_t row, int64_t count, int64_t column, int64_t width, const float* src,
                 int64_t stride) {
    const DataType t = dst.spec->dtype();
    if (is_block_float(t)) {
        const BlockFloatRows b(*dst.spec);
        for (int64_t r = 0; r < count; ++r)
            store_block_float_row(b, dst.data, row + r, column, width, src + r * stride);
        return;
    }
    const RowLocator at(*dst.spec);
    const int64_t whole = whole_pieces(dst, at, column, width), done = whole * kPiece;
    const size_t first = static_cast<size_t>(column / at.piece) * at.step;
    for_each_run(at, row, count, [&](int64_t r, int64_t rows, size_t base) {
        if (width == kPiece && whole == 1 && stride == kPiece)  // rows of one tile
            return from_floats(t, src + r * stride, dst.data + base + first, rows * kPiece);
        for (; rows > 0; --rows, ++r, base += at.row_step) {
            if (whole) store_pieces(t, src + r * stride, dst.data + base + first, at.step, whole);
            for_each_piece(at, base, column + done, width - done, [&](size_t offset, int64_t c, int64_t n) {
                from_floats(t, src + r * stride + done + c, dst.data + offset, n);
                // What lies beyond the last column of a tile is padding; keep it clean.
                if (dst.spec->is_tile() && n < at.piece && column + done + c + n == at.columns)
                    std::memset(dst.data + offset + static_cast<size_t>(n) * at.element, 0,
                                static_cast<size_t>(at.piece - n) * at.element);
            });
        }
    });
}

void load_rows_raw(const View& src, int64_t row, int64_t count, void* dst, int64_t stride) {
    const RowLocator at(*src.spec);
    auto* out = static_cast<std::byte*>(dst);
    for (int64_t r = 0; r < count; ++r)
        for_each_piece(at, row + r, [&](size_t offset, int64_t c, int64_t n) {
            std::memcpy(out + static_cast<size_t>(r * stride + c) * at.element, src.data + offset,
                        static_cast<size_t>(n) * at.element);
        });
}

void store_rows_raw(const View& dst, int64_t row, int64_t count, const void* src, int64_t stride) {
    const RowLocator at(*dst.spec);
    const auto* in = static_cast<const std::byte*>(src);
    for (int64_t r = 0; r < count; ++r)
        for_each_piece(at, row + r, [&](size_t offset, int64_t c, int64_t n) {
            std::memcpy(dst.data + offset, in + static_cast<size_t>(r * stride + c) * at.element,
                        static_cast<size_t>(n) * at.element);
        });
}

RowPieces::RowPieces(const TensorSpec& spec, int64_t target)
    : rows_(spec.logical_shape().rows()),
      height_(spec.is_tile() ? std::max<int64_t>(1, spec.logical_shape().height()) : std::max<int64_t>(1, rows_)) {
    const int64_t unit = spec.is_tile() ? spec.tile().height : 1;
    const int64_t wanted = std::max<int64_t>(1, target / std::max<int64_t>(1, spec.logical_shape().width()));
    lines_ = std::max(unit, wanted / unit * unit);
    per_matrix_ = (height_ + lines_ - 1) / lines_;
    pieces_ = rows_ / height_ * per_matrix_;
}

RowPieces::Range RowPieces::operator[](int64_t piece) const {
    const int64_t start = piece / per_matrix_ * height_, at = piece % per_matrix_ * lines_;
    return {start + at, start + std::min(height_, at + lines_)};
}

int64_t flat_size(const TensorSpec& s) {
    return s.is_tile() ? s.num_tiles() * static_cast<int64_t>(s.tile().volume()) : s.padded_shape().volume();
}

void load_flat(const View& src, int64_t begin, int64_t count, float* dst) {
    const auto& s = *src.spec;
    if (!is_block_float(s.dtype()))
        return to_floats(s.dtype(), src.data + static_cast<size_t>(begin) * element_size(s.dtype()), dst, count);
    const auto volume = static_cast<int64_t>(s.tile().volume());
    for (int64_t i = 0; i < count; i += volume) {
        const std::byte* tile = src.data + static_cast<size_t>((begin + i) / volume) * s.tile().bytes(s.dtype());
        unpack_groups(s.dtype(), tile, tile + exponent_bytes(s.tile()), dst + i, volume / 16);
    }
}

void store_flat(const View& dst, int64_t begin, int64_t count, const float* src) {
    const auto& s = *dst.spec;
    if (!is_block_float(s.dtype()))
        return from_floats(s.dtype(), src, dst.data + static_cast<size_t>(begin) * element_size(s.dtype()), count);
    const auto volume = static_cast<int64_t>(s.tile().volume());
    for (int64_t i = 0; i < count; i += volume) {
        std::byte* tile = dst.data + static_cast<size_t>((begin + i) / volume) * s.tile().bytes(s.dtype());
        pack_groups(s.dtype(), src + i, tile, tile + exponent_bytes(s.tile()), volume / 16);
    }
}

}  // namespace ttnn
