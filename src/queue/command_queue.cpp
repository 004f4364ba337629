// The thread is started with the first command that it must run, so that a device that only plans has none. It spins
// for a moment before it sleeps: the next command of a running program comes soon, and waking a thread costs several
// times a launch.
#include "queue/command_queue.hpp"

#include <chrono>
#include <utility>

#include "base/error.hpp"
#include "base/recycled.hpp"
#include "base/spin.hpp"
#include "queue/wait_hook.hpp"

namespace ttnn {
namespace {

std::atomic<WaitHook> wait_hook{nullptr};

class Replay final : public Command {
 public:
    explicit Replay(std::shared_ptr<const CommandTrace> trace)
        : Command("ttnn.execute_trace"), trace_(std::move(trace)) {}
    void run(const char*& name) const override {
        const std::span<const CommandPtr> all = trace_->commands;
        std::call_once(trace_->ready, [all] {
            for (const CommandPtr& c : all)
                if (c->make_ready(all)) return;
        });
        for (size_t i = 0; i < all.size();) i += all[i]->run_first(all.subspan(i), name);
    }

 private:
    std::shared_ptr<const CommandTrace> trace_;
};

}  // namespace

void set_wait_hook(WaitHook hook) { wait_hook = hook; }

CommandQueue::CommandQueue() = default;
CommandQueue::~CommandQueue() { shut_down(); }

void CommandQueue::enqueue(CommandPtr command) {
    std::unique_lock lock(mutex_);
    if (stop_) return;
    if (recording_) recording_->commands.push_back(command);
    ++enqueued_;
    if (command->brief() && !running_ && commands_.empty()) {
        run(lock, {&command, 1});
        if (commands_.empty() || !asleep_) return;
    } else {
        commands_.push_back(std::move(command));
        if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
        if (!asleep_) return;
    }
    lock.unlock();
    filled_.notify_one();
}

// Runs the first of the commands, or more of them, without the lock, which is held before and after. Nobody else may be
// running one.
size_t CommandQueue::run(std::unique_lock<std::mutex>& lock, std::span<CommandPtr> commands) {
    running_ = true;
    const bool skip = static_cast<bool>(error_);
    lock.unlock();
    std::exception_ptr error;
    const char* name = "";
    size_t count = 1;
    if (!skip) {
        try {
            count = commands[0]->run_first(commands, name);
        } catch (...) { error = std::current_exception(); }
    }
    for (auto& command : commands.first(count)) command = nullptr;  // what it holds is freed before the barrier opens
    lock.lock();
    running_ = false;
    if (error && !error_) error_ = error, failed_ = name;
    finished_ += count;
    if (waiting_) drained_.notify_all();
    return count;
}

void CommandQueue::loop() {
    std::vector<CommandPtr> batch;
    std::unique_lock lock(mutex_);
    while (await_commands(lock)) {
        batch.swap(commands_);
        const std::span<CommandPtr> all = batch;
        for (size_t i = 0; i < all.size() && !stop_;) i += run(lock, all.subspan(i));
        batch.clear();
    }
}

// False when the queue stops.
bool CommandQueue::await_commands(std::unique_lock<std::mutex>& lock) {
    auto ready = [&] { return stop_ || (!commands_.empty() && !running_); };
    if (!ready()) {
        const uint64_t seen = enqueued_;
        lock.unlock();
        spin_until([&] { return stop_ || enqueued_ != seen; });
        lock.lock();
    }
    asleep_ = true;
    filled_.wait(lock, ready);
    asleep_ = false;
    return !stop_;
}

void CommandQueue::wait() { wait_for(position()); }

uint64_t CommandQueue::position() { return enqueued_; }

// Waits for what finished commands change; the hook may raise.
template <class Done>
void CommandQueue::wait_until(std::unique_lock<std::mutex>& lock, Done done) {
    struct Waiting {
        explicit Waiting(std::atomic<int>& n) : n(n) { ++n; }
        ~Waiting() { --n; }
        std::atomic<int>& n;
    } waiting(waiting_);
    while (!drained_.wait_for(lock, std::chrono::milliseconds(100), done)) {
        const WaitHook hook = wait_hook;
        if (!hook) continue;
        lock.unlock();
        hook();
        lock.lock();
    }
}

void CommandQueue::wait_for(uint64_t position) {
    std::unique_lock lock(mutex_);
    wait_until(lock, [&] { return stop_ || finished_ >= position; });
    if (error_) rethrow(lock);
}

void CommandQueue::rethrow(std::unique_lock<std::mutex>& lock) {
    wait_until(lock, [&] { return stop_ || finished_ == enqueued_; });
    const auto error = std::exchange(error_, nullptr);
    const std::string name = std::move(failed_);
    lock.unlock();
    try {
        std::rethrow_exception(error);
    } catch (const std::exception& e) { throw Error(str("[", name, "] failed on the command queue: ", e.what())); }
}

void CommandQueue::begin_recording() {
    std::lock_guard lock(mutex_);
    require(!recording_, "begin_trace_capture: a trace is already being captured on this command queue; end it first");
    recording_ = std::make_shared<CommandTrace>();
}

std::shared_ptr<CommandTrace> CommandQueue::end_recording() {
    std::lock_guard lock(mutex_);
    require(static_cast<bool>(recording_), "end_trace_capture: no trace is being captured on this command queue");
    return std::exchange(recording_, nullptr);
}

bool CommandQueue::recording() {
    std::lock_guard lock(mutex_);
    return static_cast<bool>(recording_);
}

void CommandQueue::replay(std::shared_ptr<const CommandTrace> trace) {
    enqueue(make_recycled<const Replay>(std::move(trace)));
}

void CommandQueue::shut_down() {
    std::vector<CommandPtr> dropped;
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
        dropped.swap(commands_);
    }
    filled_.notify_all();
    drained_.notify_all();
    if (thread_.joinable() && thread_.get_id() != std::this_thread::get_id()) thread_.join();
}

}  // namespace ttnn
