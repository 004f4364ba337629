// One row times tiles of block floats in their natural order, widened in registers.
#include "kernels/blocks.hpp"
#include "kernels/codes.hpp"
#include "kernels/isa.hpp"
#include "kernels/vector.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

constexpr size_t kBfp8Bytes = 64 + kPiece, kBfp4Bytes = 64 + kPiece / 2;  // of a tile

#if defined(__AVX512VBMI__) && defined(__AVX512VNNI__)
// What the exponents of a tile say: each group's largest one, and how far the others are below it. Offset and Bias
// belong to the codes: they are 2^Offset too large as bytes, and their unit is 2^(exponent - Bias).
struct Exponents {
    int largest[2];  // of the groups
    __m512i below;   // as bytes, of the two groups in turn
};

// False for inf and NaN.
KERNEL_INLINE bool load_exponents(const uint8_t* exponents, Exponents& out) {
    const __m512i e = _mm512_loadu_si512(exponents);
    const __m256i larger = _mm256_max_epu8(_mm512_castsi512_si256(e), _mm512_extracti64x4_epi64(e, 1));
    __m128i largest = _mm_max_epu8(_mm256_castsi256_si128(larger), _mm256_extracti128_si256(larger, 1));
    largest = _mm_max_epu8(largest, _mm_srli_si128(largest, 8));
    largest = _mm_max_epu8(largest, _mm_srli_epi64(largest, 32));
    largest = _mm_max_epu8(largest, _mm_srli_epi64(largest, 16));
    const int both = _mm_cvtsi128_si32(largest);
    out = {{both & 255, both >> 8 & 255}, _mm512_sub_epi8(_mm512_broadcastw_epi16(largest), e)};
    return out.largest[0] != 255 && out.largest[1] != 255;
}

// Tiles side by side. What a tile's exponents make of the row is prepared some tiles before it, which would wait for
// it.
template <class Row, size_t Bytes, int Offset, int Bias, auto Multiply>
size_t coded_tiles(const float* a, const uint8_t* tiles, size_t count, size_t ahead, float* c, size_t ldc) {
    constexpr size_t lead = 4;
    typename Row::Prepared prepared[lead];
    Row row;
    if (!row.load(a)) return 0;
    for (size_t made = 0, done = 0; done < count; ++done) {
        for (Exponents e; made < count && made < done + lead && load_exponents(tiles + made * Bytes, e); ++made)
            row.template prepare<Offset, Bias>(e, prepared[made % lead]);
        if (made == done) return done;
        const uint8_t* tile = tiles + done * Bytes;
        __builtin_prefetch(tile + ahead, 0, 2);  // the others while their lines of this tile are multiplied
        Multiply(prepared[done % lead], tile + 64, ahead, c + done * ldc);
    }
    return count;
}

KERNEL_INLINE __m512i of_both_groups(const void* words) {
    long long both;
    __builtin_memcpy(&both, words, 8);
    return _mm512_set1_epi64(both);
}

// Lane 2 * j + group of even and odd columns' sums is for columns 2 * j and 2 * j + 1 of the group.
KERNEL_INLINE void add_in_turn(__m512 even, __m512 odd, float* c) {
    const __m512i first = _mm512_set_epi32(30, 14, 28, 12, 26, 10, 24, 8, 22, 6, 20, 4, 18, 2, 16, 0),
                  second = _mm512_add_epi32(first, _mm512_set1_epi32(1));
    _mm512_storeu_ps(c, _mm512_add_ps(_mm512_loadu_ps(c), _mm512_permutex2var_ps(even, first, odd)));
    _mm512_storeu_ps(c + 16, _mm512_add_ps(_mm512_loadu_ps(c + 16), _mm512_permutex2var_ps(even, second, odd)));
}

// As dot products of bytes, four rows at once. The row of A times the groups' units is, for a tile, a row of integers
// of 31 bits below a common unit, each of them four signed bytes, its digits to the base 256; codes are bytes as well,
// and the integers' products are exact. What an integer loses is less than 2^-28 of the largest one.
constexpr size_t kDigits = 4;
constexpr int kIntegerBits = 30;

// The digits for a tile: of four rows and a group of columns in a word, the groups' words side by side.
struct Digits {
    alignas(64) int32_t words[2][2][4][2][2];  // by half of the rows, digit / 2, four rows, digit % 2, group
    alignas(16) int32_t offsets[4][2];         // what the sums begin with, by digit and group
    int32_t exponents[2];                      // of the groups' units

