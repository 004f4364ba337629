// Conversions between stored formats and floats, to nearest even, equal bit for bit to the plain ones in
// format/convert.
#include "kernels/elementwise.hpp"
#include "kernels/isa.hpp"
#include "kernels/pieces.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

void bfloat16_to_float(const uint16_t* src, float* dst, size_t n) {
    size_t i = 0;
    for (; i + kPieceSize <= n; i += kPieceSize) store_piece(dst + i, load_piece(src + i));
    for (; i < n; ++i) dst[i] = widen(src[i]);
}
void float_to_bfloat16(const float* src, uint16_t* dst, size_t n) {
    size_t i = 0;
    for (; i + kPieceSize <= n; i += kPieceSize) store_halves(dst + i, narrow(load_piece(src + i)), false);
    if (i == n) return;
    float rest[kPieceSize] = {};
    uint16_t out[kPieceSize];
    __builtin_memcpy(rest, src + i, (n - i) * 4);
    store_halves(out, narrow(load_piece(rest)), false);
    __builtin_memcpy(dst + i, out, (n - i) * 2);
}

// m * 2^(E - 127 - (bits - 1)) with the exponent 255 standing for infinity (top bit alone) and NaN, as the plain code
// has it.
template <int Bits>
KERNEL_INLINE float unpack_one(uint32_t exponent, uint32_t code) {
    const uint32_t magnitude = code & ((1u << Bits) - 1), sign = code >> Bits << 31;
    // 2^(E - 126 - Bits) in two factors that never leave the normal range.
    const uint32_t low = exponent >> 1, high = exponent - low;
    const float value =
        static_cast<float>(magnitude) * from_bits((low + 127 - 63) << 23) * from_bits((high + 127 - 63 - Bits) << 23);
    const uint32_t special = 0x7F800000u | ((magnitude << (24 - Bits)) & 0x7FFFFFu);
    const uint32_t plain = exponent == 255 ? special : bits(value);
    return from_bits(magnitude == 0 ? 0u : plain | sign);
}

// Sixteen codes whose exponent leaves room on both sides: an integer times a power of two, exact.
KERNEL_INLINE bool is_normal(uint32_t exponent) { return exponent > 8 && exponent < 255; }
#if defined(__AVX2__)
// By instruction: the compiler widens bytes piece by piece.
KERNEL_INLINE void unpack_signed(__m128i values, uint32_t unit_exponent, float* dst) {
    const __m256 unit = _mm256_set1_ps(from_bits(unit_exponent << 23));
    const __m256i low = _mm256_cvtepi8_epi32(values), high = _mm256_cvtepi8_epi32(_mm_srli_si128(values, 8));
    _mm256_storeu_ps(dst, _mm256_mul_ps(_mm256_cvtepi32_ps(low), unit));
    _mm256_storeu_ps(dst + 8, _mm256_mul_ps(_mm256_cvtepi32_ps(high), unit));
}
KERNEL_INLINE void unpack8_normal(uint32_t exponent, const uint8_t* codes, float* dst) {
    const __m128i code = _mm_loadu_si128(reinterpret_cast<const __m128i*>(codes));
    const __m128i magnitude = _mm_and_si128(code, _mm_set1_epi8(0x7F));
    unpack_signed(_mm_sign_epi8(magnitude, _mm_or_si128(code, _mm_set1_epi8(1))), exponent - 6, dst);
}
KERNEL_INLINE void unpack4_normal(uint32_t exponent, const uint8_t* codes, float* dst) {
    const __m128i values = _mm_setr_epi8(0, 1, 2, 3, 4, 5, 6, 7, 0, -1, -2, -3, -4, -5, -6, -7);
    const __m128i code = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(codes)), nibble = _mm_set1_epi8(15);
    const __m128i even = _mm_and_si128(code, nibble), odd = _mm_and_si128(_mm_srli_epi16(code, 4), nibble);
    unpack_signed(_mm_shuffle_epi8(values, _mm_unpacklo_epi8(even, odd)), exponent - 2, dst);
}
#else
KERNEL_INLINE void unpack8_normal(uint32_t exponent, const uint8_t* codes, float* dst) {
    for (size_t i = 0; i < 16; ++i) dst[i] = unpack_one<7>(exponent, codes[i]);
}
KERNEL_INLINE void unpack4_normal(uint32_t exponent, const uint8_t* codes, float* dst) {
    for (size_t i = 0; i < 16; ++i) dst[i] = unpack_one<3>(exponent, (codes[i / 2] >> (i % 2 * 4)) & 15u);
}
#endif

void unpack8(const uint8_t* exponents, const uint8_t* codes, float* dst, size_t groups) {
    for (size_t g = 0; g < groups; ++g, codes += 16, dst += 16) {
        const uint32_t e = exponents[g];
        if (is_normal(e)) unpack8_normal(e, codes, dst);
        else
            for (size_t i = 0; i < 16; ++i) dst[i] = unpack_one<7>(e, codes[i]);
    }
}

