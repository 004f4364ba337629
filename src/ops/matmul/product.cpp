#include "ops/matmul/product.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/matmul/few_rows.hpp"
#include "ops/scratch.hpp"
#include "ops/tile_blocks.hpp"

namespace ttnn {
namespace {

using kernels::Bfloat16Way;
using kernels::kPiece;

// A unit of work is a block of C: `rows` x `columns` tiles, summed `depth` tiles of k at a time. Kernels of vectors
// keep A's part in the second-level cache and a panel of B, packed just before, in the first; a matrix unit keeps 32
// rows of A in the first and the panels of all columns, `together` ones, in the second. The division follows from the
// shape alone.
struct Division {
    int64_t rows, columns, depth, together;
    int64_t row_units, column_units;
};

struct Limits {
    int64_t rows, columns, depth, units;  // at most so large, and so many units at least
    bool together;
};
constexpr Limits kFloats{6, 16, 8, 16, false}, kPairs{8, 16, 16, 16, false}, kUnit{16, 8, 16, 8, true};

int64_t parts(int64_t n, int64_t most) { return (n + most - 1) / most; }

Division divide(const ProductPlan& p, const Limits& most) {
    const int64_t down = tiles_of(p.m), across = tiles_of(p.n), deep = tiles_of(p.k);
    Division d{};
    d.rows = parts(down, parts(down, most.rows));
    const auto row_units = [&] { return parts(down, d.rows); };
    while (p.batches * row_units() * across < most.units && d.rows > 2) d.rows = parts(d.rows, 2);
    const int64_t spread = std::min(across, parts(most.units, p.batches * row_units()));
    d.columns = parts(across, std::max(spread, parts(across, most.columns)));
    if (most.together && d.columns < 4) d.columns = 1;  // one panel in the first cache, and A streamed past it
    d.depth = parts(deep, parts(deep, most.depth));
    d.together = most.together ? d.columns : 1;
    d.row_units = row_units();
    d.column_units = parts(across, d.columns);
    return d;
}

template <class T>
class ManyRows {
 public:
    ManyRows(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out)
        : p_(p),
          a_(a, p.transpose_a ? p.k : p.m),
          b_(b, p.transpose_b ? p.n : p.k),
          out_(out, p.m),
          bias_(bias),
          limits_(limits()),
          d_(divide(p, limits_)),
          a_lies_ready_((d_.columns <= kFewColumns || limits_.together) && !p.transpose_a && p.k % 32 == 0 &&
                        a_.direct() && a_.dtype() == kTiles),
          blocks_(choose()) {}

    void run() const {
        const int64_t each = d_.row_units * d_.column_units;
        parallel_for(
            static_cast<size_t>(p_.batches * each),
            [&](size_t i) {
                const int64_t batch = static_cast<int64_t>(i) / each, rest = static_cast<int64_t>(i) % each;
                unit(batch, rest / d_.column_units * d_.rows * 32, rest % d_.column_units * d_.columns * 32);
            },
            Schedule::Neighbours);
    }

 private:
    /// So many columns of tiles do not pay for a copy of A's part, which keeps its lines out of each other's way.
    static constexpr int64_t kFewColumns = 4;
    /// More rows pay for packing B, which keeps far tiles out of each other's way.
    static constexpr size_t kMostNatural = 64;
    static constexpr auto kTile = static_cast<int64_t>(kPiece);
    static constexpr DataType kTiles = std::is_same_v<T, float> ? DataType::FLOAT32 : DataType::BFLOAT16;
    static const Limits& limits() {
        if (std::is_same_v<T, float>) return kFloats;
        return kernels::table().blocks.bfloat16 == Bfloat16Way::Tiles ? kUnit : kPairs;
    }
    using BlocksOf = std::conditional_t<std::is_same_v<T, float>, kernels::Blocks<float>, kernels::HalfBlocks>;
    static const BlocksOf& choose() {
        if constexpr (std::is_same_v<T, float>) return kernels::table().blocks.floats;
        else return kernels::table().blocks.halves();
    }

