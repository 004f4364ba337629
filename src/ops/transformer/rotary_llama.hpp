// Rotary position embedding by a transformation matrix: x * cos + (x T) * sin, where T, one tile, swaps and negates
// within each 32 columns. Which pairs of columns turn together is thus a matter of T and of the order of the caches.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct RotaryEmbeddingLlama {
    static constexpr const char* name = "ttnn.experimental.rotary_embedding_llama";
    static constexpr const char* doc =
        "Rotates [batch, heads, tokens, head_dim] by its row: row t of the caches [1, 1 or heads, length, head_dim]. "
        "In decode "
        "mode the height-sharded input is [1, batch, heads, head_dim], and the first row of each matrix of the caches "
        "[1, "
        "batch, 1, head_dim] is a user's position.";
    Tensor input_tensor, cos_cache, sin_cache, trans_mat;
    bool is_decode_mode = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = RotaryEmbeddingLlama;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "rank 4, TILE", kFloats, kTile),
            arg("cos_cache", &S::cos_cache, "cosines of each position, TILE", kFloats, kTile),
            arg("sin_cache", &S::sin_cache, "sines of each position, TILE", kFloats, kTile),
            arg("trans_mat", &S::trans_mat, "[1, 1, 32, 32], or one such tile for each core", kFloats, kTile),
            kw("is_decode_mode", &S::is_decode_mode, "one token of each user"),
            kw("memory_config", &S::memory_config, "where the output goes; the input's"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct RotaryEmbeddingLlamaFusedQk {
    static constexpr const char* name = "ttnn.experimental.rotary_embedding_llama_fused_qk";
    static constexpr const char* doc =
        "rotary_embedding_llama in decode mode for queries [1, batch, heads, head_dim] and keys [1, batch, kv_heads, "
        "head_dim] "
        "at once; the caches [1, 2 * batch, 1, head_dim] hold the positions of all queries, then of all keys.";
    static constexpr bool returns_tuple = true;
    Tensor q_input_tensor, k_input_tensor, cos_cache, sin_cache, trans_mat;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = RotaryEmbeddingLlamaFusedQk;
        return std::tuple(
            arg("q_input_tensor", &S::q_input_tensor, "[1, batch, heads, head_dim], height-sharded", kFloats),
            arg("k_input_tensor", &S::k_input_tensor, "[1, batch, kv_heads, head_dim], height-sharded on other cores",
                kFloats),
            arg("cos_cache", &S::cos_cache, "[1, 2 * batch, 1, head_dim]", kFloats),
            arg("sin_cache", &S::sin_cache, "[1, 2 * batch, 1, head_dim]", kFloats),
            arg("trans_mat", &S::trans_mat, "[1, 1, 32, 32], or one such tile for each core", kFloats),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

}  // namespace ttnn
