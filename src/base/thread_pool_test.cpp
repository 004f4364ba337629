#include "base/thread_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace ttnn {
namespace {

class ThreadPoolTest : public testing::TestWithParam<std::tuple<int, Schedule>> {
 protected:
    void SetUp() override { set_num_threads(std::get<0>(GetParam())); }
    void TearDown() override { set_num_threads(before_); }
    Schedule schedule() const { return std::get<1>(GetParam()); }

 private:
    int before_ = num_threads();
};

TEST_P(ThreadPoolTest, TakesEachIndexOnce) {
    for (size_t n : {0, 1, 2, 3, 7, 1000}) {
        std::vector<std::atomic<int>> taken(n);
        for (int round = 0; round < 50; ++round)
            parallel_for(
                n, [&](size_t i) { ++taken[i]; }, schedule());
        for (size_t i = 0; i < n; ++i) EXPECT_EQ(taken[i], 50) << i << " of " << n;
    }
}

TEST_P(ThreadPoolTest, RethrowsAndGoesOn) {
    for (int round = 0; round < 50; ++round) {
        auto fail = [](size_t i) {
            if (i % 10 == 3) throw std::runtime_error("index " + std::to_string(i));
        };
        EXPECT_THROW(parallel_for(100, fail, schedule()), std::runtime_error);
        std::atomic<size_t> sum{0};
        parallel_for(
            100, [&](size_t i) { sum += i; }, schedule());
        EXPECT_EQ(sum, 4950u);
    }
}

TEST_P(ThreadPoolTest, RunsInsideItself) {
    std::atomic<int> calls{0};
    parallel_for(
        5,
        [&](size_t) {
            parallel_for(
                7, [&](size_t) { ++calls; }, schedule());
        },
        schedule());
    EXPECT_EQ(calls, 35);
}

INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolTest,
                         testing::Combine(testing::Values(1, 2, 5),
                                          testing::Values(Schedule::Shares, Schedule::Neighbours)));

}  // namespace
}  // namespace ttnn
