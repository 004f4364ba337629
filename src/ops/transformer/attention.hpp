// Scaled dot-product attention: over a prompt, and of single tokens against a long cache.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct SDPAProgramConfig {
    CoreCoord compute_with_storage_grid_size;
    std::optional<CoreRangeSet> sub_core_grids;
    int64_t q_chunk_size = 0, k_chunk_size = 0;
    std::optional<bool> exp_approx_mode;
    int64_t max_cores_per_head_batch = 16, max_k_splits = 1;
    std::optional<MathFidelity> matmul_math_fidelity;
    bool segmented_accumulation = false;
};
std::ostream& operator<<(std::ostream& out, const SDPAProgramConfig& c);
inline void hash_value(Hasher& h, const SDPAProgramConfig& c) { h.bytes(str(c)); }

/// Raises unless the tensor has four dimensions, TILE layout and a float dtype.
void check_attention(const char* name, const Tensor& t, const char* field);

struct ScaledDotProductAttention {
    static constexpr const char* name = "ttnn.transformer.scaled_dot_product_attention";
    static constexpr const char* doc =
        "softmax(q k^T scale + mask) v. q [b, heads, sq, d], k and v [b, kv_heads, sk, d] with heads a multiple of "
        "kv_heads; scale is 1 / sqrt(d) unless given. With cu_window_seqlens each query sees the keys of its window.";
    Tensor input_tensor_q, input_tensor_k, input_tensor_v;
    std::optional<Tensor> attn_mask;
    bool is_causal = true;
    std::optional<double> scale;
    std::optional<int64_t> sliding_window_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<Tensor> attention_sink, cu_window_seqlens;
    int64_t windowed_q_token_offset = 0;
    std::optional<Tensor> windowed_q_token_offset_tensor;
    bool output_concat_heads = false;
    std::optional<Tensor> attn_mask_block_map;
    static constexpr auto fields() {
        using S = ScaledDotProductAttention;
        return std::tuple(
            arg("input_tensor_q", &S::input_tensor_q, "[b, heads, sq, d]"),
            arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, sk, d]"),
            arg("input_tensor_v", &S::input_tensor_v, "[b, kv_heads, sk, d]"),
            kw("attn_mask", &S::attn_mask, "added, [1 or b, 1 or heads, sq, sk]"),
            kw("is_causal", &S::is_causal, "each query sees the keys up to its own position"),
            kw("scale", &S::scale, "factor of the scores"),
            kw("sliding_window_size", &S::sliding_window_size, "keys that a query sees at most"),
            kw("memory_config", &S::memory_config, "where the output goes"),
            kw("program_config", &S::program_config, "division over the card's cores"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("attention_sink", &S::attention_sink, "a score a head that takes part in the softmax only"),
            kw("cu_window_seqlens", &S::cu_window_seqlens,
               "positions at which windows begin, and the end of the last one: [windows + 1], integers; with "
               "is_causal=False and no mask"),
            kw("windowed_q_token_offset", &S::windowed_q_token_offset, "position of the first query among the windows"),
            kw("windowed_q_token_offset_tensor", &S::windowed_q_token_offset_tensor,
               "the same as an integer tensor [1]"),
            kw("output_concat_heads", &S::output_concat_heads, "give [b, 1, sq, heads d]"),
            kw("attn_mask_block_map", &S::attn_mask_block_map, "None: what the card may skip of a mask"));
    }
    bool is_composed() const { return cu_window_seqlens || output_concat_heads; }
    void validate() const;
    void validate_windows() const;
    TensorSpec output() const;
    Program program() const;
};

/// Attention within windows takes a mask that is made of them first; heads are put side by side afterwards.
Tensor call(const ScaledDotProductAttention& op);

struct ScaledDotProductAttentionDecode {
    static constexpr const char* name = "ttnn.transformer.scaled_dot_product_attention_decode";
    static constexpr const char* doc =
        "One token a user against its cache: q [1, b, heads, d], k and v [b, kv_heads, s, d]; user i sees positions 0 "
        "to cur_pos[i]. Positions beyond the cache are clamped.";
    Tensor input_tensor_q, input_tensor_k, input_tensor_v;
    bool is_causal = true;
    std::optional<Tensor> attn_mask;
    std::vector<int64_t> cur_pos;
    std::optional<Tensor> cur_pos_tensor, attention_sink;
    std::optional<double> scale;
    std::optional<int64_t> sliding_window_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<bool> share_cache;
    static constexpr auto fields() {
        using S = ScaledDotProductAttentionDecode;
        return std::tuple(
            arg("input_tensor_q", &S::input_tensor_q, "[1, b, heads, d]"),
            arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, s, d]"),
            arg("input_tensor_v", &S::input_tensor_v, "[b, kv_heads, s, d]"),
            kw("is_causal", &S::is_causal, "see positions up to cur_pos"),
            kw("attn_mask", &S::attn_mask, "added, [b, 1, heads, s]"),
            kw("cur_pos", &S::cur_pos, "position of each user; negative: skipped"),
            kw("cur_pos_tensor", &S::cur_pos_tensor, "the same as an integer tensor [b]"),
            kw("attention_sink", &S::attention_sink, "a score a head that takes part in the softmax only"),
            kw("scale", &S::scale, "factor of the scores"),
            kw("sliding_window_size", &S::sliding_window_size, "keys that the token sees at most"),
            kw("memory_config", &S::memory_config, "where the output goes"),
            kw("program_config", &S::program_config, "division over the card's cores"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("share_cache", &S::share_cache, "all users share one cache"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
