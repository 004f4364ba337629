// Ternary weights of two bits, a word a row of 16 of a face: code 0 is 0, 1 is +1, 3 is -1.
#include "kernels/blocks.hpp"
#include "kernels/isa.hpp"
#include "kernels/strip_shape.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

constexpr size_t kTernaryLines = 4;  // of the cache, that a tile of words or digits takes

// The words of rows i and i + 1, i even, in the half of 16 columns that begins at column j.
KERNEL_INLINE const uint32_t* words_at(const uint32_t* tile, size_t i, size_t j) {
    return tile + (i / 16 * 2 + j / 16) * 16 + i % 16;
}

#if defined(__AVX512VBMI__)
// Both words wherever a register has room, for shifts of single bytes.
KERNEL_INLINE __m512i both_words(const uint32_t* words) {
    long long both;
    __builtin_memcpy(&both, words, 8);
    return _mm512_set1_epi64(both);
}

// By how much each byte of a register is shifted: the word for column j holds two bytes of each of the two rows.
// `offset` is the bit of a byte where the code begins.
struct Shifts {
    alignas(64) uint8_t pairs[64] = {};
    constexpr explicit Shifts(unsigned offset) {
        for (unsigned byte = 0; byte < 64; ++byte)
            pairs[byte] = static_cast<uint8_t>((byte % 4 / 2 * 32 + byte / 4 * 2 + 64 - offset) % 64);
    }
};
constexpr Shifts kCodes(0);

// Where the bytes of 16 rows' words go for four rows from row 4 * q: into a word for each column, a byte a row.
struct QuadBytes {
    alignas(64) uint8_t at[4][64] = {};
    alignas(64) uint32_t shifts[16] = {};
    constexpr QuadBytes() {
        for (unsigned q = 0; q < 4; ++q)
            for (unsigned byte = 0; byte < 64; ++byte)
                at[q][byte] = static_cast<uint8_t>((q * 4 + byte % 4) * 4 + byte / 16);
        for (unsigned column = 0; column < 16; ++column) shifts[column] = column % 4 * 2;
    }
};
constexpr QuadBytes kQuadBytes;

template <size_t Width>
void pack_pairs(const uint32_t* tile, uint16_t* piece) {
    // Upper bytes of 0, 1 and -1 in bfloat16, then the lower ones.
    const __m512i table =
        _mm512_broadcast_i32x4(_mm_setr_epi8(0, 0x3F, 0, -0x41, 0, -0x80, 0, -0x80, 0, 0, 0, 0, 0, 0, 0, 0));
    const __m512i shifts = _mm512_load_si512(kCodes.pairs), code = _mm512_set1_epi8(3), lower = _mm512_set1_epi16(4);
    for (size_t j = 0; j < 32; j += 16)
        for (size_t i = 0; i < 32; i += 2) {
            const __m512i bytes = _mm512_multishift_epi64_epi8(shifts, both_words(words_at(tile, i, j)));
            const __m512i at = _mm512_ternarylogic_epi32(bytes, code, lower, 0xEA);  // bytes & code | lower
            _mm512_storeu_si512(piece + place<Width>(i, j), _mm512_shuffle_epi8(table, at));
        }
}

// Weights plus two: codes with their upper bit turned.
template <size_t Width>
void pack_quads(const uint32_t* upper, const uint32_t* lower, uint16_t* piece) {
    const __m512i shifts = _mm512_load_si512(kQuadBytes.shifts), code = _mm512_set1_epi8(3), turn = _mm512_set1_epi8(2);
    for (size_t i = 0; i < 64; i += 16)
        for (size_t j = 0; j < 32; j += 16) {
            const __m512i words = _mm512_loadu_si512(words_at(i < 32 ? upper : lower, i % 32, j));
#pragma GCC unroll 4
            for (size_t q = 0; q < 4; ++q) {
                const __m512i bytes = _mm512_permutexvar_epi8(_mm512_load_si512(kQuadBytes.at[q]), words);
                const __m512i weights = _mm512_ternarylogic_epi32(_mm512_srlv_epi32(bytes, shifts), code, turn, 0x6A);
                _mm512_storeu_si512(piece + place<Width>(i / 2 + 2 * q, j), weights);  // bytes & code ^ turn
            }
        }
}
#else
KERNEL_INLINE uint32_t code_at(const uint32_t* tile, size_t i, size_t j) {
    return *words_at(tile, i, j) >> (j % 16 * 2) & 3;
}
KERNEL_INLINE uint16_t bfloat16_of(uint32_t code) {
    return static_cast<uint16_t>(code & 1 ? 0x3F80 | (code & 2) << 14 : 0);
}

template <size_t Width>
void pack_pairs(const uint32_t* tile, uint16_t* piece) {
    for (size_t i = 0; i < 32; ++i)
        for (size_t j = 0; j < 32; ++j) piece[place<Width>(i / 2 * 2, j) + i % 2] = bfloat16_of(code_at(tile, i, j));
}

