// One pool for the process. Workers spin for some tens of microseconds after a job, then sleep: forks come in quick
// succession while a model runs, and an idle process must not burn a core. Several callers at once (queues of several
// devices, user threads) take turns. A worker that the system puts on the caller's processor, where it would wait for
// the whole job, is sent to another one.
#include "base/thread_pool.hpp"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/error.hpp"
#include "base/spin.hpp"

namespace ttnn {
namespace {

int default_threads() {
    if (const char* text = std::getenv("TESSERA_THREADS"); text && *text) {
        char* end = nullptr;
        const long n = std::strtol(text, &end, 10);
        require(!*end && n >= 1 && n <= 1024, "TESSERA_THREADS: expected a number from 1 to 1024, got '", text, "'");
        return static_cast<int>(n);
    }
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
    return std::max(1u, std::thread::hardware_concurrency());
}

// Whether this thread is running a job's indices: what it starts there it runs by itself.
thread_local bool inside = false;

// The indices that a thread takes first.
struct alignas(64) Share {
    std::atomic<size_t> next{0};
    size_t end = 0;
};

struct Job {
    size_t n = 0;
    void (*body)(void*, size_t) = nullptr;
    void* context = nullptr;
    Schedule schedule = Schedule::Shares;
    std::vector<Share>* shares = nullptr;
    std::atomic<int> active{0};
    std::atomic<bool> failed{false};
    std::mutex error_mutex;
    std::exception_ptr error;

    // Thread `self` takes its own share and then what others have left: a thread gets the same part of each tensor
    // again and again, which its cache may still hold.
    void work(size_t self) noexcept {
        const size_t threads = shares->size();
        for (size_t t = 0; t < threads; ++t) take((*shares)[(self + t) % threads]);
    }
    void take(Share& share) noexcept {
        for (size_t i; share.next.load(std::memory_order_relaxed) < share.end &&
                       (i = share.next.fetch_add(1, std::memory_order_relaxed)) < share.end && !failed;) {
            try {
                body(context, i);
            } catch (...) {
                std::lock_guard lock(error_mutex);
                if (!error) error = std::current_exception();
                failed = true;
            }
        }
    }
};

struct Worker {
    std::thread thread;
    std::atomic<pid_t> id{0};  // 0 until it runs
    std::atomic<int> cpu{-1};  // where it was when it last took up a job
};

// A worker on the caller's processor runs when the caller is done; the system sees no reason to move it before.
void send_elsewhere(Worker& worker, int cpu, size_t workers) {
    cpu_set_t allowed;
    if (sched_getaffinity(0, sizeof allowed, &allowed) != 0 || CPU_COUNT(&allowed) <= static_cast<int>(workers)) return;
    CPU_CLR(cpu, &allowed);
    sched_setaffinity(worker.id, sizeof allowed, &allowed);
    worker.cpu = -1;
}

class ThreadPool {
 public:
    explicit ThreadPool(int threads) : workers_(threads - 1), shares_(threads) {
        for (size_t i = 0; i < workers_.size(); ++i) workers_[i].thread = std::thread([this, i] { loop(i + 1); });
    }
    ~ThreadPool() {
        {
            std::lock_guard lock(mutex_);
            stop_ = true;
            generation_.fetch_add(1);
        }
        wake_.notify_all();
        for (auto& w : workers_) w.thread.join();
    }
    int size() const { return static_cast<int>(workers_.size()) + 1; }

    // The caller waits for workers that joined, not for those that the system has put aside: these find no job when
    // they come.
    void run(Job& job) {
        share_out(job);
        const int cpu = sched_getcpu();
        for (auto& w : workers_)
            if (w.cpu.load(std::memory_order_relaxed) == cpu) send_elsewhere(w, cpu, workers_.size());
        {
            std::lock_guard lock(mutex_);
            job_ = &job;
            generation_.fetch_add(1, std::memory_order_release);
        }
        if (sleeping_.load() > 0) wake_.notify_all();
        job.work(0);
        {
            std::lock_guard lock(mutex_);
            job_ = nullptr;
        }
        auto left = [&] { return job.active.load(std::memory_order_acquire) == 0; };
        if (!spin_until(left))
            while (!left()) sched_yield();
    }

 private:
    void share_out(Job& job) {
        job.shares = &shares_;
        const size_t threads = shares_.size(), parts = job.schedule == Schedule::Shares ? threads : 1;
        for (size_t t = 0; t < threads; ++t) {
            shares_[t].next = job.n * std::min(t, parts) / parts;
            shares_[t].end = job.n * std::min(t + 1, parts) / parts;
        }
    }
    void loop(size_t thread) {
        Worker& self = workers_[thread - 1];
        self.id = gettid();
        inside = true;
        uint64_t seen = 0;
        while (true) {
            await(seen);
            if (stop_) return;
            self.cpu.store(sched_getcpu(), std::memory_order_relaxed);
            if (Job* job = join()) {
                job->work(thread);
                job->active.fetch_sub(1, std::memory_order_release);
            }
        }
    }
    Job* join() {
        std::lock_guard lock(mutex_);
        if (job_) job_->active.fetch_add(1, std::memory_order_relaxed);
        return job_;
    }
    void await(uint64_t& seen) {
        if (!spin_until([&] { return generation_.load(std::memory_order_acquire) != seen; })) {
            std::unique_lock lock(mutex_);
            ++sleeping_;
            wake_.wait(lock, [&] { return generation_.load() != seen; });
            --sleeping_;
        }
        seen = generation_.load(std::memory_order_acquire);
    }

    std::vector<Worker> workers_;
    std::vector<Share> shares_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::atomic<uint64_t> generation_{0};
    std::atomic<int> sleeping_{0};
    Job* job_ = nullptr;
    bool stop_ = false;
};

struct Pool {
    std::mutex turn;  // one job at a time
    int threads = default_threads();
    pid_t owner = 0;
    ThreadPool* pool = nullptr;  // never destroyed: threads may outlive static destruction at exit
};

Pool& pool() {
    static Pool* p = new Pool;
    return *p;
}

}  // namespace

int num_threads() { return pool().threads; }

void set_num_threads(int n) {
    require(n >= 1 && n <= 1024, "set_num_threads: expected a number from 1 to 1024, got ", n);
    std::lock_guard lock(pool().turn);
    pool().threads = n;
}

size_t even_grain(size_t n, size_t most) {
    const auto threads = static_cast<size_t>(num_threads());
    const size_t pieces = ((n + most - 1) / most + threads - 1) / threads * threads;
    return std::max<size_t>(1, (n + pieces - 1) / std::max<size_t>(1, pieces));
}

void detail::run_parallel(size_t n, void (*body)(void*, size_t), void* context, Schedule schedule) {
    if (n == 0) return;
    Pool& p = pool();
    if (n == 1 || inside || p.threads == 1) {
        for (size_t i = 0; i < n; ++i) body(context, i);
        return;
    }
    std::lock_guard lock(p.turn);
    // A forked child has no workers; a changed size wants other ones.
    if (p.owner != getpid()) p.pool = nullptr;
    if (p.pool && p.pool->size() != p.threads) {
        delete p.pool;
        p.pool = nullptr;
    }
    if (!p.pool) {
        p.pool = new ThreadPool(p.threads);
        p.owner = getpid();
    }
    Job job;
    job.n = n;
    job.body = body;
    job.context = context;
    job.schedule = schedule;
    inside = true;
    p.pool->run(job);
    inside = false;
    if (job.error) std::rethrow_exception(job.error);
}

}  // namespace ttnn
