#include "ops/transformer/attention.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/transformer/attention_programs.hpp"
#include "ops/transformer/concat_heads.hpp"
#include "ops/transformer/flash.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const SDPAProgramConfig& c) {
    const auto optional = [](const auto& v) { return v ? str(*v) : std::string("std::nullopt"); };
    return out << "SDPAProgramConfig(compute_with_storage_grid_size=" << c.compute_with_storage_grid_size
               << ", sub_core_grids=" << optional(c.sub_core_grids) << ", q_chunk_size=" << c.q_chunk_size
               << ", k_chunk_size=" << c.k_chunk_size << ", exp_approx_mode=" << optional(c.exp_approx_mode)
               << ", max_cores_per_head_batch=" << c.max_cores_per_head_batch << ", max_k_splits=" << c.max_k_splits
               << ", matmul_math_fidelity=" << optional(c.matmul_math_fidelity)
               << ", segmented_accumulation=" << (c.segmented_accumulation ? "true" : "false") << ")";
}

void check_attention(const char* name, const Tensor& t, const char* field) {
    check_on_device(name, t);
    require(t.shape().rank() == 4, "ShapeBase[] index out of range: [", name, "] ", field,
            ": expected 4 dimensions, got ", t.shape());
    const DataType d = t.dtype();
    require(d == DataType::BFLOAT16 || d == DataType::BFLOAT8_B || d == DataType::BFLOAT4_B || d == DataType::FLOAT32,
            "[", name, "] ", field, ": Data type of input tensor must be BFLOAT16, BFLOAT8_B, or BFLOAT4_B, got ", d);
    require(t.layout() == Layout::TILE, "Inputs to SDPA must be tilized: [", name, "] ", field, " is ", t.layout());
}

void ScaledDotProductAttention::validate_windows() const {
    require(!attn_mask_block_map, "[", name,
            "] attn_mask_block_map: is not supported, as its form is not documented; leave it out: the mask is read");
    require(cu_window_seqlens || (windowed_q_token_offset == 0 && !windowed_q_token_offset_tensor), "[", name,
            "] windowed_q_token_offset: needs cu_window_seqlens");
    if (!cu_window_seqlens) return;
    require(!is_causal && !attn_mask && !sliding_window_size, "[", name,
            "] cu_window_seqlens: expected is_causal=False, no attn_mask and no sliding_window_size");
    const auto check = [](const char* field, const Tensor& t, int64_t least) {
        check_on_device(name, t);
        require(is_integer(t.dtype()) && t.shape().volume() >= least, "[", name, "] ", field, ": expected at least ",
                least, " integers, got ", describe(t));
    };
    check("cu_window_seqlens", *cu_window_seqlens, 2);
    require(windowed_q_token_offset >= 0 && windowed_q_token_offset < int64_t{1} << 31, "[", name,
            "] windowed_q_token_offset: expected 0 to 2147483647, got ", windowed_q_token_offset);
    if (!windowed_q_token_offset_tensor) return;
    check("windowed_q_token_offset_tensor", *windowed_q_token_offset_tensor, 1);
    require(windowed_q_token_offset == 0, "[", name,
            "] windowed_q_token_offset: expected it or windowed_q_token_offset_tensor, got both");
}

