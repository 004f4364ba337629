#include "ops/backward/special_functions.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace ttnn::special {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(), kInfinity = std::numeric_limits<double>::infinity();
constexpr double kAsymptotic = 15;  // from here on the asymptotic series hold to double precision
constexpr double kFarNegative = -1e5;
// B(2k) for k = 1..6.
constexpr double kBernoulli[] = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730};

bool is_pole(double x) { return x <= 0 && x == std::floor(x); }

}  // namespace

double digamma(double x) {
    if (std::isnan(x) || x < kFarNegative || is_pole(x)) return kNan;
    double sum = 0;
    for (; x < kAsymptotic; x += 1) sum -= 1 / x;
    sum += std::log(x) - 0.5 / x;
    double power = 1;
    for (int k = 1; k <= 6; ++k) {
        power /= x * x;
        sum -= kBernoulli[k - 1] / (2 * k) * power;
    }
    return sum;
}

// (-1)^(n+1) n! sum over k of (x + k)^-(n+1): the first terms one by one, the rest by Euler and Maclaurin.
double polygamma(int n, double x) {
    if (n == 0) return digamma(x);
    if (std::isnan(x) || x < kFarNegative) return kNan;
    if (is_pole(x)) return n % 2 ? kInfinity : kNan;
    const double s = n + 1;
    double sum = 0;
    for (; x < kAsymptotic + n; x += 1) sum += std::pow(x, -s);
    sum += std::pow(x, 1 - s) / (s - 1) + 0.5 * std::pow(x, -s);
    double factor = s * std::pow(x, -s - 1);  // s (s+1) ... (s+2k-2) x^-(s+2k-1)
    for (int k = 1; k <= 6; ++k) {
        sum += kBernoulli[k - 1] / std::tgamma(2 * k + 1) * factor;
        factor *= (s + 2 * k - 1) * (s + 2 * k) / (x * x);
    }
    return (n % 2 ? 1 : -1) * std::tgamma(s) * sum;
}

double bessel_i1(double x) {
    constexpr double largest = 92;  // e^92 exceeds float
    if (std::isnan(x)) return x;
    const double magnitude = std::abs(x) > largest ? kInfinity : std::cyl_bessel_i(1.0, std::abs(x));
    return std::copysign(magnitude, x);
}

// A rational start (Winitzki), then Newton's method on erf.
double erfinv(double x) {
    if (std::abs(x) > 1 || std::isnan(x)) return kNan;
    if (std::abs(x) == 1) return std::copysign(kInfinity, x);
    constexpr double a = 0.147;
    const double l = std::log1p(-x * x), t = 2 / (std::numbers::pi * a) + l / 2;
    double y = std::copysign(std::sqrt(std::sqrt(t * t - l / a) - t), x);
    for (int i = 0; i < 3; ++i) y -= (std::erf(y) - x) * std::exp(y * y) * std::sqrt(std::numbers::pi) / 2;
    return y;
}

float gelu_slope(float x) {
    constexpr float inverse_sqrt_2pi = 0.3989422804014327f;
    const float cdf = 0.5f * (1 + std::erf(x * std::numbers::sqrt2_v<float> / 2));
    const float pdf = inverse_sqrt_2pi * std::exp(-0.5f * x * x);
    return pdf == 0 ? cdf : cdf + x * pdf;
}

float gelu_tanh_slope(float x) {
    constexpr float scale = 0.7978845608028654f, cubic = 0.044715f;  // sqrt(2 / pi)
    const float t = std::tanh(scale * (x + cubic * x * x * x)), steepness = 1 - t * t;
    if (steepness == 0) return 0.5f * (1 + t);
    return 0.5f * (1 + t) + 0.5f * x * steepness * scale * (1 + 3 * cubic * x * x);
}

}  // namespace ttnn::special