    [[gnu::always_inline]] const int32_t* at(size_t quad, size_t digit) const {
        return words[quad / 4][digit / 2][quad % 4][digit % 2];
    }
};

// A row of 32 floats as integers times 2^exponent.
struct IntegerRow {
    using Prepared = Digits;
    __m512i x[2];
    int exponent;

    [[gnu::always_inline]] bool load(const float* a) {
        const __m512 floats[2] = {_mm512_loadu_ps(a), _mm512_loadu_ps(a + 16)};
        const __m512i magnitude = _mm512_set1_epi32(0x7FFFFFFF);
        const int largest =
            _mm512_reduce_max_epi32(_mm512_max_epi32(_mm512_and_si512(_mm512_castps_si512(floats[0]), magnitude),
                                                     _mm512_and_si512(_mm512_castps_si512(floats[1]), magnitude))) >>
            23;
        if (largest == 255) return false;
        exponent = largest - 126 - kIntegerBits;
        const __m512 up = _mm512_set1_ps(static_cast<float>(-exponent));
        for (size_t half = 0; half < 2; ++half) x[half] = _mm512_cvtps_epi32(_mm512_scalef_ps(floats[half], up));
        return true;
    }

    template <int Offset, int Bias>
    [[gnu::always_inline]] void prepare(const Exponents& e, Digits& out) const {
        for (size_t g = 0; g < 2; ++g) out.exponents[g] = exponent - Bias + e.largest[g];
        const __m512i carries = _mm512_set1_epi32(0x00808080), ones = _mm512_set1_epi8(1),
                      turn =
                          _mm512_broadcast_i32x4(_mm_setr_epi8(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15));
        __m512i sums[2] = {_mm512_setzero_si512(), _mm512_setzero_si512()};
        for (size_t half = 0; half < 2; ++half) {
            const __m512i pairs =
                _mm512_cvtepu16_epi32(half ? _mm512_extracti64x4_epi64(e.below, 1) : _mm512_castsi512_si256(e.below));
            const auto digits = [&](__m512i shift) {
                const __m512i integer = _mm512_srav_epi32(x[half], shift);
                return _mm512_shuffle_epi8(_mm512_xor_si512(_mm512_add_epi32(integer, carries), carries), turn);
            };
            const __m512i first = digits(_mm512_and_si512(pairs, _mm512_set1_epi32(255))),
                          second = digits(_mm512_srli_epi32(pairs, 8));
            for (size_t upper = 0; upper < 2; ++upper) {
                const __m512i words =
                    upper ? _mm512_unpackhi_epi32(first, second) : _mm512_unpacklo_epi32(first, second);
                _mm512_store_si512(out.words[half][upper], words);
                sums[upper] = _mm512_dpbusd_epi32(sums[upper], ones, words);
            }
        }
        for (size_t upper = 0; upper < 2; ++upper) {
            const __m256i four =
                _mm256_add_epi32(_mm512_castsi512_si256(sums[upper]), _mm512_extracti64x4_epi64(sums[upper], 1));
            const __m128i all = _mm_add_epi32(_mm256_castsi256_si128(four), _mm256_extracti128_si256(four, 1));
            _mm_store_si128(reinterpret_cast<__m128i*>(out.offsets[2 * upper]),
                            _mm_slli_epi32(_mm_sub_epi32(_mm_setzero_si128(), all), Offset));
        }
    }
};

KERNEL_INLINE __m512 joined(const __m512i (&sum)[kDigits]) {
    __m512 all = _mm512_cvtepi32_ps(sum[kDigits - 1]);
    for (size_t d = kDigits - 1; d > 0; --d)
        all = _mm512_fmadd_ps(all, _mm512_set1_ps(256), _mm512_cvtepi32_ps(sum[d - 1]));
    return all;
}

// Where each of 64 codes, two rows of 32, has to stand for columns 4 * l to 4 * l + 3 of both groups to be in lane l, a
// column's two rows side by side.
struct WordOrder {
    alignas(64) uint8_t at[64] = {};
    constexpr WordOrder() {
        for (unsigned byte = 0; byte < 64; ++byte)
            at[byte] = static_cast<uint8_t>(byte % 2 * 32 + byte % 16 / 8 * 16 + byte / 16 * 4 + byte % 8 / 2);
    }
};
constexpr WordOrder kWordOrder;