void ScaledDotProductAttention::validate() const {
    validate_windows();
    check_attention(name, input_tensor_q, "input_tensor_q");
    check_attention(name, input_tensor_k, "input_tensor_k");
    check_attention(name, input_tensor_v, "input_tensor_v");
    const Shape &q = input_tensor_q.shape(), &k = input_tensor_k.shape(), &v = input_tensor_v.shape();
    require(k[0] == q[0] && v[0] == q[0], "K and V batch must match Q: [", name, "] got ", q, ", ", k, ", ", v);
    require(k[1] == v[1] && k[2] == v[2], "K and V must have the same heads and length: [", name, "] got ", k, " and ",
            v);
    require(k[3] == q[3], "Hidden dimension of Q and K must match: [", name, "] got ", q[3], " and ", k[3]);
    require(k[1] > 0 && q[1] % k[1] == 0, "Q num_heads must be >= K num_heads and must be divisible by K num_heads: [",
            name, "] got ", q[1], " and ", k[1]);
    require(!is_causal || !attn_mask,
            "is_causal and attn_mask cannot both be present. Got is_causal: true, attn_mask: true [", name, "]");
    require(!is_causal || q[2] == k[2], "Causal SDPA requires Q and K to have the same sequence length: [", name,
            "] got ", q[2], " and ", k[2]);
    if (attn_mask) {
        check_on_device(name, *attn_mask);
        const Shape& m = attn_mask->shape();
        require(
            m.rank() == 4 && (m[0] == 1 || m[0] == q[0]) && (m[1] == 1 || m[1] == q[1]) && m[2] == q[2] && m[3] == k[2],
            "[", name, "] attn_mask: expected [1 or ", q[0], ", 1 or ", q[1], ", ", q[2], ", ", k[2], "], got ", m);
    }
    if (program_config)
        require(
            program_config->q_chunk_size % 32 == 0 && program_config->k_chunk_size % 32 == 0,
            "q_chunk_size must be a positive multiple of TILE_SIZE. Got q_chunk_size: ", program_config->q_chunk_size,
            ", TILE_SIZE: 32; k_chunk_size: ", program_config->k_chunk_size, ": [", name, "] program_config");
    require(!sliding_window_size || *sliding_window_size > 0, "sliding_window_size must be positive: [", name, "] got ",
            sliding_window_size.value_or(0));
}

TensorSpec ScaledDotProductAttention::output() const {
    const auto& s = input_tensor_q.spec();
    Shape shape = s.logical_shape();
    shape.set(3, input_tensor_v.shape()[3]);
    return {shape, s.dtype(), s.layout(), memory_config.value_or(DRAM_MEMORY_CONFIG), s.tile()};
}

Program ScaledDotProductAttention::program() const {
    Program p;
    p.device_programs = attention_device_programs(*this);
    p.compute = compute_kernel_config;
    const auto d = static_cast<double>(input_tensor_q.shape()[3]);
    const AttentionPlan plan{static_cast<float>(scale.value_or(1.0 / std::sqrt(d))), is_causal,
                             sliding_window_size.value_or(0)};
    p.run = [plan](const Operands& o) { run_attention(plan, {o.in[0], o.in[1], o.in[2], o.in[3], o.in[4], o.out[0]}); };
    return p;
}

// [1, 1, sq, sk]: 0 where query and key lie in one window, else minus infinity. The windows are read on the queue.
static Tensor window_mask(const ScaledDotProductAttention& op) {
    const int64_t queries = op.input_tensor_q.shape()[2], keys = op.input_tensor_k.shape()[2];
    const auto run = [queries, keys, given = op.windowed_q_token_offset](WholeOperands& o) {
        const auto& ends = o.in[0];
        const auto windows = [&](int64_t first, int64_t count) {
            std::vector<int64_t> out;
            for (int64_t i = first; i < first + count; ++i)
                out.push_back(std::upper_bound(ends.begin(), ends.end(), static_cast<float>(i)) - ends.begin());
            return out;
        };
        const auto of_keys = windows(0, keys);
        float* to = o.out[0].data();
        for (int64_t own : windows(o.in[1].empty() ? given : static_cast<int64_t>(o.in[1][0]), queries))
            for (int64_t other : of_keys) *to++ = own == other ? 0 : -std::numeric_limits<float>::infinity();
    };
    return launch_whole(
        {.name = op.name,
         .device_operation = "SDPAOperation",
         .inputs = {*op.cu_window_seqlens, given_or_none(op.windowed_q_token_offset_tensor)},
         .outputs = {TensorSpec(Shape{1, 1, queries, keys}, DataType::BFLOAT16, Layout::TILE, DRAM_MEMORY_CONFIG)},
         .run = run,
         .attributes = attributes_of(queries, keys, op.windowed_q_token_offset)})[0];
}

