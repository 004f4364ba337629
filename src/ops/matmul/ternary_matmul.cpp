#include "ops/matmul/ternary_matmul.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/convert_run.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/scratch.hpp"
#include "ops/tile_blocks.hpp"

namespace ttnn {
namespace {

// Rows of x, normalised if asked; rounded to bfloat16 unless x is float32.
const float* rows_of_x(const Operands& o, double epsilon) {
    const Shape& s = o.in[0].spec->logical_shape();
    const int64_t k = s.width();
    const auto n = static_cast<size_t>(k);
    float* out = scratch<struct TernaryRows, float>(static_cast<size_t>(s.rows() * k));
    float* weight = scratch<struct TernaryNorm, float>(o.in[2] ? n : 0);
    if (o.in[2]) {
        const Shape& w = o.in[2].spec->logical_shape();
        load_rows(o.in[2], 0, w.rows(), weight, w.width());
    }
    const bool rounded = o.in[2] && o.in[0].spec->dtype() != DataType::FLOAT32;
    const RowPieces pieces(*o.in[0].spec);
    const auto& rows = kernels::table().rows;
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        load_rows(o.in[0], begin, end - begin, out + begin * k, k);
        for (int64_t r = begin; r < end && o.in[2]; ++r) {
            float* x = out + r * k;
            const double square = static_cast<double>(rows.sum_of_squares(x, 0, n)) / static_cast<double>(k);
            rows.scale_shift(x, n, 0, static_cast<float>(1.0 / std::sqrt(square + epsilon)), weight, nullptr);
            if (rounded)
                for (int64_t j = 0; j < k; ++j) x[j] = from_bfloat16(to_bfloat16(x[j]));
        }
    });
    return out;
}

constexpr int64_t kTileWords = 64, kTileDigits = 208;

// The weights: tiles of 64 words, or of 208 bytes of digits, along N first.
struct Tiles {
    const std::byte* data;
    int64_t across;
    bool digits;
    /// `count` tiles side by side of `pieces` rows of tiles as words; where they are digits, in memory of the thread.
    struct Words {
        const uint32_t* first;
        size_t stride;  // from a row of tiles to the next
    };
    Words rows(int64_t piece, int64_t pieces, int64_t column, int64_t count) const {
        if (!digits)
            return {reinterpret_cast<const uint32_t*>(start(piece, column)), static_cast<size_t>(across * kTileWords)};
        uint32_t* words = scratch<struct TernaryWords, uint32_t>(static_cast<size_t>(pieces * count * kTileWords));
        for (int64_t p = 0; p < pieces; ++p)
            for (int64_t i = 0; i < count; ++i)
                kernels::table().blocks.words_of_digits(reinterpret_cast<const uint8_t*>(start(piece + p, column + i)),
                                                        words + (p * count + i) * kTileWords);
        return {words, static_cast<size_t>(count * kTileWords)};
    }
    const uint32_t* at(int64_t piece, int64_t column) const { return rows(piece, 1, column, 1).first; }
    /// Along `count` tiles side by side, downwards.
    kernels::Walk walk(int64_t column, int64_t count, int64_t pieces) const {
        const auto bytes = static_cast<size_t>(digits ? kTileDigits : 4 * kTileWords);
        return {reinterpret_cast<const char*>(start(0, column)), bytes, static_cast<size_t>(count) * bytes,
                static_cast<size_t>(across) * bytes, static_cast<size_t>(pieces)};
    }
    /// Down a column the processor fetches nothing ahead by itself.
    void fetch(int64_t piece, int64_t column) const {
        for (int line = 0; line < 256; line += 64) __builtin_prefetch(start(piece, column) + line, 0, 2);
    }

 private:
    const std::byte* start(int64_t piece, int64_t column) const {
        return data + (piece * across + column) * (digits ? kTileDigits : 4 * kTileWords);
    }
};

