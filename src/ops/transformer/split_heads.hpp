// The general names for splitting fused queries, keys and values: split_query_key_value_and_split_heads, and the
// block-sharded create_qkv_heads, whose input columns come in groups of one key head each.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct SplitQueryKeyValueAndSplitHeads {
    static constexpr const char* name = "ttnn.transformer.split_query_key_value_and_split_heads";
    static constexpr const char* doc =
        "Splits [batch, tokens, (q + 2 kv heads) * head_dim] into q [batch, heads, tokens, head_dim], k (transposed "
        "unless "
        "told otherwise) and v [batch, kv_heads, tokens, head_dim]. With kv_input_tensor, q comes from the first "
        "alone.";
    static constexpr bool returns_tuple = true;
    Tensor input_tensor;
    std::optional<Tensor> kv_input_tensor;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    bool transpose_key = true;
    std::optional<MemoryConfig> memory_config;
    bool use_falcon7b_backend = false;
    static constexpr auto fields() {
        using S = SplitQueryKeyValueAndSplitHeads;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[batch, tokens, width], TILE"),
            opt("kv_input_tensor", &S::kv_input_tensor, "keys and values [batch, tokens, 2 * kv_heads * head_dim]"),
            req("num_heads", &S::num_heads, "query heads"),
            kw("num_kv_heads", &S::num_kv_heads, "key and value heads; num_heads"),
            kw("transpose_key", &S::transpose_key, "give k as [batch, kv_heads, head_dim, tokens]"),
            kw("memory_config", &S::memory_config, "where the outputs go; the input's"),
            kw("use_falcon7b_backend", &S::use_falcon7b_backend, "the card's program for 71 heads of 64"));
    }
    std::vector<Tensor> compose() const;
};

struct ExperimentalSplitQueryKeyValueAndSplitHeads {
    static constexpr const char* name = "ttnn.experimental.split_query_key_value_and_split_heads";
    static constexpr const char* doc =
        "Splits [batch, 1, tokens, 3 * heads * head_dim] into q and v [batch, heads, tokens, head_dim] and k [batch, "
        "heads, "
        "head_dim, tokens].";
    static constexpr bool returns_tuple = true;
    Tensor input_tensor;
    CoreCoord compute_with_storage_grid_size;
    std::optional<MemoryConfig> memory_config;
    int64_t num_heads = 16;
    OutputTensors output_tensors;
    static constexpr auto fields() {
        using S = ExperimentalSplitQueryKeyValueAndSplitHeads;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[batch, 1, tokens, width], TILE"),
            arg("compute_with_storage_grid_size", &S::compute_with_storage_grid_size, "cores that the program uses"),
            kw("memory_config", &S::memory_config, "where the outputs go; the input's"),
            kw("num_heads", &S::num_heads, "heads of each"), outs("output_tensors", &S::output_tensors));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

/// Columns in groups, one for each key head: its query heads, then (fused) its key and its value.
struct GroupedHeads {
    int64_t num_heads = 0, kv_heads = 0;
    bool transpose_k = true, separate = false;
};

struct CreateQkvHeads {
    static constexpr const char* name = "ttnn.experimental.create_qkv_heads";
    static constexpr const char* doc =
        "Splits a block-sharded [batch, 1, tokens, width] into height-sharded q [batch, heads, tokens, head_dim], k "
        "and v "
        "[batch, kv_heads, tokens, head_dim]. The columns come in groups of one key head: its query heads, its key, "
        "its value.";
    static constexpr bool returns_tuple = true;
    Tensor input;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    bool transpose_k_heads = true;
    std::optional<MemoryConfig> memory_config;
    OutputTensors output_tensors;
    static constexpr auto fields() {
        using S = CreateQkvHeads;
        return std::tuple(
            arg("input", &S::input, "[batch, 1, tokens, width], TILE, block-sharded"),
            req("num_heads", &S::num_heads, "query heads"),
            kw("num_kv_heads", &S::num_kv_heads, "key and value heads; num_heads"),
            kw("transpose_k_heads", &S::transpose_k_heads, "give k as [batch, kv_heads, head_dim, tokens]"),
            kw("memory_config", &S::memory_config, "a sharded config; height shards on the input's cores"),
            outs("output_tensors", &S::output_tensors));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;

 private:
    int64_t kv_heads() const { return num_kv_heads.value_or(num_heads); }
    int64_t head_dim() const { return input.shape()[3] / (num_heads + 2 * kv_heads()); }
};

struct CreateQkvHeadsFromSeparateTensors {
    static constexpr const char* name = "ttnn.experimental.create_qkv_heads_from_separate_tensors";
    static constexpr const char* doc =
        "As create_qkv_heads, from queries [batch, 1, tokens, heads * head_dim] and, for each key head, a key and a "
        "value "
        "in [batch, 1, kv tokens, 2 * kv_heads * head_dim].";
    static constexpr bool returns_tuple = true;
    Tensor input, input_kv;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    bool transpose_k_heads = true;
    std::optional<MemoryConfig> memory_config;
    OutputTensors output_tensors;
    static constexpr auto fields() {
        using S = CreateQkvHeadsFromSeparateTensors;
        return std::tuple(
            arg("input", &S::input, "[batch, 1, tokens, heads * head_dim], TILE, block-sharded"),
            arg("input_kv", &S::input_kv, "[batch, 1, kv tokens, 2 * kv_heads * head_dim], TILE, block-sharded"),
            req("num_heads", &S::num_heads, "query heads"),
            kw("num_kv_heads", &S::num_kv_heads, "key and value heads; num_heads"),
            kw("transpose_k_heads", &S::transpose_k_heads, "give k as [batch, kv_heads, head_dim, tokens]"),
            kw("memory_config", &S::memory_config, "a sharded config; height shards on the input's cores"),
            outs("output_tensors", &S::output_tensors));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;

 private:
    int64_t kv_heads() const { return num_kv_heads.value_or(num_heads); }
    int64_t head_dim() const { return input.shape()[3] / num_heads; }
};

}  // namespace ttnn
