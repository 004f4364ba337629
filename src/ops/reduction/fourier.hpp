// Discrete Fourier transforms along the last dimension; complex numbers are pairs of a real and an imaginary tensor.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

struct Fft {
    static constexpr const char* name = "ttnn.experimental.fft";
    static constexpr const char* doc =
        "Discrete Fourier transform of the rows of a real tensor: (real, imaginary), both of its shape.";
    static constexpr bool returns_tuple = true;
    Tensor input_real;
    std::string precision = "precise";
    static constexpr auto fields() {
        return std::tuple(arg("input_real", &Fft::input_real, "[..., N], bfloat16 or float32"),
                          opt("precision", &Fft::precision, "of no effect here: rows are transformed in double"));
    }
    std::vector<Tensor> compose() const;
};

struct FftOfComplex {
    static constexpr const char* name = Fft::name;
    static constexpr const char* doc = "The same of rows of complex numbers.";
    static constexpr bool returns_tuple = true;
    Tensor input_real, input_imag;
    std::string precision = "precise";
    static constexpr auto fields() {
        using F = FftOfComplex;
        return std::tuple(arg("input_real", &F::input_real, "[..., N], bfloat16 or float32"),
                          arg("input_imag", &F::input_imag, "of the same shape"),
                          opt("precision", &F::precision, "of no effect here: rows are transformed in double"));
    }
    std::vector<Tensor> compose() const;
};

struct Ifft {
    static constexpr const char* name = "ttnn.experimental.ifft";
    static constexpr const char* doc =
        "Inverse discrete Fourier transform of rows, with 1 / N: (real, imaginary), both of the spectrum's shape.";
    static constexpr bool returns_tuple = true;
    Tensor spectrum_real, spectrum_imag;
    std::string precision = "precise";
    static constexpr auto fields() {
        return std::tuple(arg("spectrum_real", &Ifft::spectrum_real, "[..., N], bfloat16 or float32"),
                          arg("spectrum_imag", &Ifft::spectrum_imag, "of the same shape"),
                          opt("precision", &Ifft::precision, "of no effect here: rows are transformed in double"));
    }
    std::vector<Tensor> compose() const;
};

struct ComplexMul {
    static constexpr const char* name = "ttnn.experimental.complex_mul";
    static constexpr const char* doc = "Product of complex numbers, element by element: (real, imaginary).";
    static constexpr bool returns_tuple = true;
    Tensor a_real, a_imag, b_real, b_imag;
    static constexpr auto fields() {
        using C = ComplexMul;
        return std::tuple(
            arg("a_real", &C::a_real, "bfloat16 or float32"), arg("a_imag", &C::a_imag, "of the same shape"),
            arg("b_real", &C::b_real, "of the same shape"), arg("b_imag", &C::b_imag, "of the same shape"));
    }
    std::vector<Tensor> compose() const;
};

}  // namespace ttnn
