// Few rows times tiles in their natural order: B is read once, as it lies in memory, which is what such products cost.
// One row widens B in registers; several share a tile that has been widened before. Of block floats see coded_rows.cpp.
#include "kernels/blocks.hpp"
#include "kernels/isa.hpp"
#include "kernels/vector.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

constexpr size_t kParts = 32 / kLanes;
#if defined(__AVX512F__)
constexpr size_t kTogether = 4;
#elif defined(__AVX2__)
constexpr size_t kTogether = 2;
#else
constexpr size_t kTogether = 1;
#endif

KERNEL_INLINE void add(float* c, const Vector* sum) {
    for (size_t v = 0; v < kParts; ++v) store(c + v * kLanes, load(c + v * kLanes) + sum[v]);
}

// One row: the sums of even and odd k apart, so that none waits for another.
template <class LoadVector>
KERNEL_INLINE void one_row(const float* a, size_t k, float* c, LoadVector at) {
    Vector even[kParts] = {}, odd[kParts] = {};
    size_t i = 0;
    for (; i + 2 <= k; i += 2) {
        const Vector x = broadcast(a[i]), y = broadcast(a[i + 1]);
#pragma GCC unroll 8
        for (size_t v = 0; v < kParts; ++v) even[v] = fma(x, at(i * 32 + v * kLanes), even[v]);
#pragma GCC unroll 8
        for (size_t v = 0; v < kParts; ++v) odd[v] = fma(y, at(i * 32 + 32 + v * kLanes), odd[v]);
    }
    if (i < k)
        for (size_t v = 0; v < kParts; ++v) even[v] = fma(broadcast(a[i]), at(i * 32 + v * kLanes), even[v]);
    for (size_t v = 0; v < kParts; ++v) even[v] += odd[v];
    add(c, even);
}

template <size_t Rows>
KERNEL_INLINE void rows_together(const float* a, size_t lda, const float* tile, size_t k, float* c, size_t ldc) {
    Vector sum[Rows][kParts] = {};
    for (size_t i = 0; i < k; ++i) {
        Vector b[kParts];
#pragma GCC unroll 8
        for (size_t v = 0; v < kParts; ++v) b[v] = load(tile + i * 32 + v * kLanes);
#pragma GCC unroll 4
        for (size_t r = 0; r < Rows; ++r) {
            const Vector x = broadcast(a[r * lda + i]);
#pragma GCC unroll 8
            for (size_t v = 0; v < kParts; ++v) sum[r][v] = fma(x, b[v], sum[r][v]);
        }
    }
    for (size_t r = 0; r < Rows; ++r) add(c + r * ldc, sum[r]);
}

void tile_float(const float* a, size_t lda, const float* tile, size_t m, size_t k, float* c, size_t ldc) {
    size_t r = 0;
    for (; r + kTogether <= m; r += kTogether) rows_together<kTogether>(a + r * lda, lda, tile, k, c + r * ldc, ldc);
    for (; r < m; ++r) one_row(a + r * lda, k, c + r * ldc, [tile](size_t at) { return load(tile + at); });
}

void tile_bfloat16(const float* a, size_t lda, const uint16_t* tile, size_t m, size_t k, float* c, size_t ldc) {
    if (m == 1) return one_row(a, k, c, [tile](size_t at) { return widen(tile + at); });
    float wide[kPiece];
    for (size_t i = 0; i < k * 32; i += kLanes) store(wide + i, widen(tile + i));
    tile_float(a, lda, wide, m, k, c, ldc);
}

}  // namespace

void fill_few_rows(MatrixBlocks& t) {
    t.tile_float = tile_float;
    t.tile_bfloat16 = tile_bfloat16;
}

}  // namespace ttnn::kernels::KERNEL_ISA
