#include "device/device.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace ttnn {

std::shared_ptr<Execution> make_compute_execution(MeshDevice& device);

namespace {

struct OpenDevices {
    std::mutex mutex;
    std::vector<std::weak_ptr<MeshDevice>> list;
};
OpenDevices& registry() {
    static auto* r = new OpenDevices;
    return *r;
}
std::atomic<int64_t> next_device_id{1};

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

void check_options(const DeviceOptions& o, const CardModel& model) {
    require(o.device_id == 0, "Physical chip id ", o.device_id, " not found: this machine has one ", model.name,
            " with device_id 0. (Choose another card with the environment variable TESSERA_DEVICE.)");
    require(o.num_command_queues == 1 || o.num_command_queues == 2,
            "open_device: num_command_queues must be 1 or 2, got ", o.num_command_queues);
    require(o.l1_small_size >= 0 && o.trace_region_size >= 0 && o.worker_l1_size >= 0,
            "open_device: sizes must not be negative");
    constexpr int64_t limit = int64_t{1} << 48;
    require(o.l1_small_size < limit && o.trace_region_size < limit,
            "Reserved size must be less than bank size: open_device: l1_small_size ", o.l1_small_size,
            ", trace_region_size ", o.trace_region_size);
    require(o.worker_l1_size <= model.max_worker_l1_size, "Worker L1 size ", o.worker_l1_size,
            " is larger than max size ", model.max_worker_l1_size);
}

}  // namespace

std::shared_ptr<MeshDevice> MeshDevice::open(const DeviceOptions& options, const CardModel& model) {
    check_options(options, model);
    std::shared_ptr<MeshDevice> device(new MeshDevice(options, model));
    std::lock_guard lock(registry().mutex);
    std::erase_if(registry().list, [](const auto& d) { return d.expired(); });
    registry().list.push_back(device);
    return device;
}

MeshDevice::MeshDevice(const DeviceOptions& options, const CardModel& model)
    : options_(options), model_(&model), id_(next_device_id++) {
    lay_out_memories();
    for (int64_t i = 0; i < options.num_command_queues; ++i) queues_.push_back(std::make_unique<CommandQueue>());
    execution_ = make_compute_execution(*this);
}

MeshDevice::~MeshDevice() {
    for (auto& q : queues_) q->shut_down();
}

void MeshDevice::lay_out_memories() {
    const auto& m = *model_;
    const int64_t small = round_up(options_.l1_small_size, m.granule);
    const int64_t worker = options_.worker_l1_size ? options_.worker_l1_size : m.l1_bank_bytes();
    require(small < worker, "Reserved size must be less than bank size: l1_small_size ", options_.l1_small_size,
            ", L1 bank ", worker, " B");
    const int64_t trace = round_up((options_.trace_region_size + m.dram_banks - 1) / m.dram_banks, 4096);
    require(trace < m.dram_bank_bytes(), "Reserved size must be less than bank size: trace_region_size ",
            options_.trace_region_size, ", DRAM bank ", m.dram_bank_bytes(), " B");
    l1_base_ = m.l1_size - worker;
    const int64_t workers = m.num_workers(), dram = m.dram_bank_bytes() - trace;
    auto make = [&](BufferType t, int64_t banks, int64_t base, int64_t bytes, int64_t granule, bool up) {
        regions_[static_cast<size_t>(t)] = std::make_shared<BankRegion>(t, banks, base, bytes, granule, up);
    };
    make(BufferType::DRAM, m.dram_banks, m.dram_base, dram, m.dram_alignment, true);
    make(BufferType::L1, workers, l1_base_, worker - small, m.granule, false);
    make(BufferType::SYSTEM_MEMORY, 0, 0, 0, 1, true);
    make(BufferType::L1_SMALL, small ? workers : 0, m.l1_size - small, small, m.granule, false);
    make(BufferType::TRACE, m.dram_banks, m.dram_base + dram, trace, m.dram_alignment, true);
}

