#include "ops/matmul/product.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/convert_run.hpp"

namespace ttnn {
namespace {

// Columns that one piece of work computes: a multiple of a tile and of every kernel's panel.
constexpr int64_t kColumns = 64;
// Few rows read B once in its natural order; many rows are worth packing it.
constexpr int64_t kFewRows = 8;
constexpr int64_t kRowsAtOnce = 192;
constexpr int64_t kAhead = 3;  // rows of tiles between fetching and using

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
bool fits_bfloat16(DataType t) { return t == DataType::BFLOAT16 || is_block_float(t); }

// Logical rows of a matrix start at matrix * rows.
void load_matrix_rows(const View& v, int64_t matrix, int64_t rows, int64_t row, int64_t count, float* dst,
                      int64_t stride) {
    load_rows(v, matrix * rows + row, count, dst, stride);
}

// Rows of A (m x k) as floats; transposed A is stored k x m.
void load_a(const ProductPlan& p, const View& a, int64_t batch, int64_t row, int64_t count, float* dst,
            int64_t stride) {
    if (!p.transpose_a) return load_matrix_rows(a, batch, p.m, row, count, dst, stride);
    std::vector<float> line(static_cast<size_t>(p.m));
    for (int64_t i = 0; i < p.k; ++i) {
        load_matrix_rows(a, batch, p.k, i, 1, line.data(), p.m);
        for (int64_t r = 0; r < count; ++r) dst[r * stride + i] = line[static_cast<size_t>(row + r)];
    }
}

// Columns [column, column + width) of B (k x n) as k rows of floats; transposed B is stored n x k.
void load_b(const ProductPlan& p, const View& b, int64_t matrix, int64_t column, int64_t width, float* dst,
            int64_t stride) {
    if (!p.transpose_b) return load_block(b, matrix * p.k, p.k, column, width, dst, stride);
    std::vector<float> line(static_cast<size_t>(p.k));
    for (int64_t j = 0; j < width; ++j) {
        load_matrix_rows(b, matrix, p.n, column + j, 1, line.data(), p.k);
        for (int64_t i = 0; i < p.k; ++i) dst[i * stride + j] = line[static_cast<size_t>(i)];
    }
}

// bfloat16 columns of B without a detour through floats, where it is stored so.
void load_b_bfloat16(const ProductPlan& p, const View& b, int64_t matrix, int64_t column, int64_t width,
                     uint16_t* dst) {
    if (p.transpose_b || b.spec->dtype() != DataType::BFLOAT16 || !b.spec->is_tile() || b.spec->tile() != Tile{}) {
        std::vector<float> floats(static_cast<size_t>(p.k * kColumns));
        load_b(p, b, matrix, column, width, floats.data(), kColumns);
        from_floats(DataType::BFLOAT16, floats.data(), reinterpret_cast<std::byte*>(dst), p.k * kColumns);
        return;
    }
    const int64_t across = b.spec->padded_shape().width() / 32, down = b.spec->padded_shape().height() / 32;
    const auto* tiles = b.as<uint16_t>() + matrix * down * across * 1024;
    for (int64_t i = 0; i < p.k; ++i)
        for (int64_t c = 0; c < width; c += 32) {
            const uint16_t* row = tiles + ((i / 32) * across + (column + c) / 32) * 1024 + (i % 32) * 32;
            std::memcpy(dst + i * kColumns + c, row, static_cast<size_t>(std::min<int64_t>(32, width - c)) * 2);
        }
}

void finish(const ProductPlan& p, const View& bias, const View& out, int64_t batch, int64_t row, int64_t count,
            int64_t column, int64_t width, float* c) {
    if (bias) {
        std::vector<float> line(static_cast<size_t>(width));
        load_block(bias, 0, 1, column, width, line.data(), width);
        for (int64_t r = 0; r < count; ++r)
            for (int64_t j = 0; j < width; ++j) c[r * kColumns + j] += line[static_cast<size_t>(j)];
    }
    if (!p.activation.empty())
        for (int64_t r = 0; r < count; ++r) p.activation.run(c + r * kColumns, static_cast<size_t>(width));
    store_block(out, batch * p.m + row, count, column, width, c, kColumns);
}

// --- few rows: B is read once, tile by tile

// Down a column of tiles the processor sees a new page at every step and fetches nothing ahead by itself.
void fetch_ahead(const std::byte* tiles, size_t bytes) {
    for (size_t at = 0; at < bytes; at += 64) __builtin_prefetch(tiles + at, 0, 2);
}

void few_rows_columns(const ProductPlan& p, const View& b, int64_t matrix, int64_t column, int64_t width,
                      const float* a, float* c) {
    const auto& gemm = kernels::table().gemm;
    const auto& s = *b.spec;
    const int64_t across = s.padded_shape().width() / 32, down = s.padded_shape().height() / 32;
    const size_t bytes = s.tile().bytes(s.dtype()),
                 exponents = is_block_float(s.dtype()) ? exponent_bytes(s.tile()) : 0;
    const size_t step = static_cast<size_t>(across) * bytes,
                 wide = static_cast<size_t>(round_up(width, 32) / 32) * bytes;
    const std::byte* top = b.data + static_cast<size_t>(matrix * down * across + column / 32) * bytes;
    for (int64_t i = 0; i < std::min(kAhead * 32, p.k); i += 32)
        fetch_ahead(top + static_cast<size_t>(i / 32) * step, wide);
    float unpacked[1024];
    for (int64_t i = 0; i < p.k; i += 32) {
        const auto k = static_cast<size_t>(std::min<int64_t>(32, p.k - i));
        const std::byte* line = top + static_cast<size_t>(i / 32) * step;
        if (i + kAhead * 32 < p.k) fetch_ahead(line + kAhead * step, wide);
        for (int64_t j = 0; j < width; j += 32) {
            const std::byte* tile = line + static_cast<size_t>(j / 32) * bytes;
            if (s.dtype() == DataType::BFLOAT16) {
                gemm.tile_bfloat16(a + i, static_cast<size_t>(p.k), reinterpret_cast<const uint16_t*>(tile),
                                   static_cast<size_t>(p.m), k, c + j, kColumns);
                continue;
            }
            const auto* bytes_of = reinterpret_cast<const uint8_t*>(tile);
            if (s.dtype() == DataType::BFLOAT8_B &&
                gemm.tile_bfp8(a + i, static_cast<size_t>(p.k), bytes_of, bytes_of + exponents,
                               static_cast<size_t>(p.m), k, c + j, kColumns))
                continue;
            const float* values = reinterpret_cast<const float*>(tile);
            if (exponents) {
                unpack_groups(s.dtype(), tile, tile + exponents, unpacked, 64);
                values = unpacked;
            }
            gemm.tile_float(a + i, static_cast<size_t>(p.k), values, static_cast<size_t>(p.m), k, c + j, kColumns);
        }
    }
}

void run_few_rows(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out) {
    const int64_t groups = (p.n + kColumns - 1) / kColumns;
    std::vector<float> rows(static_cast<size_t>(p.batches * p.m * p.k));
    for (int64_t i = 0; i < p.batches; ++i) load_a(p, a, i, 0, p.m, rows.data() + i * p.m * p.k, p.k);
    parallel_for(static_cast<size_t>(p.batches * groups), [&](size_t unit) {
        const int64_t batch = static_cast<int64_t>(unit) / groups,
                      column = static_cast<int64_t>(unit) % groups * kColumns;
        const int64_t width = std::min(kColumns, p.n - column);
        float c[kFewRows * kColumns] = {};
        few_rows_columns(p, b, p.b_index.empty() ? 0 : p.b_index[static_cast<size_t>(batch)], column, width,
                         rows.data() + batch * p.m * p.k, c);
        finish(p, bias, out, batch, 0, p.m, column, width, c);
    });
}

// --- many rows: panels of B are packed

template <class T>
struct Panels {
    std::vector<T> data;  // kColumns / n_block panels of k x n_block
    size_t each = 0;
};

Panels<uint16_t> pack_bfloat16(const ProductPlan& p, const View& b, int64_t matrix, int64_t column, int64_t width) {
    const auto& gemm = kernels::table().gemm;
    const auto k = static_cast<size_t>(round_up(p.k, 2));
    std::vector<uint16_t> natural(static_cast<size_t>(p.k * kColumns));
    load_b_bfloat16(p, b, matrix, column, width, natural.data());
    Panels<uint16_t> out{std::vector<uint16_t>(k * kColumns), k * gemm.n_block};
    for (size_t j = 0; j < kColumns; j += gemm.n_block) {
        const auto n =
            static_cast<int64_t>(j) < width ? std::min<size_t>(gemm.n_block, static_cast<size_t>(width) - j) : 0;
        gemm.pack_b_bfloat16(natural.data() + j, kColumns, static_cast<size_t>(p.k), n,
                             out.data.data() + j / gemm.n_block * out.each);
    }
    return out;
}

Panels<float> pack_float(const ProductPlan& p, const View& b, int64_t matrix, int64_t column, int64_t width) {
    const auto& gemm = kernels::table().gemm;
    const auto k = static_cast<size_t>(p.k);
    std::vector<float> natural(k * kColumns);
    load_b(p, b, matrix, column, width, natural.data(), kColumns);
    Panels<float> out{std::vector<float>(k * kColumns), k * gemm.n_block};
    for (size_t j = 0; j < kColumns; j += gemm.n_block) {
        const auto n =
            static_cast<int64_t>(j) < width ? std::min<size_t>(gemm.n_block, static_cast<size_t>(width) - j) : 0;
        gemm.pack_b_float(natural.data() + j, kColumns, k, n, out.data.data() + j / gemm.n_block * out.each);
    }
    return out;
}

// A as rows of floats or bfloat16, k rounded up to even with zeros.
template <class T>
std::vector<T> rows_of_a(const ProductPlan& p, const View& a, int64_t lda) {
    std::vector<T> out(static_cast<size_t>(p.batches * p.m * lda));
    const int64_t each = 32, pieces = (p.m + each - 1) / each;
    parallel_for(static_cast<size_t>(p.batches * pieces), [&](size_t unit) {
        const int64_t batch = static_cast<int64_t>(unit) / pieces, row = static_cast<int64_t>(unit) % pieces * each,
                      count = std::min(each, p.m - row);
        std::vector<float> floats(static_cast<size_t>(count * lda));
        load_a(p, a, batch, row, count, floats.data(), lda);
        T* dst = out.data() + (batch * p.m + row) * lda;
        if constexpr (std::is_same_v<T, float>) std::copy(floats.begin(), floats.end(), dst);
        else from_floats(DataType::BFLOAT16, floats.data(), reinterpret_cast<std::byte*>(dst), count * lda);
    });
    return out;
}

template <class T, class Pack, class Block>
void run_many_rows(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out, Pack pack,
                   Block block) {
    const int64_t lda = round_up(p.k, 2), groups = (p.n + kColumns - 1) / kColumns;
    const auto rows = rows_of_a<T>(p, a, lda);
    const size_t n_block = kernels::table().gemm.n_block;
    // Batches that share one matrix of B share its packed columns.
    const bool shared = p.b_index.empty();
    const int64_t outer = shared ? 1 : p.batches, inner = shared ? p.batches : 1;
    parallel_for(static_cast<size_t>(outer * groups), [&](size_t unit) {
        const int64_t first = static_cast<int64_t>(unit) / groups,
                      column = static_cast<int64_t>(unit) % groups * kColumns;
        const int64_t width = std::min(kColumns, p.n - column);
        const auto panels = pack(p, b, shared ? 0 : p.b_index[static_cast<size_t>(first)], column, width);
        std::vector<float> c(static_cast<size_t>(kRowsAtOnce * kColumns));
        for (int64_t batch = first; batch < first + inner; ++batch)
            for (int64_t row = 0; row < p.m; row += kRowsAtOnce) {
                const int64_t count = std::min(kRowsAtOnce, p.m - row);
                for (size_t j = 0; j < kColumns && static_cast<int64_t>(j) < width; j += n_block)
                    block(rows.data() + (batch * p.m + row) * lda, static_cast<size_t>(lda),
                          panels.data.data() + j / n_block * panels.each, static_cast<size_t>(count),
                          static_cast<size_t>(std::is_same_v<T, float> ? p.k : lda), c.data() + j, kColumns, true);
                finish(p, bias, out, batch, row, count, column, width, c.data());
            }
    });
}

void zero_output(const View& out) {
    if (out.spec->host_bytes()) std::memset(out.data, 0, out.spec->host_bytes());
}

}  // namespace

void run_product(const ProductPlan& p, const View& a, const View& b, const View& bias, const View& out) {
    if (p.m == 0 || p.n == 0 || p.batches == 0) return;
    if (p.k == 0) return zero_output(out);
    const DataType tb = b.spec->dtype();
    const bool tiles = b.spec->is_tile() && b.spec->tile() == Tile{} && (fits_bfloat16(tb) || tb == DataType::FLOAT32);
    if (p.m <= kFewRows && tiles && !p.transpose_b) return run_few_rows(p, a, b, bias, out);
    const auto& gemm = kernels::table().gemm;
    if (fits_bfloat16(a.spec->dtype()) && fits_bfloat16(tb))
        run_many_rows<uint16_t>(p, a, b, bias, out, pack_bfloat16, gemm.block_bfloat16);
    else run_many_rows<float>(p, a, b, bias, out, pack_float, gemm.block_float);
}

}  // namespace ttnn
