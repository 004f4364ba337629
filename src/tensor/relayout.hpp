// Moves the logical elements of a tensor into another layout, padding or tile shape, element by element of the same
// dtype, without arithmetic. Padding of the destination is filled with zeros. It serves transfers, tilize and untilize.
#pragma once
#include "tensor/view.hpp"

namespace ttnn {

/// src and dst have the same logical shape and dtype; block floats must agree in everything (their tiles are copied
/// whole).
void relayout(const View& src, const View& dst);

/// Byte offset of row `row` (logical rows counted over all dimensions but the last), column `column`, of a tensor that
/// is not block float.
struct RowLocator {
    explicit RowLocator(const TensorSpec& spec);
    /// Offset of the first element of a row; its pieces of `piece` elements (a tile's width, or the whole row) lie
    /// `step` bytes apart.
    size_t row_offset(int64_t row) const;
    /// How many rows from this one on lie `row_step` bytes apart: those of a tile.
    int64_t rows_together(int64_t row) const;
    int64_t rows, columns;          ///< logical
    int64_t height, padded_height;  ///< of the last two dimensions (row-major: 1)
    int64_t piece;                  ///< elements that lie together
    size_t step;                    ///< bytes from a piece to the next
    size_t row_step;                ///< bytes from a row to the next of the same tile
    size_t element;                 ///< bytes of an element

 private:
    bool tiled_;
    int64_t tile_height_;
    size_t row_bytes_;
};

}  // namespace ttnn
