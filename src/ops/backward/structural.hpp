// Gradients of operations that move or combine elements: prod, repeat, concat, embedding. Unlike the element-wise ones
// their inputs and the gradient of the output differ in shape.
#pragma once
#include "ops/backward/gradient.hpp"

namespace ttnn {

struct ProdBw {
    static constexpr const char* name = "ttnn.prod_bw";
    static constexpr const char* doc =
        "Gradient of the product of all elements, or of those along `dim`: that of the output times the product of the "
        "other elements.";
    Tensor grad_tensor, input_tensor;
    std::optional<int64_t> dim;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(
            arg("grad_tensor", &ProdBw::grad_tensor,
                "gradient of the product; its first element without `dim`, else of extent 1 there", kFloats),
            arg("input_tensor", &ProdBw::input_tensor, "input of the operation", kFloats),
            kw("dim", &ProdBw::dim, "dimension that was multiplied, all if None"),
            kw("memory_config", &ProdBw::memory_config, "where the gradient goes"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

struct RepeatBw {
    static constexpr const char* name = "ttnn.repeat_bw";
    static constexpr const char* doc = "Gradient of repeat: the sum over the copies.";
    Tensor grad_tensor, input_tensor;
    Shape shape;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("grad_tensor", &RepeatBw::grad_tensor, "gradient of the output", kFloats),
                          arg("input_tensor", &RepeatBw::input_tensor, "input of the operation", kFloats),
                          arg("shape", &RepeatBw::shape, "how often each dimension was repeated"),
                          kw("memory_config", &RepeatBw::memory_config, "where the gradient goes"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

struct ConcatBw {
    static constexpr const char* name = "ttnn.concat_bw";
    static constexpr const char* doc = "Gradients of concat of two tensors of rank 4: the parts of the given one.";
    Tensor grad_tensor, input_tensor_a, input_tensor_b;
    int64_t dim = 0;
    std::vector<bool> are_required_outputs = {true, true};
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> input_a_grad, input_b_grad;
    static constexpr auto fields() {
        return std::tuple(arg("grad_tensor", &ConcatBw::grad_tensor, "gradient of the output", kFloats),
                          arg("input_tensor_a", &ConcatBw::input_tensor_a, "first input", kFloats),
                          arg("input_tensor_b", &ConcatBw::input_tensor_b, "second input", kFloats),
                          opt("dim", &ConcatBw::dim, "dimension that was concatenated"),
                          kw("are_required_outputs", &ConcatBw::are_required_outputs, "which gradients to compute"),
                          kw("memory_config", &ConcatBw::memory_config, "where the gradients go"),
                          out("input_a_grad", &ConcatBw::input_a_grad), out("input_b_grad", &ConcatBw::input_b_grad));
    }
    bool required(size_t i) const { return i >= are_required_outputs.size() || are_required_outputs[i]; }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
    std::vector<std::optional<Tensor>> run(LaunchRequest request) const;
};

struct EmbeddingBw {
    static constexpr const char* name = "ttnn.embedding_bw";
    static constexpr const char* doc =
        "Gradient of the table of an embedding, [1, 1, rows, width]: for each row the sum of the gradients where its "
        "index occurs.";
    Tensor input_tensor, weight_tensor, output_gradient_tensor;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &EmbeddingBw::input_tensor, "indices"),
            arg("weight_tensor", &EmbeddingBw::weight_tensor, "the table, rows by width"),
            arg("output_gradient_tensor", &EmbeddingBw::output_gradient_tensor, "gradient of the output", kFloats),
            kw("dtype", &EmbeddingBw::dtype, "element type of the gradient"),
            kw("memory_config", &EmbeddingBw::memory_config, "where the gradient goes"),
            out("output_tensor", &EmbeddingBw::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