KERNEL_INLINE void multiply_bfp8(const Digits& digits, const uint8_t* codes, size_t ahead, float* c) {
    const __m512i order = _mm512_load_si512(kWordOrder.at), sign = _mm512_set1_epi8(-128);
    // Sign and magnitude as 128 and more or less: what is below 128 is the distance of a code from 256.
    const auto bytes = [&](size_t row) {
        const __m512i code = _mm512_permutexvar_epi8(order, _mm512_loadu_si512(codes + row * 32));
        return _mm512_ternarylogic_epi32(_mm512_abs_epi8(code), code, sign, 0xF2);  // | ~code & sign
    };
    __m512i sum[2][kDigits];  // by group
    for (size_t g = 0; g < 2; ++g)
        for (size_t d = 0; d < kDigits; ++d) sum[g][d] = _mm512_set1_epi32(digits.offsets[d][g]);
#pragma GCC unroll 8
    for (size_t quad = 0; quad < 8; ++quad) {
        __builtin_prefetch(codes + ahead + quad * 128, 0, 2);
        __builtin_prefetch(codes + ahead + quad * 128 + 64, 0, 2);
        const __m512i upper = bytes(4 * quad), lower = bytes(4 * quad + 2);
        const __m512i columns[2] = {_mm512_unpacklo_epi16(upper, lower), _mm512_unpackhi_epi16(upper, lower)};
#pragma GCC unroll 4
        for (size_t d = 0; d < kDigits; ++d)
#pragma GCC unroll 2
            for (size_t g = 0; g < 2; ++g)
                sum[g][d] = _mm512_dpbusd_epi32(sum[g][d], columns[g], _mm512_set1_epi32(digits.at(quad, d)[g]));
    }
    for (size_t g = 0; g < 2; ++g) {
        const __m512 unit = _mm512_cvtepi32_ps(_mm512_set1_epi32(digits.exponents[g]));
        _mm512_storeu_ps(c + g * 16,
                         _mm512_add_ps(_mm512_loadu_ps(c + g * 16), _mm512_scalef_ps(joined(sum[g]), unit)));
    }
}

// Of four rows of 16 bytes, byte j of each in a word, those of the two groups in turn.
struct NibbleOrder {
    alignas(64) uint8_t at[64] = {};
    constexpr NibbleOrder() {
        for (unsigned byte = 0; byte < 64; ++byte)
            at[byte] = static_cast<uint8_t>(byte % 4 * 16 + byte / 4 % 2 * 8 + byte / 8);
    }
};
constexpr NibbleOrder kNibbleOrder;

KERNEL_INLINE void multiply_bfp4(const Digits& digits, const uint8_t* codes, size_t ahead, float* c) {
    const __m512i order = _mm512_load_si512(kNibbleOrder.at), nibble = _mm512_set1_epi8(15),
                  plus_eight =
                      _mm512_broadcast_i32x4(_mm_setr_epi8(8, 9, 10, 11, 12, 13, 14, 15, 8, 7, 6, 5, 4, 3, 2, 1));
    __m512i even[kDigits], odd[kDigits];  // columns
    for (size_t d = 0; d < kDigits; ++d) even[d] = odd[d] = of_both_groups(digits.offsets[d]);
#pragma GCC unroll 8
    for (size_t quad = 0; quad < 8; ++quad) {
        __builtin_prefetch(codes + ahead + quad * 64, 0, 2);
        const __m512i bytes = _mm512_permutexvar_epi8(order, _mm512_loadu_si512(codes + quad * 64));
        const __m512i low = _mm512_shuffle_epi8(plus_eight, _mm512_and_si512(bytes, nibble)),
                      high = _mm512_shuffle_epi8(plus_eight, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble));
#pragma GCC unroll 4
        for (size_t d = 0; d < kDigits; ++d) {
            const __m512i x = of_both_groups(digits.at(quad, d));
            even[d] = _mm512_dpbusd_epi32(even[d], low, x);
            odd[d] = _mm512_dpbusd_epi32(odd[d], high, x);
        }
    }
    const __m512 unit = _mm512_cvtepi32_ps(of_both_groups(digits.exponents));
    add_in_turn(_mm512_scalef_ps(joined(even), unit), _mm512_scalef_ps(joined(odd), unit), c);
}

