#include "op/launch.hpp"

#include <algorithm>
#include <atomic>

#include "base/error.hpp"
#include "base/observer.hpp"
#include "base/recycled.hpp"
#include "op/launched_program.hpp"

namespace ttnn {
namespace {

thread_local int queue_of_thread = 0;
std::atomic<uint64_t> next_program{1};

std::shared_ptr<MeshDevice> common_device(const LaunchRequest& r) {
    std::shared_ptr<MeshDevice> device;
    for (const auto& t : r.inputs) {
        if (!t || (!t.on_device() && r.host_inputs)) continue;
        require(t.on_device(), "[", r.name, "] Input tensor must be on device, got storage type: StorageType::HOST (",
                describe(t), "); move it with ttnn.to_device");
        require(t.is_allocated(), "[", r.name, "] Input Tensor is not allocated: ", describe(t),
                " was deallocated before");
        require(!device || device == t.device(), "[", r.name,
                "] Input tensors must be on the same device: got devices ", device ? device->id() : 0, " and ",
                t.device()->id());
        device = t.device();
    }
    require(device != nullptr, "[", r.name, "] needs at least one tensor on a device");
    require(device->is_open(), "[", r.name, "] device ", device->id(),
            " is closed (SubDeviceManagerTracker is not initialized on MeshDevice ", device->id(),
            "); open it again and move the tensors to it");
    return device;
}

void check_destination(const LaunchRequest& r, const Tensor& t, const TensorSpec& want, const MeshDevice& device) {
    require(t && t.on_device() && t.is_allocated(), "[", r.name, "] output tensor is not allocated on a device");
    require(t.device().get() == &device, "[", r.name,
            "] output tensor: expected one on the same device as the inputs, ", device.id(), ", got one on device ",
            t.device()->id());
    require(t.shape() == want.logical_shape() && t.dtype() == want.dtype() && t.layout() == want.layout(), "[", r.name,
            "] output tensor: expected ", want.logical_shape(), " ", name(want.dtype()), " ", name(want.layout()),
            ", got ", describe(t));
}

Tensors make_outputs(const LaunchRequest& r, const Program& program, const std::shared_ptr<MeshDevice>& device) {
    Tensors out;
    for (size_t i = 0; i < program.outputs.size(); ++i) {
        if (i < r.destinations.size() && r.destinations[i]) {
            check_destination(r, r.destinations[i], program.outputs[i]->spec, *device);
            out.push_back(r.destinations[i]);
        } else {
            out.push_back(Tensor::on_device(program.outputs[i], device));
        }
    }
    return out;
}

void measure_static_buffers(Program& p) {
    for (const auto& d : p.device_programs) {
        const int64_t bytes = static_bytes_per_core(d);
        if (bytes <= p.static_bytes) continue;
        p.static_bytes = bytes;
        p.static_cores = {};
        for (const auto& b : d.buffers) {
            if (b.cores.empty()) continue;
            p.static_cores = b.cores;
            p.static_kind = b.kind;
            break;
        }
    }
}

std::shared_ptr<const Program> build(const LaunchRequest& r, MeshDevice& device) {
    require(device.program_cache_misses_allowed(), "[", r.name,
            "] Device program cache miss, but misses are not allowed on device ", device.id());
    auto p = std::make_shared<Program>(r.program(r.operation));
    p->id = next_program++;
    for (const auto& t : r.inputs) p->input_specs.push_back(t ? t.spec() : TensorSpec{});
    for (auto& spec : r.output(r.operation)) p->outputs.push_back(placed(std::move(spec), device));
    measure_static_buffers(*p);
    const int64_t end = device.l1_base() + p->static_bytes, size = device.model().l1_size;
    const bool circular = p->static_kind == StaticBufferKind::Circular;
    // As on a card, a plan shows circular buffers that would not fit; dataflow buffers fail at once.
    require(end <= size || (circular && !device.execution().computes()), "Statically allocated ",
            circular ? "circular" : "dataflow", " buffers on core range ", p->static_cores, " grow to ", end,
            " B which is beyond max L1 size of ", size, " B: [", r.name, "] needs a smaller block or more cores");
    device.remember_program(r.key.key(), {p, std::max<size_t>(1, p->device_programs.size())});
    return p;
}

// Fields and tensors make the key; operations extend it once they are checked.
void add_tensors_to_key(LaunchRequest& r) {
    for (const auto* list : {&r.inputs, &r.destinations})
        for (const auto& t : *list) {
            r.key.word(t ? 1 + t.on_device() : 0);
            if (t) hash_value(r.key, t.spec());
        }
}

// The open device that holds all tensors; null where there is none, which the checks will explain.
std::shared_ptr<MeshDevice> device_of_all(const LaunchRequest& r) {
    const std::shared_ptr<MeshDevice>* device = nullptr;
    for (const auto* list : {&r.inputs, &r.destinations})
        for (const auto& t : *list) {
            if (!t) continue;
            const auto& its = t.device();
            if (!its || (device && *device != its)) return nullptr;
            device = &its;
        }
    return device && (*device)->is_open() ? *device : nullptr;
}

struct Found {
    std::shared_ptr<MeshDevice> device;
    std::shared_ptr<const Program> program;
    bool hit;
};

Found find_or_build(LaunchRequest& r) {
    add_tensors_to_key(r);
    auto device = device_of_all(r);
    auto known = device ? device->find_program(r.key.key()) : std::nullopt;
    if (!known || r.check_always) r.validate(r.operation);
    if (!known) device = common_device(r);
    if (r.extend_key) {
        if (!known) device->remember_program(r.key.key(), {});
        r.extend_key(r.operation, r.key);
    }
    if (!known || r.extend_key) known = device->find_program(r.key.key());
    const bool hit = known && known->program;
    auto program = hit ? std::move(known->program) : build(r, *device);
    return {std::move(device), std::move(program), hit};
}

}  // namespace

int current_queue() { return queue_of_thread; }
void set_current_queue(int queue) { queue_of_thread = queue; }

ObservedOperation::ObservedOperation(const char* name, std::span<const Tensor> inputs, const void* operation,
                                     void (*write_arguments)(const void*, OperationEvent::Arguments&)) {
    event_ = {name, inputs, {}, operation, write_arguments};
    for_each_observer([&](Observer& o) { o.operation_begin(event_); });
}

void ObservedOperation::finish(std::span<const Tensor> outputs) {
    event_.outputs = outputs;
    finished_ = true;
    for_each_observer([&](Observer& o) { o.operation_end(event_); });
}

ObservedOperation::~ObservedOperation() {
    if (finished_) return;
    for_each_observer([&](Observer& o) { o.operation_end(event_); });
}

void detail::check_accepted(const char* operation, const char* field, const Tensor& tensor, DtypeSet dtypes,
                            LayoutSet layout) {
    if (!tensor) return;
    require(dtypes & dtype_bit(tensor.dtype()), "[", operation, "] ", field, ": dtype ", tensor.dtype(),
            " is not supported; use ttnn.typecast first");
    const Layout want = layout == LayoutSet::Tile ? Layout::TILE : Layout::ROW_MAJOR;
    require(layout == LayoutSet::Any || tensor.layout() == want, "[", operation, "] ", field, ": expected ", want,
            ", got ", tensor.layout(), "; use ttnn.to_layout first");
}

Tensors launch(LaunchRequest& r) {
    ObservedOperation observed(r.name, r.inputs, r.operation, r.write_arguments);
    auto [device, program, hit] = find_or_build(r);
    auto outputs = make_outputs(r, *program, device);
    if (program->static_bytes)
        device->execution().check_static_buffers(
            program->static_kind == StaticBufferKind::Circular ? "circular buffers" : "dataflow buffers", program->id,
            program->static_cores, program->static_bytes);
    for_each_observer([&, &program = program, &device = device, hit = hit](Observer& o) {
        o.program({program.get(), device.get(), hit});
    });
    if (device->execution().computes())
        device->execution().enqueue(
            current_queue(),
            make_recycled<const LaunchedProgram>(r.name, std::move(program), r.inputs, outputs, r.call_arguments));
    observed.finish(outputs);
    return outputs;
}

}  // namespace ttnn
