// Few rows times tiles in their natural order: B is read once, as it lies in memory, which is what such products cost.
// One row widens B in registers; several share a tile that has been widened before.
#include "kernels/blocks.hpp"
#include "kernels/codes.hpp"
#include "kernels/isa.hpp"
#include "kernels/vector.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

constexpr size_t kParts = 32 / kLanes;
constexpr size_t kBfp8Bytes = 64 + kPiece, kBfp4Bytes = 64 + kPiece / 2;  // of a tile
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

// Block floats, one row of A: it takes the groups' units, which are powers of two, so that the mantissas are multiplied
// as they are: scaled[2 * i + group] = a[i] * 2^(exponent - bias). Units below the normal range count as zero.
#if defined(__AVX2__)
KERNEL_INLINE bool scale_row(const float* a, const uint8_t* exponents, int bias, float (&scaled)[64]) {
    const auto* e = reinterpret_cast<const __m256i*>(exponents);
    const __m256i largest = _mm256_max_epu8(_mm256_loadu_si256(e), _mm256_loadu_si256(e + 1));
    if (_mm256_movemask_epi8(_mm256_cmpeq_epi8(largest, _mm256_set1_epi8(-1)))) return false;
    const __m256i twice = _mm256_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3);
    for (size_t i = 0; i < 64; i += 8) {
        const __m256i x = _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(exponents + i)));
        const __m256i above = _mm256_max_epi32(_mm256_sub_epi32(x, _mm256_set1_epi32(bias)), _mm256_setzero_si256());
        const __m256 unit = _mm256_castsi256_ps(_mm256_slli_epi32(above, 23));
        const __m256 pair = _mm256_permutevar8x32_ps(_mm256_castps128_ps256(_mm_loadu_ps(a + i / 2)), twice);
        _mm256_storeu_ps(scaled + i, _mm256_mul_ps(pair, unit));
    }
    return true;
}

// Signed bytes of a row of 32 codes become floats 2^24 times too large, four columns apart: the byte that is wanted is
// shifted to the top of its word and the others are masked, which takes no shuffle.
bool tile_bfp8(const float* a, const uint8_t* exponents, const uint8_t* codes, float* c) {
    float scaled[64];
    if (!scale_row(a, exponents, 6 + 24, scaled)) return false;
    const __m256i groups = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1),
                  top = _mm256_set1_epi32(static_cast<int>(0xFF000000u));
    __m256 sum[2][4];
    for (auto& row : sum)
        for (auto& s : row) s = _mm256_setzero_ps();
    for (size_t i = 0; i < 32; i += 2)
#pragma GCC unroll 2
        for (size_t q = 0; q < 2; ++q) {
            const __m256i code = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + (i + q) * 32));
            const __m256i bytes = _mm256_sign_epi8(_mm256_and_si256(code, _mm256_set1_epi8(0x7F)),
                                                   _mm256_or_si256(code, _mm256_set1_epi8(1)));
            const __m256 factor = _mm256_permutevar_ps(
                _mm256_castpd_ps(_mm256_broadcast_sd(reinterpret_cast<const double*>(scaled + (i + q) * 2))), groups);
            const __m256i shifted[4] = {_mm256_slli_epi32(bytes, 24), _mm256_slli_epi32(bytes, 16),
                                        _mm256_slli_epi32(bytes, 8), bytes};
#pragma GCC unroll 4
            for (size_t v = 0; v < 4; ++v) {
                const __m256i wanted = v ? _mm256_and_si256(shifted[v], top) : shifted[v];
                sum[q][v] = _mm256_fmadd_ps(factor, _mm256_cvtepi32_ps(wanted), sum[q][v]);
            }
        }
    for (size_t v = 0; v < 4; ++v) {
        float lanes[8];
        _mm256_storeu_ps(lanes, _mm256_add_ps(sum[0][v], sum[1][v]));
        for (size_t j = 0; j < 8; ++j) c[4 * j + v] += lanes[j];
    }
    return true;
}

