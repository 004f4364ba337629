#include "ops/transformer/attention.hpp"

#include <algorithm>
#include <cmath>

#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/transformer/attention_programs.hpp"
#include "ops/transformer/flash.hpp"

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

void ScaledDotProductAttention::validate() const {
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
    require(!is_causal || !attn_mask, "attn_mask must be None when is_causal is True: [", name, "]");
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
    require(!output_concat_heads, "[", name,
            "] output_concat_heads is not supported; use ttnn.experimental.nlp_concat_heads on the result");
    Program p;
    p.device_programs = attention_device_programs(*this);
    p.compute = compute_kernel_config;
    const auto d = static_cast<double>(input_tensor_q.shape()[3]);
    const AttentionPlan plan{static_cast<float>(scale.value_or(1.0 / std::sqrt(d))), is_causal,
                             sliding_window_size.value_or(0)};
    p.run = [plan](const Operands& o) { run_attention(plan, {o.in[0], o.in[1], o.in[2], o.in[3], o.in[4], o.out[0]}); };
    return p;
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
