#include "device/buffer.hpp"

#include "base/observer.hpp"
#include "base/source_location.hpp"
#include "device/device.hpp"

namespace ttnn {

std::byte* HostBytes::data() {
    if (auto* p = committed_.load(std::memory_order_acquire)) return p;
    std::lock_guard lock(mutex_);
    if (!memory_) memory_ = allocate_host_memory(size);
    committed_.store(memory_.get(), std::memory_order_release);
    return memory_.get();
}

namespace {
std::atomic<int64_t> next_buffer_id{1};

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
}  // namespace

Buffer::Buffer(MeshDevice& device, const BufferConfig& config, std::string owner, std::shared_ptr<HostBytes> bytes)
    : device_(device.shared_from_this()),
      config_(config),
      owner_(std::move(owner)),
      source_(&current_source_location()),
      id_(next_buffer_id++),
      bytes_(bytes ? std::move(bytes) : std::make_shared<HostBytes>(static_cast<size_t>(config.host_bytes))) {
    aligned_page_ = round_up(config.page_size, device.alignment(config.type));
    const int64_t banks = device.region(config.type).banks();
    const int64_t pages =
        config.pages_per_bank ? config.pages_per_bank : (config.num_pages + banks - 1) / std::max<int64_t>(1, banks);
    bytes_per_bank_ = pages * aligned_page_;
    if (config.num_pages == 0) return;  // a tensor without elements holds nothing
    auto taken = device.execution().allocate(config_, bytes_per_bank_);
    address_ = taken.address;
    region_ = std::move(taken.region);
    device.add_buffer(this);
    for_each_observer([&](Observer& o) { o.buffer_allocate(*this); });
}

Buffer::~Buffer() {
    if (config_.num_pages == 0) return;
    for_each_observer([&](Observer& o) { o.buffer_deallocate(*this); });
    device_->remove_buffer(this);
    if (region_) region_->free(address_);
}

}  // namespace ttnn