// What every way of multiplying needs; `store` takes m rows of 32 sums of a column of tiles.
struct Product {
    const float* x;
    int64_t m, k;
    Tiles weights;
    View out;
    /// x as bytes and the sums of its rows, where bytes hold it.
    const int8_t* bytes = nullptr;
    const int32_t* totals = nullptr;
    int64_t pieces() const { return k / 32; }
    void store(int64_t column, const float* c) const {
        const int64_t height = out.spec->logical_shape().height();
        const TileBlocks blocks(out, height);
        for (int64_t row = 0; row < m; row += height)
            for (int64_t r = 0; r < height; r += 32)
                blocks.store(row / height, r, std::min<int64_t>(32, height - r), column * 32, c + (row + r) * 32);
    }
};

struct TernaryHalves;
struct TernaryTotals;

// Tiles side by side and below one another that are taken at once: a long run of memory, whose sums stay in the second
// cache and are read and written once for the rows together.
constexpr int64_t kTogether = 54, kRowsOfTiles = 4;

// A row of bfloat16, with the sums of its runs of 32.
struct HalfRow {
    using Total = float;
    static constexpr size_t kSums = 32;  // of a tile
    const uint16_t* x;
    const float* totals;
    explicit HalfRow(const Product& p) {
        const auto pieces = static_cast<size_t>(p.pieces());
        auto* halves = scratch<TernaryHalves, uint16_t>(pieces * 32);
        auto* sums = scratch<TernaryTotals, float>(pieces);
        kernels::table().convert.float_to_bfloat16(p.x, halves, pieces * 32);
        for (size_t i = 0; i < pieces; ++i) sums[i] = kernels::table().rows.sum(p.x + i * 32, 32);
        x = halves, totals = sums;
    }
    void add(int64_t first, int64_t pieces, Tiles::Words tiles, size_t count, float* sums, kernels::Walk& ahead) const {
        for (int64_t i = 0; i < pieces; ++i)
            kernels::table().blocks.tiles_ternary(x + (first + i) * 32, totals[first + i],
                                                  tiles.first + static_cast<size_t>(i) * tiles.stride, count, sums,
                                                  ahead);
    }
    void finish(const float* sums, size_t count, float* c) const { std::copy_n(sums, count * 32, c); }
};

// A row of bytes; the weights are two too large.
struct ByteRow {
    using Total = int32_t;
    static constexpr size_t kSums = kernels::kTernarySums;
    const int8_t* x;
    int32_t excess;
    explicit ByteRow(const Product& p) : x(p.bytes), excess(2 * p.totals[0]) {}
    void add(int64_t first, int64_t pieces, Tiles::Words tiles, size_t count, int32_t* sums,
             kernels::Walk& ahead) const {
        kernels::table().blocks.add_ternary_bytes(x + first * 32, tiles.first, tiles.stride,
                                                  static_cast<size_t>(pieces), count, sums, ahead);
    }
    void finish(const int32_t* sums, size_t count, float* c) const {
        int32_t totals[kTogether * 32];
        kernels::table().blocks.total_ternary_bytes(sums, count, totals);
        for (size_t j = 0; j < count * 32; ++j) c[j] = static_cast<float>(totals[j] - excess);
    }
};

// One row: weights are decoded in registers, along rows of tiles, as they lie.
template <class Row>
void run_one_row(const Product& p, const Row& row) {
    const auto across = static_cast<size_t>(p.weights.across);
    parallel_pieces(across, even_grain(across, kTogether), [&](size_t begin, size_t end) {
        alignas(64) typename Row::Total sums[kTogether * Row::kSums];
        std::fill_n(sums, (end - begin) * Row::kSums, 0);
        const auto first = static_cast<int64_t>(begin), count = static_cast<int64_t>(end - begin);
        kernels::Walk ahead = p.weights.walk(first, count, p.pieces());
        for (int64_t i = 0; i < kRowsOfTiles * count; ++i) ahead.fetch_tile(4);
        for (int64_t i = 0, pieces; i < p.pieces(); i += pieces) {
            pieces = std::min(kRowsOfTiles, p.pieces() - i);
            row.add(i, pieces, p.weights.rows(i, pieces, first, count), end - begin, sums, ahead);
        }
        float c[kTogether * 32];
        row.finish(sums, end - begin, c);
        for (int64_t j = 0; j < count; ++j) p.store(first + j, c + j * 32);
    });
}

