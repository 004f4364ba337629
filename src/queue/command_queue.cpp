// The thread is started with the first command, so that a device that only plans has none.
#include "queue/command_queue.hpp"

#include <atomic>
#include <chrono>
#include <utility>

#include "base/error.hpp"
#include "queue/wait_hook.hpp"

namespace ttnn {
namespace {

std::atomic<WaitHook> wait_hook{nullptr};

template <class Done>
void wait_until(std::condition_variable& changed, std::unique_lock<std::mutex>& lock, Done done) {
    while (!changed.wait_for(lock, std::chrono::milliseconds(100), done)) {
        const WaitHook hook = wait_hook;
        if (!hook) continue;
        lock.unlock();
        hook();
        lock.lock();
    }
}

}  // namespace

void set_wait_hook(WaitHook hook) { wait_hook = hook; }

CommandQueue::CommandQueue() = default;
CommandQueue::~CommandQueue() { shut_down(); }

void CommandQueue::enqueue(Command command) {
    {
        std::lock_guard lock(mutex_);
        if (stop_) return;
        if (recording_) recording_->commands.push_back(command);
        commands_.push_back(std::move(command));
        ++enqueued_;
        if (!thread_.joinable()) thread_ = std::thread([this] { loop(); });
    }
    filled_.notify_one();
}

void CommandQueue::loop() {
    std::unique_lock lock(mutex_);
    while (true) {
        filled_.wait(lock, [&] { return stop_ || !commands_.empty(); });
        if (stop_) return;
        Command command = std::move(commands_.front());
        commands_.pop_front();
        const bool skip = static_cast<bool>(error_);
        lock.unlock();
        std::exception_ptr error;
        if (!skip) {
            try {
                command.run();
            } catch (...) { error = std::current_exception(); }
        }
        const char* name = command.name;
        command.run = nullptr;  // what it holds is freed before the barrier opens
        lock.lock();
        if (error && !error_) error_ = error, failed_ = name;
        ++finished_;
        drained_.notify_all();
    }
}

void CommandQueue::wait() { wait_for(position()); }

uint64_t CommandQueue::position() {
    std::lock_guard lock(mutex_);
    return enqueued_;
}

void CommandQueue::wait_for(uint64_t position) {
    std::unique_lock lock(mutex_);
    wait_until(drained_, lock, [&] { return stop_ || finished_ >= position; });
    if (error_) rethrow(lock);
}

void CommandQueue::rethrow(std::unique_lock<std::mutex>& lock) {
    wait_until(drained_, lock, [&] { return stop_ || finished_ == enqueued_; });
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
    for (const auto& command : trace->commands) enqueue(command);
}

void CommandQueue::shut_down() {
    std::deque<Command> dropped;
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
