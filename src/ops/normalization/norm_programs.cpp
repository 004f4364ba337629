#include "ops/normalization/norm_programs.hpp"

#include "base/div_up.hpp"

#include <algorithm>
#include <numeric>

namespace ttnn {
namespace {

constexpr int64_t kHalf = 2048, kFull = 4096;  // bytes of a bfloat16 and of a float32 tile

int64_t tile_bytes(const Tensor& t) { return static_cast<int64_t>(Tile{}.bytes(t.dtype())); }
int64_t free_l1(const Tensor& t) { return t.device()->region(BufferType::L1).lowest_in_use() - t.device()->l1_base(); }

DeviceProgram with_buffers(const char* operation, const char* factory, const CoreRangeSet& cores,
                           const std::vector<int64_t>& bytes) {
    DeviceProgram p{operation, factory, {}, {}};
    for (auto b : bytes) p.buffers.push_back({StaticBufferKind::Dataflow, b, cores});
    return p;
}

CoreRangeSet first_cores(const Tensor& t, int64_t units, bool row_wise) {
    const CoreCoord grid = t.device()->grid();
    return num_cores_to_corerangeset(std::clamp<int64_t>(units, 1, grid.x * grid.y), grid, row_wise).merge({});
}

// The sums' format and the tiles that the destination register takes at once follow from fp32_dest_acc_en.
struct Accumulation {
    int64_t tile, block;
    explicit Accumulation(bool full) : tile(full ? kFull : kHalf), block(full ? 4 : 8) {}
};

// Buffers of a core that has `width` tiles of a row at once.
std::vector<int64_t> row_buffers(const NormArguments& n, bool mean, Accumulation a, int64_t width, bool streamed) {
    const bool row_major = n.input_tensor.layout() == Layout::ROW_MAJOR, vectors = n.weight || n.bias;
    const int64_t in = tile_bytes(n.input_tensor), few = 2 * a.block;
    std::vector<int64_t> bytes = {(n.residual_input_tensor ? few : width) * in,  // input
                                  (row_major ? width : few) * in,                // output
                                  2 * kHalf, 2 * kHalf, 2 * a.tile};             // scaler, epsilon, variance
    if (mean) bytes.push_back(2 * a.tile);
    const int rows = mean || streamed || n.residual_input_tensor ? 2 : 1;
    bytes.insert(bytes.end(), static_cast<size_t>(rows), width * a.tile);
    bytes.push_back(8 * a.tile);
    if (streamed) bytes.push_back(a.tile);
    if (vectors) bytes.push_back(few * a.tile);
    for (const auto* v : {&n.weight, &n.bias})
        if (*v) bytes.push_back(width * tile_bytes(**v));
    if (n.residual_input_tensor) {
        if (mean) bytes.push_back(width * a.tile);
        bytes.push_back(few * tile_bytes(*n.residual_input_tensor));
    }
    if (row_major) bytes.insert(bytes.end(), 2, few * in);
    return bytes;
}

DeviceProgram interleaved_norm(const NormArguments& n, bool mean, Accumulation a) {
    const auto& s = n.input_tensor.spec();
    const int64_t width = div_up(div_up(s.physical_width(), 32), a.block) * a.block;
    auto bytes = row_buffers(n, mean, a, width, false);
    const bool row_major = !s.is_tile() || (n.weight && n.weight->layout() == Layout::ROW_MAJOR) ||
                           (n.bias && n.bias->layout() == Layout::ROW_MAJOR);
    const int64_t sum = std::accumulate(bytes.begin(), bytes.end(), int64_t{0});
    if (!row_major && sum * 20 >= free_l1(n.input_tensor) * 19) {
        const int64_t piece = (n.weight || n.bias ? 56 : 112) / (a.tile == kFull ? 2 : 1);
        bytes = row_buffers(n, mean, a, piece, true);
    }
    return with_buffers("LayerNormDeviceOperation", "LayerNormMultiCoreProgramFactory",
                        first_cores(n.input_tensor, div_up(s.physical_height(), 32), true), bytes);
}

// Each core reduces its shard; the partial results of a row of cores are gathered, in two stages on a grid.
DeviceProgram sharded_norm(const NormArguments& n, bool mean, Accumulation a) {
    const auto& config = n.input_tensor.memory_config();
    const auto& shard = *config.shard_spec();
    const CoreRange box = shard.grid.bounding_box();
    const bool block = config.memory_layout() == TensorMemoryLayout::BLOCK_SHARDED;
    const int64_t h = div_up(shard.shape[0], 32), w = div_up(shard.shape[1], 32),
                  across = block ? box.width() : box.num_cores(),
                  gathered = !block && box.width() > 1 && box.height() > 1 ? box.width() + box.height() - 1 : across;
    DeviceProgram p{"LayerNormDeviceOperation", "LayerNormShardedProgramFactory", {}, {}};
    auto add = [&](int64_t bytes, bool borrows = false) {
        p.buffers.push_back({StaticBufferKind::Dataflow, bytes, shard.grid, borrows});
    };
    const int64_t in = tile_bytes(n.input_tensor), column = h * a.tile, area = h * w;
    add(area * in, true);
    if (n.residual_input_tensor) add(area * tile_bytes(*n.residual_input_tensor), true);
    for (int64_t bytes : {kHalf, kHalf, a.tile, column, gathered * a.tile, column, div_up(h, across) * a.tile})
        add(bytes);
    if (mean)
        for (int64_t bytes : {column, column, gathered * a.tile}) add(bytes);
    for (const auto* v : {&n.weight, &n.bias})
        if (*v) add(w * tile_bytes(**v));
    for (int64_t bytes : {area * a.tile, area * a.tile, column}) add(bytes);
    add(area * in, true);
    return p;
}

// Softmax along the width of four dimensions, the program that attention uses.
std::vector<int64_t> attention_buffers(const SoftmaxShape& s, int64_t width, bool streamed) {
    const bool full = s.input.dtype() == DataType::FLOAT32;
    const int64_t in = tile_bytes(s.input), scale = full ? kFull : kHalf,
                  sum = full || (s.compute && s.compute->fp32_dest_acc_en) ? kFull : kHalf;
    const bool padded = s.input.shape().rank() > 0 && s.input.shape().width() % 32 != 0;
    std::vector<int64_t> bytes;
    if (streamed) {
        const int64_t piece = 80;
        bytes = {piece * in, 8 * in,    2 * kHalf,   2 * kHalf, sum,        2 * kHalf,
                 scale,      2 * kHalf, piece * sum, kHalf,     piece * sum};
        if (s.stable) bytes.push_back(sum);
    } else {
        int64_t block = 4;
        while (width % block) --block;
        const bool whole = s.stable && !padded && !s.mask;
        bytes = {(whole ? width : 2 * block) * in, 2 * block * in, 2 * kHalf, scale, 2 * kHalf, width * sum, kHalf};
        if (s.mask) bytes.insert(bytes.end(), {(width + block) * tile_bytes(*s.mask), scale, width * sum});
        if (s.stable) bytes.push_back(sum);
        if (s.stable && (padded || s.mask)) bytes.push_back(width * sum);
    }
    return bytes;
}

DeviceProgram attention_softmax(const SoftmaxShape& s) {
    const auto& spec = s.input.spec();
    const int64_t width = std::max<int64_t>(1, div_up(spec.physical_width(), 32));
    auto bytes = attention_buffers(s, width, false);
    if (std::accumulate(bytes.begin(), bytes.end(), int64_t{0}) + kFull > free_l1(s.input))
        bytes = attention_buffers(s, width, true);
    return with_buffers("SoftmaxDeviceOperation", "SoftmaxProgramFactoryAttentionOptimized",
                        first_cores(s.input, div_up(spec.physical_height(), 32), true), bytes);
}

// Softmax along any dimension: lines of tiles for the last two, tile by tile for the others.
DeviceProgram general_softmax(const SoftmaxShape& s) {
    const Shape& shape = s.input.shape();
    const int64_t in = tile_bytes(s.input), wt = std::max<int64_t>(1, div_up(shape.width(), 32)),
                  ht = shape.rank() < 2 ? 1 : std::max<int64_t>(1, div_up(shape.height(), 32)),
                  outer = shape.rank() < 2 ? 1 : shape.outer_volume();
    if (s.dim < -2) {
        const int64_t along = shape[static_cast<int>(s.dim)];
        return with_buffers("SoftmaxDeviceOperation", "SoftmaxProgramFactoryGeneralCLarge",
                            first_cores(s.input, outer * ht * wt / std::max<int64_t>(1, along), false),
                            {2 * in, 2 * in, kFull, kFull, 2 * kFull, in, kFull});
    }
    const bool wide = s.dim == -1;
    const int64_t line = wide ? wt : ht, scale = s.input.dtype() == DataType::FLOAT32 ? kFull : kHalf;
    const auto buffers = [&](int64_t held, int64_t piece) {  // of a line, and what is on its way
        return std::vector<int64_t>{piece * in,   scale, scale, scale,        piece * in,
                                    held * kFull, kFull, kFull, held * kFull, kFull};
    };
    auto bytes = buffers(line, line);
    // A line that does not stay on the core goes through it tile by tile, three times.
    constexpr int64_t most = 512 << 10;
    const bool small = s.input.device()->l1_base() + std::accumulate(bytes.begin(), bytes.end(), int64_t{0}) <= most;
    if (!small) bytes = buffers(1, 2);
    const char* factory = wide ? (small ? "SoftmaxProgramFactoryGeneralWSmall" : "SoftmaxProgramFactoryGeneralWLarge")
                               : (small ? "SoftmaxProgramFactoryGeneralHSmall" : "SoftmaxProgramFactoryGeneralHLarge");
    return with_buffers("SoftmaxDeviceOperation", factory, first_cores(s.input, outer * (wide ? ht : wt), false),
                        bytes);
}

}  // namespace

DeviceProgram norm_device_program(const NormArguments& n, bool subtract_mean) {
    const auto& c = n.compute_kernel_config;
    const Accumulation a(c ? c->fp32_dest_acc_en : subtract_mean);
    if (n.input_tensor.shape().volume() == 0)
        return with_buffers("CloneOperation", "CloneProgramFactory", {}, {2 * tile_bytes(n.input_tensor)});
    return n.input_tensor.is_sharded() && n.input_tensor.memory_config().shard_spec()
               ? sharded_norm(n, subtract_mean, a)
               : interleaved_norm(n, subtract_mean, a);
}

DeviceProgram softmax_device_program(const SoftmaxShape& s) {
    return s.general ? general_softmax(s) : attention_softmax(s);
}

}  // namespace ttnn
