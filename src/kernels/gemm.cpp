// One register-blocked loop nest for floats on every instruction set (the compiler turns its fixed-width vectors into
// the machine's), and for bfloat16 the pairwise dot-product instruction where the machine has it; elsewhere bfloat16
// widens to float first.
#include "kernels/gemm.hpp"

#include "kernels/isa.hpp"
#include "kernels/math.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace ttnn::kernels::KERNEL_ISA {
namespace {

#if defined(__AVX512F__)
constexpr size_t kLanes = 16, kColumns = 4, kRows = 6;
#elif defined(__AVX2__)
constexpr size_t kLanes = 8, kColumns = 2, kRows = 6;
#else
constexpr size_t kLanes = 4, kColumns = 2, kRows = 4;
#endif
typedef float Vector __attribute__((vector_size(kLanes * 4), aligned(4)));
constexpr size_t kBlock = kLanes * kColumns;

KERNEL_INLINE Vector load(const float* p) { return *reinterpret_cast<const Vector*>(p); }
KERNEL_INLINE void store(float* p, Vector v) { *reinterpret_cast<Vector*>(p) = v; }
// One instruction; filling the elements in a loop becomes one masked move each.
KERNEL_INLINE Vector broadcast(float x) { return x - Vector{}; }
KERNEL_INLINE Vector fma(Vector a, Vector b, Vector c) {
#if defined(__AVX512F__)
    return (Vector)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif defined(__FMA__)
    Vector r;
    for (size_t i = 0; i < kLanes; ++i) r[i] = __builtin_fmaf(a[i], b[i], c[i]);
    return r;
#else
    return a * b + c;  // sums may differ between instruction sets
#endif
}

void pack_b_float(const float* b, size_t ldb, size_t k, size_t n, float* panel) {
    for (size_t i = 0; i < k; ++i)
        for (size_t j = 0; j < kBlock; ++j) panel[i * kBlock + j] = j < n ? b[i * ldb + j] : 0.0f;
}

void pack_b_bfloat16(const uint16_t* b, size_t ldb, size_t k, size_t n, uint16_t* panel) {
    for (size_t i = 0; i < k; i += 2)
        for (size_t j = 0; j < kBlock; ++j) {
            panel[i * kBlock + 2 * j] = j < n ? b[i * ldb + j] : 0;
            panel[i * kBlock + 2 * j + 1] = j < n && i + 1 < k ? b[(i + 1) * ldb + j] : 0;
        }
}

template <size_t Rows>
KERNEL_INLINE void kernel_float(const float* a, size_t lda, const float* panel, size_t k, float* c, size_t ldc,
                                bool first) {
    Vector sum[Rows][kColumns];
    for (size_t r = 0; r < Rows; ++r)
        for (size_t j = 0; j < kColumns; ++j) sum[r][j] = first ? broadcast(0) : load(c + r * ldc + j * kLanes);
    for (size_t i = 0; i < k; ++i) {
        Vector b[kColumns];
        for (size_t j = 0; j < kColumns; ++j) b[j] = load(panel + i * kBlock + j * kLanes);
        for (size_t r = 0; r < Rows; ++r) {
            const Vector x = broadcast(a[r * lda + i]);
            for (size_t j = 0; j < kColumns; ++j) sum[r][j] = fma(x, b[j], sum[r][j]);
        }
    }
    for (size_t r = 0; r < Rows; ++r)
        for (size_t j = 0; j < kColumns; ++j) store(c + r * ldc + j * kLanes, sum[r][j]);
}

void block_float(const float* a, size_t lda, const float* panel, size_t m, size_t k, float* c, size_t ldc, bool first) {
    size_t r = 0;
    for (; r + kRows <= m; r += kRows) kernel_float<kRows>(a + r * lda, lda, panel, k, c + r * ldc, ldc, first);
    for (; r + 2 <= m; r += 2) kernel_float<2>(a + r * lda, lda, panel, k, c + r * ldc, ldc, first);
    for (; r < m; ++r) kernel_float<1>(a + r * lda, lda, panel, k, c + r * ldc, ldc, first);
}

#if defined(__AVX512BF16__)
template <size_t Rows>
KERNEL_INLINE void kernel_bfloat16(const uint16_t* a, size_t lda, const uint16_t* panel, size_t k, float* c, size_t ldc,
                                   bool first) {
    __m512 sum[Rows][kColumns];
    for (size_t r = 0; r < Rows; ++r)
        for (size_t j = 0; j < kColumns; ++j)
            sum[r][j] = first ? _mm512_setzero_ps() : _mm512_loadu_ps(c + r * ldc + j * kLanes);
    for (size_t i = 0; i < k; i += 2) {
        __m512bh b[kColumns];
        for (size_t j = 0; j < kColumns; ++j) b[j] = (__m512bh)_mm512_loadu_si512(panel + i * kBlock + j * 2 * kLanes);
        for (size_t r = 0; r < Rows; ++r) {
            int pair;
            __builtin_memcpy(&pair, a + r * lda + i, 4);
            const __m512bh x = (__m512bh)_mm512_set1_epi32(pair);
            for (size_t j = 0; j < kColumns; ++j) sum[r][j] = _mm512_dpbf16_ps(sum[r][j], x, b[j]);
        }
    }
    for (size_t r = 0; r < Rows; ++r)
        for (size_t j = 0; j < kColumns; ++j) _mm512_storeu_ps(c + r * ldc + j * kLanes, sum[r][j]);
}
#else
KERNEL_INLINE float widen(uint16_t x) { return from_bits(static_cast<uint32_t>(x) << 16); }

template <size_t Rows>
KERNEL_INLINE void kernel_bfloat16(const uint16_t* a, size_t lda, const uint16_t* panel, size_t k, float* c, size_t ldc,
                                   bool first) {
    Vector sum[Rows][kColumns];
    for (size_t r = 0; r < Rows; ++r)
        for (size_t j = 0; j < kColumns; ++j) sum[r][j] = first ? broadcast(0) : load(c + r * ldc + j * kLanes);
    typedef uint32_t Words __attribute__((vector_size(kLanes * 4), aligned(4)));
    for (size_t i = 0; i < k; i += 2) {
        Vector even[kColumns], odd[kColumns];
        for (size_t j = 0; j < kColumns; ++j) {
            const Words w = *reinterpret_cast<const Words*>(panel + i * kBlock + j * 2 * kLanes);
            even[j] = (Vector)(w << 16);
            odd[j] = (Vector)(w & 0xFFFF0000u);
        }
        for (size_t r = 0; r < Rows; ++r) {
            const Vector x = broadcast(widen(a[r * lda + i])), y = broadcast(widen(a[r * lda + i + 1]));
            for (size_t j = 0; j < kColumns; ++j) sum[r][j] = fma(y, odd[j], fma(x, even[j], sum[r][j]));
        }
    }
    for (size_t r = 0; r < Rows; ++r)
        for (size_t j = 0; j < kColumns; ++j) store(c + r * ldc + j * kLanes, sum[r][j]);
}
#endif

void block_bfloat16(const uint16_t* a, size_t lda, const uint16_t* panel, size_t m, size_t k, float* c, size_t ldc,
                    bool first) {
    constexpr size_t rows = kLanes == 8 ? 4 : kRows;  // widening takes registers
    size_t r = 0;
    for (; r + rows <= m; r += rows) kernel_bfloat16<rows>(a + r * lda, lda, panel, k, c + r * ldc, ldc, first);
    for (; r + 2 <= m; r += 2) kernel_bfloat16<2>(a + r * lda, lda, panel, k, c + r * ldc, ldc, first);
    for (; r < m; ++r) kernel_bfloat16<1>(a + r * lda, lda, panel, k, c + r * ldc, ldc, first);
}

// Tiles are walked in memory order; a row of a tile is two vectors of 16 (four of 8, ...), summed in registers over the
// 32 rows. One row of A alone would wait for each sum, so it has several, added up at the end.
template <size_t Rows, class Load>
KERNEL_INLINE void tile_rows(const float* a, size_t lda, size_t k, float* c, size_t ldc, Load load_half) {
    constexpr size_t parts = 32 / kLanes, chains = Rows == 1 ? 4 : 1;
    for (size_t h = 0; h < parts; ++h) {
        Vector sum[chains][Rows] = {};
        size_t i = 0;
        for (; i + chains <= k; i += chains)
            for (size_t q = 0; q < chains; ++q) {
                const Vector b = load_half((i + q) * 32 + h * kLanes);
                for (size_t r = 0; r < Rows; ++r) sum[q][r] = fma(broadcast(a[r * lda + i + q]), b, sum[q][r]);
            }
        for (; i < k; ++i)
            for (size_t r = 0; r < Rows; ++r)
                sum[0][r] = fma(broadcast(a[r * lda + i]), load_half(i * 32 + h * kLanes), sum[0][r]);
        for (size_t r = 0; r < Rows; ++r) {
            Vector total = sum[0][r];
            for (size_t q = 1; q < chains; ++q) total += sum[q][r];
            store(c + r * ldc + h * kLanes, load(c + r * ldc + h * kLanes) + total);
        }
    }
}

template <class Load>
KERNEL_INLINE void tile_any(const float* a, size_t lda, size_t m, size_t k, float* c, size_t ldc, Load load_half) {
    size_t r = 0;
    for (; r + 4 <= m; r += 4) tile_rows<4>(a + r * lda, lda, k, c + r * ldc, ldc, load_half);
    for (; r < m; ++r) tile_rows<1>(a + r * lda, lda, k, c + r * ldc, ldc, load_half);
}

void tile_float(const float* a, size_t lda, const float* tile, size_t m, size_t k, float* c, size_t ldc) {
    tile_any(a, lda, m, k, c, ldc, [tile](size_t at) { return load(tile + at); });
}

void tile_bfloat16(const float* a, size_t lda, const uint16_t* tile, size_t m, size_t k, float* c, size_t ldc) {
    typedef uint16_t Halves __attribute__((vector_size(kLanes * 2), aligned(2)));
    typedef uint32_t Words __attribute__((vector_size(kLanes * 4)));
    tile_any(a, lda, m, k, c, ldc, [tile](size_t at) {
        const Halves h = *reinterpret_cast<const Halves*>(tile + at);
        return (Vector)(__builtin_convertvector(h, Words) << 16);
    });
}

// 2^(exponent - 127 - 6), the unit of a bfp8 group, in two factors that are normal for every exponent.
KERNEL_INLINE float times_unit(float x, uint32_t exponent) {
    const uint32_t half = exponent >> 1;
    return x * from_bits((half + 61) << 23) * from_bits((exponent - half + 60) << 23);
}

typedef int32_t Integers __attribute__((vector_size(kLanes * 4)));
// By instruction where there is one; the compiler widens bytes piece by piece.
KERNEL_INLINE Integers load_bytes(const uint8_t* p) {
#if defined(__AVX512F__)
    return (Integers)_mm512_cvtepu8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
#elif defined(__AVX2__)
    return (Integers)_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
#else
    return Integers{p[0], p[1], p[2], p[3]};
#endif
}

// The row of A takes the groups' units, which are powers of two, so the mantissas are multiplied as they are.
template <size_t Rows>
KERNEL_INLINE void tile_bfp8_rows(const float* a, size_t lda, const uint8_t* exponents, const uint8_t* codes, size_t k,
                                  float* c, size_t ldc) {
    constexpr size_t parts = 32 / kLanes, chains = Rows == 1 ? 4 : 1;
    float scaled[Rows][64];
    for (size_t r = 0; r < Rows; ++r) {
        for (size_t i = 0; i < 32; ++i) scaled[r][2 * i] = scaled[r][2 * i + 1] = i < k ? a[r * lda + i] : 0.0f;
        for (size_t i = 0; i < 64; ++i) scaled[r][i] = times_unit(scaled[r][i], exponents[i]);
    }
    for (size_t h = 0; h < parts; ++h) {
        Vector sum[chains][Rows] = {};
        for (size_t i = 0; i < k; i += chains)
            for (size_t q = 0; q < chains; ++q) {
                const Integers w = load_bytes(codes + (i + q) * 32 + h * kLanes);
                const Vector b = (Vector)((Integers) __builtin_convertvector(w & 0x7F, Vector) | ((w & 0x80) << 24));
                for (size_t r = 0; r < Rows; ++r)
                    sum[q][r] = fma(broadcast(scaled[r][(i + q) * 2 + h * kLanes / 16]), b, sum[q][r]);
            }
        for (size_t r = 0; r < Rows; ++r) {
            Vector total = sum[0][r];
            for (size_t q = 1; q < chains; ++q) total += sum[q][r];
            store(c + r * ldc + h * kLanes, load(c + r * ldc + h * kLanes) + total);
        }
    }
}

bool tile_bfp8(const float* a, size_t lda, const uint8_t* exponents, const uint8_t* codes, size_t m, size_t k, float* c,
               size_t ldc) {
    uint8_t largest = 0;
    for (size_t i = 0; i < 64; ++i) largest = exponents[i] > largest ? exponents[i] : largest;
    if (largest == 255) return false;
    size_t r = 0;
    for (; r + 4 <= m; r += 4) tile_bfp8_rows<4>(a + r * lda, lda, exponents, codes, k, c + r * ldc, ldc);
    for (; r < m; ++r) tile_bfp8_rows<1>(a + r * lda, lda, exponents, codes, k, c + r * ldc, ldc);
    return true;
}

}  // namespace

void fill_gemm(Gemm& t) {
    t = {kBlock, pack_b_float, pack_b_bfloat16, block_float, block_bfloat16, tile_float, tile_bfloat16, tile_bfp8};
}

}  // namespace ttnn::kernels::KERNEL_ISA
