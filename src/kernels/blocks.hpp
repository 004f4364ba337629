// Matrix products on blocks that stay in a core's cache. A is cut into slabs of 32 columns ([k/32][rows][32]), B into
// panels of 32 columns ([n/32][k/32] pieces of 32x32, each in an order that the kernel chooses), C into panels of 32
// columns ([n/32][rows][32]): all three are natural 32x32 tiles put side by side, so packing is tile by tile. Sums are
// in float; products of bfloat16 are exact.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace ttnn::kernels {

inline constexpr size_t kPiece = 32 * 32;

/// Tiles that the next product will read, `step` bytes apart, those of the next panel `panel` bytes further on: fetched
/// from memory while this one is computed.
struct Ahead {
    const void* tiles = nullptr;
    size_t step = 0, panel = 0, bytes = 0;  // `bytes` of a tile
};

/// Tiles of a matrix that are fetched while others, some rows of them before, are computed: `rows` runs of `run` bytes,
/// `step` bytes apart, and then the runs beside them. A run is long enough for the memory, but the processor sees a new
/// page at each and fetches nothing ahead by itself.
struct Walk {
    const char* next;
    size_t tile, run, step, rows;  // `tile`: bytes of one
    size_t at = 0, row = 0;

    [[gnu::always_inline]] void fetch_tile(size_t lines) {
        for (size_t i = 0; i < lines; ++i) __builtin_prefetch(next + at + i * 64, 0, 2);
        at += tile;
        if (at < run) return;
        at = 0;
        next += step;
        if (++row < rows) return;
        row = 0;
        next += run - rows * step;
    }
};

/// Slabs of A, `step` elements apart. Of each, 32 rows lie together, and the next 32 `tile` elements further on: tiles
/// of a tensor can be multiplied where they are. All can be read up to a multiple of 32 rows.
template <class T>
struct Slabs {
    const T* first;
    size_t step;
    size_t tile = kPiece;
};

/// Rows of A where they lie, `row` elements apart: `run` slabs side by side along k, and the next run `jump` elements
/// further on, as the pixels below a window.
template <class T>
struct RowsInPlace {
    const T* first;
    size_t row, run, jump;
};

/// Panels of B, `step` elements apart; their pieces are `piece` elements apart.
template <class T>
struct Panels {
    const T* first;
    size_t count = 1, step = 0, piece = kPiece;
};

/// As many panels of C, `step` elements apart.
template <class Total>
struct Sums {
    Total* first;
    size_t step = 0;
};

template <class T>
struct Blocks {
    /// A piece of B from a 32x32 tile in natural order (rows are k), or from its transpose (rows are n).
    void (*pack)(const T* tile, T* piece);
    void (*pack_transposed)(const T* tile, T* piece);
    /// Each c[m x 32] (+)= A * panel over `pieces` pieces of 32 along k. `first` overwrites c. Kernels of vectors fetch
    /// as many tiles ahead as there are pieces, a matrix unit with few rows for each panel as many.
    void (*multiply)(Slabs<T> a, Panels<T> b, size_t pieces, size_t m, Sums<float> c, bool first, Ahead ahead);
    /// The same for such rows; a matrix unit reads up to a multiple of 32 of them.
    void (*multiply_in_place)(RowsInPlace<T> a, Panels<T> b, size_t pieces, size_t m, Sums<float> c, bool first);
};

/// The same for bfloat16, with pieces straight from block floats: an exponent per 16 elements of a row, and the codes.
/// False, and nothing useful done, if the tile holds inf or NaN. What bfloat16 holds as subnormal counts as zero.
struct HalfBlocks : Blocks<uint16_t> {
    bool (*pack_bfp8)(const uint8_t* exponents, const uint8_t* codes, uint16_t* piece);
    bool (*pack_bfp4)(const uint8_t* exponents, const uint8_t* codes, uint16_t* piece);
    void (*pack_ternary)(const uint32_t* tile, uint16_t* piece);
    /// `multiply` with B in natural tiles; null where packing first is better.
    void (*multiply_natural)(Slabs<uint16_t> a, Panels<uint16_t> b, size_t pieces, size_t m, Sums<float> c, bool first,
                             Ahead ahead);
};

