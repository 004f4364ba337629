// Size classes are powers of two with four steps each, so at most a fifth is wasted.
#include "base/host_memory.hpp"

#include <sys/mman.h>

#include <bit>
#include <cstdlib>
#include <map>
#include <mutex>
#include <vector>

#include "base/error.hpp"

namespace ttnn {
namespace {

constexpr size_t kHuge = size_t{2} << 20, kCacheLimit = size_t{1} << 30;

size_t size_class(size_t bytes) {
    if (bytes <= 256) return 256;
    const size_t step = std::bit_floor(bytes - 1) / 4;
    return (bytes + step - 1) / step * step;
}

class HostPool {
 public:
    std::byte* take(size_t bytes) {
        {
            std::lock_guard lock(mutex_);
            statistics_.in_use += bytes;
            statistics_.peak = std::max(statistics_.peak, statistics_.in_use);
            auto& list = free_[bytes];
            if (!list.empty()) {
                auto* p = list.back();
                list.pop_back();
                statistics_.cached -= bytes;
                return p;
            }
        }
        return fresh(bytes);
    }
    void give(std::byte* p, size_t bytes) {
        std::lock_guard lock(mutex_);
        statistics_.in_use -= bytes;
        if (statistics_.cached + bytes > kCacheLimit) return std::free(p);
        statistics_.cached += bytes;
        free_[bytes].push_back(p);
    }
    HostMemoryStatistics statistics() {
        std::lock_guard lock(mutex_);
        return statistics_;
    }

 private:
    static std::byte* fresh(size_t bytes) {
        const size_t alignment = bytes >= kHuge / 2 ? kHuge : 64;
        const size_t rounded = (bytes + alignment - 1) / alignment * alignment;
        void* p = std::aligned_alloc(alignment, rounded);
        if (!p) throw OutOfMemory(str("Out of Memory: the host could not give ", bytes, " B for a tensor's contents"));
        if (bytes >= kHuge / 2) madvise(p, rounded, MADV_HUGEPAGE);
        return static_cast<std::byte*>(p);
    }
    std::mutex mutex_;
    std::map<size_t, std::vector<std::byte*>> free_;
    HostMemoryStatistics statistics_;
};

HostPool& host_pool() {
    static HostPool* pool = new HostPool;  // outlives every tensor, also those freed at exit
    return *pool;
}

}  // namespace

std::shared_ptr<std::byte> allocate_host_memory(size_t bytes) {
    const size_t size = size_class(bytes ? bytes : 1);
    return {host_pool().take(size), [size](std::byte* p) { host_pool().give(p, size); }};
}

HostMemoryStatistics host_memory_statistics() { return host_pool().statistics(); }

}  // namespace ttnn
