// Complex tensors: two tensors of one shape, and the operations on them as compositions of real ones. Gradients follow
// torch: that of a complex input is dL/dRe + i dL/dIm.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct ComplexTensor {
    Tensor real, imag;
};
inline void collect(const ComplexTensor& z, Tensors& out) {
    out.push_back(z.real);
    out.push_back(z.imag);
}
inline void collect(const std::vector<ComplexTensor>& list, Tensors& out) {
    for (const auto& z : list) collect(z, out);
}
using ComplexList = std::vector<ComplexTensor>;

struct MakeComplex {
    static constexpr const char *name = "ttnn.complex_tensor",
                                *doc = "A complex tensor of a real and an imaginary part.";
    Tensor real, imag;
    static constexpr auto fields() {
        return std::tuple(arg("real", &MakeComplex::real, "real part"),
                          arg("imag", &MakeComplex::imag, "imaginary part, of the same shape"));
    }
    ComplexTensor compose() const;
};

/// Functions of one complex tensor. OPTIONAL and REQUIRED say how memory_config is passed.
#define COMPLEX_UNARY(Struct, python_name, Result, MemoryType, memory_kind, text)                             \
    struct Struct {                                                                                           \
        static constexpr const char *name = python_name, *doc = text;                                         \
        ComplexTensor input_tensor;                                                                           \
        MemoryType memory_config{};                                                                           \
        static constexpr auto fields() {                                                                      \
            return std::tuple(arg("input_tensor", &Struct::input_tensor, "complex tensor"),                   \
                              memory_kind("memory_config", &Struct::memory_config, "where the output goes")); \
        }                                                                                                     \
        Result compose() const;                                                                               \
    };
COMPLEX_UNARY(ComplexReal, "ttnn.real", Tensor, std::optional<MemoryConfig>, kw, "The real part.")
COMPLEX_UNARY(ComplexImag, "ttnn.imag", Tensor, std::optional<MemoryConfig>, kw, "The imaginary part.")
COMPLEX_UNARY(ComplexAngle, "ttnn.angle", Tensor, std::optional<MemoryConfig>, kw, "The argument, from -pi to pi.")
COMPLEX_UNARY(ComplexIsReal, "ttnn.is_real", Tensor, std::optional<MemoryConfig>, kw,
              "1 where the imaginary part is 0, else 0.")
COMPLEX_UNARY(ComplexIsImag, "ttnn.is_imag", Tensor, std::optional<MemoryConfig>, kw,
              "1 where the real part is 0, else 0.")
COMPLEX_UNARY(ComplexConj, "ttnn.conj", ComplexTensor, std::optional<MemoryConfig>, kw, "The complex conjugate.")
COMPLEX_UNARY(ComplexPolar, "ttnn.polar", ComplexTensor, std::optional<MemoryConfig>, kw,
              "The complex numbers whose magnitudes are in the real part and whose angles are in the imaginary one.")
COMPLEX_UNARY(ComplexAbs, "ttnn.abs", Tensor, MemoryConfig, req, "The magnitude.")
COMPLEX_UNARY(ComplexReciprocal, "ttnn.reciprocal", ComplexTensor, MemoryConfig, req, "1 / z.")
#undef COMPLEX_UNARY

/// Gradients: Grad is that of the output, a tensor or complex.
#define COMPLEX_BW(Struct, python_name, Grad)                                                                    \
    struct Struct {                                                                                              \
        static constexpr const char *name = python_name, *doc = "Gradient of the complex input; a list of one."; \
        Grad grad_tensor;                                                                                        \
        ComplexTensor input_tensor;                                                                              \
        MemoryConfig memory_config;                                                                              \
        static constexpr auto fields() {                                                                         \
            return std::tuple(arg("grad_tensor", &Struct::grad_tensor, "gradient of the output"),                \
                              arg("input_tensor", &Struct::input_tensor, "complex input"),                       \
                              req("memory_config", &Struct::memory_config, "where the gradient goes"));          \
        }                                                                                                        \
        ComplexList compose() const;                                                                             \
    };
COMPLEX_BW(RealBw, "ttnn.real_bw", Tensor)
COMPLEX_BW(ImagBw, "ttnn.imag_bw", Tensor)
COMPLEX_BW(AngleBw, "ttnn.angle_bw", Tensor)
COMPLEX_BW(ComplexAbsBw, "ttnn.abs_bw", Tensor)
COMPLEX_BW(ConjBw, "ttnn.conj_bw", ComplexTensor)
COMPLEX_BW(PolarBw, "ttnn.polar_bw", ComplexTensor)
COMPLEX_BW(ComplexReciprocalBw, "ttnn.reciprocal_bw", ComplexTensor)
#undef COMPLEX_BW

/// Gradients of two complex inputs, without and with the factor of the second.
template <class Self>
struct ComplexPairBw {
    static constexpr const char* doc = "Gradients of both complex inputs.";
    ComplexTensor grad_tensor, input_tensor_a, input_tensor_b;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto inputs() {
        return std::tuple(
            arg("grad_tensor", static_cast<ComplexTensor Self::*>(&Self::grad_tensor), "gradient of the output"),
            arg("input_tensor_a", static_cast<ComplexTensor Self::*>(&Self::input_tensor_a), "first input"),
            arg("input_tensor_b", static_cast<ComplexTensor Self::*>(&Self::input_tensor_b), "second input"));
    }
    static constexpr auto memory() {
        return std::tuple(kw("memory_config", static_cast<std::optional<MemoryConfig> Self::*>(&Self::memory_config),
                             "where the gradients go"));
    }
    static constexpr auto fields() { return std::tuple_cat(inputs(), memory()); }
};
struct ComplexMulBw : ComplexPairBw<ComplexMulBw> {
    static constexpr const char* name = "ttnn.mul_bw";
    ComplexList compose() const;
};
struct ComplexDivBw : ComplexPairBw<ComplexDivBw> {
    static constexpr const char* name = "ttnn.div_bw";
    ComplexList compose() const;
};
struct ComplexAddBw : ComplexPairBw<ComplexAddBw> {
    static constexpr const char* name = "ttnn.add_bw";
    double alpha = 1;
    static constexpr auto fields() {
        return std::tuple_cat(inputs(), std::tuple(arg("alpha", &ComplexAddBw::alpha, "factor of the second input")),
                              memory());
    }
    ComplexList compose() const;
};
struct ComplexSubBw : ComplexPairBw<ComplexSubBw> {
    static constexpr const char* name = "ttnn.sub_bw";
    double alpha = 1;
    static constexpr auto fields() {
        return std::tuple_cat(inputs(), std::tuple(arg("alpha", &ComplexSubBw::alpha, "factor of the second input")),
                              memory());
    }
    ComplexList compose() const;
};

}  // namespace ttnn
