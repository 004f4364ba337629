// Reductions over dimensions: sum, mean, max, min, prod, std, var; and argmax, topk, sort, cumsum.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

enum class ReduceKind : uint8_t { Sum, Mean, Max, Min, Prod, Std, Var };
/// One dimension, several, or all (absent).
using ReduceDims = std::optional<std::variant<int64_t, std::vector<int64_t>>>;

struct ReduceCall {
    const char* name;
    ReduceKind kind;
    const Tensor& input;
    ReduceDims dim;
    bool keepdim = false;
    std::optional<MemoryConfig> memory_config;
    double scalar = 1.0;
    bool correction = true;
    std::optional<Layout> output_layout{};

    void validate() const;
    TensorSpec output() const;
    Program program() const;

 private:
    std::vector<bool> reduced() const;
};

#define REDUCE_OP(Struct, python_name, KIND, text)                                                               \
    struct Struct {                                                                                              \
        static constexpr const char* name = python_name;                                                         \
        static constexpr const char* doc = text;                                                                 \
        Tensor input_tensor;                                                                                     \
        ReduceDims dim;                                                                                          \
        bool keepdim = false;                                                                                    \
        std::optional<MemoryConfig> memory_config;                                                               \
        std::optional<ComputeKernelConfig> compute_kernel_config;                                                \
        double scalar = 1.0;                                                                                     \
        std::optional<bool> correction;                                                                          \
        std::optional<CoreRangeSet> sub_core_grids;                                                              \
        bool fast_and_approximate_mode = false;                                                                  \
        std::optional<Layout> output_layout;                                                                     \
        static constexpr auto fields() {                                                                         \
            return std::tuple(                                                                                   \
                arg("input_tensor", &Struct::input_tensor, "tensor of any rank"),                                \
                opt("dim", &Struct::dim, "dimension, several, or all when absent"),                              \
                opt("keepdim", &Struct::keepdim, "keep the reduced dimensions as 1"),                            \
                kw("memory_config", &Struct::memory_config, "where the output goes"),                            \
                kw("compute_kernel_config", &Struct::compute_kernel_config, "the card's compute configuration"), \
                kw("scalar", &Struct::scalar, "factor of the result"),                                           \
                kw("correction", &Struct::correction, "divide by n - 1 (std and var)"),                          \
                kw("sub_core_grids", &Struct::sub_core_grids, "cores that the program may use"),                 \
                kw("fast_and_approximate_mode", &Struct::fast_and_approximate_mode, "the card's cheaper form"),  \
                kw("output_layout", &Struct::output_layout, "of the output"));                                   \
        }                                                                                                        \
        ReduceCall reduce() const {                                                                              \
            return {name,   ReduceKind::KIND,          input_tensor, dim, keepdim, memory_config,                \
                    scalar, correction.value_or(true), output_layout};                                           \
        }                                                                                                        \
        void validate() const { reduce().validate(); }                                                           \
        TensorSpec output() const { return reduce().output(); }                                                  \
        Program program() const { return reduce().program(); }                                                   \
    };
REDUCE_OP(Sum, "ttnn.sum", Sum, "Sum over dimensions.")
REDUCE_OP(Mean, "ttnn.mean", Mean, "Mean over dimensions.")
REDUCE_OP(Max, "ttnn.max", Max, "Largest element over dimensions.")
REDUCE_OP(Min, "ttnn.min", Min, "Smallest element over dimensions.")
REDUCE_OP(Std, "ttnn.std", Std, "Standard deviation over dimensions, of a sample unless correction is False.")
REDUCE_OP(Var, "ttnn.var", Var, "Variance over dimensions, of a sample unless correction is False.")
#undef REDUCE_OP

struct Prod {
    static constexpr const char* name = "ttnn.prod";
    static constexpr const char* doc = "Product over a dimension, or of all elements.";
    Tensor input_tensor;
    std::optional<int64_t> dim;
    bool keepdim = false;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Prod::input_tensor, "tensor of any rank"),
                          opt("dim", &Prod::dim, "dimension, or all when absent"),
                          opt("keepdim", &Prod::keepdim, "keep the reduced dimension as 1"),
                          kw("memory_config", &Prod::memory_config, "where the output goes"));
    }
    ReduceCall reduce() const;
    void validate() const { reduce().validate(); }
    TensorSpec output() const { return reduce().output(); }
    Program program() const { return reduce().program(); }
};

/// The product over several dimensions into a tensor that the caller made.
struct ProdInto {
    static constexpr const char* name = "ttnn.prod";
    static constexpr const char* doc =
        "Product over dimensions, which stay with extent 1, written into output_tensor and returned.";
    Tensor input_tensor, output_tensor;
    std::vector<int64_t> dims;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ProdInto::input_tensor, "tensor of any rank"),
                          arg("output_tensor", &ProdInto::output_tensor,
                              "receives the result: the input's shape with extent 1 in dims, its dtype and layout"),
                          req("dims", &ProdInto::dims, "dimensions, each once"),
                          kw("memory_config", &ProdInto::memory_config,
                             "accepted for compatibility: output_tensor lies where it was made"));
    }
    Tensor compose() const;
};