// Many rows: a column of tiles at a time becomes panels and is multiplied by all of x, in one of three ways (see
// kernels/blocks.hpp). A slab of x has 32 elements a row in each, which hold kDepth columns.
struct FloatWay {
    using Element = float;
    using Total = float;
    static constexpr int64_t kDepth = 32;
    const kernels::Blocks<float>& blocks = kernels::table().blocks.floats;
    void load(const Product& p, int64_t at, int64_t n, float* to) const { std::copy_n(p.x + at, n, to); }
    void pack(const Product& p, int64_t piece, int64_t column, float* to) const {
        alignas(64) float tile[kernels::kPiece];
        kernels::table().blocks.unpack_ternary(p.weights.at(piece, column), tile);
        blocks.pack(tile, to);
    }
    const float* finish(const Product&, const float* c) const { return c; }
};

struct HalfWay {
    using Element = uint16_t;
    using Total = float;
    static constexpr int64_t kDepth = 32;
    const kernels::HalfBlocks& blocks = kernels::table().blocks.halves();
    void load(const Product& p, int64_t at, int64_t n, uint16_t* to) const {
        kernels::table().convert.float_to_bfloat16(p.x + at, to, static_cast<size_t>(n));
    }
    void pack(const Product& p, int64_t piece, int64_t column, uint16_t* to) const {
        blocks.pack_ternary(p.weights.at(piece, column), to);
    }
    const float* finish(const Product&, const float* c) const { return c; }
};

// Exact sums of bytes; the weights are two too large, which the sums of x's rows undo.
struct ByteWay {
    using Element = uint16_t;
    using Total = int32_t;
    static constexpr int64_t kDepth = 64;
    const kernels::ByteBlocks& blocks = kernels::table().blocks.bytes();
    void load(const Product& p, int64_t at, int64_t n, uint16_t* to) const {
        if (n == kDepth) std::memcpy(to, p.bytes + at, kDepth);  // without a call
        else std::memcpy(to, p.bytes + at, static_cast<size_t>(n));
    }
    void pack(const Product& p, int64_t piece, int64_t column, uint16_t* to) const {
        const uint32_t* upper = p.weights.at(2 * piece, column);
        uint32_t kept[kTileWords];
        if (p.weights.digits) {  // words of one tile at a time, in memory of the thread
            std::copy_n(upper, kTileWords, kept);
            upper = kept;
        }
        // What stands below the last tile meets zeros.
        blocks.pack_ternary(upper, 2 * piece + 1 < p.pieces() ? p.weights.at(2 * piece + 1, column) : upper, to);
    }
    const float* finish(const Product& p, const int32_t* c) const {
        float* out = scratch<struct TernaryResults, float>(static_cast<size_t>(p.m) * 32);
        for (int64_t r = 0; r < p.m; ++r)
            for (int64_t j = 0; j < 32; ++j) out[r * 32 + j] = static_cast<float>(c[r * 32 + j] - 2 * p.totals[r]);
        return out;
    }
};

// Columns of tiles that a unit of work takes: beside a matrix unit several, where all rows of x do not stay in the
// second cache, so that 32 of them meet all columns in the first; their sums must stay in the second.
template <class Way>
int64_t columns_together(const Product& p) {
    constexpr int64_t cached = 1 << 20, most_sums = 4096 * 32, most = 8;  // bytes of x, sums, columns
    if (std::is_same_v<Way, FloatWay> || kernels::table().blocks.bfloat16 != kernels::Bfloat16Way::Tiles ||
        p.m * p.k * 64 / Way::kDepth <= cached)
        return 1;
    const int64_t together = std::clamp<int64_t>(most_sums / 32 / p.m, 1, most);
    const int64_t units = ((p.weights.across + together - 1) / together + 3) / 4 * 4;  // which threads can share
    return (p.weights.across + units - 1) / units;
}

