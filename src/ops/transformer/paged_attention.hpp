// Attention against paged caches: single tokens, and a chunk of a prompt.
#pragma once
#include <string_view>

#include "ops/transformer/attention.hpp"
#include "ops/transformer/paged.hpp"

namespace ttnn {

struct PagedScaledDotProductAttentionDecode {
    static constexpr const char* name = "ttnn.transformer.paged_scaled_dot_product_attention_decode";
    static constexpr const char* doc =
        "One token a user against a paged cache: q [1, b, heads, d], k and v [blocks, kv_heads, block_size, d], page "
        "table [b, n]; user i sees positions 0 to cur_pos[i] (-1: skipped), or all with is_causal False.";
    Tensor input_tensor_q, input_tensor_k, input_tensor_v, page_table_tensor;
    bool is_causal = true;
    std::optional<Tensor> attn_mask, cur_pos_tensor, attention_sink;
    std::optional<double> scale;
    std::optional<int64_t> sliding_window_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<PagedCacheGeometryOverride> paged_cache_geometry;
    std::optional<int64_t> cache_position_modulo;
    int64_t spec_multi_pos_tiles = 0;
    static constexpr auto fields() {
        using S = PagedScaledDotProductAttentionDecode;
        return std::tuple(
            arg("input_tensor_q", &S::input_tensor_q, "[1, b, heads, d]"),
            arg("input_tensor_k", &S::input_tensor_k, "[blocks, kv_heads, block_size, d]"),
            arg("input_tensor_v", &S::input_tensor_v, "[blocks, kv_heads, block_size, d]"),
            arg("page_table_tensor", &S::page_table_tensor, "blocks of each user [b, n], integers"),
            kw("is_causal", &S::is_causal, "see positions up to cur_pos"),
            kw("attn_mask", &S::attn_mask, "added, [b, 1, heads, s]"),
            kw("cur_pos_tensor", &S::cur_pos_tensor, "position of each user [b], integers"),
            kw("attention_sink", &S::attention_sink, "a score a head that takes part in the softmax only"),
            kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
            kw("sliding_window_size", &S::sliding_window_size, "keys that the token sees at most"),
            kw("memory_config", &S::memory_config, "where the output goes; DRAM"),
            kw("program_config", &S::program_config, "division over the card's cores"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("paged_cache_geometry", &S::paged_cache_geometry, "other heads and block size of the same pages"),
            kw("cache_position_modulo", &S::cache_position_modulo, "the cache is a ring of so many positions"),
            kw("spec_multi_pos_tiles", &S::spec_multi_pos_tiles, "0"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct ChunkedScaledDotProductAttention {
    static constexpr const char* name = "ttnn.transformer.chunked_scaled_dot_product_attention";
    static constexpr const char* doc =
        "A chunk of a prompt against a paged cache that holds all before it: q [b, heads, s, d] at positions "
        "chunk_start_idx onwards, k and v [blocks, kv_heads, block_size, d], page table [b, n]; causal.";
    Tensor input_tensor_q, input_tensor_k, input_tensor_v, page_table_tensor;
    std::optional<int64_t> chunk_start_idx;
    std::optional<Tensor> chunk_start_idx_tensor;
    std::optional<double> scale;
    std::optional<MemoryConfig> memory_config;
    std::optional<SDPAProgramConfig> program_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<PagedCacheGeometryOverride> paged_cache_geometry;
    std::optional<int64_t> sliding_window_size;
    std::optional<Tensor> attention_sink;
    static constexpr bool per_call(std::string_view field) { return field == "chunk_start_idx"; }
    std::vector<int64_t> call_arguments() const { return {chunk_start_idx.value_or(0)}; }
    static constexpr auto fields() {
        using S = ChunkedScaledDotProductAttention;
        return std::tuple(
            arg("input_tensor_q", &S::input_tensor_q, "[b, heads, s, d]"),
            arg("input_tensor_k", &S::input_tensor_k, "[blocks, kv_heads, block_size, d]"),
            arg("input_tensor_v", &S::input_tensor_v, "[blocks, kv_heads, block_size, d]"),
            arg("page_table_tensor", &S::page_table_tensor, "blocks of each user [b, n], integers"),
            opt("chunk_start_idx", &S::chunk_start_idx, "position of the first query"),
            kw("chunk_start_idx_tensor", &S::chunk_start_idx_tensor, "the same as an integer tensor [1]"),
            kw("scale", &S::scale, "factor of the scores; 1 / sqrt(d)"),
            kw("memory_config", &S::memory_config, "where the output goes; DRAM"),
            kw("program_config", &S::program_config, "division over the card's cores"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("paged_cache_geometry", &S::paged_cache_geometry, "other heads and block size of the same pages"),
            kw("sliding_window_size", &S::sliding_window_size, "keys that a query sees at most"),
            kw("attention_sink", &S::attention_sink, "a score a head that takes part in the softmax only"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
