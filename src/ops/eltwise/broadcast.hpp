// Reads an operand along the rows or tiles of a larger output: which of its rows stands for an output row, and one
// value repeated where its width is 1.
#pragma once
#include <array>

#include "ops/block_io.hpp"

namespace ttnn {

class BroadcastRows {
 public:
    BroadcastRows() = default;
    BroadcastRows(const Shape& operand, const Shape& output);
    /// The operand's logical row for an output row.
    int64_t row(int64_t output_row) const;
    bool one_column() const { return one_column_; }
    /// Loads `count` output rows of `width` floats each.
    void load(const View& operand, int64_t output_row, int64_t count, int64_t width, float* dst) const;
    /// The same as 32-bit integers.
    void load(const View& operand, int64_t output_row, int64_t count, int64_t width, int32_t* dst) const;

 private:
    size_t rank_ = 0;
    bool one_column_ = false, same_ = false;
    std::array<int64_t, Shape::kMaxRank> extent_{},
        stride_{};  // of the output's dimensions but the last; stride in operand rows
};

/// Reads an operand along the tiles of a larger output, a row, a column or an element of it repeated within a tile.
class BroadcastTiles {
 public:
    BroadcastTiles() = default;
    BroadcastTiles(const TensorSpec& operand, const TensorSpec& output);
    /// Whether operand and output lie in tiles of 32x32 that correspond.
    static bool possible(const TensorSpec& operand, const TensorSpec& output);
    /// One tile of the output, 1024 floats or 32-bit integers.
    template <class T>
    void load(const View& operand, int64_t output_tile, T* dst) const;
    /// The same of bfloat16 as it is: where it lies, or repeated in `room`.
    const uint16_t* halves(const View& operand, int64_t output_tile, uint16_t* room) const;

 private:
    int64_t tile(int64_t output_tile) const;
    template <class T>
    void repeat(const T* src, T* dst) const;

    BroadcastRows matrices_;
    int64_t down_ = 1, across_ = 1, own_down_ = 1, own_across_ = 1;  // tiles of a matrix of the output, the operand
    bool one_row_ = false, one_column_ = false;
};

}  // namespace ttnn
