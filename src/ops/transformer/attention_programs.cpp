#include "ops/transformer/attention_programs.hpp"

#include "base/div_up.hpp"

#include <algorithm>

namespace ttnn {
namespace {

constexpr int64_t kHalf = 2048, kFull = 4096;  // bytes of a bfloat16 and of a float32 tile

int64_t tile_bytes(const Tensor& t) { return static_cast<int64_t>(Tile{}.bytes(t.dtype())); }

CoreCoord grid_of(const std::optional<SDPAProgramConfig>& c, const Tensor& q) {
    const CoreCoord all = q.device()->grid();
    if (!c || c->compute_with_storage_grid_size.x * c->compute_with_storage_grid_size.y == 0) return all;
    return c->compute_with_storage_grid_size;
}

void add(DeviceProgram& p, const CoreRangeSet& cores, std::initializer_list<int64_t> bytes, size_t times = 1) {
    for (size_t i = 0; i < times; ++i)
        for (auto b : bytes) p.buffers.push_back({StaticBufferKind::Circular, b, cores});
}

// Chunks of queries are read ahead when a core has several: heads and chunks share the cores, and under a causal mask
// an even number of chunks is dealt out in pairs of an early and a late one.
bool several_chunks(const ScaledDotProductAttention& a, int64_t chunks, int64_t cores) {
    const Shape& q = a.input_tensor_q.shape();
    if (q.volume() == 0) return false;
    const int64_t batches = std::min(q[0], cores), heads = std::clamp<int64_t>(cores / batches, 1, q[1]),
                  parallel = std::clamp<int64_t>(cores / (batches * heads), 1, chunks);
    return div_up(chunks, parallel) > 1 || q[1] > heads || (a.is_causal && chunks % 2 == 0);
}

int64_t mask_bytes(const ScaledDotProductAttention& a, int64_t q_chunk, int64_t k_chunk) {
    if (a.attn_mask) return 2 * q_chunk * k_chunk * tile_bytes(*a.attn_mask);
    if (a.sliding_window_size) return 5 * kHalf;
    if (a.is_causal) return 2 * kHalf;
    const int64_t keys = a.input_tensor_k.shape()[2];
    return keys % 32 || div_up(keys, 32) % k_chunk ? kHalf : 0;  // the padding of the last chunk
}

}  // namespace

std::vector<DeviceProgram> attention_device_programs(const ScaledDotProductAttention& a) {
    const auto& c = a.program_config;
    const Shape& s = a.input_tensor_q.shape();
    const int64_t q = c && c->q_chunk_size ? c->q_chunk_size / 32 : 1,
                  k = c && c->k_chunk_size ? c->k_chunk_size / 32 : 1;
    const int64_t d = div_up(s[3], 32), dv = div_up(a.input_tensor_v.shape()[3], 32),
                  chunks = std::max<int64_t>(1, div_up(div_up(s[2], 32), q));
    const CoreCoord grid = grid_of(c, a.input_tensor_q);
    const CoreRangeSet cores = CoreRange{{0, 0}, {grid.x - 1, grid.y - 1}};
    const bool full = a.compute_kernel_config && a.compute_kernel_config->fp32_dest_acc_en;
    const int64_t sum = full ? kFull : kHalf, in = tile_bytes(a.input_tensor_q);
    DeviceProgram p{"SDPAOperation", "SDPAProgramFactory", {}, {}};
    add(p, cores,
        {(several_chunks(a, chunks, grid.x * grid.y) ? 2 : 1) * q * d * in, 2 * k * d * tile_bytes(a.input_tensor_k),
         2 * k * dv * tile_bytes(a.input_tensor_v)});
    if (const int64_t mask = mask_bytes(a, q, k)) add(p, cores, {mask});
    // Blackhole forwards keys and values between the pairs of causal chunks.
    if (a.input_tensor_q.device()->model().arch == Arch::BLACKHOLE && a.is_causal && !a.sliding_window_size &&
        chunks % 2 == 0 && q <= 2)
        add(p, cores, {96});
    add(p, cores, {kHalf}, full ? 2 : 3);
    add(p, cores, {q * k * sum, q * dv * kHalf, q * dv * kHalf});        // scores, two outputs
    add(p, cores, {q * kHalf, q * kHalf, q * sum, q * sum, q * kHalf});  // maxima, sums, their correction
    add(p, cores, {(full ? q : 2 * std::min<int64_t>(q, 2)) * dv * in});
    if (!a.attn_mask) return {p};
    const int64_t mask = 2 * tile_bytes(*a.attn_mask);  // the mask is divided by the scale first
    DeviceProgram scaled{"BinaryNgDeviceOperation", "ProgramFactory", {}, {}};
    add(scaled, a.input_tensor_q.device()->all_cores(), {mask, kHalf, mask});
    return {scaled, p};
}

DeviceProgram decode_device_program(const ScaledDotProductAttentionDecode& a) {
    const Shape &s = a.input_tensor_q.shape(), &cache = a.input_tensor_k.shape();
    int64_t chunk = a.program_config ? a.program_config->k_chunk_size : 0;
    if (!chunk)
        for (chunk = 512; chunk > 32 && cache[2] % chunk; chunk /= 2) {}
    const int64_t k = std::max<int64_t>(1, chunk / 32), rows = div_up(s[2], 32), d = div_up(s[3], 32),
                  dv = div_up(a.input_tensor_v.shape()[3], 32);
    // Up to 16 heads fit half a tile.
    const int64_t tile =
        a.is_causal && s[2] <= 16 && a.input_tensor_q.dtype() == DataType::BFLOAT16 ? kHalf / 2 : kHalf;
    const CoreCoord grid = grid_of(a.program_config, a.input_tensor_q);
    const CoreRangeSet cores = CoreRange{{0, 0}, {grid.x - 1, grid.y - 1}};
    const int64_t queries = rows * d * tile, outputs = rows * dv * tile, column = rows * tile, scores = column * k;
    DeviceProgram p{"SdpaDecodeDeviceOperation", "DirectDescriptorFactory", {}, {}};
    add(p, cores,
        {queries, 2 * k * d * tile_bytes(a.input_tensor_k), 2 * k * dv * tile_bytes(a.input_tensor_v), scores, tile,
         column, column});
    if (a.cur_pos_tensor) {
        const int64_t unit = a.input_tensor_q.device()->alignment(BufferType::DRAM);
        add(p, cores, {div_up(4 * s[1], unit) * unit}, 2);
    }
    add(p, cores, {queries, kHalf, tile, scores, outputs, outputs});
    add(p, cores, {column}, 7);
    add(p, cores, {outputs, outputs, column, column});
    // Cores that share a head gather what the others have found.
    int64_t sharing = std::max<int64_t>(1, grid.x * grid.y / std::max<int64_t>(1, s[1] * cache[1]));
    if (a.program_config) sharing = std::min(sharing, a.program_config->max_cores_per_head_batch);
    if (sharing > 1) add(p, cores, {(sharing - 1) * (outputs + 2 * column)});
    add(p, cores, {rows * dv * kHalf});
    return p;
}

}  // namespace ttnn
