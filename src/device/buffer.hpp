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

/// Host bytes shared by buffers, views and commands in flight.
struct HostBytes {
    explicit HostBytes(size_t size) : size(size) {}
    /// The bytes, committed now if nobody has asked before.
    std::byte* data();
    bool committed() const { return committed_.load(std::memory_order_acquire) != nullptr; }

    const size_t size;

 private:
    std::mutex mutex_;
    std::atomic<std::byte*> committed_{nullptr};
    std::shared_ptr<std::byte> memory_;
};

class Buffer {
 public:
    /// Takes an address from the device; raises OutOfMemory naming who holds the memory before anything changes.
    Buffer(MeshDevice& device, const BufferConfig& config, std::string owner,
           std::shared_ptr<HostBytes> bytes = nullptr);
    ~Buffer();
    Buffer(const Buffer&) = delete;

    int64_t address() const { return address_; }
    const BufferConfig& config() const { return config_; }
    int64_t aligned_page_size() const { return aligned_page_; }
    int64_t bytes_per_bank() const { return bytes_per_bank_; }
    int64_t unique_id() const { return id_; }
    const std::string& owner() const { return owner_; }
    const std::string& source() const { return *source_; }
    MeshDevice& device() const { return *device_; }
    const std::shared_ptr<HostBytes>& bytes() const { return bytes_; }

 private:
    std::shared_ptr<MeshDevice> device_;
    BufferConfig config_;
    std::string owner_;
    const std::string* source_;
    int64_t id_, address_ = 0, aligned_page_ = 0, bytes_per_bank_ = 0;
    std::shared_ptr<BankRegion> region_;
    std::shared_ptr<HostBytes> bytes_;
};

}  // namespace ttnn
