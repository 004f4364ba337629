// Matrix products on packed panels. C (float, m x n, leading dimension ldc) += or = A * B with A a panel of rows and B
// a panel of columns, both packed by the functions here into the order that the instruction set likes best; sums are in
// float. bfloat16 operands are exact products.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace ttnn::kernels {

struct Gemm {
    /// B panels are `n_block` columns wide; k runs in pairs for bfloat16.
    size_t n_block;
    /// Packs k x n (n <= n_block; the rest is zero) floats with row stride ldb into a panel of k x n_block floats.
    void (*pack_b_float)(const float* b, size_t ldb, size_t k, size_t n, float* panel);
    /// The same for bfloat16, k rounded up to even: pairs of rows interleaved.
    void (*pack_b_bfloat16)(const uint16_t* b, size_t ldb, size_t k, size_t n, uint16_t* panel);
    /// c[m x n_block] (+)= a[m x k] * panel; a has row stride lda. `first` overwrites c.
    void (*block_float)(const float* a, size_t lda, const float* panel, size_t m, size_t k, float* c, size_t ldc,
                        bool first);
    /// a holds bfloat16, k even (padded with zeros).
    void (*block_bfloat16)(const uint16_t* a, size_t lda, const uint16_t* panel, size_t m, size_t k, float* c,
                           size_t ldc, bool first);
    /// c[m x 32] += a[m x k] * tile for few rows of floats and one 32x32 tile in its natural order (k <= 32 of its
    /// rows): reads the tile once for four rows.
    void (*tile_float)(const float* a, size_t lda, const float* tile, size_t m, size_t k, float* c, size_t ldc);
    void (*tile_bfloat16)(const float* a, size_t lda, const uint16_t* tile, size_t m, size_t k, float* c, size_t ldc);
    /// The same for a bfloat8_b tile: an exponent per 16 elements of a row, and the codes. False, and nothing done, if
    /// it holds inf or NaN.
    bool (*tile_bfp8)(const float* a, size_t lda, const uint8_t* exponents, const uint8_t* codes, size_t m, size_t k,
                      float* c, size_t ldc);
};

}  // namespace ttnn::kernels
