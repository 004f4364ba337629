#include "ops/matmul/few_rows.hpp"

#include <algorithm>
#include <cstring>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/scratch.hpp"
#include "ops/tile_blocks.hpp"

namespace ttnn {
namespace {

using kernels::kPiece;

constexpr int64_t kMostRows = 4, kMostTogether = 40;
constexpr size_t kAhead = 8192;  // bytes between fetching and using

class FewRows {
 public:
    FewRows(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out)
        : p_(p),
          a_(a, p.transpose_a ? p.k : p.m),
          b_(b, p.transpose_b ? p.n : p.k),
          out_(out, p.m),
          bias_(bias),
          lda_(tiles_of(p.k) * 32),
          exact_(fits_bfloat16(a.spec->dtype())),
          // Tiles side by side are a longer run of memory, as long as there is work for all threads.
          together_(static_cast<int64_t>(even_grain(static_cast<size_t>(p.batches * tiles_of(p.n)), kMostTogether))) {}

    void run() const {
        float* rows = scratch<struct FewRowsOfA, float>(static_cast<size_t>(p_.batches * p_.m * lda_));
        for (int64_t i = 0; i < p_.batches; ++i) load_a(i, rows + i * p_.m * lda_);
        const int64_t groups = (tiles_of(p_.n) + together_ - 1) / together_;
        parallel_for(static_cast<size_t>(p_.batches * groups), [&](size_t unit) {
            const int64_t batch = static_cast<int64_t>(unit) / groups,
                          column = static_cast<int64_t>(unit) % groups * together_ * 32;
            const int64_t matrix = p_.b_index.empty() ? 0 : p_.b_index[static_cast<size_t>(batch)];
            const int64_t tiles = std::min(together_, tiles_of(p_.n - column));
            alignas(64) float c[kMostTogether * kMostRows * 32];  // m rows for each tile
            std::memset(c, 0, static_cast<size_t>(tiles * p_.m * 32) * sizeof *c);
            const float* a = rows + batch * p_.m * lda_;
            if (p_.transpose_b) sums_transposed(matrix, column, tiles, a, c);
            else sums(matrix, column, tiles, a, c);
            for (int64_t j = 0; j < tiles; ++j) {
                finish_panel(p_, bias_, column + j * 32, p_.m, sums_of(j, c));
                out_.store(batch, 0, p_.m, column + j * 32, sums_of(j, c));
            }
        });
    }

 private:
    float* sums_of(int64_t tile, float* c) const { return c + tile * p_.m * 32; }

    void load_a(int64_t batch, float* rows) const {
        if (!p_.transpose_a) return a_.load_rows(p_.a_of(batch), rows, lda_);
        alignas(64) float stored[kPiece], turned[kPiece];
        for (int64_t k = 0; k < p_.k; k += 32) {
            kernels::table().blocks.transpose(a_.load<float>(p_.a_of(batch), k, 0, stored), turned);
            for (int64_t r = 0; r < p_.m; ++r) std::memcpy(rows + r * lda_ + k, turned + r * 32, 32 * sizeof(float));
        }
    }

    void sums(int64_t matrix, int64_t column, int64_t tiles, const float* a, float* c) const {
        if (p_.m == 1 && b_.direct() && is_block_float(b_.dtype())) return sums_of_codes(matrix, column, tiles, a, c);
        const size_t bytes = b_.tile_bytes(), lines = bytes / 64;  // none where tiles do not lie as they are
        kernels::Walk ahead{b_.direct() ? reinterpret_cast<const char*>(b_.tile(matrix, 0, column)) : nullptr, bytes,
                            static_cast<size_t>(tiles) * bytes, b_.row_of_tiles(), static_cast<size_t>(tiles_of(p_.k))};
        for (size_t fetched = 0; lines && fetched < kAhead; fetched += bytes) ahead.fetch_tile(lines);
        for (int64_t k = 0; k < p_.k; k += 32)
            for (int64_t j = 0; j < tiles; ++j) {
                if (lines) ahead.fetch_tile(lines);
                add_tile(matrix, k, column + j * 32, a + k, sums_of(j, c));
            }
    }

