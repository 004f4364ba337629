#include "ops/transformer/rotary.hpp"

#include <algorithm>
#include <vector>

#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "format/convert.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/region_ops.hpp"
#include "ops/layout/layout_ops.hpp"

namespace ttnn {
namespace {

void check_tensors(const char* name, const Tensor& x, const Tensor& cos, const Tensor& sin) {
    for (const Tensor* t : {&x, &cos, &sin}) {
        require(t->on_device(), "[", name,
                "] Operands to rotary embedding need to be on device: got a host tensor; move it with ttnn.to_device");
        require(t->shape().rank() == 4, "[", name, "] expected tensors of rank 4, got ", t->shape());
    }
    require(x.shape()[-1] % 64 == 0, "Input X dimension (", x.shape()[-1], ") must be divisible by 64: [", name,
            "] halves are rotated tile by tile");
    require(cos.shape() == sin.shape(), "Cosine and Sine cache dimensions must match: [", name, "] got ", cos.shape(),
            " and ", sin.shape());
}

// Rows of tiles of input, its rotated copy and output twice, angles (once for a single token, which are also
// untilized), and a tile of each intermediate product; rows go to the cores row by row.
DeviceProgram rotary_program(const char* operation, const char* factory, const Tensor& x, const Tensor& cos,
                             bool token) {
    const CoreCoord grid = x.device()->grid();
    const int64_t d = x.spec().physical_width() / 32, rows = x.spec().physical_height() / 32,
                  in = static_cast<int64_t>(Tile{}.bytes(x.dtype())),
                  angle = static_cast<int64_t>(Tile{}.bytes(cos.dtype())), angles = (token ? 1 : 2) * d * angle;
    const CoreRangeSet cores = num_cores_to_corerangeset(std::clamp<int64_t>(rows, 1, grid.x * grid.y), grid, true);
    DeviceProgram p{operation, factory, {}, {}};
    for (int64_t bytes : {2 * d * in, 2 * d * in, angles, angles, int64_t{2048}, in, angle, angle, 2 * d * in})
        p.buffers.push_back({StaticBufferKind::Circular, bytes, cores});
    for (int i = 0; i < (token ? 4 : 0); ++i) p.buffers.push_back({StaticBufferKind::Circular, d * angle, cores});
    return p;
}

void rotate_row(float* x, const float* cos, const float* sin, int64_t width) {
    const int64_t half = width / 2;
    for (int64_t i = 0; i < half; ++i) {
        const float a = x[i], b = x[i + half];
        x[i] = a * cos[i] - b * sin[i];
        x[i + half] = b * cos[i + half] + a * sin[i + half];
    }
}

// Rotates every row of a matrix of `rows` (the output may have more, which are zero); angle(row of all matrices) is a
// row of the caches.
template <class Angle>
void run_rotation(const Operands& o, Angle angle) {
    const Shape &in = o.in[0].spec->logical_shape(), &out = o.out[0].spec->logical_shape();
    const int64_t width = in[3], rows = in[2], out_rows = out[2];
    const RowPieces pieces(*o.out[0].spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t piece) {
        const auto [begin, end] = pieces[static_cast<int64_t>(piece)];
        const Scratch<float> x(static_cast<size_t>((end - begin) * width)), cos(static_cast<size_t>(width)),
            sin(static_cast<size_t>(width));
        for (int64_t r = begin; r < end; ++r) {
            const int64_t matrix = r / out_rows, row = r % out_rows;
            float* line = x.data() + (r - begin) * width;
            if (row >= rows) {
                std::fill_n(line, width, 0.0f);
                continue;
            }
            load_rows(o.in[0], matrix * rows + row, 1, line, width);
            load_rows(o.in[1], angle(matrix, row), 1, cos.data(), width);
            load_rows(o.in[2], angle(matrix, row), 1, sin.data(), width);
            rotate_row(line, cos.data(), sin.data(), width);
        }
        store_rows(o.out[0], begin, end - begin, x.data(), width);
    });
}

}  // namespace

void RotaryEmbeddingHf::validate() const {
    check_tensors(name, input_tensor, cos_cache, sin_cache);
    const Shape &x = input_tensor.shape(), &cos = cos_cache.shape();
    require(cos[0] == 1 && cos[-1] == x[-1], "Cos dims must match input dims: [", name, "] cos has shape ", cos,
            ", the input ", x);
    if (is_decode_mode) {
        require(x[0] == 1 && cos[1] == x[1], "[", name,
                "] decode mode: expected input [1, batch, heads, head_dim] and caches [1, batch, 1, head_dim], got ", x,
                " and ", cos);
    } else {
        require(cos[1] == 1 && cos[2] >= x[2], "[", name, "] cos_cache: expected at least ", x[2], " positions, got ",
                cos);
    }
}

TensorSpec RotaryEmbeddingHf::output() const {
    return {input_tensor.shape(), input_tensor.dtype(), Layout::TILE,
            memory_config.value_or(input_tensor.memory_config())};
}

