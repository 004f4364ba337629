// Size classes are powers of two with four steps each, so at most a fifth is wasted. Blocks of middle sizes, as weights
// often are, lie side by side in huge pages: a matrix is read faster without the small ones' boundaries.
#include "base/host_memory.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <mutex>
#include <vector>

#include "base/error.hpp"

namespace ttnn {
namespace {

constexpr size_t kHuge = size_t{2} << 20, kCacheLimit = size_t{1} << 30;
constexpr size_t kLeastShared = size_t{64} << 10, kMostShared = kHuge / 4 * 3, kRegion = 8 * kHuge;

// Not where the sanitizer looks after every block by itself.
bool shares_pages([[maybe_unused]] size_t bytes) {
#if defined(__SANITIZE_ADDRESS__)
    return false;
#else
    return bytes >= kLeastShared && bytes <= kMostShared;
#endif
}

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
            FreeList& list = free_[size.index];
            if (!list.blocks.empty()) return pop(list);
            ++statistics_.taken_from_system;
            if (shares_pages(bytes)) return shared(list, bytes);
        }
        return fresh(asked, bytes);
    }
    void give(std::byte* p, SizeClass size) {
        const size_t bytes = size.bytes;
        std::lock_guard lock(mutex_);
        statistics_.in_use -= bytes;
        if (bytes > kCacheLimit) return std::free(p);  // never one that shares pages
        FreeList& list = free_[size.index];
        list.bytes = bytes;
        list.used = ++uses_;
        while (statistics_.cached + bytes > kCacheLimit) release(least_used());
        statistics_.cached += bytes;
        list.blocks.push_back(p);
    }
    HostMemoryStatistics statistics() {
        std::lock_guard lock(mutex_);
        return statistics_;
    }

 private:
    // The free blocks of a size class.
    struct FreeList {
        std::vector<std::byte*> blocks, released;  // released: addresses in a region, without memory
        size_t bytes = 0;                          // of each
        uint64_t used = 0;                         // when one was last given back
    };
    std::byte* pop(FreeList& list) {
        auto* p = list.blocks.back();
        list.blocks.pop_back();
        statistics_.cached -= list.bytes;
        return p;
    }
    // The size that nobody has asked for the longest; there are blocks.
    FreeList& least_used() {
        FreeList* out = nullptr;
        for (auto& list : free_)
            if (!list.blocks.empty() && (!out || list.used < out->used)) out = &list;
        return *out;
    }
    void release(FreeList& list) {
        std::byte* p = pop(list);
        if (!shares_pages(list.bytes)) return std::free(p);
        madvise(p, list.bytes, MADV_DONTNEED);
        list.released.push_back(p);
    }
    // A block beside the last one in a region of huge pages; size classes of this size are multiples of 8 KiB, so it is
    // whole pages.
    std::byte* shared(FreeList& list, size_t bytes) {
        if (!list.released.empty()) {
            std::byte* p = list.released.back();
            list.released.pop_back();
            return p;
        }
        if (region_left_ < bytes) region_ = fresh(kRegion, kRegion), region_left_ = kRegion;
        std::byte* p = region_;
        region_ += bytes, region_left_ -= bytes;
        return p;
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
    std::array<FreeList, kClasses> free_;
    uint64_t uses_ = 0;
    std::byte* region_ = nullptr;
    size_t region_left_ = 0;
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
