// Element-wise operations that no chain of functions expresses: triangles, bit casts, rotation of pairs, closeness,
// negation in place.
#pragma once
#include "ops/eltwise/unary.hpp"

namespace ttnn {

/// The elements on one side of a diagonal of each matrix, zero elsewhere.
template <class Self>
struct Triangle {
    Tensor input_tensor;
    int64_t diagonal = 0;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", static_cast<Tensor Self::*>(&Self::input_tensor), "tensor of matrices"),
            kw("diagonal", static_cast<int64_t Self::*>(&Self::diagonal), "0 the main diagonal, positive above it"),
            kw("memory_config", static_cast<std::optional<MemoryConfig> Self::*>(&Self::memory_config),
               "where the output goes"));
    }
    void validate() const { check(Self::name); }
    TensorSpec output() const;
    Program program() const { return triangle(Self::lower); }

 private:
    void check(const char* name) const;
    Program triangle(bool lower) const;
};
struct Tril : Triangle<Tril> {
    static constexpr const char
        *name = "ttnn.tril",
        *doc = "The lower triangles: elements up to the diagonal, zero above it. Output in TILE layout.";
    static constexpr bool lower = true;
};
struct Triu : Triangle<Triu> {
    static constexpr const char
        *name = "ttnn.triu",
        *doc = "The upper triangles: elements from the diagonal on, zero below it. Output in TILE layout.";
    static constexpr bool lower = false;
};

struct Bitcast {
    static constexpr const char* name = "ttnn.bitcast";
    static constexpr const char* doc =
        "The bits of the elements as another dtype. Narrower bits are filled up with zeros, wider ones lose the upper "
        "part; block floats count as bfloat16.";
    Tensor input_tensor;
    DataType dtype = DataType::UINT16;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Bitcast::input_tensor, "tensor of any rank"),
                          arg("dtype", &Bitcast::dtype, "dtype of the output"),
                          kw("memory_config", &Bitcast::memory_config, "where the output goes"),
                          out("output_tensor", &Bitcast::output_tensor),
                          kw("sub_core_grids", &Bitcast::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const { return unary().output(); }
    Program program() const;

 private:
    UnaryCall unary() const;
};

struct AltComplexRotate90 {
    static constexpr const char* name = "ttnn.alt_complex_rotate90";
    static constexpr const char* doc =
        "Multiplies complex numbers by i, which lie as pairs (real, imaginary) along the last dimension: (a, b) "
        "becomes (-b, a).";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &AltComplexRotate90::input_tensor, "tensor of pairs"),
                          kw("memory_config", &AltComplexRotate90::memory_config, "where the output goes"),
                          out("output_tensor", &AltComplexRotate90::output_tensor),
                          kw("sub_core_grids", &AltComplexRotate90::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const { return unary().output(); }
    Program program() const;

 private:
    UnaryCall unary() const;
};

struct LogicalNotInPlace {
    static constexpr const char *name = "ttnn.logical_not_", *doc = "1 where the tensor is 0, else 0, in place.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &LogicalNotInPlace::input_tensor, "tensor that receives the result"),
                          kw("memory_config", &LogicalNotInPlace::memory_config,
                             "accepted for compatibility: the tensor stays where it is"));
    }
    Tensor destination() const { return input_tensor; }
    void validate() const;
    TensorSpec output() const { return input_tensor.spec(); }
    Program program() const;
};

struct Isclose {
    static constexpr const char* name = "ttnn.isclose";
    static constexpr const char* doc =
        "1 where |a - b| <= atol + rtol |b|, else 0; shapes broadcast. Integers are compared as float32.";
    Tensor input_tensor_a, input_tensor_b;
    double rtol = 9.999999747378752e-06, atol = 9.99999993922529e-09;
    bool equal_nan = false;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor_a", &Isclose::input_tensor_a, "tensor"),
                          arg("input_tensor_b", &Isclose::input_tensor_b, "tensor"),
                          kw("rtol", &Isclose::rtol, "relative tolerance"),
                          kw("atol", &Isclose::atol, "absolute tolerance"),
                          kw("equal_nan", &Isclose::equal_nan, "whether NaN is close to NaN"),
                          kw("memory_config", &Isclose::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