void MeshDevice::close() {
    if (!open_) return;
    try {
        synchronize();
    } catch (...) {
        open_ = false;
        throw;
    }
    open_ = false;
    for (auto& q : queues_) q->shut_down();
    clear_program_cache();
    std::lock_guard lock(traces_mutex_);
    traces_.clear();
}

void MeshDevice::check_open(const char* operation) const {
    require(open_, operation, ": device ", id_, " is closed; open it again first");
}

BankRegion& MeshDevice::region(BufferType type) const {
    require(type != BufferType::TRACE && type != BufferType::SYSTEM_MEMORY, "Unsupported buffer type!");
    return *regions_[static_cast<size_t>(type)];
}

CommandQueue& MeshDevice::queue(int id) {
    require(open_, "cq_id ", id, " is out of range: the device is closed");
    require(id >= 0 && id < num_queues(), "cq_id ", id,
            " is out of range: the device was opened with num_command_queues=", num_queues());
    return *queues_[static_cast<size_t>(id)];
}

void MeshDevice::synchronize(int queue_id) {
    if (queue_id >= 0) return queue(queue_id).wait();
    require(open_, "cq_id 0 is out of range: the device is closed");
    for (auto& q : queues_) q->wait();
}

std::shared_ptr<Execution> MeshDevice::exchange_execution(std::shared_ptr<Execution> execution) {
    return std::exchange(execution_, std::move(execution));
}

std::optional<MeshDevice::CachedProgram> MeshDevice::find_program(const HashKey& key) const {
    std::lock_guard lock(cache_mutex_);
    const auto it = programs_.find(key);
    if (it == programs_.end()) return {};
    return it->second;
}

void MeshDevice::remember_program(const HashKey& key, CachedProgram program) {
    if (!cache_enabled_) return;
    std::lock_guard lock(cache_mutex_);
    programs_[key] = std::move(program);
}

size_t MeshDevice::num_program_cache_entries() const {
    std::lock_guard lock(cache_mutex_);
    size_t n = 0;
    for (const auto& [key, cached] : programs_) n += cached.entries;
    return n;
}

void MeshDevice::clear_program_cache() {
    std::lock_guard lock(cache_mutex_);
    programs_.clear();
}

void MeshDevice::disable_and_clear_program_cache() {
    cache_enabled_ = false;
    clear_program_cache();
}

uint64_t MeshDevice::add_trace(std::shared_ptr<CommandTrace> trace, int) {
    std::lock_guard lock(traces_mutex_);
    traces_[next_trace_] = std::move(trace);
    return next_trace_++;
}

void MeshDevice::set_trace(uint64_t id, std::shared_ptr<CommandTrace> trace) {
    std::lock_guard lock(traces_mutex_);
    traces_[id] = std::move(trace);
}

std::shared_ptr<CommandTrace> MeshDevice::trace(uint64_t id) const {
    std::lock_guard lock(traces_mutex_);
    const auto it = traces_.find(id);
    require(it != traces_.end() && it->second, "trace ", id,
            " does not exist on this device: it was never captured, or has been released");
    return it->second;
}

void MeshDevice::release_trace(uint64_t id) {
    std::lock_guard lock(traces_mutex_);
    require(traces_.erase(id) == 1, "release_trace: trace ", id, " does not exist on this device");
}

std::vector<std::shared_ptr<MeshDevice>> open_devices() {
    std::lock_guard lock(registry().mutex);
    std::vector<std::shared_ptr<MeshDevice>> out;
    for (const auto& weak : registry().list)
        if (auto d = weak.lock(); d && d->is_open()) out.push_back(std::move(d));
    return out;
}

void abandon_devices() {
    for (auto& d : open_devices())
        for (int i = 0; i < d->num_queues(); ++i) d->queue(i).shut_down();
}

}  // namespace ttnn
