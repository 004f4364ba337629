// Between rows of all heads side by side and one matrix a head. All forms are the same movement: a part of the columns
// of an input becomes the heads of an output. What differs is where the parts begin and which shapes are accepted.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct NlpCreateQkvHeads {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads";
    static constexpr const char* doc =
        "Splits [batch, 1, tokens, (q + 2 kv heads) * head_dim] into q [batch, heads, tokens, head_dim], k and v "
        "[batch, "
        "kv_heads, tokens, head_dim]; k transposed unless told otherwise. With input_kv, q comes from the first tensor "
        "alone. The width of a width-sharded input is grouped: each shard has the q heads of a kv head, then k, then "
        "v.";
    static constexpr bool returns_tuple = true;
    Tensor input;
    std::optional<Tensor> input_kv;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    bool transpose_k_heads = true, kv_tied = false;
    std::optional<MemoryConfig> memory_config;
    OutputTensors output_tensors;
    static constexpr auto fields() {
        using S = NlpCreateQkvHeads;
        return std::tuple(
            arg("input", &S::input, "[batch, 1, tokens, width], TILE"),
            opt("input_kv", &S::input_kv, "keys and values [batch, 1, tokens, 2 * kv_heads * head_dim]"),
            req("num_heads", &S::num_heads, "query heads"),
            kw("num_kv_heads", &S::num_kv_heads, "key and value heads; num_heads"),
            kw("transpose_k_heads", &S::transpose_k_heads, "give k as [batch, kv_heads, head_dim, tokens]"),
            kw("kv_tied", &S::kv_tied, "keys and values are the same columns, which stand there once"),
            kw("memory_config", &S::memory_config, "where the outputs go; the input's"),
            outs("output_tensors", &S::output_tensors));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;

 private:
    int64_t kv_heads() const { return num_kv_heads.value_or(num_heads); }
    int64_t kv_sections() const { return kv_tied ? 1 : 2; }
    int64_t head_dim() const;
    DeviceProgram device_program() const;
    void validate_shards() const;
};