    void unit(int64_t batch, int64_t row, int64_t column) const {
        const int64_t rows = std::min(d_.rows * 32, p_.m - row), height = tiles_of(rows) * 32;
        const int64_t last = std::min(p_.n, column + d_.columns * 32);
        const auto area = static_cast<size_t>(height * 32);
        T* panels = scratch<struct BPanels, T>(static_cast<size_t>(d_.depth * d_.together) * kPiece);
        float* c =
            scratch<struct CPanels, float>(static_cast<size_t>(d_.columns) * static_cast<size_t>(d_.rows) * kPiece);
        for (int64_t k = 0; k < p_.k; k += d_.depth * 32) {
            const int64_t depth = std::min(d_.depth, tiles_of(p_.k - k));
            const auto slabs = a_lies_ready_ ? a_as_it_lies(batch, row, k) : packed_a(batch, row, height, k, depth);
            for (int64_t j = column, count; j < last; j += count * 32) {
                count = std::min(d_.together, tiles_of(last - j));
                const kernels::Sums<float> sums{c + (j - column) * height, area};
                const auto pieces = static_cast<size_t>(depth), high = static_cast<size_t>(rows);
                if (multiply_natural(batch, k, j, slabs, pieces, high, sums, ahead(batch, k, j, depth, count)))
                    continue;
                for (int64_t i = 0; i < depth; ++i) pack_b(batch, k + i * 32, j, count, depth, panels + i * kTile);
                blocks_.multiply(slabs, {panels, static_cast<size_t>(count), pieces * kPiece}, pieces, high, sums,
                                 k == 0, ahead(batch, k, j, depth, count));
            }
        }
        for (int64_t j = column; j < last; j += 32) finish(batch, row, rows, j, c + (j - column) * height);
    }

    // By tiles of B as they lie, where packing would be a good part of the work; whether it was done.
    bool multiply_natural(int64_t batch, int64_t k, int64_t column, const kernels::Slabs<T>& slabs, size_t pieces,
                          size_t rows, const kernels::Sums<float>& sums, const kernels::Ahead& ahead) const {
        if constexpr (std::is_same_v<T, float>) return false;
        else {
            if (!blocks_.multiply_natural || rows > kMostNatural || p_.transpose_b || !b_.direct() ||
                b_.dtype() != kTiles || p_.k % 32 != 0)
                return false;
            const auto* tiles = reinterpret_cast<const T*>(b_.tile(matrix_of(batch), k, column));
            blocks_.multiply_natural(slabs, {tiles, 1, 0, b_.row_of_tiles() / sizeof(T)}, pieces, rows, sums, k == 0,
                                     ahead);
            return true;
        }
    }

    kernels::Slabs<T> a_as_it_lies(int64_t batch, int64_t row, int64_t k) const {
        const std::byte* first = a_.tile(p_.a_of(batch), row, k);
        return {reinterpret_cast<const T*>(first), kPiece, a_.row_of_tiles() / sizeof(T)};
    }

    kernels::Slabs<T> packed_a(int64_t batch, int64_t row, int64_t height, int64_t k, int64_t depth) const {
        T* slabs = scratch<struct ASlabs, T>(static_cast<size_t>(d_.depth) * static_cast<size_t>(d_.rows) * kPiece);
        for (int64_t i = 0; i < depth; ++i)
            for (int64_t r = 0; r < height; r += 32) {
                T* to = slabs + (i * height + r) * 32;
                if (p_.transpose_a) {
                    transposed(batch, k + i * 32, row + r, to);
                    continue;
                }
                const T* block = a_.template load<T>(p_.a_of(batch), row + r, k + i * 32, to);
                if (block != to) std::memcpy(to, block, kPiece * sizeof(T));
            }
        return {slabs, static_cast<size_t>(height * 32)};
    }

    void transposed(int64_t batch, int64_t k, int64_t row, T* to) const {
        float stored[kPiece], turned[kPiece];
        const float* block = a_.template load<float>(p_.a_of(batch), k, row, stored);
        if constexpr (std::is_same_v<T, float>) return kernels::table().blocks.transpose(block, to);
        kernels::table().blocks.transpose(block, turned);
        from_floats(DataType::BFLOAT16, turned, reinterpret_cast<std::byte*>(to), kPiece);
    }

    int64_t matrix_of(int64_t batch) const { return p_.b_index.empty() ? 0 : p_.b_index[static_cast<size_t>(batch)]; }

    // What is packed next: a matrix unit's panels go down all of k first.
    kernels::Ahead ahead(int64_t batch, int64_t k, int64_t column, int64_t depth, int64_t count) const {
        const int64_t matrix = matrix_of(batch);
        if (limits_.together && k + depth * 32 < p_.k) k += depth * 32;
        else if (limits_.together) k = 0, column += count * 32;
        else column += 32;
        return p_.transpose_b ? b_.ahead(matrix, column, k, false) : b_.ahead(matrix, k, column, true);
    }

