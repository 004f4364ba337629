// Functions of the gamma, error and Bessel kind that gradients need and the element-wise kernels do not have, one
// element at a time in double precision. They are plain on purpose: a gradient that needs one is rare, and its cost is
// the function itself.
#pragma once

namespace ttnn::special {

inline float sign(float x) { return static_cast<float>((x > 0) - (x < 0)); }
double digamma(double x);
/// The n-th derivative of digamma, n >= 1 (n = 0 is digamma itself).
double polygamma(int n, double x);
/// The modified Bessel function of the first kind and first order.
double bessel_i1(double x);
double erfinv(double x);
/// Derivatives of gelu, in its exact form and in the one made of tanh.
float gelu_slope(float x);
float gelu_tanh_slope(float x);

}  // namespace ttnn::special