// Two rows at once, one in each half of a register. A code's value is exact in bfloat16, whose two bytes come from
// tables; words of even and odd columns then become floats by shift and mask. The order of columns is restored at the
// end.
bool tile_bfp4(const float* a, const uint8_t* exponents, const uint8_t* codes, float* c) {
    float scaled[64];
    if (!scale_row(a, exponents, 2, scaled)) return false;
    const __m256i high = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, 0x3F, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0,
                                                                   -0x41, -0x40, -0x40, -0x40, -0x40, -0x40, -0x40)),
                  low = _mm256_broadcastsi128_si256(_mm_setr_epi8(0, -0x80, 0, 0x40, -0x80, -0x60, -0x40, -0x20, 0,
                                                                  -0x80, 0, 0x40, -0x80, -0x60, -0x40, -0x20)),
                  nibble = _mm256_set1_epi8(15), upper = _mm256_set1_epi32(static_cast<int>(0xFFFF0000u));
    __m256 sum[8];  // columns 0, 4, 8, 12 | 2, ... | 16, ... | 18, ... | 1, ... | 3, ... | 17, ... | 19, ...
    for (auto& s : sum) s = _mm256_setzero_ps();
    for (size_t i = 0; i < 32; i += 2) {
        const __m256i code = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + i * 16));
        const __m256i even = _mm256_and_si256(code, nibble), odd = _mm256_and_si256(_mm256_srli_epi16(code, 4), nibble);
        const __m256i eh = _mm256_shuffle_epi8(high, even), el = _mm256_shuffle_epi8(low, even),
                      oh = _mm256_shuffle_epi8(high, odd), ol = _mm256_shuffle_epi8(low, odd);
        const __m256i words[4] = {_mm256_unpacklo_epi8(el, eh), _mm256_unpackhi_epi8(el, eh),
                                  _mm256_unpacklo_epi8(ol, oh), _mm256_unpackhi_epi8(ol, oh)};
        const __m256 x = _mm256_broadcast_ps(reinterpret_cast<const __m128*>(scaled + i * 2));
        const __m256 factor[2] = {_mm256_permutevar_ps(x, _mm256_setr_epi32(0, 0, 0, 0, 2, 2, 2, 2)),
                                  _mm256_permutevar_ps(x, _mm256_setr_epi32(1, 1, 1, 1, 3, 3, 3, 3))};
#pragma GCC unroll 4
        for (size_t w = 0; w < 4; ++w) {
            const __m256 first = _mm256_castsi256_ps(_mm256_slli_epi32(words[w], 16)),
                         second = _mm256_castsi256_ps(_mm256_and_si256(words[w], upper));
            sum[2 * w] = _mm256_fmadd_ps(factor[w & 1], first, sum[2 * w]);
            sum[2 * w + 1] = _mm256_fmadd_ps(factor[w & 1], second, sum[2 * w + 1]);
        }
    }
    for (size_t s = 0; s < 8; ++s) {
        float lanes[8];
        _mm256_storeu_ps(lanes, sum[s]);
        float* column = c + (s & 1) * 2 + (s >> 1 & 1) * 16 + (s >> 2);
        for (size_t j = 0; j < 4; ++j) column[4 * j] += lanes[j] + lanes[j + 4];
    }
    return true;
}
#else
template <int Bits>
KERNEL_INLINE bool tile_codes(const float* a, const uint8_t* exponents, const uint8_t* codes, float* c) {
    for (size_t i = 0; i < 64; ++i)
        if (exponents[i] == 255) return false;
    for (size_t i = 0; i < 32; ++i)
        for (size_t j = 0; j < 32; ++j) {
            const uint32_t code = Bits == 7 ? codes[i * 32 + j] : codes[i * 16 + j / 2] >> (j % 2 * 4) & 15u;
            const uint32_t exponent = exponents[2 * i + j / 16], least = Bits - 1;
            const float unit = from_bits((exponent > least ? exponent - least : 0) << 23),
                        magnitude = static_cast<float>(code & ((1u << Bits) - 1));
            c[j] += a[i] * unit * (code >> Bits ? -magnitude : magnitude);
        }
    return true;
}
bool tile_bfp8(const float* a, const uint8_t* exponents, const uint8_t* codes, float* c) {
    return tile_codes<7>(a, exponents, codes, c);
}
bool tile_bfp4(const float* a, const uint8_t* exponents, const uint8_t* codes, float* c) {
    return tile_codes<3>(a, exponents, codes, c);
}
#endif

#if defined(__AVX512VBMI__) && defined(__AVX512BF16__)
// As dot products of pairs of rows: the row of A takes the groups' units, in bfloat16 that is exact, too, so that codes
// are multiplied as they are.
constexpr int kTop = 127 + 6;  // the exponent with which a magnitude is itself

// The row of A times the units of a group's elements, 2^(exponent - bias - 127), in pairs of rows and added up. Three
// bfloat16 hold a float exactly.
template <size_t Parts>
struct ScaledRow {
    static constexpr size_t parts = Parts;
    alignas(64) uint32_t pairs[Parts][2][16];  // of the first and the second group
    float totals[2];
};

KERNEL_INLINE __m512 widen_halves(__m256i x) {
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_cvtepu16_epi32(x), 16));
}