template <size_t Width>
void pack_quads(const uint32_t* upper, const uint32_t* lower, uint16_t* piece) {
    for (size_t i = 0; i < 64; i += 2)
        for (size_t j = 0; j < 32; ++j) {
            const uint32_t* tile = i < 32 ? upper : lower;
            const uint32_t even = code_at(tile, i % 32, j) ^ 2, odd = code_at(tile, i % 32 + 1, j) ^ 2;
            piece[place<Width>(i / 4 * 2, j) + i / 2 % 2] = static_cast<uint16_t>(even | odd << 8);
        }
}
#endif

// Multiplying by 3 moves the next digit above the byte; 64 words' places are decoded side by side.
void words_of_digits(const uint8_t* bytes, uint32_t* words) {
    for (size_t w = 0; w < 64; ++w) {
        uint32_t word = 0;
#pragma GCC unroll 3
        for (uint32_t group = 0; group < 3; ++group) {
            uint32_t rest = bytes[group * 64 + w];
#pragma GCC unroll 5
            for (uint32_t digit = 0; digit < 5; ++digit) {
                rest *= 3;
                word |= (((rest >> 8) - 1) & 3) << (2 * (group * 5 + digit));
                rest &= 255;
            }
        }
        words[w] = word;
    }
    for (size_t j = 0; j < 16; ++j) {
        uint32_t rest = bytes[192 + j];
        for (size_t digit = 0; digit < 4; ++digit) {
            rest *= 3;
            words[16 * digit + j] |= ((rest >> 8) - 1) << 30;
            rest &= 255;
        }
    }
}

void unpack(const uint32_t* tile, float* out) {
    for (size_t i = 0; i < 32; ++i)
        for (size_t j = 0; j < 32; j += 16) {
            const uint32_t word = *words_at(tile, i, j);
            for (uint32_t v = 0; v < 16; ++v)
                out[i * 32 + j + v] = static_cast<float>(static_cast<int32_t>(word << (30 - 2 * v)) >> 30);
        }
}

#if defined(__AVX512VBMI__) && defined(__AVX512BF16__)
// The bits of a code, with the upper one turned, are the upper two of a bfloat16's fraction: 3 + weight / 2 without a
// table. What the three adds is taken off before.
constexpr Shifts kFractions(5);

KERNEL_INLINE void one_tile(const uint16_t* a, float total, const uint32_t* tile, float* c) {
    const __m512i shifts = _mm512_load_si512(kFractions.pairs), fraction = _mm512_set1_epi16(0x60),
                  three = _mm512_set1_epi16(0x4040);
    __m512 sum[2][2];  // by column, even and odd pairs apart
    for (auto& s : sum) s[0] = _mm512_set1_ps(-3 * total), s[1] = _mm512_setzero_ps();
#pragma GCC unroll 16
    for (size_t i = 0; i < 32; i += 2) {
        int pair;
        __builtin_memcpy(&pair, a + i, 4);
        const __m512bh x = (__m512bh)_mm512_set1_epi32(pair);
#pragma GCC unroll 2
        for (size_t h = 0; h < 2; ++h) {
            const __m512i bytes = _mm512_multishift_epi64_epi8(shifts, both_words(words_at(tile, i, h * 16)));
            const __m512i b = _mm512_ternarylogic_epi32(bytes, fraction, three, 0x6A);  // bytes & fraction ^ three
            sum[h][i / 2 % 2] = _mm512_dpbf16_ps(sum[h][i / 2 % 2], x, (__m512bh)b);
        }
    }
    for (size_t h = 0; h < 2; ++h) {
        const __m512 both = _mm512_add_ps(sum[h][0], sum[h][1]);
        _mm512_storeu_ps(c + h * 16, _mm512_fmadd_ps(both, _mm512_set1_ps(2), _mm512_loadu_ps(c + h * 16)));
    }
}
#else
KERNEL_INLINE void one_tile(const uint16_t* a, float, const uint32_t* tile, float* c) {
    for (size_t i = 0; i < 32; ++i) {
        const float x = widen(a[i]);
        for (size_t j = 0; j < 32; j += 16) {
            const uint32_t word = *words_at(tile, i, j);
            for (uint32_t v = 0; v < 16; ++v) {
                const uint32_t code = word >> (2 * v);
                c[j + v] += from_bits(bits(x) ^ (code & 2) << 30) * static_cast<float>(code & 1);
            }
        }
    }
}
#endif

#if defined(__AVX512VBMI__) && defined(__AVX512VNNI__)
// The words of 16 rows are a register of bytes that hold four columns' codes each. One permutation puts the bytes of
// four rows side by side; then each of the four codes is multiplied where it stands, together with those below it: sum
// s has what the s before it have, and four times as much of each code as the one before. Lane 4 * g + q of sum s
// belongs to column 4 * g + s and to rows 4 * q and below.
struct QuadOrder {
    alignas(64) uint8_t at[64] = {};
    constexpr QuadOrder() {
        for (unsigned byte = 0; byte < 64; ++byte)
            at[byte] = static_cast<uint8_t>((byte / 4 % 4 * 4 + byte % 4) * 4 + byte / 16);
    }
};
constexpr QuadOrder kQuadOrder;