static Tensor launch_attention(const ScaledDotProductAttention& op) {
    auto request = detail::request_for(op);
    return std::move(launch(request)[0]);
}

Tensor call(const ScaledDotProductAttention& op) {
    if (!op.is_composed()) return launch_attention(op);
    ScaledDotProductAttention plain = op;
    plain.output_concat_heads = false;
    plain.cu_window_seqlens.reset();
    plain.windowed_q_token_offset_tensor.reset();
    plain.windowed_q_token_offset = 0;
    op.validate();
    if (op.cu_window_seqlens) plain.attn_mask = window_mask(op);
    const Tensor out = launch_attention(plain);
    if (!op.output_concat_heads) return out;
    return call(NlpConcatHeads{.input_tensor = out, .memory_config = op.memory_config});
}

// --- decode

void ScaledDotProductAttentionDecode::validate() const {
    check_on_device(name, input_tensor_q);
    require(input_tensor_q.shape().rank() == 4, "[", name, "] input_tensor_q: expected [1, b, heads, d], got ",
            input_tensor_q.shape());
    check_attention(name, input_tensor_k, "input_tensor_k");
    check_attention(name, input_tensor_v, "input_tensor_v");
    const Shape &q = input_tensor_q.shape(), &k = input_tensor_k.shape(), &v = input_tensor_v.shape();
    require(q[0] == 1, "Q must have a first dimension of 1: [", name, "] got ", q);
    require(k[0] == q[1] || share_cache.value_or(false) || k[0] == 1, "[", name,
            "] input_tensor_k: expected a batch of ", q[1], ", got ", k);
    require(v[0] == k[0] && v[1] == k[1] && v[2] == k[2], "K and V must have same shape: [", name, "] got ", k, " and ",
            v);
    require(k[3] == q[3], "[", name, "] input_tensor_k: expected a head size of ", q[3], ", got ", k[3]);
    require(k[1] > 0 && q[2] % k[1] == 0, "[", name, "] heads: ", q[2], " must be a multiple of ", k[1]);
    if (!is_causal) return;
    require(cur_pos_tensor || static_cast<int64_t>(cur_pos.size()) >= q[1], "[", name,
            "] cur_pos: expected a position for each of ", q[1], " users, got ", cur_pos.size());
    for (auto p : cur_pos) require(p < k[2], "[", name, "] cur_pos: position ", p, " is beyond the cache of ", k[2]);
    if (cur_pos_tensor)
        require(is_integer(cur_pos_tensor->dtype()) && cur_pos_tensor->shape().volume() >= q[1], "[", name,
                "] cur_pos_tensor: expected ", q[1], " integers, got ", describe(*cur_pos_tensor));
}

TensorSpec ScaledDotProductAttentionDecode::output() const {
    const auto& s = input_tensor_q.spec();
    Shape shape = s.logical_shape();
    shape.set(3, input_tensor_v.shape()[3]);
    return {shape, s.dtype(), Layout::TILE, memory_config.value_or(DRAM_MEMORY_CONFIG), s.tile()};
}

Program ScaledDotProductAttentionDecode::program() const {
    Program p;
    p.device_programs = {decode_device_program(*this)};
    p.compute = compute_kernel_config;
    const auto d = static_cast<double>(input_tensor_q.shape()[3]);
    const AttentionPlan plan{static_cast<float>(scale.value_or(1.0 / std::sqrt(d))), is_causal,
                             sliding_window_size.value_or(0)};
    p.run = [plan, positions = cur_pos](const Operands& o) {
        const SignedIntegers at(plan.causal ? o.in[4] : View{}, positions);
        run_attention_decode(plan, {o.in[0], o.in[1], o.in[2], o.in[3], o.in[5], o.out[0]}, at);
    };
    return p;
}

}  // namespace ttnn
