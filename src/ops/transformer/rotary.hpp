// Rotary position embedding in the half-split form: x * cos + rotate_half(x) * sin, where rotate_half puts the negated
// second half first.
#pragma once
#include <string_view>

#include "op/launch.hpp"

namespace ttnn {

struct RotaryEmbeddingHf {
    static constexpr const char* name = "ttnn.experimental.rotary_embedding_hf";
    static constexpr const char* doc =
        "Rotates [batch, heads, tokens, head_dim] by its row: row t of the caches [1, 1, length, head_dim]. In decode "
        "mode the input is [1, batch, heads, head_dim] "
        "and the caches [1, batch, 1, head_dim] hold each user's position.";
    Tensor input_tensor, cos_cache, sin_cache;
    bool is_decode_mode = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &RotaryEmbeddingHf::input_tensor, "rank 4, TILE", kFloats, kTile),
            arg("cos_cache", &RotaryEmbeddingHf::cos_cache, "cosines of each position, TILE", kFloats, kTile),
            arg("sin_cache", &RotaryEmbeddingHf::sin_cache, "sines of each position, TILE", kFloats, kTile),
            kw("is_decode_mode", &RotaryEmbeddingHf::is_decode_mode, "one token of each user"),
            kw("memory_config", &RotaryEmbeddingHf::memory_config, "where the output goes; the input's"),
            kw("compute_kernel_config", &RotaryEmbeddingHf::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct RotaryEmbedding {
    static constexpr const char* name = "ttnn.experimental.rotary_embedding";
    static constexpr const char* doc =
        "Rotates [batch, heads, tokens, head_dim] by row t of the caches [1, 1, length, head_dim]; with token_index, "
        "every row of [1, heads, rows, head_dim] by that "
        "row. The output's rows are rounded up to a tile.";
    Tensor input_tensor, cos_cache, sin_cache;
    std::optional<int64_t> token_index;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &RotaryEmbedding::input_tensor, "rank 4, TILE", kFloats, kTile),
            arg("cos_cache", &RotaryEmbedding::cos_cache, "cosines of each position, TILE", kFloats, kTile),
            arg("sin_cache", &RotaryEmbedding::sin_cache, "sines of each position, TILE", kFloats, kTile),
            opt("token_index", &RotaryEmbedding::token_index, "position of all rows"),
            kw("memory_config", &RotaryEmbedding::memory_config, "where the output goes; the input's"),
            kw("compute_kernel_config", &RotaryEmbedding::compute_kernel_config, "the card's compute configuration"));
    }
    void validate() const;
    // Every token has another index; they share a program.
    static constexpr bool per_call(std::string_view field) { return field == "token_index"; }
    std::vector<int64_t> call_arguments() const { return {token_index.value_or(-1)}; }
    // A token of its own takes other buffers than a row of positions.
    void extend_key(Hasher& key) const { key.word(token_index.has_value()); }
    TensorSpec output() const;
    Program program() const;
};

/// The same under the name of the transformer module, with as many rows as the input has.
struct TransformerRotaryEmbedding {
    static constexpr const char* name = "ttnn.transformer.rotary_embedding";
    static constexpr const char* doc =
        "Rotates [batch, heads, tokens, head_dim] by row t of the caches [1, 1, length, head_dim]; with token_index, "
        "every "
        "row of [1, heads, rows, head_dim] by that row.";
    Tensor input_tensor, cos_cache, sin_cache;
    std::optional<int64_t> token_index;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = TransformerRotaryEmbedding;
        return std::tuple(arg("input_tensor", &S::input_tensor, "rank 4, TILE", kFloats, kTile),
                          arg("cos_cache", &S::cos_cache, "cosines of each position, TILE", kFloats, kTile),
                          arg("sin_cache", &S::sin_cache, "sines of each position, TILE", kFloats, kTile),
                          opt("token_index", &S::token_index, "position of all rows"),
                          kw("memory_config", &S::memory_config, "where the output goes; the input's"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

struct RotateHalf {
    static constexpr const char* name = "ttnn.experimental.rotate_half";
    static constexpr const char* doc =
        "Puts the negated second half of each row before the first. Halves are of the width rounded up to tiles; a "
        "ROW_MAJOR "
        "tensor is tilized first.";
    Tensor input;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = RotateHalf;
        return std::tuple(arg("input", &S::input, "interleaved tensor of a padded width of a multiple of 64"),
                          kw("memory_config", &S::memory_config, "where the output goes; the input's"));
    }
    Tensor compose() const;
};

struct RotateHalfTiles {
    static constexpr const char* name = "ttnn.experimental.rotate_half";
    static constexpr const char* doc = "RotateHalf of a tensor in tiles.";
    Tensor input;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = RotateHalfTiles;
        return std::tuple(arg("input", &S::input, "TILE", kAnyDtype, kTile),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
