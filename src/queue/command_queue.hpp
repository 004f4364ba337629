// An asynchronous command queue: commands run in order, on the queue's own thread, while the caller goes on; wait() is
// the barrier, and raises there what a command raised, with the name of the operation. After an error the commands
// behind it are dropped until a barrier reports it, as their inputs would be wrong. A command that only the ledger of
// device memory needs is never enqueued. The queue knows nothing of tensors: a command keeps what it needs alive.
//
// A brief command that finds the queue idle runs on the caller's thread: waking another costs more than its work. The
// order of commands and the barrier at which an error appears stay the same.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/recycled.hpp"

namespace ttnn {

class Command;
using CommandPtr = std::shared_ptr<const Command>;

class Command {
 public:
    /// `name`: qualified name of the operation, for errors; must outlive the command. `brief`: it is done in a few
    /// microseconds and waits for nobody.
    explicit Command(const char* name, bool brief = false) : name_(name), brief_(brief) {}
    virtual ~Command() = default;
    Command(const Command&) = delete;

    /// May be called again (by a trace). Sets `name` to that of the operation that runs.
    virtual void run(const char*& name) const = 0;
    /// Runs the first of the commands, which is this one, and those behind it that may as well run together with it;
    /// returns how many ran.
    virtual size_t run_first(std::span<const CommandPtr> commands, const char*& name) const {
        name = name_;
        return static_cast<void>(commands), run(name), 1;
    }
    /// How many commands run_first would run.
    virtual size_t together(std::span<const CommandPtr>) const { return 1; }
    /// Whether this kind of command has made a trace's commands ready for many replays; asked before the first one.
    virtual bool make_ready(std::span<const CommandPtr>) const { return false; }
    const char* name() const { return name_; }
    bool brief() const { return brief_; }

 private:
    const char* name_;
    bool brief_;
};

/// A command that calls `f`.
template <class F>
CommandPtr make_command(const char* name, F f) {
    struct Call final : Command {
        Call(const char* name, F f) : Command(name), f(std::move(f)) {}
        void run(const char*&) const override { f(); }
        F f;
    };
    return make_recycled<const Call>(name, std::move(f));
}

/// A recorded sequence of commands (a trace), replayed without its Python program as one command.
struct CommandTrace {
    std::vector<CommandPtr> commands;
    mutable std::once_flag ready;
};

class CommandQueue {
 public:
    CommandQueue();
    ~CommandQueue();  ///< drops what has not begun
    CommandQueue(const CommandQueue&) = delete;

    void enqueue(CommandPtr command);
    /// Blocks until all commands enqueued so far have run; raises the first error among them.
    void wait();
    /// Number of the last command enqueued; wait_for(n) blocks until command n has run.
    uint64_t position();
    void wait_for(uint64_t position);

    /// From begin to end, commands are executed and recorded.
    void begin_recording();
    std::shared_ptr<CommandTrace> end_recording();
    bool recording();
    void replay(std::shared_ptr<const CommandTrace> trace);

    /// Drops commands that have not begun and stops the thread; further commands are ignored. Safe to call twice.
    void shut_down();

 private:
    void loop();
    bool await_commands(std::unique_lock<std::mutex>& lock);
    size_t run(std::unique_lock<std::mutex>& lock, std::span<CommandPtr> commands);
    template <class Done>
    void wait_until(std::unique_lock<std::mutex>& lock, Done done);
    void rethrow(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    std::condition_variable filled_, drained_;
    std::vector<CommandPtr> commands_;    // not yet taken by the thread
    std::atomic<uint64_t> enqueued_ = 0;  // read without the lock by a thread that spins
    uint64_t finished_ = 0;
    bool running_ = false;          // a command runs, on whatever thread
    bool asleep_ = false;           // the queue's thread waits for `filled_`
    std::atomic<int> waiting_ = 0;  // threads that wait for `drained_`
    std::exception_ptr error_;
    std::string failed_;
    std::shared_ptr<CommandTrace> recording_;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

}  // namespace ttnn
