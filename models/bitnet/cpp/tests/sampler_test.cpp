#include "sampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

namespace bitnet {
namespace {

const std::vector<float> kLogits = {0.0f, 2.0f, 1.0f, 2.0f, -3.0f};

std::map<Token, int> draw(const Sampling& options, int times = 4000) {
    Sampler sampler(options);
    std::map<Token, int> counts;
    for (int i = 0; i < times; ++i) ++counts[sampler(kLogits)];
    return counts;
}

TEST(Sampler, TheLargestFirst) { EXPECT_EQ(draw({}), (std::map<Token, int>{{1, 4000}})); }

TEST(Sampler, SharesFollowTheLogits) {
    const auto counts = draw({.temperature = 1, .seed = 3});
    const double all = std::exp(0.0) + 2 * std::exp(2.0) + std::exp(1.0) + std::exp(-3.0);
    EXPECT_NEAR(counts.at(1) / 4000.0, std::exp(2.0) / all, 0.03);
    EXPECT_NEAR(counts.at(2) / 4000.0, std::exp(1.0) / all, 0.03);
    EXPECT_NEAR(counts.at(0) / 4000.0, 1 / all, 0.02);
}

TEST(Sampler, FewAreLeftByTopKAndTopP) {
    EXPECT_EQ(draw({.temperature = 1, .top_k = 1}).size(), 1u);
    EXPECT_EQ(draw({.temperature = 5, .top_k = 3}).size(), 3u);
    EXPECT_EQ(draw({.temperature = 1, .top_p = 0.3}).size(), 1u);
    EXPECT_EQ(draw({.temperature = 1, .top_p = 0.75}).size(), 2u);
}

TEST(Sampler, SeedsRepeat) {
    Sampler a({.temperature = 1, .seed = 5}), b({.temperature = 1, .seed = 5});
    for (int i = 0; i < 100; ++i) EXPECT_EQ(a(kLogits), b(kLogits));
}

TEST(Sampler, WrongOptionsAreRefused) {
    EXPECT_THROW(Sampling{.temperature = -1}.check(), std::invalid_argument);
    EXPECT_THROW(Sampling{.top_k = -1}.check(), std::invalid_argument);
    EXPECT_THROW(Sampling{.top_p = 0}.check(), std::invalid_argument);
    EXPECT_THROW(Sampling{.temperature = std::numeric_limits<double>::quiet_NaN()}.check(), std::invalid_argument);
    EXPECT_NO_THROW(Sampling{}.check());
}

}  // namespace
}  // namespace bitnet
