#include "ops/transformer/latent_attention.hpp"

#include <cmath>

#include "ops/data_movement/movement_op.hpp"
#include "ops/steps.hpp"
#include "ops/transformer/flash.hpp"

namespace ttnn {
namespace {

// The values inside the keys.
Tensor values_of(const char* name, const Tensor& k, int64_t head_dim_v) {
    check_attention(name, k, "input_tensor_k");
    require(head_dim_v > 0 && head_dim_v <= k.shape()[3], "[", name, "] head_dim_v: expected 1 to ", k.shape()[3],
            ", got ", head_dim_v);
    if (head_dim_v == k.shape()[3]) return k;
    return steps::slice(k, 3, 0, head_dim_v, DRAM_MEMORY_CONFIG);
}

template <class Op>
Tensor prefill(const Op& op, const Tensor& v) {
    return call(ScaledDotProductAttention{.input_tensor_q = op.input_tensor_q,
                                          .input_tensor_k = op.input_tensor_k,
                                          .input_tensor_v = v,
                                          .attn_mask = op.attn_mask,
                                          .is_causal = op.is_causal,
                                          .scale = op.scale,
                                          .memory_config = op.memory_config,
                                          .program_config = op.program_config,
                                          .compute_kernel_config = op.compute_kernel_config});
}

}  // namespace

std::vector<Tensor> JointScaledDotProductAttention::compose() const {
    require(joint_strategy == "rear", "Joint strategy must be 'rear': [", name, "] got ", joint_strategy);
    for (const auto* t :
         {&input_tensor_q, &input_tensor_k, &input_tensor_v, &joint_tensor_q, &joint_tensor_k, &joint_tensor_v})
        check_attention(name, *t, "tensors");
    const auto joined = [](const Tensor& a, const Tensor& b) { return steps::concat({a, b}, 2, DRAM_MEMORY_CONFIG); };
    const Tensor out = call(ScaledDotProductAttention{.input_tensor_q = joined(input_tensor_q, joint_tensor_q),
                                                      .input_tensor_k = joined(input_tensor_k, joint_tensor_k),
                                                      .input_tensor_v = joined(input_tensor_v, joint_tensor_v),
                                                      .is_causal = false,
                                                      .scale = scale,
                                                      .program_config = program_config,
                                                      .compute_kernel_config = compute_kernel_config});
    const int64_t n = input_tensor_q.shape()[2];
    return {steps::slice(out, 2, 0, n), steps::slice(out, 2, n, out.shape()[2])};
}

Tensor FlashMlaPrefill::compose() const { return prefill(*this, values_of(name, input_tensor_k, head_dim_v)); }

Tensor FlashMlaPrefillValues::compose() const { return prefill(*this, input_tensor_v); }

Tensor ChunkedFlashMlaPrefill::compose() const {
    return call(ChunkedScaledDotProductAttention{.input_tensor_q = input_tensor_q,
                                                 .input_tensor_k = input_tensor_k,
                                                 .input_tensor_v = values_of(name, input_tensor_k, head_dim_v),
                                                 .page_table_tensor = page_table_tensor,
                                                 .chunk_start_idx = chunk_start_idx,
                                                 .scale = scale,
                                                 .memory_config = memory_config,
                                                 .program_config = program_config,
                                                 .compute_kernel_config = compute_kernel_config});
}

Tensor FlashMultiLatentAttentionDecode::compose() const {
    return call(ScaledDotProductAttentionDecode{
        .input_tensor_q = input_tensor_q,
        .input_tensor_k = input_tensor_k,
        .input_tensor_v = input_tensor_v ? *input_tensor_v : values_of(name, input_tensor_k, head_dim_v),
        .is_causal = is_causal,
        .attn_mask = attn_mask,
        .cur_pos = cur_pos,
        .cur_pos_tensor = cur_pos_tensor,
        .attention_sink = attention_sink,
        .scale = scale,
        .sliding_window_size = sliding_window_size,
        .memory_config = memory_config,
        .program_config = program_config,
        .compute_kernel_config = compute_kernel_config});
}

Tensor PagedFlashMultiLatentAttentionDecode::compose() const {
    return call(PagedScaledDotProductAttentionDecode{
        .input_tensor_q = input_tensor_q,
        .input_tensor_k = input_tensor_k,
        .input_tensor_v = input_tensor_v ? *input_tensor_v : values_of(name, input_tensor_k, head_dim_v),
        .page_table_tensor = page_table_tensor,
        .is_causal = is_causal,
        .attn_mask = attn_mask,
        .cur_pos_tensor = cur_pos_tensor,
        .attention_sink = attention_sink,
        .scale = scale,
        .sliding_window_size = sliding_window_size,
        .memory_config = memory_config,
        .program_config = program_config,
        .compute_kernel_config = compute_kernel_config});
}

void PlacedAttention::validate() const {
    check_attention(name, input_tensor_q, "input_tensor_q");
    check_attention(name, input_tensor_k, "input_tensor_k");
    check_attention(name, input_tensor_v, "input_tensor_v");
    const Shape &q = input_tensor_q.shape(), &k = input_tensor_k.shape(), &v = input_tensor_v.shape();
    require(k[0] == q[0] && v[0] == q[0] && k[1] == v[1] && k[2] == v[2] && k[3] == q[3], "[", name,
            "] input_tensor_k and v: expected batch ", q[0], " and head size ", q[3], ", got ", k, " and ", v);
    require(k[1] > 0 && q[1] % k[1] == 0, "[", name, "] heads: ", q[1], " must be a multiple of ", k[1]);
}

TensorSpec PlacedAttention::output() const {
    const auto& s = input_tensor_q.spec();
    Shape shape = s.logical_shape();
    shape.set(3, input_tensor_v.shape()[3]);
    return {shape, s.dtype(), Layout::TILE, memory_config.value_or(DRAM_MEMORY_CONFIG), s.tile()};
}

Program PlacedAttention::program() const {
    const int64_t page = static_cast<int64_t>(Tile{}.bytes(input_tensor_q.dtype())),
                  dt = (input_tensor_q.shape().width() + 31) / 32;
    Program p;
    p.device_programs = {{"RingDistributedSdpaDeviceOperation",
                          "RingDistributedSdpaProgramFactory",
                          {{StaticBufferKind::Circular, 8 * dt * page, input_tensor_q.device()->all_cores()}},
                          {}}};
    p.compute = compute_kernel_config;
    const auto d = static_cast<double>(input_tensor_q.shape()[3]);
    AttentionPlan plan{static_cast<float>(scale.value_or(1.0 / std::sqrt(d))), true};
    plan.first_query = first_query;
    p.run = [plan](const Operands& o) { run_attention(plan, {o.in[0], o.in[1], o.in[2], {}, {}, o.out[0]}); };
    return p;
}

Tensor RingDistributedScaledDotProductAttention::compose() const {
    check_attention(name, input_tensor_q, "input_tensor_q");
    const int64_t length = input_tensor_q.shape()[2];
    require(ring_size > 0 && ring_size <= length && length % (2 * ring_size) == 0, "[", name, "] ring_size: ", length,
            " queries do not divide into ", 2 * ring_size, " chunks");
    require(ring_id.has_value(), "[", name, "] ring_id: needed on a single device");
    require(*ring_id >= 0 && *ring_id < ring_size, "[", name, "] ring_id: expected 0 to ", ring_size - 1, ", got ",
            ring_id.value_or(0));
    const int64_t chunk = length / (2 * ring_size);
    std::vector<Tensor> parts;
    for (const int64_t i : {*ring_id, 2 * ring_size - 1 - *ring_id}) {
        const Tensor q = steps::slice(input_tensor_q, 2, i * chunk, (i + 1) * chunk, DRAM_MEMORY_CONFIG);
        if (page_table)
            parts.push_back(
                call(ChunkedScaledDotProductAttention{.input_tensor_q = q,
                                                      .input_tensor_k = input_tensor_k,
                                                      .input_tensor_v = input_tensor_v,
                                                      .page_table_tensor = *page_table,
                                                      .chunk_start_idx = chunk_start_idx.value_or(0) + i * chunk,
                                                      .scale = scale}));
        else
            parts.push_back(call(PlacedAttention{.input_tensor_q = q,
                                                 .input_tensor_k = input_tensor_k,
                                                 .input_tensor_v = input_tensor_v,
                                                 .first_query = i * chunk,
                                                 .scale = scale,
                                                 .compute_kernel_config = compute_kernel_config}));
    }
    return steps::concat(parts, 2, memory_config);
}

}  // namespace ttnn
