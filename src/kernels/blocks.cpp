// One register-blocked loop nest for every instruction set, as a template over the unit that multiplies: vectors of
// floats, vectors of bfloat16 pairs, or a matrix unit with tiles. A strip of rows of C stays in registers over all of
// k. The rows of a block are divided evenly into strips, as a strip of one or two rows would wait for its own sums.
#include "kernels/blocks.hpp"

#include "kernels/isa.hpp"
#include "kernels/tile_unit.hpp"
#include "kernels/transpose.hpp"
#include "kernels/vector.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

// Rows x columns of accumulators leave registers for a row of B and an element of A.
#if defined(__AVX512F__)
constexpr size_t kRows = 14, kColumns = 2;
#elif defined(__AVX2__)
constexpr size_t kRows = 6, kColumns = 2;
#else
constexpr size_t kRows = 4, kColumns = 2;
#endif
constexpr size_t kWidth = kColumns * kLanes;  // columns of B that a strip takes: 8, 16 or 32

struct FloatUnit {
    using Element = float;
    using Row = Vector;
    static constexpr size_t kStep = 1;  // k of one multiplication
    KERNEL_INLINE Row load_row(const float* p) { return load(p); }
    KERNEL_INLINE Row spread(const float* p) { return broadcast(*p); }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) { return fma(a, b, sum); }
};

struct PairUnit {
    using Element = uint16_t;
    static constexpr size_t kStep = 2;
#if defined(__AVX512BF16__)
    using Row = __m512bh;
    KERNEL_INLINE Row load_row(const uint16_t* p) { return (__m512bh)_mm512_loadu_si512(p); }
    KERNEL_INLINE Row spread(const uint16_t* p) {
        int pair;
        __builtin_memcpy(&pair, p, 4);
        return (__m512bh)_mm512_set1_epi32(pair);
    }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) { return (Vector)_mm512_dpbf16_ps((__m512)sum, a, b); }
#else
    using Row = Words;
    KERNEL_INLINE Row load_row(const uint16_t* p) { return load_words(p); }
    KERNEL_INLINE Row spread(const uint16_t* p) {
        uint32_t pair;
        __builtin_memcpy(&pair, p, 4);
        return pair - Words{};
    }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) {
        sum = fma((Vector)(a << 16), (Vector)(b << 16), sum);
        return fma((Vector)(a & 0xFFFF0000u), (Vector)(b & 0xFFFF0000u), sum);
    }
#endif
};