struct NlpCreateQkvHeadsBoltz {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads_boltz";
    static constexpr const char* doc =
        "Splits [1, rows, tokens, (q + 2 kv heads) * head_dim] into q [heads, rows, tokens, head_dim], k and v "
        "[kv_heads, "
        "rows, tokens, head_dim]: heads come first.";
    static constexpr bool returns_tuple = true;
    Tensor input;
    std::optional<Tensor> input_kv;
    int64_t num_heads = 0;
    std::optional<int64_t> num_kv_heads;
    bool transpose_k_heads = true;
    std::optional<MemoryConfig> memory_config;
    OutputTensors output_tensors;
    static constexpr auto fields() {
        using S = NlpCreateQkvHeadsBoltz;
        return std::tuple(
            arg("input", &S::input, "[1, rows, tokens, width], TILE"),
            opt("input_kv", &S::input_kv, "keys and values [1, rows, tokens, 2 * kv_heads * head_dim]"),
            req("num_heads", &S::num_heads, "query heads"),
            kw("num_kv_heads", &S::num_kv_heads, "key and value heads; num_heads"),
            kw("transpose_k_heads", &S::transpose_k_heads, "give k as [kv_heads, rows, head_dim, tokens]"),
            kw("memory_config", &S::memory_config, "where the outputs go; the input's"),
            outs("output_tensors", &S::output_tensors));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;

 private:
    int64_t kv_heads() const { return num_kv_heads.value_or(num_heads); }
    int64_t head_dim() const;
};

/// The forms of one model each, which take nothing but the tensor: they differ in shapes alone.
struct ModelHeads {
    const char* name;
    const char* device_operation;
    const char* factory;
    int64_t width;     ///< required width of the input; 0: any
    int64_t head_dim;  ///< and with width 0 every output has all columns of the input
    int64_t heads, kv_heads;
};

struct ModelHeadsArguments {
    static constexpr bool returns_tuple = true;
    Tensor input;
    std::optional<MemoryConfig> memory_config;
    OutputTensors output_tensors;
    void validate(const ModelHeads& m) const;
    std::vector<TensorSpec> output(const ModelHeads& m) const;
    Program program(const ModelHeads& m) const;
};

struct NlpCreateQkvHeadsFalcon7b : ModelHeadsArguments {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads_falcon7b";
    static constexpr const char* doc =
        "Splits [batch, 1, tokens, 4672] into q [batch, 71, tokens, 64], k and v [batch, 1, tokens, 64].";
    static constexpr ModelHeads model{
        name, "NlpCreateHeadsFalcon7BDeviceOperation", "DirectDescriptorFactory", 4672, 64, 71, 1};
    static constexpr auto fields() {
        using S = NlpCreateQkvHeadsFalcon7b;
        return std::tuple(arg("input", static_cast<Tensor S::*>(&S::input), "[batch, 1, tokens, 4672], TILE"),
                          kw("memory_config", static_cast<std::optional<MemoryConfig> S::*>(&S::memory_config),
                             "where the outputs go; the input's"));
    }
    void validate() const { ModelHeadsArguments::validate(model); }
    std::vector<TensorSpec> output() const { return ModelHeadsArguments::output(model); }
    Program program() const { return ModelHeadsArguments::program(model); }
};

template <class S>
constexpr auto model_heads_fields(const char* shape) {
    return std::tuple(arg("input", static_cast<Tensor S::*>(&S::input), shape),
                      kw("memory_config", static_cast<std::optional<MemoryConfig> S::*>(&S::memory_config),
                         "where the outputs go; the input's"),
                      outs("output_tensors", static_cast<OutputTensors S::*>(&S::output_tensors)));
}

struct NlpCreateQkvHeadsVit : ModelHeadsArguments {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads_vit";
    static constexpr const char* doc = "Splits [batch, 1, tokens, 2304] into q, k and v [batch, 12, tokens, 64].";
    static constexpr ModelHeads model{name, "NlpCreateHeadsVitDeviceOperation", "DirectDescriptorFactory", 2304, 64, 12,
                                      12};
    static constexpr auto fields() {
        return model_heads_fields<NlpCreateQkvHeadsVit>("[batch, 1, tokens, 2304], TILE");
    }
    void validate() const { ModelHeadsArguments::validate(model); }
    std::vector<TensorSpec> output() const { return ModelHeadsArguments::output(model); }
    Program program() const { return ModelHeadsArguments::program(model); }
};

struct NlpCreateQkvHeadsSegformer : ModelHeadsArguments {
    static constexpr const char* name = "ttnn.experimental.nlp_create_qkv_heads_segformer";
    static constexpr const char* doc =
        "Splits [batch, 1, tokens, heads * 32] into [batch, heads, tokens, 32]; all three outputs are that split.";
    static constexpr ModelHeads model{
        name, "NlpCreateHeadsSegformerDeviceOperation", "DirectDescriptorFactory", 0, 32, 0, 0};
    static constexpr auto fields() {
        return model_heads_fields<NlpCreateQkvHeadsSegformer>("[batch, 1, tokens, heads * 32], TILE");
    }
    void validate() const { ModelHeadsArguments::validate(model); }
    std::vector<TensorSpec> output() const { return ModelHeadsArguments::output(model); }
    Program program() const { return ModelHeadsArguments::program(model); }
};

struct NlpCreateQHeadsSplit {
    static constexpr const char* name = "ttnn.experimental.nlp_create_q_heads_split";
    static constexpr const char* doc =
        "Splits [batch, 1, tokens, heads * head_dim] into heads, and each head at split_head_dim into two: [batch, "
        "heads, "
        "tokens, split_head_dim] and [batch, heads, tokens, head_dim - split_head_dim].";
    static constexpr bool returns_tuple = true;
    Tensor input;
    int64_t num_heads = 0, split_head_dim = 0;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = NlpCreateQHeadsSplit;
        return std::tuple(
            arg("input", &S::input, "[batch, 1, tokens, width], TILE"), req("num_heads", &S::num_heads, "heads"),
            req("split_head_dim", &S::split_head_dim, "columns of a head in the first output, a multiple of 32"),
            kw("memory_config", &S::memory_config, "where the outputs go; the input's"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

}  // namespace ttnn
