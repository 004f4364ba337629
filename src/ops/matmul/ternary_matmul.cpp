#include "ops/matmul/ternary_matmul.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/convert_run.hpp"
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {
namespace {

constexpr int64_t kFewRows = 8;  // up to here a tile is multiplied as it is unpacked

// Four weights of a byte as bfloat16: code 1 is +1, code 3 is -1.
constexpr auto kWeights = [] {
    std::array<std::array<uint16_t, 4>, 256> table{};
    for (size_t byte = 0; byte < 256; ++byte)
        for (size_t i = 0; i < 4; ++i) {
            const auto code = byte >> (2 * i) & 3;
            table[byte][i] = static_cast<uint16_t>(code & 1 ? (code & 2 ? 0xBF80 : 0x3F80) : 0);
        }
    return table;
}();

// A tile of 64 words, one a face row of 16, into rows of bfloat16 that lie `stride` apart.
void unpack_tile(const uint32_t* words, uint16_t* dst, int64_t stride) {
    for (int64_t face = 0; face < 4; ++face)
        for (int64_t r = 0; r < 16; ++r) {
            const uint32_t word = words[face * 16 + r];
            uint16_t* row = dst + (face / 2 * 16 + r) * stride + face % 2 * 16;
            for (int64_t i = 0; i < 4; ++i) std::memcpy(row + i * 4, kWeights[word >> (8 * i) & 0xFF].data(), 8);
        }
}

// Rows of x, normalised if asked.
std::vector<float> rows_of_x(const Operands& o, double epsilon) {
    const Shape& s = o.in[0].spec->logical_shape();
    const int64_t k = s.width();
    const auto n = static_cast<size_t>(k);
    std::vector<float> out(static_cast<size_t>(s.rows() * k)), weight;
    if (o.in[2]) {
        weight.resize(static_cast<size_t>(o.in[2].spec->logical_shape().volume()));
        load_rows(o.in[2], 0, o.in[2].spec->logical_shape().rows(), weight.data(),
                  o.in[2].spec->logical_shape().width());
    }
    const RowPieces pieces(*o.in[0].spec);
    const auto& rows = kernels::table().rows;
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        load_rows(o.in[0], begin, end - begin, out.data() + begin * k, k);
        for (int64_t r = begin; r < end && o.in[2]; ++r) {
            float* x = out.data() + r * k;
            const double square = static_cast<double>(rows.sum_of_squares(x, 0, n)) / static_cast<double>(k);
            rows.scale_shift(x, n, 0, static_cast<float>(1.0 / std::sqrt(square + epsilon)), weight.data(), nullptr);
        }
    });
    return out;
}

// One column of tiles.
struct Strip {
    const uint32_t* tiles;  // of the whole matrix
    int64_t k, tiles_across, column;
    const uint32_t* tile(int64_t piece) const { return tiles + (piece * tiles_across + column) * 64; }
};

void multiply_few_rows(const Strip& s, const float* x, int64_t m, float* c) {
    uint16_t tile[kernels::kPiece];
    for (int64_t i = 0; i < s.k; i += 32) {
        unpack_tile(s.tile(i / 32), tile, 32);
        kernels::table().blocks.tile_bfloat16(x + i, static_cast<size_t>(s.k), tile, static_cast<size_t>(m), 32, c, 32);
    }
}

// x in slabs of 32 columns, rows rounded up to 32 (see kernels/blocks.hpp).
template <class T>
std::vector<T> slabs_of(const std::vector<float>& x, int64_t m, int64_t k) {
    const int64_t rows = (m + 31) / 32 * 32;
    std::vector<T> out(static_cast<size_t>(rows * k));
    for (int64_t i = 0; i < k; i += 32)
        for (int64_t r = 0; r < m; ++r) {
            T* to = out.data() + i * rows + r * 32;
            if constexpr (std::is_same_v<T, float>) std::copy_n(x.data() + r * k + i, 32, to);
            else from_floats(DataType::BFLOAT16, x.data() + r * k + i, reinterpret_cast<std::byte*>(to), 32);
        }
    return out;
}

template <class T>
void multiply_many_rows(const kernels::Blocks<T>& blocks, const Strip& s, const std::vector<T>& slabs, int64_t m,
                        float* c) {
    const int64_t pieces = s.k / 32;
    std::vector<T> panel(static_cast<size_t>(pieces) * kernels::kPiece);
    uint16_t tile[kernels::kPiece];
    for (int64_t p = 0; p < pieces; ++p) {
        unpack_tile(s.tile(p), tile, 32);
        T* piece = panel.data() + static_cast<size_t>(p) * kernels::kPiece;
        if constexpr (std::is_same_v<T, float>) {
            float wide[kernels::kPiece];
            to_floats(DataType::BFLOAT16, reinterpret_cast<const std::byte*>(tile), wide, kernels::kPiece);
            blocks.pack(wide, piece);
        } else {
            blocks.pack(tile, piece);
        }
    }
    blocks.multiply(slabs.data(), slabs.size() / static_cast<size_t>(pieces), panel.data(), static_cast<size_t>(pieces),
                    static_cast<size_t>(m), c, true, {});
}

// Calls multiply(strip, m x 32 zeros) for each column of tiles and stores what it leaves there.
template <class Multiply>
void for_each_strip(const Operands& o, int64_t k, Multiply multiply) {
    const Shape &in = o.in[0].spec->logical_shape(), &result = o.out[0].spec->logical_shape();
    const int64_t m = in.rows(), across = result.width() / 32, height = in.height();
    parallel_for(static_cast<size_t>(across), [&](size_t column) {
        const Strip strip{o.in[1].as<const uint32_t>(), k, across, static_cast<int64_t>(column)};
        std::vector<float> c(static_cast<size_t>(m * 32));
        multiply(strip, c.data());
        // A store may not leave a matrix in the middle of a row of tiles, so rows are stored matrix by matrix.
        for (int64_t row = 0; row < m; row += height)
            store_block(o.out[0], row, height, strip.column * 32, 32, c.data() + row * 32, 32);
    });
}

void run_ternary(const Operands& o, double epsilon) {
    const Shape& in = o.in[0].spec->logical_shape();
    const int64_t m = in.rows(), k = in.width();
    if (m == 0) return;
    const auto x = rows_of_x(o, epsilon);
    const auto& blocks = kernels::table().blocks;
    if (m <= kFewRows)
        return for_each_strip(o, k, [&](const Strip& s, float* c) { multiply_few_rows(s, x.data(), m, c); });
    if (o.in[0].spec->dtype() == DataType::FLOAT32 || blocks.bfloat16 == kernels::Bfloat16Way::Widened) {
        const auto slabs = slabs_of<float>(x, m, k);
        return for_each_strip(o, k,
                              [&](const Strip& s, float* c) { multiply_many_rows(blocks.floats, s, slabs, m, c); });
    }
    const auto slabs = slabs_of<uint16_t>(x, m, k);
    for_each_strip(o, k, [&](const Strip& s, float* c) { multiply_many_rows(blocks.halves(), s, slabs, m, c); });
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
    require(w.rank() >= 2 && w.width() == 64 && w.rows() == w[-2] && w[-2] > 0 && w[-2] % (x.width() / 32) == 0, "[",
            name, "] weight: expected [tiles, 64] with the tiles a multiple of K / 32 = ", x.width() / 32, ", got ", w);
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
