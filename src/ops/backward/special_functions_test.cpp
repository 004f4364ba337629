// Values from tables and, for the slopes of gelu, from differences.
#include "ops/backward/special_functions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace ttnn::special {
namespace {

TEST(SpecialFunctions, Digamma) {
    EXPECT_NEAR(digamma(1), -std::numbers::egamma, 1e-14);
    EXPECT_NEAR(digamma(0.5), -std::numbers::egamma - 2 * std::numbers::ln2, 1e-14);
    EXPECT_NEAR(digamma(-0.5), digamma(0.5) + 2, 1e-13);
    EXPECT_TRUE(std::isnan(digamma(0)));
    EXPECT_TRUE(std::isnan(digamma(-3)));
}

TEST(SpecialFunctions, Polygamma) {
    const double zeta3 = 1.2020569031595942;
    EXPECT_NEAR(polygamma(1, 1), std::numbers::pi * std::numbers::pi / 6, 1e-13);
    EXPECT_NEAR(polygamma(2, 1), -2 * zeta3, 1e-13);
    EXPECT_NEAR(polygamma(3, 1), std::pow(std::numbers::pi, 4) / 15, 1e-11);
    EXPECT_NEAR(polygamma(1, 100), 0.010050166663333571, 1e-15);
    EXPECT_EQ(polygamma(0, 2.5), digamma(2.5));
}

TEST(SpecialFunctions, PolygammaIsTheSlopeOfDigamma) {
    for (const double x : {0.3, 1.7, 8.0, 40.0}) {
        const double h = 1e-4 * x;
        EXPECT_NEAR(polygamma(1, x), (digamma(x + h) - digamma(x - h)) / (2 * h), 1e-6 * polygamma(1, x));
    }
}

TEST(SpecialFunctions, Bessel) {
    EXPECT_NEAR(bessel_i1(1), 0.56515910399248503, 1e-14);
    EXPECT_NEAR(bessel_i1(-2), -1.5906368546373291, 1e-13);
    EXPECT_EQ(bessel_i1(0), 0);
    EXPECT_TRUE(std::isinf(bessel_i1(200)));
}

TEST(SpecialFunctions, ErfinvInvertsErf) {
    for (const double x : {-0.999, -0.5, 0.0, 1e-6, 0.25, 0.9}) EXPECT_NEAR(std::erf(erfinv(x)), x, 1e-15);
    EXPECT_TRUE(std::isinf(erfinv(1)));
    EXPECT_TRUE(std::isnan(erfinv(1.5)));
}

TEST(SpecialFunctions, SlopesOfGelu) {
    auto gelu = [](double x) { return x / 2 * (1 + std::erf(x / std::numbers::sqrt2)); };
    auto gelu_tanh = [](double x) {
        return x / 2 * (1 + std::tanh(std::sqrt(2 / std::numbers::pi) * (x + 0.044715 * x * x * x)));
    };
    constexpr double h = 1e-5;
    for (const double x : {-3.0, -0.7, 0.0, 0.4, 2.5}) {
        EXPECT_NEAR(gelu_slope(static_cast<float>(x)), (gelu(x + h) - gelu(x - h)) / (2 * h), 1e-6);
        EXPECT_NEAR(gelu_tanh_slope(static_cast<float>(x)), (gelu_tanh(x + h) - gelu_tanh(x - h)) / (2 * h), 1e-6);
    }
    EXPECT_EQ(gelu_slope(1e30f), 1);
    EXPECT_EQ(gelu_tanh_slope(-1e30f), 0);
}

}  // namespace
}  // namespace ttnn::special
