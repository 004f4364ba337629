// Host memory of tensors: blocks aligned to cache lines (large ones to huge pages), committed by the system at first
// touch and recycled when freed, because fresh pages cost more than most operations. Freed blocks are kept up to a
// limit, by size class; past it those of sizes long unused go back to the system.
#pragma once
#include <cstddef>
#include <utility>

namespace ttnn {

/// A block of at least `bytes` bytes whose contents are unspecified; it goes back to the pool at its end. Raises
/// std::bad_alloc never: a clear OutOfMemory error names the size.
class HostMemory {
 public:
    HostMemory() = default;  ///< no block
    explicit HostMemory(size_t bytes);
    ~HostMemory();
    HostMemory(HostMemory&& o) noexcept : data_(std::exchange(o.data_, nullptr)), size_(o.size_) {}
    HostMemory& operator=(HostMemory o) noexcept {
        std::swap(data_, o.data_);
        std::swap(size_, o.size_);
        return *this;
    }
    std::byte* data() const { return data_; }

 private:
    std::byte* data_ = nullptr;
    size_t size_ = 0;
};

struct HostMemoryStatistics {
    size_t in_use = 0, cached = 0, peak = 0;  ///< bytes
    size_t taken_from_system = 0;             ///< blocks that were not recycled
};
HostMemoryStatistics host_memory_statistics();

}  // namespace ttnn
