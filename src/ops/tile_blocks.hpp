// Matrices in blocks of 32x32, the form in which the matrix kernels want their operands: whatever the layout, tile
// shape and dtype of a tensor, a block comes as 1024 floats or bfloat16 in rows, with zeros beyond the matrix. A
// natural tile of the wanted dtype is handed out where it lies.
#pragma once
#include <algorithm>
#include <cstring>
#include <type_traits>

#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/convert_run.hpp"

namespace ttnn {

inline int64_t tiles_of(int64_t n) { return (n + 31) / 32; }
inline bool fits_bfloat16(DataType t) { return t == DataType::BFLOAT16 || is_block_float(t); }

class TileBlocks {
 public:
    /// Matrices of `rows` logical rows that follow one another in `view`: the tensor's own, or all rows as one matrix.
    TileBlocks(const View& view, int64_t rows)
        : view_(view),
          rows_(rows),
          columns_(view.spec->logical_shape().width()),
          across_(view.spec->padded_shape().width() / 32) {
        const auto& s = *view.spec;
        const int64_t height = s.logical_shape().height(), padded = s.padded_shape().height();
        direct_ = s.is_tile() && s.tile() == Tile{} && (height == rows || height == padded) &&
                  (fits_bfloat16(s.dtype()) || s.dtype() == DataType::FLOAT32);
        if (direct_) bytes_ = s.tile().bytes(s.dtype());
        down_ = height == rows ? padded / 32 : tiles_of(rows);
    }

    int64_t rows() const { return rows_; }
    int64_t columns() const { return columns_; }
    DataType dtype() const { return view_.spec->dtype(); }
    /// Whether blocks are natural tiles in memory, and where one of them lies.
    bool direct() const { return direct_; }
    std::byte* tile(int64_t matrix, int64_t row, int64_t column) const {
        return view_.data + static_cast<size_t>((matrix * down_ + row / 32) * across_ + column / 32) * bytes_;
    }
    size_t tile_bytes() const { return bytes_; }
    size_t row_of_tiles() const { return static_cast<size_t>(across_) * bytes_; }

    /// Asks for a block ahead of its use.
    void fetch(int64_t matrix, int64_t row, int64_t column) const {
        if (!direct_ || row >= rows_) return;
        const std::byte* from = tile(matrix, row, column);
        for (size_t at = 0; at < bytes_; at += 64) __builtin_prefetch(from + at, 0, 2);
    }

    /// Blocks from (row, column), for kernels to fetch while they work on others; nothing where they do not lie as
    /// tiles. `down`: below one another.
    kernels::Ahead ahead(int64_t matrix, int64_t row, int64_t column, bool down) const {
        if (!direct_ || row >= rows_ || column >= columns_) return {};
        return {tile(matrix, row, column), down ? row_of_tiles() : bytes_, down ? bytes_ : row_of_tiles(), bytes_};
    }

    /// Block at (row, column), multiples of 32: in memory, or written to `out`.
    template <class T>
    const T* load(int64_t matrix, int64_t row, int64_t column, T* out) const {
        const int64_t height = std::min<int64_t>(32, rows_ - row), width = std::min<int64_t>(32, columns_ - column);
        const bool whole = height == 32 && width == 32;
        if (direct_ && whole && dtype() == (std::is_same_v<T, float> ? DataType::FLOAT32 : DataType::BFLOAT16))
            return reinterpret_cast<const T*>(tile(matrix, row, column));
        if constexpr (std::is_same_v<T, float>) {
            load_floats(matrix, row, column, height, width, out);
        } else {
            float floats[kernels::kPiece];
            load_floats(matrix, row, column, height, width, floats);
            kernels::table().convert.float_to_bfloat16(floats, out, kernels::kPiece);
        }
        return out;
    }

    /// All rows of a matrix, `stride` floats apart, with zeros up to the width of whole blocks.
    void load_rows(int64_t matrix, float* out, int64_t stride) const {
        ttnn::load_rows(view_, matrix * rows_, rows_, out, stride);
        for (int64_t r = 0; r < rows_; ++r)
            std::fill(out + r * stride + columns_, out + r * stride + tiles_of(columns_) * 32, 0.0f);
    }

    /// Writes rows [row, row + count), count <= 32, of the 32 columns at `column` from a block.
    void store(int64_t matrix, int64_t row, int64_t count, int64_t column, const float* block) const {
        const int64_t width = std::min<int64_t>(32, columns_ - column);
        if (!direct_ || width < 32) return store_block(view_, matrix * rows_ + row, count, column, width, block, 32);
        std::byte* to = tile(matrix, row, column);
        if (!is_block_float(dtype())) return from_floats(dtype(), block, to, count * 32);
        pack_groups(dtype(), block, to, to + exponent_bytes(Tile{}), count * 2);
    }

 private:
    void load_floats(int64_t matrix, int64_t row, int64_t column, int64_t height, int64_t width, float* out) const {
        if (!direct_) {
            if (height < 32 || width < 32) std::memset(out, 0, kernels::kPiece * sizeof(float));
            return load_block(view_, matrix * rows_ + row, height, column, width, out, 32);
        }
        const std::byte* from = tile(matrix, row, column);
        if (is_block_float(dtype())) unpack_groups(dtype(), from, from + exponent_bytes(Tile{}), out, 2 * height);
        else to_floats(dtype(), from, out, height * 32);
        if (width < 32)
            for (int64_t r = 0; r < height; ++r) std::fill(out + r * 32 + width, out + r * 32 + 32, 0.0f);
        std::fill(out + height * 32, out + kernels::kPiece, 0.0f);
    }

    View view_;
    int64_t rows_, columns_, across_, down_ = 0;
    bool direct_;
    size_t bytes_ = 0;
};

}  // namespace ttnn