void add_ternary_bytes(const int8_t* a, const uint32_t* tiles, size_t stride, size_t pieces, size_t count,
                       int32_t* sums, Walk& ahead) {
    const __m512i order = _mm512_load_si512(kQuadOrder.at), plus_two = _mm512_set1_epi8(-0x56);  // of each code
    Walk walk = ahead;
    for (size_t i = 0; i < count; ++i, tiles += 64, sums += kTernarySums) {
        __m512i sum[2][4];  // by half of the columns and code of a byte
        for (size_t v = 0; v < 8; ++v) sum[v / 4][v % 4] = _mm512_loadu_si512(sums + v * 16);
        for (size_t piece = 0; piece < pieces; ++piece) {
            const uint32_t* tile = tiles + piece * stride;
            walk.fetch_tile(kTernaryLines);
#pragma GCC unroll 4
            for (size_t face = 0; face < 4; ++face) {
                const __m128i rows = _mm_loadu_si128(reinterpret_cast<const __m128i*>(a + piece * 32 + face / 2 * 16));
                const __m512i x = _mm512_broadcast_i32x4(rows), words = _mm512_loadu_si512(tile + face * 16),
                              weights = _mm512_xor_si512(_mm512_permutexvar_epi8(order, words), plus_two);
#pragma GCC unroll 4
                for (int s = 0; s < 4; ++s) {
                    const __m512i codes = _mm512_set1_epi8(static_cast<char>((4 << (2 * s)) - 1));
                    sum[face % 2][s] = _mm512_dpbusd_epi32(sum[face % 2][s], _mm512_and_si512(weights, codes), x);
                }
            }
        }
        for (size_t v = 0; v < 8; ++v) _mm512_storeu_si512(sums + v * 16, sum[v / 4][v % 4]);
    }
    ahead = walk;
}

// Differences of sums that may have wrapped around are right as long as they themselves fit.
void total_ternary_bytes(const int32_t* sums, size_t count, int32_t* c) {
    for (size_t i = 0; i < count * 2; ++i)
        for (size_t g = 0; g < 4; ++g) {
            uint32_t before = 0;
            for (size_t s = 0; s < 4; ++s) {
                uint32_t sum = 0;
                for (size_t q = 0; q < 4; ++q) sum += static_cast<uint32_t>(sums[i * 64 + s * 16 + g * 4 + q]);
                c[i * 16 + g * 4 + s] = static_cast<int32_t>(sum - before) >> (2 * s);
                before = sum;
            }
        }
}
#else
void add_ternary_bytes(const int8_t* a, const uint32_t* tiles, size_t stride, size_t pieces, size_t count,
                       int32_t* sums, Walk& ahead) {
    for (size_t i = 0; i < count * pieces; ++i) ahead.fetch_tile(kTernaryLines);
    for (size_t i = 0; i < count; ++i)
        for (size_t row = 0; row < pieces * 32; ++row)
            for (size_t j = 0; j < 32; j += 16) {
                const uint32_t word = *words_at(tiles + row / 32 * stride + i * 64, row % 32, j);
                for (uint32_t v = 0; v < 16; ++v)
                    sums[i * kTernarySums + j + v] += a[row] * static_cast<int32_t>((word >> (2 * v) & 3) ^ 2);
            }
}

void total_ternary_bytes(const int32_t* sums, size_t count, int32_t* c) {
    for (size_t i = 0; i < count * 32; ++i) c[i] = sums[i / 32 * kTernarySums + i % 32];
}
#endif

bool to_bytes(const float* x, size_t n, int8_t* out, int32_t* total) {
    int32_t sum = 0, others = 0;
    for (size_t i = 0; i < n; ++i) {
        const float least = x[i] > -127.0f ? x[i] : -127.0f;  // also for NaN
        const auto integer = static_cast<int32_t>(least < 127.0f ? least : 127.0f);
        others |= static_cast<float>(integer) != x[i];
        sum += integer;
        out[i] = static_cast<int8_t>(integer);
    }
    *total = sum;
    return !others;
}

void tiles_ternary(const uint16_t* a, float total, const uint32_t* tiles, size_t count, float* c, Walk& ahead) {
    for (size_t i = 0; i < count; ++i) {
        ahead.fetch_tile(kTernaryLines);
        one_tile(a, total, tiles + i * 64, c + i * 32);
    }
}

}  // namespace

void fill_ternary(MatrixBlocks& t) {
    t.pairs.pack_ternary = pack_pairs<kWidth>;
    t.tiles.pack_ternary = pack_pairs<16>;
    t.quads.pack_ternary = pack_quads<kWidth>;
    t.quad_tiles.pack_ternary = pack_quads<16>;
    t.words_of_digits = words_of_digits;
    t.unpack_ternary = unpack;
    t.tiles_ternary = tiles_ternary;
    t.add_ternary_bytes = add_ternary_bytes;
    t.total_ternary_bytes = total_ternary_bytes;
    t.to_bytes = to_bytes;
}

}  // namespace ttnn::kernels::KERNEL_ISA