/// Products of signed bytes (A) and bytes from 1 to 3 (B), which are ternary weights plus two: slabs of 64 columns,
/// pieces of 64 rows, and else laid out like bfloat16, four bytes in the place of two elements. Sums are exact.
struct ByteBlocks {
    /// A piece from two tiles below one another, each 64 words of two bits a weight, a word a row of 16 of a face; code
    /// 0 is 0, 1 is +1, 3 is -1.
    void (*pack_ternary)(const uint32_t* upper, const uint32_t* lower, uint16_t* piece);
    void (*multiply)(Slabs<uint16_t> a, Panels<uint16_t> b, size_t pieces, size_t m, Sums<int32_t> c, bool first,
                     Ahead ahead);
};

/// How products of bfloat16 operands are computed.
enum class Bfloat16Way : uint8_t {
    Widened,  ///< as floats: there is no better instruction
    Pairs,    ///< dot products of pairs (AVX512_BF16 where it runs at full rate)
    Tiles,    ///< a matrix unit with tiles of 16 rows of 32 (AMX)
};

/// Parts of a ternary tile's sums of bytes while they are added up, and how many products they can hold.
inline constexpr size_t kTernarySums = 128, kMostTernaryRows = 1 << 18;

struct MatrixBlocks {
    Blocks<float> floats;
    HalfBlocks pairs;  ///< emulated where there is no instruction
    HalfBlocks tiles;  ///< emulated where there is no unit
    Bfloat16Way bfloat16;
    /// Up to this many rows of A, reading B once in its natural order is faster than packing it, as floats or where
    /// its rows are along k; of bfloat16 that has instructions of its own only one row.
    size_t few_rows;
    ByteBlocks quads, quad_tiles;
    bool fast_bytes = false;  ///< there is an instruction for dot products of bytes
    const ByteBlocks& bytes() const { return bfloat16 == Bfloat16Way::Tiles ? quad_tiles : quads; }
    const HalfBlocks& halves() const { return bfloat16 == Bfloat16Way::Tiles ? tiles : pairs; }
    /// c[m x 32] += a[m x k] * tile, for few rows and one tile in natural order, k <= 32 of its rows.
    void (*tile_float)(const float* a, size_t lda, const float* tile, size_t m, size_t k, float* c, size_t ldc);
    void (*tile_bfloat16)(const float* a, size_t lda, const uint16_t* tile, size_t m, size_t k, float* c, size_t ldc);
    /// One row of 32 floats times each of `count` tiles of block floats side by side, an exponent per 16 elements of a
    /// row and then the codes; c, 32 floats a tile, `ldc` apart. Fetches what lies `ahead` bytes behind a tile. Stops
    /// at inf or NaN; how many tiles are done.
    using CodedTiles = size_t (*)(const float* a, const uint8_t* tiles, size_t count, size_t ahead, float* c,
                                  size_t ldc);
    CodedTiles tiles_bfp8, tiles_bfp4;
    CodedTiles half_tiles_bfp8, half_tiles_bfp4;  ///< for a row that bfloat16 holds
    /// A tile of five weights a byte (the order is told in ops/matmul/ternary_matmul.hpp) as 64 words.
    void (*words_of_digits)(const uint8_t* bytes, uint32_t* words);
    /// A tile of ternary weights as floats.
    void (*unpack_ternary)(const uint32_t* tile, float* out);
    /// c[count x 32] += a * tiles of ternary weights, for a row of 32 bfloat16 whose sum is `total`; `ahead` goes on by
    /// as many tiles.
    void (*tiles_ternary)(const uint16_t* a, float total, const uint32_t* tiles, size_t count, float* c, Walk& ahead);
    /// sums[count x kTernarySums] += a * (weights + 2) for a row of 32 * `pieces` bytes, whose tiles are `stride` words
    /// below one another. Sums hold up to kMostTernaryRows elements of a row.
    void (*add_ternary_bytes)(const int8_t* a, const uint32_t* tiles, size_t stride, size_t pieces, size_t count,
                              int32_t* sums, Walk& ahead);
    /// c[count x 32] = what these sums are together.
    void (*total_ternary_bytes)(const int32_t* sums, size_t count, int32_t* c);
    /// Elements that are integers from -127 to 127 as bytes, and their sum; false if there are others.
    bool (*to_bytes)(const float* x, size_t n, int8_t* out, int32_t* total);
    /// out = the transposed 32x32 tile.
    void (*transpose)(const float* tile, float* out);
};

}  // namespace ttnn::kernels