// False for inf and NaN, in the tile or of the row.
template <size_t Parts>
KERNEL_INLINE bool scale_pairs(const float* a, const uint8_t* exponents, int bias, ScaledRow<Parts>& row) {
    if (any_special(exponents)) return false;
    __m512 units[2][2];  // of rows 0 to 15, 16 to 31; first and second group
    for (size_t half = 0; half < 2; ++half) {
        const __m512i both =
            _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(exponents + half * 32)));
        const __m512 x = _mm512_loadu_ps(a + half * 16);
        const auto unit = [&](__m512i e) {
            const __m512i above = _mm512_sub_epi32(e, _mm512_set1_epi32(bias));
            return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_max_epi32(above, _mm512_setzero_si512()), 23));
        };
        units[half][0] = _mm512_mul_ps(x, unit(_mm512_and_si512(both, _mm512_set1_epi32(255))));
        units[half][1] = _mm512_mul_ps(x, unit(_mm512_srli_epi32(both, 8)));
    }
    for (size_t g = 0; g < 2; ++g) {
        row.totals[g] = _mm512_reduce_add_ps(_mm512_add_ps(units[0][g], units[1][g]));
        for (size_t p = 0; p < Parts; ++p) {
            const __m512i halves = (__m512i)_mm512_cvtne2ps_pbh(units[1][g], units[0][g]);
            _mm512_store_si512(row.pairs[p][g], halves);
            units[0][g] = _mm512_sub_ps(units[0][g], widen_halves(_mm512_castsi512_si256(halves)));
            units[1][g] = _mm512_sub_ps(units[1][g], widen_halves(_mm512_extracti64x4_epi64(halves, 1)));
        }
    }
    return __builtin_fabsf(row.totals[0]) + __builtin_fabsf(row.totals[1]) < kInf;
}

// Tiles side by side, some at a time: a tile would wait for its own scaled row.
template <size_t Parts, int Bias, size_t Bytes, auto Multiply>
size_t coded_tiles(const float* a, const uint8_t* tiles, size_t count, size_t ahead, float* c, size_t ldc) {
    constexpr size_t most = 8;
    ScaledRow<Parts> scaled[most];
    for (size_t first = 0; first < count; first += most) {
        size_t n = 0;
        while (n < most && first + n < count && scale_pairs(a, tiles + (first + n) * Bytes, Bias, scaled[n])) ++n;
        for (size_t i = 0; i < n; ++i) {
            const uint8_t* tile = tiles + (first + i) * Bytes;
            __builtin_prefetch(tile + ahead, 0, 2);  // the others while their lines of this tile are multiplied
            Multiply(scaled[i], tile + 64, ahead, c + (first + i) * ldc);
        }
        if (n < most) return first + n;
    }
    return count;
}

// The smallest parts first.
template <size_t Chains>
KERNEL_INLINE __m512 added(const __m512 (&sum)[Chains][2], size_t half) {
    __m512 all = sum[Chains - 1][half];
    for (size_t p = Chains - 1; p > 0; --p) all = _mm512_add_ps(all, sum[p - 1][half]);
    return all;
}

template <size_t Parts>
KERNEL_INLINE void multiply_bfp8(const ScaledRow<Parts>& scaled, const uint8_t* codes, size_t ahead, float* c) {
    constexpr size_t chains = Parts == 1 ? 2 : Parts;  // sums that do not wait for one another
    const PairDecoder<kTop> decode;
    __m512 sum[chains][2];
    for (auto& s : sum) s[0] = s[1] = _mm512_setzero_ps();
    for (size_t i = 0; i < 16; i += 2)
#pragma GCC unroll 2
        for (size_t q = 0; q < 2; ++q) {
            __builtin_prefetch(codes + ahead + (i + q) * 64, 0, 2);
            const auto b = decode(load_codes8(codes, 2 * (i + q)));
#pragma GCC unroll 3
            for (size_t p = 0; p < Parts; ++p) {
                const auto x = [&](size_t g) {
                    return (__m512bh)_mm512_set1_epi32(static_cast<int>(scaled.pairs[p][g][i + q]));
                };
                auto& s = sum[Parts == 1 ? q : p];
                s[0] = _mm512_dpbf16_ps(s[0], x(0), (__m512bh)b.first);
                s[1] = _mm512_dpbf16_ps(s[1], x(1), (__m512bh)b.second);
            }
        }
    for (size_t g = 0; g < 2; ++g)
        _mm512_storeu_ps(c + g * 16, _mm512_add_ps(_mm512_loadu_ps(c + g * 16), added(sum, g)));
}

