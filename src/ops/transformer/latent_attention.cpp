#include "ops/transformer/latent_attention.hpp"

#include "ops/data_movement/movement_op.hpp"
#include "ops/steps.hpp"

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

}  // namespace ttnn
