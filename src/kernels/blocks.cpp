// One register-blocked loop nest for every instruction set, as a template over the unit that multiplies: vectors of
// floats, vectors of bfloat16 pairs, or a matrix unit with tiles. A strip of rows of C stays in registers over all of
// k. The rows of a block are divided evenly into strips, as a strip of one or two rows would wait for its own sums.
#include "kernels/blocks.hpp"

#include "kernels/isa.hpp"
#include "kernels/strip_shape.hpp"
#include "kernels/tile_unit.hpp"
#include "kernels/transpose.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

template <class Unit>
struct PackedB {
    template <class T, class Row>
    KERNEL_INLINE void load_rows(const T* p, Row (&row)[kColumns]) {
#pragma GCC unroll 4
        for (size_t j = 0; j < kColumns; ++j) row[j] = Unit::load_row(p + j * kLanes * Unit::kStep);
    }
};

struct FloatUnit : PackedB<FloatUnit> {
    using Element = float;
    using Total = float;
    using Sum = Vector;
    using Row = Vector;
    static constexpr size_t kStep = 1;  // k of one multiplication
    KERNEL_INLINE Row load_row(const float* p) { return load(p); }
    KERNEL_INLINE Row spread(const float* p) { return broadcast(*p); }
    KERNEL_INLINE Vector multiply(Row a, Row b, Vector sum) { return fma(a, b, sum); }
};

