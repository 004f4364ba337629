#include "base/host_memory.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ttnn {
namespace {

constexpr size_t kMiB = size_t{1} << 20;

void give_back(size_t blocks, size_t bytes) {
    std::vector<HostMemory> held;
    for (size_t i = 0; i < blocks; ++i) held.emplace_back(bytes);
}

TEST(HostMemory, BlocksComeBack) {
    give_back(3, 5 * kMiB);
    const size_t before = host_memory_statistics().taken_from_system;
    give_back(3, 5 * kMiB);
    EXPECT_EQ(host_memory_statistics().taken_from_system, before);
}

TEST(HostMemory, OldBlocksOfOtherSizesMakeRoom) {
    give_back(4, 320 * kMiB);  // more than is kept, untouched
    EXPECT_LE(host_memory_statistics().cached, 1024 * kMiB);
    give_back(2, 224 * kMiB);
    const size_t before = host_memory_statistics().taken_from_system;
    give_back(2, 224 * kMiB);
    EXPECT_EQ(host_memory_statistics().taken_from_system, before);
    EXPECT_LE(host_memory_statistics().cached, 1024 * kMiB);
}

TEST(HostMemory, BlocksLargerThanWhatIsKeptGoBackAtOnce) {
    const size_t before = host_memory_statistics().cached;
    give_back(1, 1100 * kMiB);
    EXPECT_EQ(host_memory_statistics().cached, before);
}

// Of a size that lies side by side with others in huge pages: they go without the pages and come back usable.
TEST(HostMemory, BlocksOfMiddleSizesMakeRoom) {
    constexpr size_t size = kMiB, count = 1400;
    give_back(count, size);
    EXPECT_LE(host_memory_statistics().cached, 1024 * kMiB);
    std::vector<HostMemory> held;
    for (size_t i = 0; i < count; ++i) {
        held.emplace_back(size);
        held.back().data()[0] = held.back().data()[size - 1] = static_cast<std::byte>(i);
    }
    for (size_t i = 0; i < count; ++i) {
        ASSERT_EQ(held[i].data()[0], static_cast<std::byte>(i));
        ASSERT_EQ(held[i].data()[size - 1], static_cast<std::byte>(i));
    }
}

}  // namespace
}  // namespace ttnn
