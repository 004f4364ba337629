// Operations made of other element-wise operations: sums with a factor, polynomials, gated linear units and their kin.
#pragma once
#include "op/launch.hpp"
#include "ops/eltwise/unary_ops.hpp"

namespace ttnn {

/// a + alpha b and a - alpha b.
template <class Self>
struct AlphaSum {
    static constexpr const char* doc = "The first tensor plus or minus alpha times the second; shapes broadcast.";
    Tensor input_tensor_a, input_tensor_b;
    double alpha = 1;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor_a", static_cast<Tensor Self::*>(&Self::input_tensor_a), "first operand"),
                          arg("input_tensor_b", static_cast<Tensor Self::*>(&Self::input_tensor_b), "second operand"),
                          arg("alpha", static_cast<double Self::*>(&Self::alpha), "factor; whole for integer tensors"),
                          kw("memory_config", static_cast<std::optional<MemoryConfig> Self::*>(&Self::memory_config),
                             "where the output goes"),
                          out("output_tensor", static_cast<std::optional<Tensor> Self::*>(&Self::output_tensor)));
    }
};
struct Addalpha : AlphaSum<Addalpha> {
    static constexpr const char* name = "ttnn.addalpha";
    Tensor compose() const;
};
struct Subalpha : AlphaSum<Subalpha> {
    static constexpr const char* name = "ttnn.subalpha";
    Tensor compose() const;
};

struct Polyval {
    static constexpr const char* name = "ttnn.polyval";
    static constexpr const char* doc =
        "The polynomial with the given coefficients, from the highest power down, element by element.";
    Tensor input_tensor_a;
    std::vector<double> coeffs;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor_a", &Polyval::input_tensor_a, "tensor of any rank"),
                          arg("coeffs", &Polyval::coeffs, "coefficients, from the highest power down"),
                          kw("memory_config", &Polyval::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct Multigammaln {
    static constexpr const char* name = "ttnn.multigammaln";
    static constexpr const char* doc = "The logarithm of the multivariate gamma function of dimension 4.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Multigammaln::input_tensor, "tensor of any rank, values above 1.5"),
                          kw("memory_config", &Multigammaln::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

/// The weight is a number, a list of one number, or a tensor (one value for each channel if of rank 1).
struct Prelu {
    static constexpr const char* name = "ttnn.prelu";
    static constexpr const char* doc = "x for x >= 0, else weight times x.";
    Tensor input_tensor_a;
    TensorOrScalar weight = Scalar();
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor_a", &Prelu::input_tensor_a, "tensor of any rank"),
                          arg("weight", &Prelu::weight, "slope below zero"),
                          kw("memory_config", &Prelu::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};
struct PreluOfList {
    static constexpr const char *name = "ttnn.prelu", *doc = Prelu::doc;
    Tensor input_tensor_a;
    std::vector<double> weight;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor_a", &PreluOfList::input_tensor_a, "tensor of any rank"),
                          arg("weight", &PreluOfList::weight, "slope below zero, one number"),
                          kw("memory_config", &PreluOfList::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct Outer {
    static constexpr const char* name = "ttnn.outer";
    static constexpr const char* doc =
        "Products of each element of the first tensor's last dimension with each of the second's: one dimension more.";
    Tensor input_tensor_a, input_tensor_b;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor_a", &Outer::input_tensor_a, "tensor"),
                          arg("input_tensor_b", &Outer::input_tensor_b, "tensor"),
                          kw("memory_config", &Outer::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

enum class MatrixStatistic : uint8_t { Variance, Deviation, Normalized, NormalizedAll };
Tensor matrix_statistic(const char* name, MatrixStatistic what, const Tensor& x,
                        const std::optional<MemoryConfig>& memory_config);

/// Statistics of each matrix of a tensor of rank 4, over all its elements (not of a sample).
#define MATRIX_OP(Struct, python_name, WHAT, text)                                                                    \
    struct Struct {                                                                                                   \
        static constexpr const char *name = python_name, *doc = text;                                                 \
        Tensor input_tensor;                                                                                          \
        std::optional<MemoryConfig> memory_config;                                                                    \
        static constexpr auto fields() {                                                                              \
            return std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor of rank 4"),                         \
                              kw("memory_config", &Struct::memory_config, "where the output goes"));                  \
        }                                                                                                             \
        Tensor compose() const { return matrix_statistic(name, MatrixStatistic::WHAT, input_tensor, memory_config); } \
    };
MATRIX_OP(VarHw, "ttnn.var_hw", Variance, "Variance of each matrix; the last two extents become 1.")
MATRIX_OP(StdHw, "ttnn.std_hw", Deviation, "Standard deviation of each matrix; the last two extents become 1.")
MATRIX_OP(NormalizeHw, "ttnn.normalize_hw", Normalized, "Each matrix less its mean, over its standard deviation.")
MATRIX_OP(NormalizeGlobal, "ttnn.normalize_global", NormalizedAll,
          "The tensor less its mean, over its standard deviation.")
#undef MATRIX_OP

enum class Gate : uint8_t { Sigmoid, Relu, Gelu, Silu };
Tensor gated_linear_unit(const char* name, Gate gate, const Tensor& x, int64_t dim,
                         const std::optional<MemoryConfig>& memory_config, GeluVariant variant = GeluVariant::Accurate);

/// Gated linear units: the first half of the last dimension times the gate of the second.
#define GLU_OP(Struct, python_name, GATE)                                                                         \
    struct Struct {                                                                                               \
        static constexpr const char* name = python_name;                                                          \
        static constexpr const char* doc =                                                                        \
            "The first half of the last dimension times " #GATE " of the second; rank 4, halves in whole tiles."; \
        Tensor input_tensor;                                                                                      \
        int64_t dim = -1;                                                                                         \
        std::optional<MemoryConfig> memory_config;                                                                \
        static constexpr auto fields() {                                                                          \
            return std::tuple(arg("input_tensor", &Struct::input_tensor, "tensor of rank 4"),                     \
                              opt("dim", &Struct::dim, "the last dimension"),                                     \
                              kw("memory_config", &Struct::memory_config, "where the output goes"));              \
        }                                                                                                         \
        Tensor compose() const { return gated_linear_unit(name, Gate::GATE, input_tensor, dim, memory_config); }  \
    };
GLU_OP(Glu, "ttnn.glu", Sigmoid)
GLU_OP(Reglu, "ttnn.reglu", Relu)
GLU_OP(Swiglu, "ttnn.swiglu", Silu)
#undef GLU_OP

struct Geglu {
    static constexpr const char* name = "ttnn.geglu";
    static constexpr const char* doc =
        "The first half of the last dimension times gelu of the second; rank 4, halves in whole tiles.";
    Tensor input_tensor;
    int64_t dim = -1;
    std::optional<MemoryConfig> memory_config;
    GeluVariant variant = GeluVariant::Accurate;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Geglu::input_tensor, "tensor of rank 4"),
                          opt("dim", &Geglu::dim, "the last dimension"),
                          kw("memory_config", &Geglu::memory_config, "where the output goes"),
                          kw("variant", &Geglu::variant, "form of gelu, see ttnn.gelu"));
    }
    Tensor compose() const { return gated_linear_unit(name, Gate::Gelu, input_tensor, dim, memory_config, variant); }
};

}  // namespace ttnn
