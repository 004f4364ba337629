// Heads put side by side again: [batch, heads, tokens, head_dim] to rows of heads * head_dim.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct NlpConcatHeads {
    static constexpr const char* name = "ttnn.experimental.nlp_concat_heads";
    static constexpr const char* doc =
        "Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, 1, tokens, heads * head_dim].";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = NlpConcatHeads;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[batch, heads, tokens, head_dim], TILE"),
                          kw("memory_config", &S::memory_config, "where the output goes; the input's"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct NlpConcatHeadsBoltz {
    static constexpr const char* name = "ttnn.experimental.nlp_concat_heads_boltz";
    static constexpr const char* doc =
        "Puts the heads of [heads, rows, tokens, head_dim] side by side: [1, rows, tokens, heads * head_dim].";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = NlpConcatHeadsBoltz;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[heads, rows, tokens, head_dim], TILE"),
                          kw("memory_config", &S::memory_config, "where the output goes; the input's"),
                          out("output_tensor", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct ConcatenateHeads {
    static constexpr const char* name = "ttnn.transformer.concatenate_heads";
    static constexpr const char* doc =
        "Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, tokens, heads * head_dim].";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = ConcatenateHeads;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[batch, heads, tokens, head_dim], TILE"),
                          kw("memory_config", &S::memory_config, "where the output goes; the input's"));
    }
    Tensor compose() const;
};

struct ExperimentalConcatenateHeads {
    static constexpr const char* name = "ttnn.experimental.concatenate_heads";
    static constexpr const char* doc =
        "Puts the heads of [batch, heads, tokens, head_dim] side by side: [batch, 1, tokens, heads * head_dim].";
    Tensor input_tensor;
    CoreCoord compute_with_storage_grid_size;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = ExperimentalConcatenateHeads;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[batch, heads, tokens, head_dim], TILE"),
            arg("compute_with_storage_grid_size", &S::compute_with_storage_grid_size, "cores that the program uses"),
            kw("memory_config", &S::memory_config, "where the output goes; the input's"),
            out("output_tensor", &S::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