    // One row of A and block floats in memory; tiles with inf or NaN go the other way.
    void sums_of_codes(int64_t matrix, int64_t column, int64_t tiles, const float* a, float* c) const {
        const auto& blocks = kernels::table().blocks;
        const auto add = b_.dtype() == DataType::BFLOAT8_B ? (exact_ ? blocks.half_tiles_bfp8 : blocks.tiles_bfp8)
                                                           : (exact_ ? blocks.half_tiles_bfp4 : blocks.tiles_bfp4);
        for (int64_t k = 0; k < p_.k; k += 32)
            for (int64_t j = 0; j < tiles;) {
                const auto* from = reinterpret_cast<const uint8_t*>(b_.tile(matrix, k, column + j * 32));
                const size_t ahead = k + 32 < p_.k ? b_.row_of_tiles() : 0;
                j += static_cast<int64_t>(add(a + k, from, static_cast<size_t>(tiles - j), ahead, sums_of(j, c), 32));
                if (j == tiles) break;
                add_tile(matrix, k, column + j * 32, a + k, sums_of(j, c));
                ++j;
            }
    }

    void add_tile(int64_t matrix, int64_t k, int64_t column, const float* a, float* c) const {
        const auto& blocks = kernels::table().blocks;
        const auto m = static_cast<size_t>(p_.m), lda = static_cast<size_t>(lda_),
                   deep = static_cast<size_t>(std::min<int64_t>(32, p_.k - k));
        if (b_.direct() && b_.dtype() == DataType::BFLOAT16)
            return blocks.tile_bfloat16(a, lda, reinterpret_cast<const uint16_t*>(b_.tile(matrix, k, column)), m, deep,
                                        c, 32);
        alignas(64) float stored[kPiece];
        blocks.tile_float(a, lda, b_.load<float>(matrix, k, column, stored), m, deep, c, 32);
    }

    // Rows of B are along k: sums of products of rows, or tiles turned round.
    void sums_transposed(int64_t matrix, int64_t column, int64_t tiles, const float* a, float* c) const {
        const auto& table = kernels::table();
        const auto m = static_cast<size_t>(p_.m);
        const bool plain = b_.direct() && p_.k % 32 == 0;
        const auto size = static_cast<size_t>(p_.m * lda_);
        uint16_t* halves = scratch<struct FewRowsHalves, uint16_t>(exact_ ? size : 0);
        if (exact_) table.convert.float_to_bfloat16(a, halves, size);
        for (int64_t j = 0; j < tiles; ++j) {
            const auto* row = plain ? b_.tile(matrix, column + j * 32, 0) : nullptr;
            const auto pieces = static_cast<size_t>(p_.k / 32);
            if (plain && exact_ && b_.dtype() == DataType::BFLOAT16) {
                table.attention.scores_bfloat16(halves, m, pieces, reinterpret_cast<const uint16_t*>(row), kPiece,
                                                sums_of(j, c), 32);
                continue;
            }
            if (plain && b_.dtype() == DataType::FLOAT32) {
                table.attention.scores_float(a, m, pieces, reinterpret_cast<const float*>(row), kPiece, sums_of(j, c),
                                             32);
                continue;
            }
            alignas(64) float stored[kPiece], turned[kPiece];
            for (int64_t k = 0; k < p_.k; k += 32) {
                table.blocks.transpose(b_.load<float>(matrix, column + j * 32, k, stored), turned);
                table.blocks.tile_float(a + k, static_cast<size_t>(lda_), turned, m,
                                        static_cast<size_t>(std::min<int64_t>(32, p_.k - k)), sums_of(j, c), 32);
            }
        }
    }

    const ProductPlan& p_;
    TileBlocks a_, b_, out_;
    const View& bias_;
    int64_t lda_;
    bool exact_;  // bfloat16 holds A's elements
    int64_t together_;
};

}  // namespace

void run_few_rows(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out) {
    FewRows(p, a, b, bias, out).run();
}

}  // namespace ttnn
