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
    bool stable = false;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Topk::input_tensor, "TILE tensor"), opt("k", &Topk::k, "how many"),
            opt("dim", &Topk::dim, "dimension"), opt("largest", &Topk::largest, "the largest, not the smallest"),
            opt("sorted", &Topk::sorted, "in order"), kw("memory_config", &Topk::memory_config, "where the outputs go"),
            kw("sub_core_grids", &Topk::sub_core_grids, "cores that the program may use"),
            kw("indices_tensor", &Topk::indices_tensor, "what to call each position, when not 0, 1, 2, ..."),
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
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Sort::input_tensor, "tensor"), opt("dim", &Sort::dim, "dimension"),
                          opt("descending", &Sort::descending, "largest first"),
                          opt("stable", &Sort::stable, "equal elements keep their order"),
                          kw("memory_config", &Sort::memory_config, "where the outputs go"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

#define CUMULATIVE_OP(Struct, python_name, text, IS_PRODUCT)                                                       \
    struct Struct {                                                                                                \
        static constexpr const char* name = python_name;                                                           \
        static constexpr const char* doc = text;                                                                   \
        Tensor input;                                                                                              \
        int64_t dim = 0;                                                                                           \
        std::optional<DataType> dtype;                                                                             \
        bool reverse_order = false;                                                                                \
        std::optional<Tensor> out_tensor;                                                                          \
        std::optional<MemoryConfig> memory_config;                                                                 \
        static constexpr auto fields() {                                                                           \
            return std::tuple(arg("input", &Struct::input, "tensor of any rank"),                                  \
                              arg("dim", &Struct::dim, "dimension"), kw("dtype", &Struct::dtype, "of the output"), \
                              kw("reverse_order", &Struct::reverse_order, "from the end"),                         \
                              out("out", &Struct::out_tensor),                                                     \
                              kw("memory_config", &Struct::memory_config, "where the output goes"));               \
        }                                                                                                          \
        void validate() const;                                                                                     \
        TensorSpec output() const;                                                                                 \
        Program program() const;                                                                                   \
    };
CUMULATIVE_OP(Cumsum, "ttnn.cumsum", "Running sums along a dimension.", false)
CUMULATIVE_OP(Cumprod, "ttnn.cumprod", "Running products along a dimension.", true)
#undef CUMULATIVE_OP

}  // namespace ttnn
