// An asynchronous command queue: commands are closures that its own thread runs in order. The caller goes on at once;
// wait() is the barrier, and raises there what a command raised, with the name of the operation. After an error the
// commands behind it are dropped until a barrier reports it, as their inputs would be wrong. A command that only the
// ledger of device memory needs is never enqueued. It knows nothing of tensors: whoever enqueues keeps what the command
// needs alive inside the closure.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ttnn {

struct Command {
    const char* name;  ///< qualified name of the operation, for errors; must outlive the command
    std::function<void()> run;
};

/// A recorded sequence of commands (a trace), replayed without its Python program.
struct CommandTrace {
    std::vector<Command> commands;
};

class CommandQueue {
 public:
    CommandQueue();
    ~CommandQueue();  ///< drops what has not begun
    CommandQueue(const CommandQueue&) = delete;

    void enqueue(Command command);
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
    void rethrow(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    std::condition_variable filled_, drained_;
    std::deque<Command> commands_;
    uint64_t enqueued_ = 0, finished_ = 0;
    std::exception_ptr error_;
    std::string failed_;
    std::shared_ptr<CommandTrace> recording_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace ttnn