void unpack4(const uint8_t* exponents, const uint8_t* codes, float* dst, size_t groups) {
    for (size_t g = 0; g < groups; ++g, codes += 8, dst += 16) {
        const uint32_t e = exponents[g];
        if (is_normal(e)) unpack4_normal(e, codes, dst);
        else
            for (size_t i = 0; i < 16; ++i) dst[i] = unpack_one<3>(e, (codes[i / 2] >> (i % 2 * 4)) & 15u);
    }
}

// Codes of 16 floats, a byte each; returns the shared exponent.
#if defined(__AVX512BW__)
KERNEL_INLINE __m256i largest_of_sixteen(__m256i e) {  // in each of 16 words
    // The largest is the complement of the smallest.
    const __m128i both = _mm_max_epu16(_mm256_castsi256_si128(e), _mm256_extracti128_si256(e, 1));
    const __m128i least = _mm_minpos_epu16(_mm_xor_si128(both, _mm_set1_epi16(-1)));
    return _mm256_xor_si256(_mm256_broadcastw_epi16(least), _mm256_set1_epi16(-1));
}
// Two groups of floats that are bf16: eight bits of significand fit in words, and no bit is lost in a shift by up to 7;
// what is shifted further is 0.
template <int Bits>
KERNEL_INLINE void pack_halves(__m512i x, uint8_t* exponents, uint8_t* codes) {
    const auto all = [](int x) { return _mm512_set1_epi16(static_cast<short>(x)); };
    constexpr int drop = 15 - Bits;
    const __m512i e = _mm512_and_si512(_mm512_srli_epi16(x, 7), all(255));
    const __m256i first = largest_of_sixteen(_mm512_castsi512_si256(e)),
                  second = largest_of_sixteen(_mm512_extracti64x4_epi64(e, 1));
    const __m512i shared = _mm512_inserti64x4(_mm512_castsi256_si512(first), second, 1);
    const __m512i significand = _mm512_slli_epi16(_mm512_ternarylogic_epi32(x, all(0x7F), all(0x80), 0xEA), 7);
    const __m512i aligned = _mm512_srlv_epi16(significand, _mm512_sub_epi16(shared, e));
    const __m512i odd = _mm512_and_si512(_mm512_srli_epi16(aligned, drop), all(1));
    const __m512i rounded =
        _mm512_srli_epi16(_mm512_add_epi16(aligned, _mm512_add_epi16(odd, all((1 << (drop - 1)) - 1))), drop);
    const __m512i magnitude = _mm512_maskz_min_epu16(_mm512_test_epi16_mask(e, e), rounded, all((1 << Bits) - 1));
    const __m512i sign = _mm512_and_si512(_mm512_srli_epi16(x, 15 - Bits), all(1 << Bits));
    const __m512i code =
        _mm512_maskz_mov_epi16(_mm512_test_epi16_mask(magnitude, magnitude), _mm512_or_si512(magnitude, sign));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(codes), _mm512_cvtepi16_epi8(code));
    exponents[0] = static_cast<uint8_t>(_mm256_extract_epi16(first, 0));
    exponents[1] = static_cast<uint8_t>(_mm256_extract_epi16(second, 0));
}
template <int Bits>
KERNEL_INLINE void pack_halves(const float* src, uint8_t* exponents, uint8_t* codes) {
    pack_halves<Bits>(high_halves(load_words(src), load_words(src + 16)), exponents, codes);
}
template <int Bits>
KERNEL_INLINE void pack_row(const uint16_t* src, uint8_t* exponents, uint8_t* codes) {
    pack_halves<Bits>(_mm512_loadu_si512(src), exponents, codes);
}
KERNEL_INLINE bool are_halves(const float* src, size_t groups) {
    Words any = {};
    for (size_t g = 0; g < groups; ++g) any |= load_words(src + g * 16);
    return _mm512_test_epi32_mask((__m512i)any, _mm512_set1_epi32(0xFFFF)) == 0;
}
template <int Bits>
KERNEL_INLINE uint32_t pack_sixteen(const float* src, uint8_t* codes) {
    constexpr int drop = 24 - Bits;
    const auto all = [](int x) { return _mm512_set1_epi32(x); };
    const __m512i word = _mm512_loadu_si512(src), e = _mm512_and_si512(_mm512_srli_epi32(word, 23), all(255));
    // The largest of 16 bytes is the complement of the smallest of eight words.
    const __m128i low = _mm_andnot_si128(_mm512_cvtepi32_epi8(e), _mm_set1_epi8(-1));
    const __m128i least = _mm_minpos_epu16(_mm_min_epu8(low, _mm_srli_epi16(low, 8)));
    const int shared = 255 - (_mm_cvtsi128_si32(least) & 255);
    // Shifts of 24 and more leave nothing.
    const __m512i significand = _mm512_ternarylogic_epi32(word, all(0x7FFFFF), all(0x800000), 0xEA);
    const __m512i aligned = _mm512_srlv_epi32(significand, _mm512_sub_epi32(all(shared), e));
    const __m512i odd = _mm512_and_si512(_mm512_srli_epi32(aligned, drop), all(1));
    const __m512i rounded =
        _mm512_srli_epi32(_mm512_add_epi32(aligned, _mm512_add_epi32(odd, all((1 << (drop - 1)) - 1))), drop);
    const __m512i magnitude = _mm512_maskz_min_epu32(_mm512_test_epi32_mask(e, e), rounded, all((1 << Bits) - 1));
    const __m512i sign = _mm512_and_si512(_mm512_srli_epi32(word, 31 - Bits), all(1 << Bits));
    const __m512i code = _mm512_maskz_or_epi32(_mm512_test_epi32_mask(magnitude, magnitude), magnitude, sign);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(codes), _mm512_cvtepi32_epi8(code));
    return static_cast<uint32_t>(shared);
}
#else
template <int Bits>
KERNEL_INLINE void pack_halves(const float*, uint8_t*, uint8_t*) {}
KERNEL_INLINE bool are_halves(const float*, size_t) { return false; }
template <int Bits>
KERNEL_INLINE uint32_t pack_sixteen(const float* src, uint8_t* codes) {
    constexpr int drop = 24 - Bits;
    uint32_t shared = 0;
    for (int i = 0; i < 16; ++i) {
        const uint32_t e = (bits(src[i]) >> 23) & 0xFF;
        shared = shared > e ? shared : e;
    }
    for (int i = 0; i < 16; ++i) {
        const uint32_t word = bits(src[i]), e = (word >> 23) & 0xFF, distance = shared - e;
        const uint32_t aligned = ((word & 0x7FFFFFu) | 0x800000u) >> (distance < 31 ? distance : 31);
        const uint32_t kept = aligned >> drop, rest = aligned & ((1u << drop) - 1), half = 1u << (drop - 1);
        uint32_t magnitude = kept + (rest > half || (rest == half && (kept & 1)) ? 1u : 0u);
        magnitude = magnitude > (1u << Bits) - 1 ? (1u << Bits) - 1 : magnitude;
        magnitude = e == 0 || distance >= 24 ? 0u : magnitude;
        codes[i] = static_cast<uint8_t>(magnitude ? word >> 31 << Bits | magnitude : 0u);
    }
    return shared;
}
template <int Bits>
KERNEL_INLINE void pack_row(const uint16_t* src, uint8_t* exponents, uint8_t* codes) {
    float row[32];
    for (size_t i = 0; i < 32; ++i) row[i] = widen(src[i]);
    for (size_t g = 0; g < 2; ++g)
        exponents[g] = static_cast<uint8_t>(pack_sixteen<Bits>(row + g * 16, codes + g * 16));
}
#endif

