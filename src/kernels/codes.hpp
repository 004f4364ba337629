// Codes of block floats as bfloat16, without arithmetic: a magnitude's two bytes come from tables of 128. An element
// of bfloat8_b is magnitude * 2^(exponent - 133); of bfloat4_b, the same with its code shifted left by four.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "kernels/math.hpp"

#if defined(__AVX512VBMI__)
#include <immintrin.h>
#endif

namespace {

// The bfloat16 of a magnitude whose group has the exponent `top`.
constexpr uint16_t code_word(uint32_t magnitude, uint32_t top) {
    if (magnitude == 0) return 0;
    uint32_t log = 0;
    while (magnitude >> (log + 1)) ++log;
    return static_cast<uint16_t>((top - 6 + log) << 7 | (magnitude << (7 - log) & 0x7F));
}

#if defined(__AVX512VBMI__)
template <uint32_t Top>
struct CodeTables {
    alignas(64) uint8_t low[128] = {}, high[128] = {};
    constexpr CodeTables() {
        for (uint32_t m = 0; m < 128; ++m) {
            low[m] = static_cast<uint8_t>(code_word(m, Top));
            high[m] = static_cast<uint8_t>(code_word(m, Top) >> 8);
        }
    }
};

// Where each of 64 codes, two rows of 32, has to stand for the words made of them to come out as pairs of the two rows:
// those of columns 0 to 15 in the first register, the others in the second.
struct PairOrder {
    alignas(64) uint8_t at[64] = {};
    constexpr PairOrder() {
        for (unsigned byte = 0; byte < 64; ++byte) {
            const unsigned second = byte % 16 / 8, word = byte / 16 * 8 + byte % 8;
            at[byte] = static_cast<uint8_t>(word % 2 * 32 + second * 16 + word / 2);
        }
    }
};

/// Turns codes, two rows of 32 of bfloat8_b, into pairs of bfloat16 of groups with the exponent Top.
template <uint32_t Top>
class PairDecoder {
 public:
    struct Pairs {
        __m512i first, second;
    };
    PairDecoder()
        : order_(_mm512_load_si512(kOrder.at)),
          low_{_mm512_load_si512(kTables.low), _mm512_load_si512(kTables.low + 64)},
          high_{_mm512_load_si512(kTables.high), _mm512_load_si512(kTables.high + 64)} {}

    /// With the signs, for exponents that are accounted for elsewhere.
    [[gnu::always_inline]] Pairs operator()(__m512i codes) const {
        const __m512i c = _mm512_permutexvar_epi8(order_, codes), low = _mm512_permutex2var_epi8(low_[0], c, low_[1]),
                      high = _mm512_ternarylogic_epi32(_mm512_permutex2var_epi8(high_[0], c, high_[1]), c,
                                                       _mm512_set1_epi8(-128), 0xF8);
        return {_mm512_unpacklo_epi8(low, high), _mm512_unpackhi_epi8(low, high)};
    }
    /// With `below`, words of (Top - exponent) << 7, taken off the magnitudes: what falls below the normal range is 0.
    [[gnu::always_inline]] Pairs operator()(__m512i codes, __m512i below_first, __m512i below_second) const {
        const __m512i c = _mm512_permutexvar_epi8(order_, codes), sign = _mm512_set1_epi16(-32768);
        const __m512i low = _mm512_permutex2var_epi8(low_[0], c, low_[1]),
                      high = _mm512_permutex2var_epi8(high_[0], c, high_[1]);
        const __m512i a = _mm512_subs_epu16(_mm512_unpacklo_epi8(low, high), below_first),
                      b = _mm512_subs_epu16(_mm512_unpackhi_epi8(low, high), below_second);
        return {_mm512_ternarylogic_epi32(a, _mm512_unpacklo_epi8(c, c), sign, 0xF8),
                _mm512_ternarylogic_epi32(b, _mm512_unpackhi_epi8(c, c), sign, 0xF8)};
    }

 private:
    static constexpr PairOrder kOrder{};
    static constexpr CodeTables<Top> kTables{};
    __m512i order_, low_[2], high_[2];
};

KERNEL_INLINE bool any_special(const uint8_t* exponents) {
    return _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(exponents), _mm512_set1_epi8(-1)) != 0;
}
KERNEL_INLINE __m512i load_codes8(const uint8_t* codes, size_t row) { return _mm512_loadu_si512(codes + row * 32); }
/// Two rows of bfloat4_b, as codes of bfloat8_b.
KERNEL_INLINE __m512i load_codes4(const uint8_t* codes, size_t row) {
    const __m512i bytes = _mm512_cvtepu8_epi16(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + row * 16)));
    return _mm512_and_si512(_mm512_or_si512(_mm512_slli_epi16(bytes, 4), _mm512_slli_epi16(bytes, 8)),
                            _mm512_set1_epi8(-16));
}
#endif

}  // namespace
