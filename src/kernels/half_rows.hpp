// Functions over rows of bf16 where they lie: one read and one write of memory, and floats between that stay in cache.
// Results may differ from those of the float functions (rows.hpp) by what the order of a sum and an exponential good to
// 5e-6 leave; they are rounded once.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace ttnn::kernels {

/// Up to 32 rows in pieces of 32 elements, which are cache lines: the rows of a row of tiles (a piece 1024 elements
/// after the other, a row 32) or rows that lie together.
struct HalfRows {
    uint16_t* data;
    size_t rows, piece_step, row_step;
    const uint16_t* next = nullptr;  ///< so many elements as these rows have, which will be read next and are fetched
    bool streaming = false;          ///< write past the caches
};

struct HalfRowKernels {
    // n: elements of a row, a multiple of 32. Arrays have an element for each row.
    void (*sums_of_squares)(const HalfRows& x, size_t n, float* sums);
    void (*moments)(const HalfRows& x, size_t n, float* means, float* squares);  ///< sums of (x - mean)^2
    /// y = exp(x - max(x)) / sum; scratch holds 4 n floats.
    void (*softmax)(const HalfRows& x, const HalfRows& y, size_t n, float* scratch);
    /// y = (x - mean) * scale * weight + bias; weight and bias may be null.
    void (*scale_shift)(const HalfRows& x, const HalfRows& y, size_t n, const float* means, const float* scales,
                        const float* weight, const float* bias);
};

}  // namespace ttnn::kernels
