// Conversions between stored formats and floats, to nearest even, equal bit for bit to the plain ones in
// format/convert.
#include "kernels/elementwise.hpp"
#include "kernels/isa.hpp"
#include "kernels/math.hpp"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace ttnn::kernels::KERNEL_ISA {
namespace {

void bfloat16_to_float(const uint16_t* __restrict src, float* __restrict dst, size_t n) {
    for (size_t i = 0; i < n; ++i) dst[i] = from_bits(static_cast<uint32_t>(src[i]) << 16);
}

void float_to_bfloat16(const float* __restrict src, uint16_t* __restrict dst, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const uint32_t b = bits(src[i]);
        const uint32_t rounded = (b + 0x7FFFu + ((b >> 16) & 1u)) >> 16;
        dst[i] = static_cast<uint16_t>((b & 0x7FFFFFFFu) > 0x7F800000u ? 0x7FC0u : rounded);
    }
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

template <int Bits>
KERNEL_INLINE uint32_t pack_sixteen(const float* src, uint32_t* codes) {
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
        codes[i] = magnitude ? word >> 31 << Bits | magnitude : 0u;
    }
    return shared;
}

void pack8(const float* src, uint8_t* exponents, uint8_t* codes, size_t groups) {
    for (size_t g = 0; g < groups; ++g) {
        uint32_t out[16];
        exponents[g] = static_cast<uint8_t>(pack_sixteen<7>(src + g * 16, out));
        for (int i = 0; i < 16; ++i) codes[g * 16 + static_cast<size_t>(i)] = static_cast<uint8_t>(out[i]);
    }
}

void pack4(const float* src, uint8_t* exponents, uint8_t* codes, size_t groups) {
    for (size_t g = 0; g < groups; ++g) {
        uint32_t out[16];
        exponents[g] = static_cast<uint8_t>(pack_sixteen<3>(src + g * 16, out));
        for (int i = 0; i < 8; ++i)
            codes[g * 8 + static_cast<size_t>(i)] = static_cast<uint8_t>(out[2 * i] | out[2 * i + 1] << 4);
    }
}

}  // namespace

void fill_convert(Convert& t) { t = {bfloat16_to_float, float_to_bfloat16, unpack8, unpack4, pack8, pack4}; }

}  // namespace ttnn::kernels::KERNEL_ISA
