// Between rows of all heads side by side and one matrix a head.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct NlpCreateQkvHeads {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads";
    static constexpr const char* doc =
        "Splits [batch, 1, tokens, (q + 2 kv heads) * head_dim] into q [batch, heads, tokens, head_dim], k and v [batch, kv_heads, tokens, head_dim]; "
        "k transposed unless told otherwise. With input_kv, q comes from the first tensor alone.";
    Tensor input;
    std::optional<Tensor> input_kv;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    bool transpose_k_heads = true;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input", &NlpCreateQkvHeads::input, "[batch, 1, tokens, width], TILE"),
                          opt("input_kv", &NlpCreateQkvHeads::input_kv, "keys and values [batch, 1, tokens, 2 * kv_heads * head_dim]"),
                          req("num_heads", &NlpCreateQkvHeads::num_heads, "query heads"), kw("num_kv_heads", &NlpCreateQkvHeads::num_kv_heads, "key and value heads; num_heads"),
                          kw("transpose_k_heads", &NlpCreateQkvHeads::transpose_k_heads, "give k as [batch, kv_heads, head_dim, tokens]"),
                          kw("memory_config", &NlpCreateQkvHeads::memory_config, "where the outputs go; the input's"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;

   private:
    int64_t kv_heads() const { return num_kv_heads.value_or(num_heads); }
    int64_t head_dim() const;
};

struct NlpConcatHeads {
    static constexpr const char* name = "ttnn.experimental.nlp_concat_heads";
    static constexpr const char* doc = "Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, 1, tokens, heads * head_dim].";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &NlpConcatHeads::input_tensor, "[batch, heads, tokens, head_dim], TILE"),
                          kw("memory_config", &NlpConcatHeads::memory_config, "where the output goes; the input's"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
