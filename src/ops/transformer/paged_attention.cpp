#include "ops/transformer/paged_attention.hpp"

#include <algorithm>
#include <cmath>

#include "ops/data_movement/movement_op.hpp"
#include "ops/transformer/flash.hpp"

namespace ttnn {
namespace {

template <class Op>
PagedCacheGeometryOverride geometry_of(const Op& op) {
    return op.paged_cache_geometry.value_or(PagedCacheGeometryOverride{});
}

template <class Op>
void check_caches(const Op& op, int64_t users, int64_t heads, int64_t width) {
    check_attention(Op::name, op.input_tensor_k, "input_tensor_k");
    check_attention(Op::name, op.input_tensor_v, "input_tensor_v");
    const Shape &k = op.input_tensor_k.shape(), &v = op.input_tensor_v.shape();
    require(k[0] == v[0] && k[1] == v[1] && k[2] == v[2], "K and V must have same shape: [", Op::name, "] got ", k,
            " and ", v);
    const auto g = geometry_of(op);
    const Shape read = paged_spec(Op::name, op.input_tensor_k.spec(), g, g.active() ? width : k[3]).logical_shape();
    require(read[3] == width, "[", Op::name, "] input_tensor_k: expected a head size of ", width, ", got ", read[3]);
    require(read[1] > 0 && heads % read[1] == 0, "[", Op::name, "] heads: ", heads, " must be a multiple of ", read[1]);
    require(read[2] % 32 == 0, "[", Op::name, "] input_tensor_k: the block size must be a multiple of 32, got ",
            read[2]);
    check_page_table(Op::name, op.page_table_tensor, users);
}

template <class Op>
AttentionPlan scores_of(const Op& op, bool causal) {
    const auto d = static_cast<double>(op.input_tensor_q.shape()[3]);
    return {static_cast<float>(op.scale.value_or(1.0 / std::sqrt(d))), causal, op.sliding_window_size.value_or(0)};
}

template <class Op>
Program paged_program(const Op& op, const char* operation) {
    const Tensor& q = op.input_tensor_q;
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(q.dtype())), dt = (q.shape().width() + 31) / 32;
    const int64_t kt = op.program_config && op.program_config->k_chunk_size ? op.program_config->k_chunk_size / 32 : 1;
    DeviceProgram d{operation, "SDPAProgramFactory", {}, {}};
    for (int64_t tiles : {2 * dt, 2 * kt * dt, 2 * kt * dt, kt, dt, dt})
        d.buffers.push_back({StaticBufferKind::Circular, tiles * page, q.device()->all_cores()});
    Program p;
    p.device_programs = {d};
    p.compute = op.compute_kernel_config;
    return p;
}

// Specs of K and V in the geometry in which they are read.
template <class Op>
std::pair<TensorSpec, TensorSpec> read_specs(const Op& op) {
    const auto g = geometry_of(op);
    const int64_t width = op.input_tensor_q.shape()[3];
    const auto &k = op.input_tensor_k.spec(), &v = op.input_tensor_v.spec();
    const int64_t value_width = v.logical_shape()[3] == k.logical_shape()[3] ? width : v.logical_shape()[3];
    return {paged_spec(Op::name, k, g, width), paged_spec(Op::name, v, g, value_width)};
}

template <class Op>
TensorSpec paged_output(const Op& op) {
    const auto& s = op.input_tensor_q.spec();
    Shape shape = s.logical_shape();
    shape.set(3, read_specs(op).second.logical_shape()[3]);
    return {shape, s.dtype(), Layout::TILE, op.memory_config.value_or(DRAM_MEMORY_CONFIG), s.tile()};
}

}  // namespace

void PagedScaledDotProductAttentionDecode::validate() const {
    check_on_device(name, input_tensor_q);
    const Shape& q = input_tensor_q.shape();
    require(q.rank() == 4 && q[0] == 1, "[", name, "] input_tensor_q: expected [1, b, heads, d], got ", q);
    require(!is_causal || cur_pos_tensor, "Must have cur_pos tensor for paged attention in causal mode: [", name, "]");
    require(is_causal || !cur_pos_tensor, "Must not have cur_pos tensor for paged attention in non-causal mode: [",
            name, "]");
    require(spec_multi_pos_tiles == 0, "[", name, "] spec_multi_pos_tiles: only 0 is supported, got ",
            spec_multi_pos_tiles);
    require(!cache_position_modulo || *cache_position_modulo > 0, "[", name,
            "] cache_position_modulo: must be positive, got ", cache_position_modulo.value_or(0));
    if (cur_pos_tensor)
        require(is_integer(cur_pos_tensor->dtype()) && cur_pos_tensor->shape().volume() >= q[1], "[", name,
                "] cur_pos_tensor: expected ", q[1], " integers, got ", describe(*cur_pos_tensor));
    check_caches(*this, q[1], q[2], q[3]);
}

