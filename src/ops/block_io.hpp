// How operations read and write tensors in floats: logical rows (over all dimensions but the last) of a View, in any
// layout and dtype, to and from plain float rows. Only logical elements are read, so padding never leaks into a result;
// writing a row of a tile also zeroes the padding to its right. Integers above 2^24 do not survive floats: integer
// operations use load_rows_raw / store_rows_raw.
#pragma once
#include <cstdint>

#include "tensor/view.hpp"

namespace ttnn {

/// Copies rows [row, row + count) to `dst`, `stride` floats apart. Rows in one row of tiles are fastest.
void load_rows(const View& src, int64_t row, int64_t count, float* dst, int64_t stride);
/// Rounds to nearest even. A block-float tile row must be written whole (all its rows in one call or the last call
/// ending at its last row); start at a multiple of the tile height within a matrix.
void store_rows(const View& dst, int64_t row, int64_t count, const float* src, int64_t stride);

/// The same for columns [column, column + width), both at multiples of a tile's width (or at the end) in TILE layout.
void load_block(const View& src, int64_t row, int64_t count, int64_t column, int64_t width, float* dst, int64_t stride);
void store_block(const View& dst, int64_t row, int64_t count, int64_t column, int64_t width, const float* src,
                 int64_t stride);

/// The same without conversion, element_size(dtype) bytes an element; `stride` in elements. Not for block floats.
void load_rows_raw(const View& src, int64_t row, int64_t count, void* dst, int64_t stride);
void store_rows_raw(const View& dst, int64_t row, int64_t count, const void* src, int64_t stride);

/// Logical rows of a tensor, and a division of them into pieces of work that respects tile rows: piece i is rows
/// [begin, end).
struct RowPieces {
    /// About `target` elements a piece; whole tile rows of a matrix in TILE layout.
    RowPieces(const TensorSpec& spec, int64_t target = 16384);
    int64_t count() const { return pieces_; }
    struct Range {
        int64_t begin, end;
    };
    Range operator[](int64_t piece) const;

 private:
    int64_t rows_, height_, per_matrix_, lines_, pieces_;
};

/// Consecutive elements of the whole storage, padding included, as floats: for element-wise work on tensors of equal
/// spec. `begin` and `count` are multiples of a tile's volume in TILE layout.
void load_flat(const View& src, int64_t begin, int64_t count, float* dst);
void store_flat(const View& dst, int64_t begin, int64_t count, const float* src);
/// Elements in the whole storage.
int64_t flat_size(const TensorSpec& spec);

}  // namespace ttnn
