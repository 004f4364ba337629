// The device ledger: which addresses of a memory are taken, as a card would have it. All banks of a memory are
// allocated in lock-step at the same address, so one list of blocks describes them all. It holds no bytes; those are in
// base/host_memory.
#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "device/buffer_type.hpp"

namespace ttnn {

/// One block of a bank, for memory views; addresses are relative to the start of the region.
struct MemoryBlock {
    int64_t address, size;
    bool allocated;
};

struct MemoryStatistics {
    int64_t num_banks = 0, bytes_per_bank = 0, allocated_per_bank = 0, free_per_bank = 0, largest_free_per_bank = 0;
    std::vector<MemoryBlock> blocks;
};

/// The addresses [base, base + bytes) of each of `banks` banks.
class BankRegion {
 public:
    BankRegion(BufferType type, int64_t banks, int64_t base, int64_t bytes, int64_t granule, bool bottom_up);

    /// The address of a free block of `bytes_per_bank` (rounded up to the granule), or nothing. First fit from the end
    /// that the region grows from.
    std::optional<int64_t> allocate(int64_t bytes_per_bank);
    void free(int64_t address);
    MemoryStatistics statistics() const;
    int64_t banks() const { return banks_; }
    int64_t base() const { return base_; }
    int64_t bytes() const { return bytes_; }
    /// The lowest address in use, or the end of the region.
    int64_t lowest_in_use() const;

 private:
    BufferType type_;
    int64_t banks_, base_, bytes_, granule_;
    bool bottom_up_;
    int64_t packed_to_;  ///< all below is in use, so a search from the bottom starts here
    mutable std::mutex mutex_;
    int64_t take(int64_t address, int64_t size);

    using Blocks = std::map<int64_t, int64_t>;  // address -> size
    Blocks used_;
    std::vector<Blocks::node_type> spare_;  // of freed blocks, for the next ones
};

}  // namespace ttnn
