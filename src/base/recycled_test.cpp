#include "base/recycled.hpp"

#include <gtest/gtest.h>

#include <set>
#include <thread>

namespace ttnn {
namespace {

struct Thing {
    explicit Thing(int n) : n(n) {}
    int n;
    char rest[200] = {};
};

TEST(Recycled, MemoryComesBack) {
    std::set<const void*> seen;
    for (int i = 0; i < 100; ++i) {
        auto thing = make_recycled<Thing>(i);
        EXPECT_EQ(thing->n, i);
        seen.insert(thing.get());
    }
    EXPECT_LE(seen.size(), 2u);
}

TEST(Recycled, ObjectsFreedElsewhereAreUsedAgain) {
    std::set<const void*> seen;
    for (int round = 0; round < 20; ++round) {
        std::vector<std::shared_ptr<Thing>> things;
        for (int i = 0; i < 200; ++i) things.push_back(make_recycled<Thing>(i));
        for (int i = 0; i < 200; ++i) ASSERT_EQ(things[static_cast<size_t>(i)]->n, i);
        for (const auto& t : things) seen.insert(t.get());
        EXPECT_LE(seen.size(), 400u) << "round " << round;
        std::thread([&] { things.clear(); }).join();
    }
}

TEST(Recycled, ManyThreadsAtOnce) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([t] {
            std::vector<std::shared_ptr<Thing>> held(97);
            for (int i = 0; i < 20000; ++i) {
                auto& slot = held[static_cast<size_t>(i * 31 % 97)];
                if (slot) ASSERT_EQ(slot->n % 4, t);
                slot = make_recycled<Thing>(4 * i + t);
            }
        });
    for (auto& t : threads) t.join();
}

}  // namespace
}  // namespace ttnn
