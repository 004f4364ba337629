#include "queue/command_queue.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"

namespace ttnn {
namespace {

struct Call final : Command {
    Call(const char* name, bool brief, std::function<void()> f) : Command(name, brief), f(std::move(f)) {}
    void run(const char*&) const override { f(); }
    std::function<void()> f;
};
CommandPtr brief(std::function<void()> f) { return std::make_shared<const Call>("brief", true, std::move(f)); }
CommandPtr slow(std::function<void()> f) { return std::make_shared<const Call>("slow", false, std::move(f)); }

TEST(CommandQueue, BriefCommandsRunOnTheCallersThreadWhenTheQueueIsIdle) {
    CommandQueue q;
    std::thread::id first, second;
    q.enqueue(brief([&] { first = std::this_thread::get_id(); }));
    EXPECT_EQ(first, std::this_thread::get_id());
    q.enqueue(slow([&] { second = std::this_thread::get_id(); }));
    q.wait();
    EXPECT_NE(second, std::this_thread::get_id());
}

TEST(CommandQueue, CommandsKeepTheirOrder) {
    CommandQueue q;
    std::vector<int> order;
    for (int i = 0; i < 2000; ++i) {
        auto f = [&order, i] { order.push_back(i); };
        q.enqueue(i % 7 < 3 ? slow(f) : brief(f));
        if (i % 97 == 0) q.wait();
    }
    q.wait();
    ASSERT_EQ(order.size(), 2000u);
    for (int i = 0; i < 2000; ++i) EXPECT_EQ(order[static_cast<size_t>(i)], i);
}

TEST(CommandQueue, SeveralThreadsNeverRunCommandsAtOnce) {
    CommandQueue q;
    std::atomic<int> inside = 0, clashes = 0, ran = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            auto f = [&] {
                if (inside.fetch_add(1)) ++clashes;
                ++ran;
                inside.fetch_sub(1);
            };
            for (int i = 0; i < 3000; ++i) {
                q.enqueue((i + t) % 3 ? brief(f) : slow(f));
                if (i % 50 == 0) q.wait();
            }
        });
    for (auto& t : threads) t.join();
    q.wait();
    EXPECT_EQ(clashes, 0);
    EXPECT_EQ(ran, 12000);
}

TEST(CommandQueue, ErrorsWaitForTheBarrierAndDropWhatFollows) {
    for (const bool first_brief : {false, true}) {
        CommandQueue q;
        bool ran = false;
        auto raise = [] { throw Error("no"); };
        EXPECT_NO_THROW(q.enqueue(first_brief ? brief(raise) : slow(raise)));
        q.enqueue(brief([&] { ran = true; }));
        EXPECT_THROW(q.wait(), Error);
        EXPECT_FALSE(ran);
        q.enqueue(brief([&] { ran = true; }));
        EXPECT_NO_THROW(q.wait());
        EXPECT_TRUE(ran);
    }
}

TEST(CommandQueue, ReplaysCountAsOneCommandAndNameTheOneThatFailed) {
    CommandQueue q;
    int n = 0;
    bool fail = false;
    q.begin_recording();
    for (int i = 0; i < 3; ++i) q.enqueue(brief([&] { ++n; }));
    q.enqueue(slow([&] { require(!fail, "as asked"); }));
    const auto trace = q.end_recording();
    q.wait();
    EXPECT_EQ(n, 3);
    const auto before = q.position();
    q.replay(trace);
    q.wait();
    EXPECT_EQ(n, 6);
    EXPECT_EQ(q.position(), before + 1);
    fail = true;
    q.replay(trace);
    try {
        q.wait();
        FAIL() << "no error";
    } catch (const Error& e) { EXPECT_NE(std::string(e.what()).find("[slow]"), std::string::npos) << e.what(); }
}

TEST(CommandQueue, AStoppedQueueIgnoresCommands) {
    CommandQueue q;
    q.shut_down();
    bool ran = false;
    q.enqueue(brief([&] { ran = true; }));
    q.wait();
    EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace ttnn