struct Argmax {
    static constexpr const char* name = "ttnn.argmax";
    static constexpr const char* doc =
        "Position of the largest element along a dimension (the first of equal ones), or in the whole tensor.";
    Tensor input_tensor;
    std::optional<int64_t> dim;
    bool keepdim = false;
    std::optional<CoreRangeSet> sub_core_grids;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    bool use_multicore = false;
    std::optional<bool> enable_secondary_dm;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Argmax::input_tensor, "tensor of any rank"),
                          opt("dim", &Argmax::dim, "dimension, or all when absent"),
                          opt("keepdim", &Argmax::keepdim, "keep the dimension as 1"),
                          kw("sub_core_grids", &Argmax::sub_core_grids, "cores that the program may use"),
                          kw("memory_config", &Argmax::memory_config, "where the output goes"),
                          out("output_tensor", &Argmax::output_tensor),
                          kw("use_multicore", &Argmax::use_multicore, "of no effect here"),
                          kw("enable_secondary_dm", &Argmax::enable_secondary_dm, "of no effect here"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Topk {
    static constexpr const char* name = "ttnn.topk";
    static constexpr const char* doc =
        "The k largest (or smallest) elements along a dimension in order, and their positions.";
    Tensor input_tensor;
    uint32_t k = 32;
    int64_t dim = -1;
    bool largest = true, sorted = true;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    std::optional<Tensor> indices_tensor;
    OutputTensors output_tensor;
    bool stable = false;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Topk::input_tensor, "TILE tensor"), opt("k", &Topk::k, "how many"),
            opt("dim", &Topk::dim, "dimension"), opt("largest", &Topk::largest, "the largest, not the smallest"),
            opt("sorted", &Topk::sorted, "in order"), kw("memory_config", &Topk::memory_config, "where the outputs go"),
            kw("sub_core_grids", &Topk::sub_core_grids, "cores that the program may use"),
            kw("indices_tensor", &Topk::indices_tensor, "what to call each position, when not 0, 1, 2, ..."),
            outs("output_tensor", &Topk::output_tensor,
                 "preallocated tensors that receive the elements and their positions (uint16 or uint32)"),
            kw("stable", &Topk::stable, "equal elements keep their order"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

struct Sort {
    static constexpr const char* name = "ttnn.sort";
    static constexpr const char* doc = "The elements along a dimension in order, and their positions.";
    Tensor input_tensor;
    int64_t dim = -1;
    bool descending = false, stable = false;
    std::optional<MemoryConfig> memory_config;
    OutputTensors out_tensors;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Sort::input_tensor, "tensor"), opt("dim", &Sort::dim, "dimension"),
            opt("descending", &Sort::descending, "largest first"),
            opt("stable", &Sort::stable, "equal elements keep their order"),
            kw("memory_config", &Sort::memory_config, "where the outputs go"),
            outs("out", &Sort::out_tensors,
                 "preallocated tensors that receive the elements and their positions (uint16 or uint32)"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

struct CumulativeArguments {
    Tensor input;
    int64_t dim = 0;
    std::optional<DataType> dtype;
    bool reverse_order = false;
    std::optional<Tensor> out_tensor;
    std::optional<MemoryConfig> memory_config;
};

template <class Op>
constexpr auto cumulative_fields() {
    return std::tuple(arg("input", static_cast<Tensor Op::*>(&Op::input), "tensor of any rank"),
                      arg("dim", static_cast<int64_t Op::*>(&Op::dim), "dimension"),
                      kw("dtype", static_cast<std::optional<DataType> Op::*>(&Op::dtype), "of the output"),
                      kw("reverse_order", static_cast<bool Op::*>(&Op::reverse_order), "from the end"),
                      out("out", static_cast<std::optional<Tensor> Op::*>(&Op::out_tensor)),
                      kw("memory_config", static_cast<std::optional<MemoryConfig> Op::*>(&Op::memory_config),
                         "where the output goes"));
}

struct Cumsum : CumulativeArguments {
    static constexpr const char* name = "ttnn.cumsum";
    static constexpr const char* doc = "Running sums along a dimension.";
    bool disable_compensated_sum = false;
    static constexpr auto fields() {
        return std::tuple_cat(cumulative_fields<Cumsum>(),
                              std::tuple(kw("disable_compensated_sum", &Cumsum::disable_compensated_sum,
                                            "accepted for compatibility: sums are carried in float64")));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Cumprod : CumulativeArguments {
    static constexpr const char* name = "ttnn.cumprod";
    static constexpr const char* doc = "Running products along a dimension.";
    static constexpr auto fields() { return cumulative_fields<Cumprod>(); }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