template <class Way>
void run_many_rows(const Product& p) {
    using Element = typename Way::Element;
    constexpr int64_t most = 16;  // pieces that stay in a core's first cache
    const Way way;
    const int64_t step = tiles_of(p.m) * 32 * 32, pieces = (p.k + Way::kDepth - 1) / Way::kDepth;
    Element* slabs = scratch<struct TernarySlabs, Element>(static_cast<size_t>(pieces * step));
    parallel_for(static_cast<size_t>(pieces), [&](size_t slab) {
        const int64_t begin = static_cast<int64_t>(slab) * Way::kDepth, count = std::min(Way::kDepth, p.k - begin);
        Element* to = slabs + static_cast<int64_t>(slab) * step;
        if (count < Way::kDepth) std::fill(to, to + step, Element{});
        for (int64_t r = 0; r < p.m; ++r) way.load(p, r * p.k + begin, count, to + r * 32);
    });
    const int64_t together = columns_together<Way>(p), units = (p.weights.across + together - 1) / together;
    parallel_for(static_cast<size_t>(units), [&](size_t unit) {
        const int64_t first = static_cast<int64_t>(unit) * together,
                      columns = std::min(together, p.weights.across - first);
        constexpr int64_t panel = most * static_cast<int64_t>(kernels::kPiece);
        Element* panels = scratch<struct TernaryPanel, Element>(static_cast<size_t>(together * panel));
        auto* c = scratch<struct TernarySums, typename Way::Total>(static_cast<size_t>(together * step));
        for (int64_t begin = 0; begin < pieces; begin += most) {
            const int64_t count = std::min(most, pieces - begin);
            for (int64_t j = 0; j < columns; ++j)
                for (int64_t i = 0; i < count; ++i) {
                    for (int64_t later = 0; later < Way::kDepth / 32; ++later)
                        p.weights.fetch(std::min((begin + i + most) * Way::kDepth / 32 + later, p.pieces() - 1),
                                        first + j);
                    way.pack(p, begin + i, first + j, panels + j * panel + i * static_cast<int64_t>(kernels::kPiece));
                }
            way.blocks.multiply({slabs + begin * step, static_cast<size_t>(step)},
                                {panels, static_cast<size_t>(columns), static_cast<size_t>(panel)},
                                static_cast<size_t>(count), static_cast<size_t>(p.m), {c, static_cast<size_t>(step)},
                                begin == 0, {});
        }
        for (int64_t j = 0; j < columns; ++j) p.store(first + j, way.finish(p, c + j * step));
    });
}

// x as bytes, where it is of integers that bytes hold, as activations quantised to 8 bits are.
bool load_bytes(Product& p) {
    auto* bytes = scratch<struct TernaryBytes, int8_t>(static_cast<size_t>(p.m * p.k));
    auto* totals = scratch<struct TernaryRowTotals, int32_t>(static_cast<size_t>(p.m));
    std::atomic<bool> held{true};
    parallel_pieces(static_cast<size_t>(p.m), 8, [&](size_t begin, size_t end) {
        for (size_t r = begin; r < end && held.load(std::memory_order_relaxed); ++r) {
            const size_t k = static_cast<size_t>(p.k), at = r * k;
            if (!kernels::table().blocks.to_bytes(p.x + at, k, bytes + at, totals + r)) held = false;
        }
    });
    if (!held) return false;
    p.bytes = bytes, p.totals = totals;
    return true;
}

void run_ternary(const Operands& o, double epsilon) {
    const Shape &in = o.in[0].spec->logical_shape(), &result = o.out[0].spec->logical_shape();
    Product p{rows_of_x(o, epsilon),
              in.rows(),
              in.width(),
              {o.in[1].data, result.width() / 32, o.in[1].spec->dtype() == DataType::UINT8},
              o.out[0]};
    if (p.m == 0) return;
    const auto& blocks = kernels::table().blocks;
    const bool exact = o.in[0].spec->dtype() != DataType::FLOAT32;
    if (blocks.fast_bytes && p.k <= static_cast<int64_t>(kernels::kMostTernaryRows) && load_bytes(p))
        return p.m == 1 ? run_one_row(p, ByteRow(p)) : run_many_rows<ByteWay>(p);
    if (exact && p.m == 1) return run_one_row(p, HalfRow(p));
    if (exact && blocks.bfloat16 != kernels::Bfloat16Way::Widened) return run_many_rows<HalfWay>(p);
    run_many_rows<FloatWay>(p);
}

}  // namespace

