// The two ways of execution: computing with real addresses, and planning.
#include "device/execution.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "device/device.hpp"

namespace ttnn {
namespace {

// The official words, then who holds the memory and what would help.
[[noreturn]] void out_of_memory(MeshDevice& device, const BufferConfig& config, int64_t per_bank) {
    const auto& region = device.region(config.type);
    const auto s = region.statistics();
    std::string text = str("Out of Memory: Not enough space to allocate ", config.bytes(), " B ", name(config.type),
                           " buffer across ", s.num_banks, " banks, where each bank needs to store ", per_bank,
                           " B, but bank size is ", s.bytes_per_bank, " B (allocated: ", s.allocated_per_bank,
                           " B, free: ", s.free_per_bank, " B, largest free block: ", s.largest_free_per_bank, " B).");
    if (config.type == BufferType::L1_SMALL) {
        text += s.bytes_per_bank
                    ? " The L1_SMALL region is sized at device open; increase l1_small_size when opening the device."
                    : " The L1_SMALL region is 0 B because it is reserved at device open; set l1_small_size large "
                      "enough for this "
                      "allocation when opening the device.";
    }
    std::vector<const Buffer*> holders;
    device.for_each_buffer([&](const Buffer& b) {
        if (b.config().type == config.type) holders.push_back(&b);
    });
    std::stable_sort(holders.begin(), holders.end(),
                     [](auto* a, auto* b) { return a->bytes_per_bank() > b->bytes_per_bank(); });
    if (!holders.empty()) text += str("\nThe largest of ", holders.size(), " buffers in ", name(config.type), ":");
    for (size_t i = 0; i < std::min<size_t>(8, holders.size()); ++i) {
        const auto& b = *holders[i];
        text += str("\n  ", b.bytes_per_bank(), " B a bank at ", b.address(), ": ", b.owner(),
                    b.source().empty() ? "" : ", made at ", b.source());
    }
    text +=
        config.type == BufferType::DRAM
            ? "\nRemedy: ttnn.deallocate tensors that are no longer needed, or use a smaller dtype such as bfloat8_b."
            : "\nRemedy: ttnn.deallocate tensors that are no longer needed, or place this one in DRAM "
              "(memory_config=ttnn.DRAM_MEMORY_CONFIG) or over more cores.";
    throw OutOfMemory(text);
}

class ComputeExecution final : public Execution {
 public:
    explicit ComputeExecution(MeshDevice& device) : device_(device) {}

    Allocation allocate(const BufferConfig& config, int64_t bytes_per_bank) override {
        auto region = device_.shared_region(config.type);
        const auto address = region->allocate(bytes_per_bank);
        if (!address) out_of_memory(device_, config, bytes_per_bank);
        return {*address, region};
    }
    void enqueue(int queue, CommandPtr command) override { device_.queue(queue).enqueue(std::move(command)); }
    bool computes() const override { return true; }
    void check_static_buffers(const char* kind, uint64_t program, const CoreRangeSet& cores,
                              int64_t bytes) const override {
        const int64_t end = device_.l1_base() + bytes, size = device_.model().l1_size;
        const int64_t lowest = std::min(device_.region(BufferType::L1).lowest_in_use(),
                                        device_.region(BufferType::L1_SMALL).lowest_in_use());
        if (end <= size && end <= lowest) return;
        require(end <= size, "Statically allocated ", kind, " on core range ", cores.bounding_box(), " grow to ", end,
                " B which is beyond max L1 size of ", size, " B");
        fail("Statically allocated ", kind, " in program ", program, " clash with L1 buffers on core range ",
             cores.bounding_box(), ". L1 buffer allocated at ", lowest, " and static circular buffer region ends at ",
             end);
    }

 private:
    MeshDevice& device_;
};

class PlanExecution final : public Execution {
 public:
    Allocation allocate(const BufferConfig&, int64_t) override { return {}; }
    void enqueue(int, CommandPtr) override {}
    bool computes() const override { return false; }
    void check_static_buffers(const char*, uint64_t, const CoreRangeSet&, int64_t) const override {}
};

}  // namespace

std::shared_ptr<Execution> make_compute_execution(MeshDevice& device) {
    return std::make_shared<ComputeExecution>(device);
}
// One for all, as it has no state: a call that another thread has begun may still use it after its capture ended.
std::shared_ptr<Execution> make_plan_execution() {
    static const auto plan = std::make_shared<PlanExecution>();
    return plan;
}

}  // namespace ttnn