Program RotaryEmbeddingHf::program() const {
    Program p;
    p.device_programs = {rotary_program("RotaryEmbeddingHfDeviceOperation", "RotaryEmbeddingHfMultiCore", input_tensor,
                                        cos_cache, false)};
    p.compute = compute_kernel_config;
    p.run = [decode = is_decode_mode](const Operands& o) {
        const int64_t each = o.in[1].spec->logical_shape()[2];
        run_rotation(o, [=](int64_t matrix, int64_t row) { return decode ? matrix * each : row; });
    };
    return p;
}

void RotaryEmbedding::validate() const {
    check_tensors(name, input_tensor, cos_cache, sin_cache);
    const Shape &x = input_tensor.shape(), &cos = cos_cache.shape();
    require(cos[0] == 1 && cos[1] == 1 && cos[-1] == x[-1], "Cosine cache dimensions must match input dimensions.: [",
            name, "] cos_cache has shape ", cos, ", the input ", x);
    if (token_index) {
        require(x[0] == 1, "When token index is provided, sequence length must be 1. Current sequence length: ", x[0],
                ".: [", name, "]");
        require(*token_index >= 0 && *token_index < cos[2], "[", name, "] token_index: expected 0 to ", cos[2] - 1,
                ", got ", *token_index);
    } else {
        require(cos[2] >= x[2], "[", name, "] cos_cache: expected at least ", x[2], " positions, got ", cos);
    }
}

TensorSpec RotaryEmbedding::output() const {
    const Shape& x = input_tensor.shape();
    return {Shape({x[0], x[1], (x[2] + 31) / 32 * 32, x[3]}), input_tensor.dtype(), Layout::TILE,
            memory_config.value_or(input_tensor.memory_config())};
}

Program RotaryEmbedding::program() const {
    Program p;
    p.device_programs = {rotary_program("RotaryEmbeddingDeviceOperation", "RotaryEmbeddingProgramFactory", input_tensor,
                                        cos_cache, token_index.has_value())};
    p.compute = compute_kernel_config;
    p.run = [](const Operands& o) {
        const int64_t token = o.arguments[0];
        run_rotation(o, [=](int64_t, int64_t row) { return token >= 0 ? token : row; });
    };
    return p;
}

Tensor TransformerRotaryEmbedding::compose() const {
    const Tensor out = call(RotaryEmbedding{.input_tensor = input_tensor,
                                            .cos_cache = cos_cache,
                                            .sin_cache = sin_cache,
                                            .token_index = token_index,
                                            .memory_config = memory_config,
                                            .compute_kernel_config = compute_kernel_config});
    if (out.shape() == input_tensor.shape()) return out;
    return call(Slice{.input_tensor = out, .slice_start = {0, 0, 0, 0}, .slice_end = input_tensor.shape().dims()});
}

// --- rotate_half ---

Tensor RotateHalf::compose() const {
    require(input.on_device(), "Input tensor must be on device. Current storage type: 0.: [", name,
            "] move it with ttnn.to_device");
    require(input.shape().rank() >= 1 && input.spec().padded_shape().width() % 64 == 0, "Input X dimension (",
            input.spec().padded_shape().width(), ") must be divisible by 64 for tiling.: [", name, "]");
    require(!input.is_sharded(), "RotateHalf does not currently support sharding: [", name,
            "] use ttnn.to_memory_config");
    const Tensor tiles = input.layout() == Layout::TILE ? input : call(TilizeWithZeroPadding{.input_tensor = input});
    return call(RotateHalfTiles{.input = tiles, .memory_config = memory_config});
}

void RotateHalfTiles::validate() const {
    require(!memory_config || !memory_config->is_sharded(), "RotateHalf does not currently support sharding: [", name,
            "] use ttnn.to_memory_config");
}

TensorSpec RotateHalfTiles::output() const {
    return input.spec().with_memory_config(memory_config.value_or(input.memory_config()));
}

Program RotateHalfTiles::program() const {
    Program p;
    const int64_t tile = static_cast<int64_t>(Tile{}.bytes(input.dtype()));
    DeviceProgram d{"RotateHalfDeviceOperation", "DirectDescriptorFactory", {}, {}};
    for (int64_t bytes : {2 * tile, int64_t{2048}, 2 * tile, 2 * tile})
        d.buffers.push_back({StaticBufferKind::Circular, bytes, CoreRange{{0, 0}, {0, 0}}});
    p.device_programs = {d};
    p.run = [](const Operands& o) {
        const int64_t width = o.in[0].spec->logical_shape().width(), half = o.in[0].spec->padded_shape().width() / 2;
        const DataType type = o.in[0].spec->dtype();
        const auto from = logical_elements(o.in[0]);
        const PlainElements to(from.size());
        const int64_t rows = o.in[0].spec->logical_shape().rows();
        parallel_for(static_cast<size_t>(rows), [&](size_t row) {
            for (int64_t i = 0; i < width; ++i) {
                const int64_t source = i < half ? i + half : i - half;
                const size_t line = row * static_cast<size_t>(width);
                const double x =
                    source < width ? logical_number(logical_type(type), from, line + static_cast<size_t>(source)) : 0.0;
                store_from_double(logical_type(type), to.data(), line + static_cast<size_t>(i), i < half ? -x : x);
            }
        });
        store_logical(o.out[0], to);
    };
    return p;
}

}  // namespace ttnn
