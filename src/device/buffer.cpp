#include "device/buffer.hpp"

#include "base/observer.hpp"
#include "base/recycled.hpp"
#include "base/source_location.hpp"
#include "device/device.hpp"

namespace ttnn {

std::byte* HostBytes::data() {
    if (auto* p = committed_.load(std::memory_order_acquire)) return p;
    std::lock_guard lock(mutex_);
    if (!block_ && !memory_.data()) memory_ = HostMemory(size);
    std::byte* at = block_ ? block_->data() : memory_.data();
    committed_.store(at, std::memory_order_release);
    return at;
}

void HostBytes::lie_in(std::shared_ptr<HostBytes> block) {
    std::lock_guard lock(mutex_);
    block_ = std::move(block);
    memory_ = HostMemory();
    committed_.store(nullptr, std::memory_order_release);
}

namespace {
std::atomic<int64_t> next_buffer_id{1};

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
}  // namespace

BufferPlan::BufferPlan(const MeshDevice& device, BufferConfig c, std::string owner)
    : config(std::move(c)),
      owner(std::move(owner)),
      aligned_page(round_up(config.page_size, device.alignment(config.type))) {
    const int64_t banks = device.region(config.type).banks();
    const int64_t pages =
        config.pages_per_bank ? config.pages_per_bank : (config.num_pages + banks - 1) / std::max<int64_t>(1, banks);
    bytes_per_bank = pages * aligned_page;
}

Buffer::Buffer(std::shared_ptr<MeshDevice> device, std::shared_ptr<const BufferPlan> plan,
               std::shared_ptr<HostBytes> bytes)
    : device_(std::move(device)),
      plan_(std::move(plan)),
      source_(&current_source_location()),
      id_(next_buffer_id++),
      bytes_(bytes ? std::move(bytes) : make_recycled<HostBytes>(static_cast<size_t>(config().host_bytes))) {
    if (config().num_pages == 0) return;  // a tensor without elements holds nothing
    auto taken = device_->execution().allocate(config(), bytes_per_bank());
    address_ = taken.address;
    region_ = std::move(taken.region);
    device_->buffers().add(*this);
    for_each_observer([&](Observer& o) { o.buffer_allocate(*this); });
}

Buffer::~Buffer() {
    if (config().num_pages == 0) return;
    for_each_observer([&](Observer& o) { o.buffer_deallocate(*this); });
    device_->buffers().remove(*this);
    if (region_) region_->free(address_);
}

void LiveBuffers::add(Buffer& buffer) {
    std::lock_guard lock(mutex_);
    buffer.older_ = newest_;
    (newest_ ? newest_->newer_ : oldest_) = &buffer;
    newest_ = &buffer;
}

void LiveBuffers::remove(Buffer& buffer) {
    std::lock_guard lock(mutex_);
    (buffer.older_ ? buffer.older_->newer_ : oldest_) = buffer.newer_;
    (buffer.newer_ ? buffer.newer_->older_ : newest_) = buffer.older_;
}

}  // namespace ttnn
