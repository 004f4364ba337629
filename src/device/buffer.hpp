// A buffer: an address range of a device memory (the device ledger) and the host bytes behind it (the host ledger). The
// bytes are committed when a kernel or a write first asks for them.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/host_memory.hpp"
#include "device/buffer_type.hpp"
#include "device/core.hpp"

namespace ttnn {

class MeshDevice;
class BankRegion;

/// What the ledger needs to know of a tensor; MemoryConfig and shape lower to it.
struct BufferConfig {
    BufferType type = BufferType::DRAM;
    TensorMemoryLayout layout = TensorMemoryLayout::INTERLEAVED;
    int64_t page_size = 0;  ///< bytes, before alignment
    int64_t num_pages = 0;  ///< over all banks
    int64_t pages_per_bank =
        0;  ///< sharded: pages of one shard times shards a core; interleaved: 0 (derived from the banks)
    int64_t num_cores = 0;   ///< sharded: cores that hold a shard; interleaved: 0
    CoreRangeSet cores;      ///< sharded: the shard grid
    int64_t host_bytes = 0;  ///< bytes of the contents in our order
    int64_t bytes() const { return page_size * num_pages; }
};

/// How a buffer lies in its memory and what it is called: the same for all outputs of a program, which share it.
struct BufferPlan {
    BufferPlan() = default;
    BufferPlan(const MeshDevice& device, BufferConfig config, std::string owner);

    BufferConfig config;
    std::string owner;  ///< for reports and errors: "Shape([32, 64]) BFLOAT16 TILE"
    int64_t aligned_page = 0, bytes_per_bank = 0;
};

/// Host bytes shared by buffers, views and commands in flight.
struct HostBytes {
    explicit HostBytes(size_t size) : size(size) {}
    /// The bytes, committed now if nobody has asked before.
    std::byte* data();
    /// From now on they are the first of `block`, which is as large at least; contents are lost. Nobody may be using
    /// them.
    void lie_in(std::shared_ptr<HostBytes> block);
    bool committed() const { return committed_.load(std::memory_order_acquire) != nullptr; }

    const size_t size;

 private:
    std::mutex mutex_;
    std::atomic<std::byte*> committed_{nullptr};
    HostMemory memory_;
    std::shared_ptr<HostBytes> block_;  // when they lie in another one's memory
};

class Buffer {
 public:
    /// Takes an address from the device; raises OutOfMemory naming who holds the memory before anything changes.
    Buffer(std::shared_ptr<MeshDevice> device, std::shared_ptr<const BufferPlan> plan,
           std::shared_ptr<HostBytes> bytes = nullptr);
    ~Buffer();
    Buffer(const Buffer&) = delete;

    int64_t address() const { return address_; }
    const BufferConfig& config() const { return plan_->config; }
    int64_t aligned_page_size() const { return plan_->aligned_page; }
    int64_t bytes_per_bank() const { return plan_->bytes_per_bank; }
    int64_t unique_id() const { return id_; }
    const std::string& owner() const { return plan_->owner; }
    const std::string& source() const { return *source_; }
    const std::shared_ptr<MeshDevice>& device() const { return device_; }
    const std::shared_ptr<HostBytes>& bytes() const { return bytes_; }

 private:
    friend class LiveBuffers;

    std::shared_ptr<MeshDevice> device_;
    std::shared_ptr<const BufferPlan> plan_;
    const std::string* source_;
    int64_t id_, address_ = 0;
    std::shared_ptr<BankRegion> region_;
    std::shared_ptr<HostBytes> bytes_;
    Buffer *older_ = nullptr, *newer_ = nullptr;  // neighbours among the live buffers
};

/// The live buffers of a device in the order of their making, chained through the buffers themselves.
class LiveBuffers {
 public:
    void add(Buffer& buffer);
    void remove(Buffer& buffer);
    template <class F>
    void for_each(F f) const {
        std::lock_guard lock(mutex_);
        for (const Buffer* b = oldest_; b; b = b->newer_) f(*b);
    }

 private:
    mutable std::mutex mutex_;
    Buffer *oldest_ = nullptr, *newest_ = nullptr;
};

}  // namespace ttnn