void TernaryMatmul::validate() const {
    check_on_device(name, input_tensor);
    check_on_device(name, weight);
    require(use_packed_ternary, "[", name,
            "] use_packed_ternary: only packed weights are multiplied here; for others "
            "use ttnn.matmul");
    const Shape &x = input_tensor.shape(), &w = weight.shape();
    require(x.rank() >= 2 && x.width() > 0 && x.width() % 32 == 0, "[", name,
            "] input_tensor: expected [..., M, K] with K a multiple of 32, got ", x);
    const int64_t width = weight.dtype() == DataType::UINT8 ? kTileDigits : kTileWords;
    require(w.rank() >= 2 && w.width() == width && w.rows() == w[-2] && w[-2] > 0 && w[-2] % (x.width() / 32) == 0, "[",
            name, "] weight: expected [tiles, ", width, "] with the tiles a multiple of K / 32 = ", x.width() / 32,
            ", got ", w);
    if (norm_weight)
        require(norm_weight->shape().volume() == x.width(), "[", name, "] norm_weight: expected ", x.width(),
                " elements, got ", norm_weight->shape());
    require(norm_epsilon.value_or(1) >= 0, "[", name, "] norm_epsilon: must not be negative, got ",
            norm_epsilon.value_or(0));
}

TensorSpec TernaryMatmul::output() const {
    Shape shape = input_tensor.shape();
    shape.set(-1, weight.shape()[-2] * 32 / (shape.width() / 32));
    return {shape, input_tensor.dtype(), Layout::TILE, memory_config.value_or(DRAM_MEMORY_CONFIG),
            input_tensor.spec().tile()};
}

Program TernaryMatmul::program() const {
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(input_tensor.dtype()));
    const auto cores = input_tensor.device()->all_cores();
    constexpr auto kBuffer = StaticBufferKind::Circular;
    Program p;
    p.device_programs = {{"TernaryMatmulDeviceOperation",
                          "TernaryMatmulProgramFactory",
                          {{kBuffer, 2 * page, cores}, {kBuffer, 2 * 320, cores}, {kBuffer, 2 * page, cores}},
                          {}}};
    p.compute = compute_kernel_config;
    p.run = [epsilon = norm_epsilon.value_or(1e-5)](const Operands& o) { run_ternary(o, epsilon); };
    return p;
}

std::vector<uint32_t> pack_bfp2(std::span<const float> elements, bool row_major_input, bool rebias) {
    require(elements.size() % 1024 == 0, "pack_bfp2: expected whole tiles of 1024 elements, got ", elements.size());
    std::vector<uint32_t> out(elements.size() / 1024 * 80);
    for (size_t tile = 0; tile * 1024 < elements.size(); ++tile)
        for (size_t group = 0; group < 64; ++group) {
            const size_t face = group / 16, r = group % 16;
            const float* x = elements.data() + tile * 1024 +
                             (row_major_input ? (face / 2 * 16 + r) * 32 + face % 2 * 16 : group * 16);
            uint32_t shared = 0, codes = 0;
            for (size_t i = 0; i < 16; ++i) shared = std::max(shared, std::bit_cast<uint32_t>(x[i]) >> 23 & 0xFF);
            for (size_t i = 0; i < 16; ++i) {
                const uint32_t word = std::bit_cast<uint32_t>(x[i]), exponent = word >> 23 & 0xFF;
                if (exponent == 0 || shared - exponent >= 24) continue;
                const uint32_t aligned = ((word & 0x7FFFFF) | 0x800000) >> (shared - exponent);
                if (aligned > 0x400000) codes |= (1u | word >> 31 << 1) << (2 * i);
            }
            if (rebias) shared = shared > 127 - 15 ? std::min(shared - (127 - 15), 31u) : 0;
            out[tile * 80 + group / 4] |= shared << (group % 4 * 8);
            out[tile * 80 + 16 + group] = codes;
        }
    return out;
}

}  // namespace ttnn