struct PairUnit : PackedB<PairUnit> {
    using Element = uint16_t;
    using Total = float;
    using Sum = Vector;
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

#if defined(__AVX512BF16__)
// B as it lies in tiles: two rows become pairs in registers, by units that have nothing to do with the products.
struct NaturalPairs : PairUnit {
    KERNEL_INLINE void load_rows(const uint16_t* p, Row (&row)[kColumns]) {
        const __m512i even = _mm512_loadu_si512(p), odd = _mm512_loadu_si512(p + 32);
        for (size_t j = 0; j < kColumns; ++j)
            row[j] = (__m512bh)_mm512_permutex2var_epi16(even, _mm512_load_si512(kPairsOfRows.at[j]), odd);
    }
};
#endif

// Four bytes take the place of two bfloat16.
struct QuadUnit : PackedB<QuadUnit> {
    using Element = uint16_t;
    using Total = int32_t;
    using Sum = Words;
    using Row = Words;
    static constexpr size_t kStep = 2;
    KERNEL_INLINE Row load_row(const uint16_t* p) { return load_words(p); }
    KERNEL_INLINE Row spread(const uint16_t* p) {
        uint32_t quad;
        __builtin_memcpy(&quad, p, 4);
        return quad - Words{};
    }
    KERNEL_INLINE Sum multiply(Row a, Row b, Sum sum) {
#if defined(__AVX512VNNI__)
        return (Words)_mm512_dpbusd_epi32((__m512i)sum, (__m512i)b, (__m512i)a);
#elif defined(__AVX512F__)
        const __m512i pairs = _mm512_maddubs_epi16((__m512i)b, (__m512i)a);
        return sum + (Words)_mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
#elif defined(__AVX2__)
        const __m256i pairs = _mm256_maddubs_epi16((__m256i)b, (__m256i)a);
        return sum + (Words)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
#else
        for (int shift = 0; shift < 32; shift += 8)
            sum += (b >> shift & 0xFF) * (Words)((Integers)(a << (24 - shift)) >> 24);
        return sum;
#endif
    }
};

// `Bytes` of a tile ahead, from byte `at`.
template <size_t Bytes>
KERNEL_INLINE void fetch(const Ahead& ahead, size_t tile, size_t at) {
    const char* from = static_cast<const char*>(ahead.tiles) + tile * ahead.step + at;
#pragma GCC unroll 4
    for (size_t i = 0; i < Bytes; i += 64) __builtin_prefetch(from + i, 0, 2);
}

// Rows of A, slab by slab along k.
template <class T>
struct SlabRows {
    const T* at;
    size_t row, step, run, jump, left;  // `left` of 0 counts down for ever: slabs that are all `step` apart
    SlabRows(const T* first, size_t step) : at(first), row(32), step(step), run(0), jump(0), left(0) {}
    explicit SlabRows(const RowsInPlace<T>& a)
        : at(a.first), row(a.row), step(32), run(a.run), jump(a.jump - a.run * 32), left(a.run) {}
    SlabRows from(size_t r) const {
        SlabRows out = *this;
        out.at += r * row;
        return out;
    }
    void advance() {
        at += step;
        if (--left == 0) at += jump, left = run;
    }
};
template <class Unit>
using RowsOf = SlabRows<typename Unit::Element>;

// Pieces of a panel of B.
template <class Unit>
struct PiecesOf {
    const typename Unit::Element* at;
    size_t step;
};

template <class Unit, size_t Rows, bool Fetching>
KERNEL_INLINE void strip(RowsOf<Unit> a, PiecesOf<Unit> b, size_t pieces, typename Unit::Total* c, bool first,
                         [[maybe_unused]] Ahead ahead) {
    typename Unit::Sum sum[Rows][kColumns];
#pragma GCC unroll 16
    for (size_t r = 0; r < Rows; ++r)
#pragma GCC unroll 4
        for (size_t j = 0; j < kColumns; ++j) sum[r][j] = first ? typename Unit::Sum{} : load(c + r * 32 + j * kLanes);
    for (size_t p = 0; p < pieces; ++p, a.advance(), b.at += b.step)
#pragma GCC unroll 2
        for (size_t i = 0; i < 32; i += Unit::kStep) {
            if constexpr (Fetching) fetch<Unit::kStep * 32 * sizeof(*b.at)>(ahead, p, i * 32 * sizeof(*b.at));
            typename Unit::Row row[kColumns];
            Unit::load_rows(b.at + i * kWidth, row);
#pragma GCC unroll 16
            for (size_t r = 0; r < Rows; ++r) {
                const typename Unit::Row x = Unit::spread(a.at + r * a.row + i);
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
KERNEL_INLINE void strip_of(size_t rows, const RowsOf<Unit>& a, PiecesOf<Unit> b, size_t pieces,
                            typename Unit::Total* c, bool first, Ahead ahead) {
    if (rows == Rows && ahead.tiles) return strip<Unit, Rows, true>(a, b, pieces, c, first, ahead);
    if (rows == Rows) return strip<Unit, Rows, false>(a, b, pieces, c, first, ahead);
    if constexpr (Rows > 1) strip_of<Unit, Rows - 1>(rows, a, b, pieces, c, first, ahead);
}

// The rows of A that lie together.
template <class Unit>
KERNEL_INLINE void multiply_rows(const RowsOf<Unit>& a, PiecesOf<Unit> panel, size_t pieces, size_t m,
                                 typename Unit::Total* c, bool first, Ahead ahead) {
    const size_t strips = (m + kRows - 1) / kRows;
    for (size_t s = 0; s < strips; ++s, ahead = {}) {
        const size_t begin = m * s / strips, end = m * (s + 1) / strips;
        strip_of<Unit, kRows>(end - begin, a.from(begin), panel, pieces, c + begin * 32, first, ahead);
    }
}

template <class Unit>
void multiply(Slabs<typename Unit::Element> a, Panels<typename Unit::Element> b, size_t pieces, size_t m,
              Sums<typename Unit::Total> c, bool first, Ahead ahead) {
    const size_t together = a.tile == kPiece ? m : 32;
    for (size_t p = 0; p < b.count; ++p)
        for (size_t j = 0; j < 32; j += kWidth)
            for (size_t r = 0; r < m; r += together, ahead = {})
                multiply_rows<Unit>({a.first + r / 32 * a.tile, a.step}, {b.first + p * b.step + j * 32, b.piece},
                                    pieces, m - r < together ? m - r : together, c.first + p * c.step + r * 32 + j,
                                    first, ahead);
}

template <class Unit>
void multiply_in_place(RowsInPlace<typename Unit::Element> a, Panels<typename Unit::Element> b, size_t pieces, size_t m,
                       Sums<float> c, bool first) {
    for (size_t p = 0; p < b.count; ++p)
        for (size_t j = 0; j < 32; j += kWidth)
            multiply_rows<Unit>(RowsOf<Unit>(a), {b.first + p * b.step + j * 32, b.piece}, pieces, m,
                                c.first + p * c.step + j, first, {});
}

// --- a matrix unit: 32 rows x 32 columns of C in four tiles

// Lines [begin, end) of each tile that comes next, fetched from memory while a panel is multiplied: of the next 32 rows
// of A, which the panels share, or of the next panels of B.
struct NextTiles {
    const char* first = nullptr;
    size_t step = 0, begin = 0, end = 0, panel = 0;
    NextTiles() = default;
    NextTiles(const void* tiles, size_t step, size_t bytes, size_t panel = 0)
        : first(static_cast<const char*>(tiles)), step(step), end(bytes / 64), panel(panel) {}
    NextTiles part(size_t p, size_t panels) const {
        NextTiles out = *this;
        if (panel) out.first += p * panel;
        else out.begin = end * p / panels, out.end = end * (p + 1) / panels;
        return out;
    }
    void fetch(size_t piece) const {
        for (size_t line = begin; line < end; ++line) __builtin_prefetch(first + piece * step + line * 64, 0, 2);
    }
};

// Of bfloat16, or of bytes where Total is int32_t. One operand stays in the first cache, the other is streamed past it.
template <bool StreamB, class Unit, class Total>
KERNEL_INLINE void tile_block(Unit& unit, SlabRows<uint16_t> a, const uint16_t* b, size_t pieces, bool lower, Total* c,
                              bool first, const NextTiles& next) {
    constexpr size_t half = 16 * 32;  // 16 rows of C; one of the two halves of a piece of B
    const size_t a_row = a.row * sizeof(*a.at), a_half = 16 * a.row;
    if (first) unit.template zero<0>(), unit.template zero<1>();
    else unit.template load<0>(c, 128), unit.template load<1>(c + 16, 128);
    if (lower) {
        if (first) unit.template zero<2>(), unit.template zero<3>();
        else unit.template load<2>(c + half, 128), unit.template load<3>(c + half + 16, 128);
    }
    for (size_t p = 0; p < pieces; ++p, a.advance(), b += kPiece) {
        next.fetch(p);
        unit.template load<4, !StreamB>(a.at, a_row);
        unit.template load<6, StreamB>(b, 64);
        unit.template multiply<Total, 0, 4, 6>();
        unit.template load<7, StreamB>(b + half, 64);
        unit.template multiply<Total, 1, 4, 7>();
        if (!lower) continue;
        unit.template load<5, !StreamB>(a.at + a_half, a_row);
        unit.template multiply<Total, 2, 5, 6>();
        unit.template multiply<Total, 3, 5, 7>();
    }
    unit.template store<0>(c, 128), unit.template store<1>(c + 16, 128);
    if (lower) unit.template store<2>(c + half, 128), unit.template store<3>(c + half + 16, 128);
}

// `rows` of A, up to 32, times each panel.
template <bool StreamB, class Unit, class Total>
void multiply_tile_rows(Unit& unit, const SlabRows<uint16_t>& a, Panels<uint16_t> b, size_t pieces, size_t rows,
                        Sums<Total> c, bool first, const NextTiles& next) {
    for (size_t p = 0; p < b.count; ++p, b.first += b.step, c.first += c.step) {
        const NextTiles part = next.part(p, b.count);
        if (rows == 16 || rows == 32) {
            tile_block<StreamB>(unit, a, b.first, pieces, rows == 32, c.first, first, part);
            continue;
        }
        Total spare[kPiece];
        if (!first) __builtin_memcpy(spare, c.first, rows * 32 * sizeof(Total));
        tile_block<StreamB>(unit, a, b.first, pieces, rows > 16, spare, first, part);
        __builtin_memcpy(c.first, spare, rows * 32 * sizeof(Total));
    }
}

template <class Unit, class Total>
void multiply_tiles(Slabs<uint16_t> a, Panels<uint16_t> b, size_t pieces, size_t m, Sums<Total> c, bool first,
                    Ahead ahead) {
    constexpr size_t few = 128;  // rows for which B comes from memory as fast as it is used
    Unit unit;
    for (size_t r = 0; r < m; r += 32, a.first += a.tile, c.first += kPiece) {
        const size_t rows = m - r < 32 ? m - r : 32;
        // Slabs that were packed for this product are in a cache.
        NextTiles next;
        if (r == 0 && m <= few) next = {ahead.tiles, ahead.step, ahead.bytes, ahead.panel};
        else if (b.count > 1 && a.tile != kPiece && rows < m - r)
            next = {a.first + a.tile, a.step * sizeof(*a.first), kPiece * sizeof(*a.first)};
        if (b.count > 1) multiply_tile_rows<true>(unit, {a.first, a.step}, b, pieces, rows, c, first, next);
        else multiply_tile_rows<false>(unit, {a.first, a.step}, b, pieces, rows, c, first, next);
    }
}

template <class Unit>
void multiply_tiles_in_place(RowsInPlace<uint16_t> a, Panels<uint16_t> b, size_t pieces, size_t m, Sums<float> c,
                             bool first) {
    Unit unit;
    for (size_t r = 0; r < m; r += 32, a.first += 32 * a.row, c.first += kPiece)
        multiply_tile_rows<true>(unit, SlabRows<uint16_t>(a), b, pieces, m - r < 32 ? m - r : 32, c, first, {});
}

void transpose(const float* tile, float* out) {
    transpose32(reinterpret_cast<const Word32*>(tile), 32, 32, 32, reinterpret_cast<Word32*>(out), 32);
}

}  // namespace

void fill_pack(MatrixBlocks& t);
void fill_few_rows(MatrixBlocks& t);
void fill_coded_rows(MatrixBlocks& t);
void fill_ternary(MatrixBlocks& t);

void fill_blocks(MatrixBlocks& t) {
    fill_pack(t);
    t.floats.multiply = multiply<FloatUnit>;
    t.pairs.multiply = multiply<PairUnit>;
    t.floats.multiply_in_place = multiply_in_place<FloatUnit>;
    t.pairs.multiply_in_place = multiply_in_place<PairUnit>;
#if defined(__AVX512BF16__)
    t.pairs.multiply_natural = multiply<NaturalPairs>;
#endif
    t.tiles.multiply = multiply_tiles<TileUnit, float>;
    t.tiles.multiply_in_place = multiply_tiles_in_place<TileUnit>;
    t.quads.multiply = multiply<QuadUnit>;
    t.quad_tiles.multiply = multiply_tiles<TileUnit, int32_t>;
    t.transpose = transpose;
#if defined(KERNEL_ISA_amx)
    t.bfloat16 = Bfloat16Way::Tiles;
#elif defined(__AVX512BF16__)
    t.bfloat16 = Bfloat16Way::Pairs;
#else
    t.bfloat16 = Bfloat16Way::Widened;
#endif
#if defined(__AVX512VNNI__)
    t.fast_bytes = true;
#endif
    t.few_rows = 4;
    fill_few_rows(t);
    fill_coded_rows(t);
    fill_ternary(t);
}

}  // namespace ttnn::kernels::KERNEL_ISA