TensorSpec PagedScaledDotProductAttentionDecode::output() const { return paged_output(*this); }

Program PagedScaledDotProductAttentionDecode::program() const {
    Program p = paged_program(*this, "SdpaDecodeDeviceOperation");
    const auto scores = scores_of(*this, is_causal);
    const int64_t ring = cache_position_modulo.value_or(0);
    p.run = [scores, ring, specs = read_specs(*this)](const Operands& o) {
        const int64_t users = o.in[0].spec->logical_shape()[1], block = specs.first.logical_shape()[2];
        const PageTable table(o.in[3]);
        const Scratch<int64_t> at(static_cast<size_t>(users)), length(at.size());
        std::fill(at.begin(), at.end(), table.blocks * block - 1);
        if (o.in[5]) std::copy_n(SignedIntegers(o.in[5]).begin(), users, at.begin());
        for (size_t u = 0; u < at.size(); ++u) {
            if (ring) at[u] = std::min(at[u], ring - 1);
            at[u] = std::min(at[u], table.blocks * block - 1);
            length[u] = at[u] + 1;
        }
        GatheredCache k(name, o.in[1], specs.first, table, length), v(name, o.in[2], specs.second, table, length);
        run_attention_decode(scores, {o.in[0], k.view(), v.view(), o.in[4], o.in[6], o.out[0]}, at);
    };
    return p;
}

void ChunkedScaledDotProductAttention::validate() const {
    check_attention(name, input_tensor_q, "input_tensor_q");
    const Shape& q = input_tensor_q.shape();
    require(chunk_start_idx || chunk_start_idx_tensor, "[", name, "] chunk_start_idx: expected a position");
    require(chunk_start_idx.value_or(0) >= 0, "chunk_start_idx must be non-negative: [", name, "] got ",
            chunk_start_idx.value_or(0));
    if (chunk_start_idx_tensor)
        require(is_integer(chunk_start_idx_tensor->dtype()) && chunk_start_idx_tensor->shape().volume() > 0, "[", name,
                "] chunk_start_idx_tensor: expected one int32, got ", describe(*chunk_start_idx_tensor));
    check_caches(*this, q[0], q[1], q[3]);
    const int64_t block = read_specs(*this).first.logical_shape()[2], held = page_table_tensor.shape()[1] * block;
    require(chunk_start_idx.value_or(0) + q[2] <= held, "[", name, "] page_table_tensor: ", held,
            " positions do not hold a chunk of ", q[2], " from ", chunk_start_idx.value_or(0));
}

TensorSpec ChunkedScaledDotProductAttention::output() const { return paged_output(*this); }

Program ChunkedScaledDotProductAttention::program() const {
    Program p = paged_program(*this, "SDPAOperation");
    p.run = [scores = scores_of(*this, true), specs = read_specs(*this)](const Operands& o) {
        auto placed = scores;
        placed.first_query = o.in[4] ? SignedIntegers(o.in[4])[0] : o.arguments[0];
        const Shape& q = o.in[0].spec->logical_shape();
        const PageTable table(o.in[3]);
        const int64_t held = table.blocks * specs.first.logical_shape()[2];
        require(placed.first_query >= 0 && placed.first_query + q[2] <= held, "[", name,
                "] chunk_start_idx_tensor: a chunk of ", q[2], " from ", placed.first_query, " does not fit into ",
                held);
        const std::vector<int64_t> length(static_cast<size_t>(q[0]), placed.first_query + q[2]);
        GatheredCache k(name, o.in[1], specs.first, table, length), v(name, o.in[2], specs.second, table, length);
        run_attention(placed, {o.in[0], k.view(), v.view(), {}, o.in[5], o.out[0]});
    };
    return p;
}

}  // namespace ttnn
