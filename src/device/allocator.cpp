#include "device/allocator.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace ttnn {

std::string_view name(BufferType t) {
    switch (t) {
        case BufferType::DRAM: return "DRAM";
        case BufferType::L1: return "L1";
        case BufferType::SYSTEM_MEMORY: return "SYSTEM_MEMORY";
        case BufferType::L1_SMALL: return "L1_SMALL";
        default: return "TRACE";
    }
}

std::string_view name(TensorMemoryLayout l) {
    switch (l) {
        case TensorMemoryLayout::INTERLEAVED: return "INTERLEAVED";
        case TensorMemoryLayout::HEIGHT_SHARDED: return "HEIGHT_SHARDED";
        case TensorMemoryLayout::WIDTH_SHARDED: return "WIDTH_SHARDED";
        case TensorMemoryLayout::BLOCK_SHARDED: return "BLOCK_SHARDED";
        default: return "ND_SHARDED";
    }
}

BankRegion::BankRegion(BufferType type, int64_t banks, int64_t base, int64_t bytes, int64_t granule, bool bottom_up)
    : type_(type),
      banks_(banks),
      base_(base),
      bytes_(bytes),
      granule_(granule),
      bottom_up_(bottom_up),
      packed_to_(base) {}

std::optional<int64_t> BankRegion::allocate(int64_t bytes_per_bank) {
    const int64_t size = std::max<int64_t>(1, (bytes_per_bank + granule_ - 1) / granule_) * granule_;
    std::lock_guard lock(mutex_);
    const int64_t end = base_ + bytes_;
    if (bottom_up_) {
        int64_t at = packed_to_;
        for (auto it = used_.lower_bound(at); it != used_.end() && it->first - at < size; ++it) {
            if (it->first == packed_to_) packed_to_ += it->second;
            at = it->first + it->second;
        }
        if (end - at < size) return {};
        if (at == packed_to_) packed_to_ += size;
        return take(at, size);
    }
    int64_t top = end;
    for (auto it = used_.rbegin(); it != used_.rend(); ++it) {
        if (top - (it->first + it->second) >= size) break;
        top = it->first;
    }
    if (top - base_ < size) return {};
    return take(top - size, size);
}

int64_t BankRegion::take(int64_t address, int64_t size) {
    if (spare_.empty()) {
        used_.emplace(address, size);
        return address;
    }
    auto node = std::move(spare_.back());
    spare_.pop_back();
    node.key() = address;
    node.mapped() = size;
    used_.insert(std::move(node));
    return address;
}

void BankRegion::free(int64_t address) {
    std::lock_guard lock(mutex_);
    auto node = used_.extract(address);
    ensure(!node.empty(), "address ", address, " freed twice");
    spare_.push_back(std::move(node));
    packed_to_ = std::min(packed_to_, address);
}

int64_t BankRegion::lowest_in_use() const {
    std::lock_guard lock(mutex_);
    return used_.empty() ? base_ + bytes_ : used_.begin()->first;
}

MemoryStatistics BankRegion::statistics() const {
    std::lock_guard lock(mutex_);
    MemoryStatistics s;
    s.num_banks = banks_;
    s.bytes_per_bank = bytes_;
    int64_t at = base_;
    auto gap = [&](int64_t to) {
        if (to > at) s.blocks.push_back({at - base_, to - at, false});
        s.largest_free_per_bank = std::max(s.largest_free_per_bank, to - at);
    };
    for (const auto& [address, size] : used_) {
        gap(address);
        s.blocks.push_back({address - base_, size, true});
        s.allocated_per_bank += size;
        at = address + size;
    }
    gap(base_ + bytes_);
    s.free_per_bank = bytes_ - s.allocated_per_bank;
    return s;
}

}  // namespace ttnn