#if defined(__AVX512BF16__)
// As dot products of pairs of bfloat16, for a row that is of bfloat16: half as many as of bytes. The row takes the
// groups' units, which is exact as well, but that elements below 2^-226 times the largest one become zero; a code is
// exact in bfloat16, whose two bytes come from tables.
struct ScaledRow {
    alignas(64) uint32_t words[2][16];  // pairs of rows, of the two groups in turn
    int32_t exponents[2];

    [[gnu::always_inline]] const uint32_t* at(size_t pair) const {
        return words[pair % 4 / 2] + pair / 4 * 4 + pair % 2 * 2;
    }
};

struct HalfRow {
    using Prepared = ScaledRow;
    static constexpr int kLargest = 127 + 100;  // exponent of the largest element: below what sums could not hold
    __m512i magnitudes, signs;
    int exponent;

    [[gnu::always_inline]] bool load(const float* a) {
        const auto words = (__m512i)_mm512_cvtne2ps_pbh(_mm512_loadu_ps(a + 16), _mm512_loadu_ps(a));
        const __m512i m = _mm512_and_si512(words, _mm512_set1_epi16(0x7FFF)),
                      larger = _mm512_max_epu16(m, _mm512_srli_epi32(m, 16));
        const int largest = _mm512_reduce_max_epi32(_mm512_and_si512(larger, _mm512_set1_epi32(0xFFFF))) >> 7;
        if (largest == 255) return false;
        exponent = largest - kLargest;
        const __mmask32 normal = _mm512_cmpge_epu16_mask(m, _mm512_set1_epi16(0x80));
        magnitudes = _mm512_maskz_sub_epi16(normal, m, _mm512_set1_epi16(static_cast<short>(exponent * 128)));
        signs = _mm512_sub_epi16(words, m);
        return true;
    }

    template <int, int Bias>
    [[gnu::always_inline]] void prepare(const Exponents& e, ScaledRow& out) const {
        for (size_t g = 0; g < 2; ++g) out.exponents[g] = exponent - Bias + e.largest[g];
        const auto scaled = [&](__m512i below) { return _mm512_or_si512(_mm512_subs_epu16(magnitudes, below), signs); };
        const __m512i first = scaled(_mm512_srli_epi16(_mm512_slli_epi16(e.below, 8), 1)),
                      second = scaled(_mm512_slli_epi16(_mm512_srli_epi16(e.below, 8), 7));
        _mm512_store_si512(out.words[0], _mm512_unpacklo_epi32(first, second));
        _mm512_store_si512(out.words[1], _mm512_unpackhi_epi32(first, second));
    }
};

KERNEL_INLINE void multiply_pairs_bfp8(const ScaledRow& x, const uint8_t* codes, size_t ahead, float* c) {
    const PairDecoder<133> decode;
    __m512 sum[2][2] = {};  // by group; even and odd pairs apart
#pragma GCC unroll 16
    for (size_t i = 0; i < 16; ++i) {
        __builtin_prefetch(codes + ahead + i * 64, 0, 2);
        const auto b = decode(load_codes8(codes, 2 * i));
        const auto pair = [&](size_t g) { return (__m512bh)_mm512_set1_epi32(static_cast<int>(x.at(i)[g])); };
        sum[0][i % 2] = _mm512_dpbf16_ps(sum[0][i % 2], pair(0), (__m512bh)b.first);
        sum[1][i % 2] = _mm512_dpbf16_ps(sum[1][i % 2], pair(1), (__m512bh)b.second);
    }
    for (size_t g = 0; g < 2; ++g) {
        const __m512 unit = _mm512_cvtepi32_ps(_mm512_set1_epi32(x.exponents[g])),
                     all = _mm512_scalef_ps(_mm512_add_ps(sum[g][0], sum[g][1]), unit);
        _mm512_storeu_ps(c + g * 16, _mm512_add_ps(_mm512_loadu_ps(c + g * 16), all));
    }
}