template <class Unit, size_t Rows>
KERNEL_INLINE void strip(const typename Unit::Element* a, size_t a_step, const typename Unit::Element* b, size_t pieces,
                         float* c, bool first) {
    Vector sum[Rows][kColumns];
#pragma GCC unroll 16
    for (size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (size_t j = 0; j < kColumns; ++j) sum[r][j] = first ? Vector{} : load(c + r * 32 + j * kLanes);
    for (size_t p = 0; p < pieces; ++p, a += a_step, b += kPiece)
#pragma GCC unroll 2
        for (size_t i = 0; i < 32; i += Unit::kStep) {
            typename Unit::Row row[kColumns];
#pragma GCC unroll 4
            for (size_t j = 0; j < kColumns; ++j) row[j] = Unit::load_row(b + i * kWidth + j * kLanes * Unit::kStep);
#pragma GCC unroll 16
            for (size_t r = 0; r < Rows; ++r) {
                const typename Unit::Row x = Unit::spread(a + r * 32 + i);
#pragma GCC unroll 4
                for (size_t j = 0; j < kColumns; ++j) sum[r][j] = Unit::multiply(x, row[j], sum[r][j]);
            }
        }
#pragma GCC unroll 16
    for (size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (size_t j = 0; j < kColumns; ++j) store(c + r * 32 + j * kLanes, sum[r][j]);
}

template <class Unit, size_t Rows>
KERNEL_INLINE void strip_of(size_t rows, const typename Unit::Element* a, size_t a_step,
                            const typename Unit::Element* b, size_t pieces, float* c, bool first) {
    if (rows == Rows) return strip<Unit, Rows>(a, a_step, b, pieces, c, first);
    if constexpr (Rows > 1) strip_of<Unit, Rows - 1>(rows, a, a_step, b, pieces, c, first);
}

template <class Unit>
void multiply(const typename Unit::Element* a, size_t a_step, const typename Unit::Element* panel, size_t pieces,
              size_t m, float* c, bool first) {
    const size_t strips = (m + kRows - 1) / kRows;
    for (size_t j = 0; j < 32; j += kWidth)
        for (size_t s = 0; s < strips; ++s) {
            const size_t begin = m * s / strips, end = m * (s + 1) / strips;
            strip_of<Unit, kRows>(end - begin, a + begin * 32, a_step, panel + j * 32, pieces, c + begin * 32 + j,
                                  first);
        }
}

// Pieces: groups of kWidth columns, each [32][kWidth]; of bfloat16 [16][width] pairs.
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

template <size_t Width>
void pack_pairs(const uint16_t* tile, uint16_t* piece) {
    for (size_t j = 0; j < 32; j += Width)
        for (size_t i = 0; i < 32; i += 2, piece += 2 * Width) {
            const uint16_t *even = tile + i * 32 + j, *odd = even + 32;
            for (size_t v = 0; v < Width; ++v) {
                piece[2 * v] = even[v];
                piece[2 * v + 1] = odd[v];
            }
        }
}
template <size_t Width>
void pack_pairs_transposed(const uint16_t* tile, uint16_t* piece) {
    for (size_t j = 0; j < 32; j += Width, piece += 32 * Width)
        transpose32(reinterpret_cast<const Word32*>(tile) + j * 16, 16, Width, 16, reinterpret_cast<Word32*>(piece),
                    Width);
}

// --- a matrix unit: 32 rows x 32 columns of C in four tiles

template <class Unit>
void tile_block(Unit& unit, const uint16_t* a, size_t a_step, const uint16_t* b, size_t pieces, bool lower, float* c,
                bool first) {
    constexpr size_t half = 16 * 32;  // 16 rows of A or C; one of the two halves of a piece of B
    if (first) unit.template zero<0>(), unit.template zero<1>();
    else unit.template load<0>(c, 128), unit.template load<1>(c + 16, 128);
    if (lower) {
        if (first) unit.template zero<2>(), unit.template zero<3>();
        else unit.template load<2>(c + half, 128), unit.template load<3>(c + half + 16, 128);
    }
    for (size_t p = 0; p < pieces; ++p, a += a_step, b += kPiece) {
        unit.template load<4>(a, 64);
        unit.template load<6>(b, 64);
        unit.template multiply<0, 4, 6>();
        unit.template load<7>(b + half, 64);
        unit.template multiply<1, 4, 7>();
        if (!lower) continue;
        unit.template load<5>(a + half, 64);
        unit.template multiply<2, 5, 6>();
        unit.template multiply<3, 5, 7>();
    }
    unit.template store<0>(c, 128), unit.template store<1>(c + 16, 128);
    if (lower) unit.template store<2>(c + half, 128), unit.template store<3>(c + half + 16, 128);
}

template <class Unit>
void multiply_tiles(const uint16_t* a, size_t a_step, const uint16_t* panel, size_t pieces, size_t m, float* c,
                    bool first) {
    Unit unit;
    for (size_t r = 0; r < m; r += 32) {
        const size_t rows = m - r < 32 ? m - r : 32;
        float *block = c + r * 32, spare[kPiece];
        if (rows == 16 || rows == 32) {
            tile_block(unit, a + r * 32, a_step, panel, pieces, rows == 32, block, first);
            continue;
        }
        if (!first) __builtin_memcpy(spare, block, rows * 32 * sizeof(float));
        tile_block(unit, a + r * 32, a_step, panel, pieces, rows > 16, spare, first);
        __builtin_memcpy(block, spare, rows * 32 * sizeof(float));
    }
}

void transpose(const float* tile, float* out) {
    transpose32(reinterpret_cast<const Word32*>(tile), 32, 32, 32, reinterpret_cast<Word32*>(out), 32);
}

}  // namespace

void fill_few_rows(MatrixBlocks& t);

void fill_blocks(MatrixBlocks& t) {
    t.floats = {pack_floats, pack_floats_transposed, multiply<FloatUnit>};
    t.pairs = {pack_pairs<kWidth>, pack_pairs_transposed<kWidth>, multiply<PairUnit>};
    t.tiles = {pack_pairs<16>, pack_pairs_transposed<16>, multiply_tiles<TileUnit>};
    t.transpose = transpose;
#if defined(KERNEL_ISA_amx)
    t.bfloat16 = Bfloat16Way::Tiles;
    t.few_rows = 2;
#elif defined(__AVX512BF16__)
    t.bfloat16 = Bfloat16Way::Pairs;
    t.few_rows = 4;
#else
    t.bfloat16 = Bfloat16Way::Widened;
    t.few_rows = 4;
#endif
    fill_few_rows(t);
}

}  // namespace ttnn::kernels::KERNEL_ISA
