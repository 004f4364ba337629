// Host memory of tensors: blocks aligned to cache lines (large ones to huge pages), committed by the system at first
// touch and recycled when freed, because fresh pages cost more than most operations. Freed blocks are kept up to a
// limit, by size class.
#pragma once
#include <cstddef>
#include <memory>

namespace ttnn {

/// A block of at least `bytes` bytes whose contents are unspecified; freed to the pool with the last reference. Raises
/// std::bad_alloc never: a clear OutOfMemory error names the size.
std::shared_ptr<std::byte> allocate_host_memory(size_t bytes);

struct HostMemoryStatistics {
    size_t in_use = 0, cached = 0, peak = 0;
};
HostMemoryStatistics host_memory_statistics();

}  // namespace ttnn
