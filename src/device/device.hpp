// A device: a card model, its memories, command queues and program cache. `MeshDevice` is the official name also for a
// single card (a 1x1 mesh); ttnn.Device is the same class. The arithmetic is a property of the device.
#pragma once
#include <array>
#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/hash.hpp"
#include "device/allocator.hpp"
#include "device/arch.hpp"
#include "device/buffer.hpp"
#include "device/execution.hpp"

namespace ttnn {

struct Program;
class Arithmetic;  // defined in ops: which family of programs the device runs

struct DeviceOptions {
    int64_t device_id = 0, l1_small_size = 0, trace_region_size = 0, num_command_queues = 1, worker_l1_size = 0;
};

struct MeshShape {
    int64_t rows = 1, columns = 1;
    bool operator==(const MeshShape&) const = default;
};

class MeshDevice : public std::enable_shared_from_this<MeshDevice> {
 public:
    static std::shared_ptr<MeshDevice> open(const DeviceOptions& options,
                                            const CardModel& model = default_card_model());
    ~MeshDevice();
    /// Waits for the queues, then releases them; tensors keep their contents but no operation runs any more. Twice is
    /// silent.
    void close();
    bool is_open() const { return open_; }
    void check_open(const char* operation) const;

    int64_t id() const { return id_; }
    int64_t physical_id() const { return options_.device_id; }
    const CardModel& model() const { return *model_; }
    MeshShape shape() const { return {}; }
    CoreCoord grid() const { return model_->grid; }
    CoreGrid core_grid() const { return {model_->grid.x, model_->grid.y}; }
    /// All worker cores.
    CoreRangeSet all_cores() const { return core_grid().ranges(); }
    int64_t l1_base() const { return l1_base_; }
    const DeviceOptions& options() const { return options_; }

    int num_queues() const { return static_cast<int>(queues_.size()); }
    CommandQueue& queue(int id);
    void synchronize(int queue = -1);

    Execution& execution() { return *execution_; }
    /// Replaces the way of execution; returns the one before.
    std::shared_ptr<Execution> exchange_execution(std::shared_ptr<Execution> execution);
    BankRegion& region(BufferType type) const;
    std::shared_ptr<BankRegion> shared_region(BufferType type) { return regions_[static_cast<size_t>(type)]; }
    int64_t alignment(BufferType type) const { return is_l1(type) ? model_->l1_alignment : model_->dram_alignment; }

    // Program cache.
    struct CachedProgram {
        std::shared_ptr<const Program> program;  ///< null: only the checks of such calls are known to pass
        size_t entries = 0;                      ///< programs that a card would hold for it
    };
    std::optional<CachedProgram> find_program(const HashKey& key) const;
    void remember_program(const HashKey& key, CachedProgram program);
    size_t num_program_cache_entries() const;
    void enable_program_cache() { cache_enabled_ = true; }
    void clear_program_cache();
    void disable_and_clear_program_cache();
    void set_program_cache_misses_allowed(bool allowed) { misses_allowed_ = allowed; }
    bool program_cache_misses_allowed() const { return misses_allowed_; }
    bool program_cache_enabled() const { return cache_enabled_; }

    const Arithmetic* arithmetic = nullptr;

    // Live buffers, for reports and errors.
    LiveBuffers& buffers() { return buffers_; }
    /// Calls f for each live buffer, oldest first.
    template <class F>
    void for_each_buffer(F f) const {
        buffers_.for_each(f);
    }

    // Traces.
    uint64_t add_trace(std::shared_ptr<CommandTrace> trace, int queue);
    void set_trace(uint64_t id, std::shared_ptr<CommandTrace> trace);
    std::shared_ptr<CommandTrace> trace(uint64_t id) const;
    void release_trace(uint64_t id);

 private:
    MeshDevice(const DeviceOptions& options, const CardModel& model);
    void lay_out_memories();

    DeviceOptions options_;
    const CardModel* model_;
    int64_t id_;
    int64_t l1_base_ = 0;
    std::atomic<bool> open_{true};
    std::array<std::shared_ptr<BankRegion>, 5> regions_;
    std::vector<std::unique_ptr<CommandQueue>> queues_;
    std::shared_ptr<Execution> execution_;
    mutable std::mutex cache_mutex_, traces_mutex_;
    std::unordered_map<HashKey, CachedProgram> programs_;
    bool cache_enabled_ = true, misses_allowed_ = true;
    LiveBuffers buffers_;
    std::map<uint64_t, std::shared_ptr<CommandTrace>> traces_;
    uint64_t next_trace_ = 0;
};

/// Devices that are open now, in the order of opening.
std::vector<std::shared_ptr<MeshDevice>> open_devices();
/// Stops the queues of all open devices without waiting for what has not begun; for the end of the process.
void abandon_devices();

/// Execution that plans only (see execution.hpp).
std::shared_ptr<Execution> make_plan_execution();

}  // namespace ttnn