    // A piece each of `count` panels of `depth` pieces.
    void pack_b(int64_t batch, int64_t k, int64_t column, int64_t count, int64_t depth, T* piece) const {
        const int64_t matrix = matrix_of(batch);
        alignas(64) T block[kPiece];
        for (int64_t j = column; j < column + count * 32; j += 32, piece += depth * kTile) {
            if (limits_.together) p_.transpose_b ? b_.fetch(matrix, j, k + 32) : b_.fetch(matrix, k + 32, j);
            if (p_.transpose_b) blocks_.pack_transposed(b_.template load<T>(matrix, j, k, block), piece);
            else if (!pack_codes(matrix, k, j, piece)) blocks_.pack(b_.template load<T>(matrix, k, j, block), piece);
        }
    }

    // Straight from a tile of block floats, where it is whole along k.
    bool pack_codes(int64_t matrix, int64_t k, int64_t column, T* piece) const {
        if constexpr (std::is_same_v<T, float>) return false;
        else {
            if (!b_.direct() || !is_block_float(b_.dtype()) || p_.k - k < 32) return false;
            const auto* tile = reinterpret_cast<const uint8_t*>(b_.tile(matrix, k, column));
            const auto pack = b_.dtype() == DataType::BFLOAT8_B ? blocks_.pack_bfp8 : blocks_.pack_bfp4;
            return pack(tile, tile + exponent_bytes(Tile{}), piece);
        }
    }

    void finish(int64_t batch, int64_t row, int64_t rows, int64_t column, float* c) const {
        finish_panel(p_, bias_, column, rows, c);
        for (int64_t r = 0; r < rows; r += 32)
            out_.store(batch, row + r, std::min<int64_t>(32, rows - r), column, c + r * 32);
    }

    const ProductPlan& p_;
    TileBlocks a_, b_, out_;
    const View& bias_;
    const Limits& limits_;
    Division d_;
    const bool a_lies_ready_;  // in tiles without padding along k
    const BlocksOf& blocks_;
};

void zero_output(const View& out) {
    if (out.spec->host_bytes()) std::memset(out.data, 0, out.spec->host_bytes());
}

// Batches that share one matrix of B are one product of all their rows.
ProductPlan merged(const ProductPlan& p) {
    ProductPlan m = p;
    m.m = p.batches * p.m;
    m.batches = 1;
    return m;
}

// A vector on the right: its results, one column, lie as rows in the output.
void run_column(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out) {
    std::vector<float> column(static_cast<size_t>(p.batches * p.m));
    const TensorSpec spec(Shape({p.batches * p.m, 1}), DataType::FLOAT32, Layout::ROW_MAJOR);
    run_product(p, a, b, bias, {reinterpret_cast<std::byte*>(column.data()), &spec});
    const int64_t width = out.spec->logical_shape().width();
    store_rows(out, 0, p.batches * p.m / width, column.data(), width);
}

}  // namespace

void finish_panel(const ProductPlan& p, const View& bias, int64_t column, int64_t rows, float* c) {
    if (bias) {
        float line[32] = {};
        load_block(bias, 0, 1, column, std::min<int64_t>(32, p.n - column), line, 32);
        const auto add = kernels::table().rows.accumulate_sum;
        for (int64_t r = 0; r < rows; ++r) add(c + r * 32, line, 32);
    }
    if (!p.activation.empty()) p.activation.run(c, static_cast<size_t>(rows * 32));
}

void run_product(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out) {
    if (out.spec->logical_shape().volume() == 0) return;
    if (out.spec->logical_shape().width() != p.n) return run_column(p, a, b, bias, out);
    if (p.k == 0) return zero_output(out);
    if (p.batches > 1 && p.b_index.empty() && !p.transpose_a) return run_product(merged(p), a, b, bias, out);
    const auto& blocks = kernels::table().blocks;
    const bool halves =
        fits_bfloat16(a.spec->dtype()) && fits_bfloat16(b.spec->dtype()) && blocks.bfloat16 != Bfloat16Way::Widened;
    const auto few = static_cast<int64_t>(halves && !p.transpose_b ? 1 : blocks.few_rows);
    if (p.m <= few) return run_few_rows(p, a, b, bias, out);
    if (halves) return ManyRows<uint16_t>(p, a, b, bias, out).run();
    ManyRows<float>(p, a, b, bias, out).run();
}

}  // namespace ttnn
