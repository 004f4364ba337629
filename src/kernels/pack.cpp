// Pieces of B for the matrix kernels, from tiles in natural order: groups of kWidth columns, each [32][kWidth] floats
// or [16][kWidth] pairs of bfloat16; for a matrix unit two groups of 16 columns.
#include "kernels/blocks.hpp"
#include "kernels/codes.hpp"
#include "kernels/isa.hpp"
#include "kernels/strip_shape.hpp"
#include "kernels/transpose.hpp"

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace ttnn::kernels::KERNEL_ISA {
namespace {

void pack_floats(const float* tile, float* piece) {
    for (size_t j = 0; j < 32; j += kWidth)
        for (size_t i = 0; i < 32; ++i, piece += kWidth)
            for (size_t v = 0; v < kWidth; v += kLanes) store(piece + v, load(tile + i * 32 + j + v));
}
void pack_floats_transposed(const float* tile, float* piece) {
    for (size_t j = 0; j < 32; j += kWidth, piece += 32 * kWidth)
        transpose32(reinterpret_cast<const Word32*>(tile) + j * 32, 32, kWidth, 32, reinterpret_cast<Word32*>(piece),
                    kWidth);
}

#if defined(__AVX512F__)
template <size_t Width>
void pack_pairs(const uint16_t* tile, uint16_t* piece) {
    const __m512i first = _mm512_load_si512(kPairsOfRows.at[0]), second = _mm512_load_si512(kPairsOfRows.at[1]);
    for (size_t i = 0; i < 32; i += 2) {
        const __m512i even = _mm512_loadu_si512(tile + i * 32), odd = _mm512_loadu_si512(tile + i * 32 + 32);
        _mm512_storeu_si512(piece + place<Width>(i, 0), _mm512_permutex2var_epi16(even, first, odd));
        _mm512_storeu_si512(piece + place<Width>(i, 16), _mm512_permutex2var_epi16(even, second, odd));
    }
}
#else
KERNEL_INLINE void interleave(const uint16_t* even, const uint16_t* odd, uint16_t* pairs) {
#if defined(__SSE2__)
    const __m128i e = _mm_loadu_si128(reinterpret_cast<const __m128i*>(even)),
                  o = _mm_loadu_si128(reinterpret_cast<const __m128i*>(odd));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(pairs), _mm_unpacklo_epi16(e, o));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(pairs + 8), _mm_unpackhi_epi16(e, o));
#else
    for (size_t v = 0; v < 8; ++v) pairs[2 * v] = even[v], pairs[2 * v + 1] = odd[v];
#endif
}
template <size_t Width>
void pack_pairs(const uint16_t* tile, uint16_t* piece) {
    for (size_t i = 0; i < 32; i += 2)
        for (size_t j = 0; j < 32; j += 8)
            interleave(tile + i * 32 + j, tile + i * 32 + 32 + j, piece + place<Width>(i, j));
}
#endif

template <size_t Width>
void pack_pairs_transposed(const uint16_t* tile, uint16_t* piece) {
    for (size_t j = 0; j < 32; j += Width, piece += 32 * Width)
        transpose32(reinterpret_cast<const Word32*>(tile) + j * 16, 16, Width, 16, reinterpret_cast<Word32*>(piece),
                    Width);
}

#if defined(__AVX512VBMI__)
template <size_t Width, auto LoadCodes>
bool pack_codes(const uint8_t* exponents, const uint8_t* codes, uint16_t* piece) {
    if (any_special(exponents)) return false;
    constexpr uint32_t top = 254;
    const PairDecoder<top> decode;
    // Exponents of two groups a row: the words of a pair of rows, a register for each group.
    const __m512i bytes = _mm512_loadu_si512(exponents), low = _mm512_set1_epi16(255), most = _mm512_set1_epi16(top);
    alignas(64) uint32_t below[2][16];
    _mm512_store_si512(below[0], _mm512_slli_epi16(_mm512_sub_epi16(most, _mm512_and_si512(bytes, low)), 7));
    _mm512_store_si512(below[1], _mm512_slli_epi16(_mm512_sub_epi16(most, _mm512_srli_epi16(bytes, 8)), 7));
    for (size_t i = 0; i < 32; i += 2) {
        const auto pairs = decode(LoadCodes(codes, i), _mm512_set1_epi32(static_cast<int>(below[0][i / 2])),
                                  _mm512_set1_epi32(static_cast<int>(below[1][i / 2])));
        _mm512_storeu_si512(piece + place<Width>(i, 0), pairs.first);
        _mm512_storeu_si512(piece + place<Width>(i, 16), pairs.second);
    }
    return true;
}
template <size_t Width>
constexpr auto pack8 = pack_codes<Width, load_codes8>;
template <size_t Width>
constexpr auto pack4 = pack_codes<Width, load_codes4>;
#else
// Through a tile in natural order.
template <size_t Width, int Bits>
bool pack_codes(const uint8_t* exponents, const uint8_t* codes, uint16_t* piece) {
    constexpr uint32_t top = 254;
    uint16_t tile[kPiece];
    for (size_t at = 0; at < kPiece; ++at) {
        if (exponents[at / 16] == 255) return false;
        const uint32_t code = Bits == 7 ? codes[at] : (codes[at / 2] >> at % 2 * 4 & 15u) << 4;
        const uint32_t word = code_word(code & 0x7F, top), below = (top - exponents[at / 16]) << 7;
        tile[at] = static_cast<uint16_t>((code & 0x80) << 8 | (word > below ? word - below : 0));
    }
    pack_pairs<Width>(tile, piece);
    return true;
}
template <size_t Width>
constexpr auto pack8 = pack_codes<Width, 7>;
template <size_t Width>
constexpr auto pack4 = pack_codes<Width, 3>;
#endif

}  // namespace

void fill_pack(MatrixBlocks& t) {
    t.floats = {pack_floats, pack_floats_transposed, nullptr};
    t.pairs = {
        {pack_pairs<kWidth>, pack_pairs_transposed<kWidth>, nullptr}, pack8<kWidth>, pack4<kWidth>, nullptr, nullptr};
    t.tiles = {{pack_pairs<16>, pack_pairs_transposed<16>, nullptr}, pack8<16>, pack4<16>, nullptr, nullptr};
}

}  // namespace ttnn::kernels::KERNEL_ISA