// Of four rows of 16 bytes, the bytes j of the first two rows side by side, and of the others eight bytes further on;
// bytes of the two groups in turn.
struct NibblePairs {
    alignas(64) uint8_t at[64] = {};
    constexpr NibblePairs() {
        for (unsigned byte = 0; byte < 64; ++byte) {
            const unsigned row = byte % 16 / 8 * 2 + byte % 2, word = byte % 8 / 2;
            at[byte] = static_cast<uint8_t>(row * 16 + word % 2 * 8 + byte / 16 * 2 + word / 2);
        }
    }
};
constexpr NibblePairs kNibblePairs;

KERNEL_INLINE void multiply_pairs_bfp4(const ScaledRow& x, const uint8_t* codes, size_t ahead, float* c) {
    const __m512i order = _mm512_load_si512(kNibblePairs.at), nibble = _mm512_set1_epi8(15),
                  low = _mm512_broadcast_i32x4(_mm_setr_epi8(0, -0x80, 0, 0x40, -0x80, -0x60, -0x40, -0x20, 0, -0x80, 0,
                                                             0x40, -0x80, -0x60, -0x40, -0x20)),
                  high = _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0x3F, 0x40, 0x40, 0x40, 0x40, 0x40, 0x40, 0, -0x41,
                                                              -0x40, -0x40, -0x40, -0x40, -0x40, -0x40));
    __m512 even[2] = {}, odd[2] = {};  // columns; by pair of four rows
    const auto add = [&](__m512(&sum)[2], __m512i at, __m512bh upper, __m512bh lower) {
        const __m512i l = _mm512_shuffle_epi8(low, at), h = _mm512_shuffle_epi8(high, at);
        sum[0] = _mm512_dpbf16_ps(sum[0], upper, (__m512bh)_mm512_unpacklo_epi8(l, h));
        sum[1] = _mm512_dpbf16_ps(sum[1], lower, (__m512bh)_mm512_unpackhi_epi8(l, h));
    };
#pragma GCC unroll 8
    for (size_t quad = 0; quad < 8; ++quad) {
        __builtin_prefetch(codes + ahead + quad * 64, 0, 2);
        const __m512i bytes = _mm512_permutexvar_epi8(order, _mm512_loadu_si512(codes + quad * 64));
        const auto upper = (__m512bh)of_both_groups(x.at(2 * quad)),
                   lower = (__m512bh)of_both_groups(x.at(2 * quad + 1));
        add(even, _mm512_and_si512(bytes, nibble), upper, lower);
        add(odd, _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble), upper, lower);
    }
    const __m512 unit = _mm512_cvtepi32_ps(of_both_groups(x.exponents));
    add_in_turn(_mm512_scalef_ps(_mm512_add_ps(even[0], even[1]), unit),
                _mm512_scalef_ps(_mm512_add_ps(odd[0], odd[1]), unit), c);
}
#endif
#else
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

template <auto Tile, size_t Bytes>
size_t tiles_of(const float* a, const uint8_t* tiles, size_t count, size_t ahead, float* c, size_t ldc) {
    for (size_t i = 0; i < count; ++i) {
        for (size_t at = 0; at < Bytes; at += 64) __builtin_prefetch(tiles + i * Bytes + ahead + at, 0, 2);
        if (!Tile(a, tiles + i * Bytes, tiles + i * Bytes + 64, c + i * ldc)) return i;
    }
    return count;
}
#endif

}  // namespace

void fill_coded_rows(MatrixBlocks& t) {
#if defined(__AVX512VBMI__) && defined(__AVX512VNNI__)
    t.tiles_bfp8 = t.half_tiles_bfp8 = coded_tiles<IntegerRow, kBfp8Bytes, 7, 133, multiply_bfp8>;
    t.tiles_bfp4 = t.half_tiles_bfp4 = coded_tiles<IntegerRow, kBfp4Bytes, 3, 129, multiply_bfp4>;
#if defined(__AVX512BF16__)
    t.half_tiles_bfp8 = coded_tiles<HalfRow, kBfp8Bytes, 7, 133, multiply_pairs_bfp8>;
    t.half_tiles_bfp4 = coded_tiles<HalfRow, kBfp4Bytes, 3, 129, multiply_pairs_bfp4>;
#endif
#else
    t.tiles_bfp8 = t.half_tiles_bfp8 = tiles_of<tile_bfp8, kBfp8Bytes>;
    t.tiles_bfp4 = t.half_tiles_bfp4 = tiles_of<tile_bfp4, kBfp4Bytes>;
#endif
}

}  // namespace ttnn::kernels::KERNEL_ISA
