// Attention made of other calls: joint sequences, and multi-head latent attention, whose values are the first columns
// of its keys.
#pragma once
#include "ops/transformer/paged_attention.hpp"

namespace ttnn {

struct JointScaledDotProductAttention {
    static constexpr const char* name = "ttnn.transformer.joint_scaled_dot_product_attention";
    static constexpr const char* doc =
        "Non-causal attention over two sequences at once (the joint one behind the other): all queries see all keys. "
        "Gives the outputs of both, [b, heads, n, d] and [b, heads, l, d].";
    static constexpr bool returns_tuple = true;
    Tensor input_tensor_q, input_tensor_k, input_tensor_v, joint_tensor_q, joint_tensor_k, joint_tensor_v;
    std::string joint_strategy;
    SDPAProgramConfig program_config;
    std::optional<double> scale;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = JointScaledDotProductAttention;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[b, heads, n, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[b, heads, n, d]"),
                          arg("input_tensor_v", &S::input_tensor_v, "[b, heads, n, d]"),
                          arg("joint_tensor_q", &S::joint_tensor_q, "[b, heads, l, d]"),
                          arg("joint_tensor_k", &S::joint_tensor_k, "[b, heads, l, d]"),
                          arg("joint_tensor_v", &S::joint_tensor_v, "[b, heads, l, d]"),
                          req("joint_strategy", &S::joint_strategy, "\"rear\""),
                          req("program_config", &S::program_config, "division over the card's cores"),
                          kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    std::vector<Tensor> compose() const;
};

struct FlashMlaPrefill {
    static constexpr const char* name = "ttnn.transformer.flash_mla_prefill";
    static constexpr const char* doc =
        "Latent attention over a prompt: q [b, heads, s, d], k [b, kv_heads, s, d]; the values are the first "
        "head_dim_v columns of k. Gives [b, heads, s, head_dim_v].";
    Tensor input_tensor_q, input_tensor_k;
    int64_t head_dim_v = 0;
    std::optional<Tensor> attn_mask;
    bool is_causal = true;
    std::optional<double> scale;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = FlashMlaPrefill;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[b, heads, s, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, s, d]"),
                          arg("head_dim_v", &S::head_dim_v, "columns of k that are the values"),
                          kw("attn_mask", &S::attn_mask, "added, [1 or b, 1 or heads, s, s]"),
                          kw("is_causal", &S::is_causal, "each query sees the keys up to its own position"),
                          kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

/// The same with values of their own.
struct FlashMlaPrefillValues {
    static constexpr const char* name = "ttnn.transformer.flash_mla_prefill";
    static constexpr const char* doc = FlashMlaPrefill::doc;
    Tensor input_tensor_q, input_tensor_k, input_tensor_v;
    std::optional<Tensor> attn_mask;
    bool is_causal = true;
    std::optional<double> scale;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = FlashMlaPrefillValues;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[b, heads, s, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, s, d]"),
                          arg("input_tensor_v", &S::input_tensor_v, "[b, kv_heads, s, head_dim_v]"),
                          kw("attn_mask", &S::attn_mask, "added, [1 or b, 1 or heads, s, s]"),
                          kw("is_causal", &S::is_causal, "each query sees the keys up to its own position"),
                          kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

struct ChunkedFlashMlaPrefill {
    static constexpr const char* name = "ttnn.transformer.chunked_flash_mla_prefill";
    static constexpr const char* doc =
        "A chunk of a prompt against a paged latent cache k [blocks, kv_heads, block_size, d], whose first head_dim_v "
        "columns are the values: q [b, heads, s, d] at positions chunk_start_idx onwards; causal.";
    Tensor input_tensor_q, input_tensor_k;
    int64_t head_dim_v = 0;
    Tensor page_table_tensor;
    int64_t chunk_start_idx = 0;
    std::optional<double> scale;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = ChunkedFlashMlaPrefill;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[b, heads, s, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[blocks, kv_heads, block_size, d]"),
                          arg("head_dim_v", &S::head_dim_v, "columns of k that are the values"),
                          arg("page_table_tensor", &S::page_table_tensor, "blocks of each user [b, n], integers"),
                          arg("chunk_start_idx", &S::chunk_start_idx, "position of the first query"),
                          kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

struct FlashMultiLatentAttentionDecode {
    static constexpr const char* name = "ttnn.transformer.flash_multi_latent_attention_decode";
    static constexpr const char* doc =
        "Latent attention of one token a user: q [1, b, heads, d], k [b, kv_heads, s, d]; the values are v, or the "
        "first head_dim_v columns of k. Gives [1, b, heads, head_dim_v].";
    Tensor input_tensor_q, input_tensor_k;
    std::optional<Tensor> input_tensor_v;
    int64_t head_dim_v = 0;
    bool is_causal = true;
    std::optional<Tensor> attn_mask;
    std::vector<int64_t> cur_pos;
    std::optional<Tensor> cur_pos_tensor, attention_sink;
    std::optional<double> scale;
    std::optional<int64_t> sliding_window_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = FlashMultiLatentAttentionDecode;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[1, b, heads, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, s, d]"),
                          opt("input_tensor_v", &S::input_tensor_v, "[b, kv_heads, s, head_dim_v], or None"),
                          arg("head_dim_v", &S::head_dim_v, "columns of k that are the values"),
                          kw("is_causal", &S::is_causal, "see positions up to cur_pos"),
                          kw("attn_mask", &S::attn_mask, "added, [b, 1, heads, s]"),
                          kw("cur_pos", &S::cur_pos, "position of each user; negative: skipped"),
                          kw("cur_pos_tensor", &S::cur_pos_tensor, "the same as an integer tensor [b]"),
                          kw("attention_sink", &S::attention_sink, "a score a head for the softmax only"),
                          kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
                          kw("sliding_window_size", &S::sliding_window_size, "keys that the token sees at most"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

struct PagedFlashMultiLatentAttentionDecode {
    static constexpr const char* name = "ttnn.transformer.paged_flash_multi_latent_attention_decode";
    static constexpr const char* doc =
        "Latent attention of one token a user against a paged cache k [blocks, kv_heads, block_size, d]; the values "
        "are v, or the first head_dim_v columns of k. q and output [1, b, heads, d or head_dim_v].";
    Tensor input_tensor_q, input_tensor_k;
    std::optional<Tensor> input_tensor_v;
    int64_t head_dim_v = 0;
    Tensor page_table_tensor;
    bool is_causal = true;
    std::optional<Tensor> attn_mask, cur_pos_tensor, attention_sink;
    std::optional<double> scale;
    std::optional<int64_t> sliding_window_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = PagedFlashMultiLatentAttentionDecode;
        return std::tuple(
            arg("input_tensor_q", &S::input_tensor_q, "[1, b, heads, d]"),
            arg("input_tensor_k", &S::input_tensor_k, "[blocks, kv_heads, block_size, d]"),
            opt("input_tensor_v", &S::input_tensor_v, "[blocks, kv_heads, block_size, head_dim_v], or None"),
            arg("head_dim_v", &S::head_dim_v, "columns of k that are the values"),
            arg("page_table_tensor", &S::page_table_tensor, "blocks of each user [b, n], integers"),
            kw("is_causal", &S::is_causal, "see positions up to cur_pos"),
            kw("attn_mask", &S::attn_mask, "added, [b, 1, heads, s]"),
            kw("cur_pos_tensor", &S::cur_pos_tensor, "position of each user [b], integers"),
            kw("attention_sink", &S::attention_sink, "a score a head for the softmax only"),
            kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
            kw("sliding_window_size", &S::sliding_window_size, "keys that the token sees at most"),
            kw("memory_config", &S::memory_config, "where the output goes"),
            kw("program_config", &S::program_config, "division over the card's cores"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

/// Causal attention of queries whose first one stands at a position among the keys.
struct PlacedAttention {
    static constexpr const char* name = "ttnn.transformer.ring_distributed_scaled_dot_product_attention";
    static constexpr const char* doc = "softmax(q k^T scale) v with queries from first_query on.";
    Tensor input_tensor_q, input_tensor_k, input_tensor_v;
    int64_t first_query = 0;
    std::optional<double> scale;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = PlacedAttention;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[b, heads, sq, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, sk, d]"),
                          arg("input_tensor_v", &S::input_tensor_v, "[b, kv_heads, sk, d]"),
                          arg("first_query", &S::first_query, "its position"), kw("scale", &S::scale, "factor"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct RingDistributedScaledDotProductAttention {
    static constexpr const char* name = "ttnn.transformer.ring_distributed_scaled_dot_product_attention";
    static constexpr const char* doc =
        "The part of a causal attention that device ring_id of ring_size computes: of 2 * ring_size chunks of the "
        "queries [b, heads, s, d] the ones ring_id and 2 * ring_size - 1 - ring_id, one behind the other: [b, heads, s "
        "/ "
        "ring_size, d].";
    Tensor input_tensor_q, input_tensor_k, input_tensor_v;
    int64_t ring_size = 1;
    std::optional<int64_t> ring_id;
    std::optional<double> scale;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<Tensor> page_table;
    std::optional<int64_t> chunk_start_idx;
    static constexpr auto fields() {
        using S = RingDistributedScaledDotProductAttention;
        return std::tuple(arg("input_tensor_q", &S::input_tensor_q, "[b, heads, s, d]"),
                          arg("input_tensor_k", &S::input_tensor_k, "[b, kv_heads, s, d], or pages"),
                          arg("input_tensor_v", &S::input_tensor_v, "[b, kv_heads, s, d], or pages"),
                          arg("ring_size", &S::ring_size, "devices"),
                          opt("ring_id", &S::ring_id, "device; needed on a single one"),
                          kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("program_config", &S::program_config, "division over the card's cores"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
                          kw("page_table", &S::page_table, "blocks of each user [b, n], integers"),
                          kw("chunk_start_idx", &S::chunk_start_idx, "position of the first query (paged)"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
