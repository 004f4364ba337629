// Size classes are powers of two with four steps each, so at most a fifth is wasted.
#include "base/host_memory.hpp"

#include <sys/mman.h>

#include <array>
#include <bit>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "base/error.hpp"

namespace ttnn {
namespace {

constexpr size_t kHuge = size_t{2} << 20, kCacheLimit = size_t{1} << 30;

struct SizeClass {
    size_t bytes, index;
};
SizeClass size_class(size_t bytes) {
    if (bytes <= 256) return {256, 0};
    const size_t step = std::bit_floor(bytes - 1) / 4, steps = (bytes + step - 1) / step;  // 5 to 8
    return {steps * step, 4 * (static_cast<size_t>(std::bit_width(bytes - 1)) - 9) + steps - 4};
}
constexpr size_t kClasses = 4 * (64 - 8) + 1;

class HostPool {
 public:
    std::byte* take(size_t asked, SizeClass size) {
        const size_t bytes = size.bytes;
        {
            std::lock_guard lock(mutex_);
            statistics_.in_use += bytes;
            statistics_.peak = std::max(statistics_.peak, statistics_.in_use);
            auto& list = free_[size.index];
            if (!list.empty()) {
                auto* p = list.back().bytes;
                list.pop_back();
                statistics_.cached -= bytes;
                return p;
            }
            ++statistics_.taken_from_system;
        }
        return fresh(asked, bytes);
    }
    void give(std::byte* p, SizeClass size) {
        const size_t bytes = size.bytes;
        std::lock_guard lock(mutex_);
        statistics_.in_use -= bytes;
        if (bytes > kCacheLimit) return std::free(p);
        while (statistics_.cached + bytes > kCacheLimit) free_oldest();
        statistics_.cached += bytes;
        free_[size.index].push_back({p, bytes, ++given_});
    }
    HostMemoryStatistics statistics() {
        std::lock_guard lock(mutex_);
        return statistics_;
    }

 private:
    struct Free {
        std::byte* bytes;
        size_t size;
        uint64_t given;  // when
    };
    // What was given back long ago is of sizes that nobody asks for any more.
    void free_oldest() {
        std::vector<Free>* oldest = nullptr;
        for (auto& list : free_)
            if (!list.empty() && (!oldest || list.front().given < oldest->front().given)) oldest = &list;
        std::free(oldest->front().bytes);
        statistics_.cached -= oldest->front().size;
        oldest->erase(oldest->begin());
    }
    // Pages are huge where a tensor fills them; of the last one three quarters have to be used, as what is not takes
    // memory like the rest. Small pages that nobody touches take none.
    static std::byte* fresh(size_t asked, size_t bytes) {
        const size_t huge = (asked + kHuge / 4) / kHuge * kHuge;
        const size_t rounded = std::max(bytes, huge);
        void* p = nullptr;
        if (posix_memalign(&p, huge ? kHuge : 64, rounded) != 0)
            throw OutOfMemory(str("Out of Memory: the host could not give ", bytes, " B for a tensor's contents"));
        if (huge) madvise(p, huge, MADV_HUGEPAGE);
        return static_cast<std::byte*>(p);
    }
    std::mutex mutex_;
    std::array<std::vector<Free>, kClasses> free_;  // of each size, the last one is taken first
    uint64_t given_ = 0;
    HostMemoryStatistics statistics_;
};

HostPool& host_pool() {
    static HostPool* pool = new HostPool;  // outlives every tensor, also those freed at exit
    return *pool;
}

}  // namespace

HostMemory::HostMemory(size_t bytes) : data_(host_pool().take(bytes, size_class(bytes))), size_(bytes) {}

HostMemory::~HostMemory() {
    if (data_) host_pool().give(data_, size_class(size_));
}

HostMemoryStatistics host_memory_statistics() { return host_pool().statistics(); }

}  // namespace ttnn