// 24 + code as bfloat16 has one upper byte for all codes from -7 to 7, so a table of the lower ones will do; what the
// 24 adds is taken off. Even and odd columns come apart.
KERNEL_INLINE void multiply_bfp4(const ScaledRow<1>& scaled, const uint8_t* codes, size_t ahead, float* c) {
    constexpr __mmask16 second = 0xFF00;             // columns of the second group
    constexpr __mmask64 lower = 0x5555555555555555;  // bytes
    const __m512i table = _mm512_broadcast_i32x4(
                      _mm_setr_epi8(-64, -56, -48, -40, -32, -24, -16, -8, -64, -72, -80, -88, -96, -104, -112, -120)),
                  upper = _mm512_set1_epi8(0x41), nibble = _mm512_set1_epi32(0x000F000F),
                  counted = _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    // Bytes j of the two rows, 16 apart, go to the lower bytes of the words of a pair.
    const __m512i order =
        _mm512_or_si512(counted, _mm512_slli_epi32(_mm512_add_epi32(counted, _mm512_set1_epi32(16)), 16));
    const __m512 off =
        _mm512_mask_mov_ps(_mm512_set1_ps(-24 * scaled.totals[0]), second, _mm512_set1_ps(-24 * scaled.totals[1]));
    __m512 even[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()}, odd[2] = {_mm512_setzero_ps(), _mm512_setzero_ps()};
    for (size_t i = 0; i < 16; i += 2) {
        __builtin_prefetch(codes + ahead + i * 32, 0, 2);
#pragma GCC unroll 2
        for (size_t q = 0; q < 2; ++q) {
            const auto* rows = reinterpret_cast<const __m256i*>(codes + (i + q) * 32);
            const __m512i bytes =
                _mm512_maskz_permutexvar_epi8(lower, order, _mm512_castsi256_si512(_mm256_loadu_si256(rows)));
            const __m512i pair = _mm512_mask_set1_epi32(_mm512_set1_epi32(static_cast<int>(scaled.pairs[0][0][i + q])),
                                                        second, static_cast<int>(scaled.pairs[0][1][i + q]));
            const auto words = [&](__m512i at) {
                return (__m512bh)_mm512_mask_shuffle_epi8(upper, lower, table, _mm512_and_si512(at, nibble));
            };
            even[q] = _mm512_dpbf16_ps(even[q], (__m512bh)pair, words(bytes));
            odd[q] = _mm512_dpbf16_ps(odd[q], (__m512bh)pair, words(_mm512_srli_epi32(bytes, 4)));
        }
    }
    const __m512 e = _mm512_add_ps(_mm512_add_ps(even[0], even[1]), off),
                 o = _mm512_add_ps(_mm512_add_ps(odd[0], odd[1]), off);
    const __m512i low = _mm512_set_epi32(23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0),
                  high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
    _mm512_storeu_ps(c, _mm512_add_ps(_mm512_loadu_ps(c), _mm512_permutex2var_ps(e, low, o)));
    _mm512_storeu_ps(c + 16, _mm512_add_ps(_mm512_loadu_ps(c + 16), _mm512_permutex2var_ps(e, high, o)));
}
#endif

template <auto Tile, size_t Bytes>
size_t tiles_of(const float* a, const uint8_t* tiles, size_t count, size_t ahead, float* c, size_t ldc) {
    for (size_t i = 0; i < count; ++i) {
        for (size_t at = 0; at < Bytes; at += 64) __builtin_prefetch(tiles + i * Bytes + ahead + at, 0, 2);
        if (!Tile(a, tiles + i * Bytes, tiles + i * Bytes + 64, c + i * ldc)) return i;
    }
    return count;
}

}  // namespace

void fill_few_rows(MatrixBlocks& t) {
    t.tile_float = tile_float;
    t.tile_bfloat16 = tile_bfloat16;
    t.tiles_bfp8 = tiles_of<tile_bfp8, kBfp8Bytes>;
    t.tiles_bfp4 = tiles_of<tile_bfp4, kBfp4Bytes>;
#if defined(__AVX512VBMI__) && defined(__AVX512BF16__)
    t.tiles_bfp8 = coded_tiles<3, kTop - 127, kBfp8Bytes, multiply_bfp8<3>>;
    t.half_tiles_bfp8 = coded_tiles<1, kTop - 127, kBfp8Bytes, multiply_bfp8<1>>;
    t.half_tiles_bfp4 = coded_tiles<1, 2, kBfp4Bytes, multiply_bfp4>;
#else
    t.half_tiles_bfp8 = t.tiles_bfp8;
    t.half_tiles_bfp4 = t.tiles_bfp4;
#endif
}

}  // namespace ttnn::kernels::KERNEL_ISA