// Pairs of codes in a byte, the first in the low half.
KERNEL_INLINE void join_nibbles(const uint8_t* codes, uint8_t* out) {
#if defined(__AVX2__)
    const __m128i pairs =
        _mm_maddubs_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)), _mm_set1_epi16(0x1001));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(out), _mm_packus_epi16(pairs, pairs));
#else
    for (size_t i = 0; i < 8; ++i) out[i] = static_cast<uint8_t>(codes[2 * i] | codes[2 * i + 1] << 4);
#endif
}

// Calls put(group, its codes) for all groups.
template <int Bits, class Put>
KERNEL_INLINE void pack_groups(const float* src, uint8_t* exponents, size_t groups, Put put) {
    uint8_t codes[32];
    size_t g = 0;
    if (are_halves(src, groups))
        for (; g + 2 <= groups; g += 2) {
            pack_halves<Bits>(src + g * 16, exponents + g, codes);
            put(g, codes);
            put(g + 1, codes + 16);
        }
    for (; g < groups; ++g) {
        exponents[g] = static_cast<uint8_t>(pack_sixteen<Bits>(src + g * 16, codes));
        put(g, codes);
    }
}
void pack8(const float* src, uint8_t* exponents, uint8_t* codes, size_t groups) {
    pack_groups<7>(src, exponents, groups,
                   [codes](size_t g, const uint8_t* group) { __builtin_memcpy(codes + g * 16, group, 16); });
}
void pack4(const float* src, uint8_t* exponents, uint8_t* codes, size_t groups) {
    pack_groups<3>(src, exponents, groups,
                   [codes](size_t g, const uint8_t* group) { join_nibbles(group, codes + g * 8); });
}

void pack8_rows(const uint16_t* src, size_t step, uint8_t* exponents, uint8_t* codes, size_t rows) {
    for (size_t r = 0; r < rows; ++r) pack_row<7>(src + r * step, exponents + r * 2, codes + r * 32);
}
void pack4_rows(const uint16_t* src, size_t step, uint8_t* exponents, uint8_t* codes, size_t rows) {
    uint8_t row[32];
    for (size_t r = 0; r < rows; ++r) {
        pack_row<3>(src + r * step, exponents + r * 2, row);
        join_nibbles(row, codes + r * 16);
        join_nibbles(row + 16, codes + r * 16 + 8);
    }
}

}  // namespace

void fill_convert(Convert& t) {
    t = {bfloat16_to_float, float_to_bfloat16, unpack8, unpack4, pack8, pack4, pack8_rows, pack4_rows};
}

}  // namespace ttnn::kernels::KERNEL_ISA
