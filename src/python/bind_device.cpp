// Devices, memory views, events and traces.
#include "base/host_memory.hpp"
#include "base/thread_pool.hpp"
#include "device/device.hpp"
#include "kernels/table.hpp"
#include "observe/memory_report.hpp"
#include "op/launch.hpp"
#include "program/resources.hpp"
#include "python/binding.hpp"

namespace ttnn::python {
namespace {

using Release = nb::call_guard<nb::gil_scoped_release>;

struct MeshTraceId {
    uint64_t value;
};
struct MeshEvent {
    std::shared_ptr<MeshDevice> device;
    int queue;
    uint64_t position;
};
struct MemoryView {
    MemoryStatistics s;
};

std::string chosen_kernels() {
    const auto& t = kernels::table();
    const char* const ways[] = {"widened", "pairs", "tiles"};
    return str(t.isa, " ", ways[static_cast<size_t>(t.blocks.bfloat16)]);
}

int queue_or_current(std::optional<int> cq) { return cq.value_or(current_queue()); }

nb::list block_table(const MemoryView& view) {
    nb::list out;
    const auto& blocks = view.s.blocks;
    for (size_t i = 0; i < blocks.size(); ++i) {
        const auto link = [&](bool exists, size_t id) { return exists ? str(id) : str(UINT64_MAX); };
        nb::dict d;
        d["blockID"] = str(i);
        d["address"] = str(blocks[i].address);
        d["size"] = str(blocks[i].size);
        d["prevID"] = link(i > 0, i - 1);
        d["nextID"] = link(i + 1 < blocks.size(), i + 1);
        d["allocated"] = blocks[i].allocated ? "yes" : "no";
        out.append(d);
    }
    return out;
}

void bind_mesh_device(nb::module_& root) {
    auto multi = submodule(root, "multi_device");
    nb::class_<MeshDevice>(multi, "MeshDevice", nb::is_weak_referenceable(), nb::dynamic_attr(),
                           "A device: a card, or a mesh of cards.")
        .def("id", &MeshDevice::id)
        .def("get_device_ids", [](const MeshDevice& d) { return std::vector{d.physical_id()}; })
        .def("get_num_devices", [](const MeshDevice&) { return 1; })
        .def("arch", [](const MeshDevice& d) { return d.model().arch; })
        .def("compute_with_storage_grid_size", &MeshDevice::grid)
        .def_prop_ro("core_grid", &MeshDevice::core_grid)
        .def("dram_grid_size",
             [](const MeshDevice& d) {
                 return CoreCoord{d.model().dram_banks, 1};
             })
        .def("sfpu_eps", [](const MeshDevice& d) { return d.model().sfpu_eps; })
        .def("sfpu_nan", [](const MeshDevice& d) { return d.model().sfpu_nan; })
        .def("sfpu_inf", [](const MeshDevice& d) { return d.model().sfpu_inf; })
        .def(
            "worker_core_from_logical_core", [](const MeshDevice&, CoreCoord c) { return c; }, nb::arg("logical_core"))
        .def(
            "logical_core_from_worker_core", [](const MeshDevice&, CoreCoord c) { return c; }, nb::arg("virtual_core"))
        .def("enable_program_cache", &MeshDevice::enable_program_cache)
        .def("clear_program_cache", &MeshDevice::clear_program_cache)
        .def("disable_and_clear_program_cache", &MeshDevice::disable_and_clear_program_cache)
        .def("num_program_cache_entries", &MeshDevice::num_program_cache_entries)
        .def("set_program_cache_misses_allowed", &MeshDevice::set_program_cache_misses_allowed)
        .def(
            "quiesce_devices", [](MeshDevice& d) { d.synchronize(); }, Release())
        .def("_is_open", &MeshDevice::is_open)
        .def("_model_name", [](const MeshDevice& d) { return d.model().name; })
        .def("_num_command_queues", &MeshDevice::num_queues)
        .def("__repr__", [](const MeshDevice& d) {
            return str("MeshDevice(", d.shape().rows, "x", d.shape().columns, " grid, ",
                       d.shape().rows * d.shape().columns, " devices)");
        });
}

void bind_open_close(nb::module_& device) {
    device.def(
        "open",
        [](int64_t id, int64_t l1_small, int64_t trace, int64_t queues, int64_t worker,
           std::optional<std::string> model) {
            return MeshDevice::open({id, l1_small, trace, queues, worker},
                                    model ? card_model(*model) : default_card_model());
        },
        nb::kw_only(), nb::arg("device_id"), nb::arg("l1_small_size"), nb::arg("trace_region_size"),
        nb::arg("num_command_queues"), nb::arg("worker_l1_size"), nb::arg("model") = nb::none());
    device.def(
        "close", [](MeshDevice& d) { d.close(); }, nb::arg("device"), Release());
    device.def("abandon_devices", &abandon_devices, Release());
    device.def("open_devices", &open_devices);
    device.def(
        "synchronize", [](MeshDevice& d, std::optional<int> cq) { d.synchronize(cq.value_or(-1)); }, nb::arg("device"),
        nb::arg("cq_id").none(), Release());
    device.def(
        "card",
        [](std::optional<std::string> name) {
            const auto& m = name ? card_model(*name) : default_card_model();
            nb::dict d;
            d["name"] = m.name;
            d["arch"] = m.arch_name;
            d["cluster_type"] = m.cluster_type;
            d["grid"] = m.grid;
            d["logical_grid"] = m.logical_grid;
            d["l1_size"] = m.l1_size;
            d["l1_base"] = m.l1_base;
            d["max_worker_l1_size"] = m.max_worker_l1_size;
            d["l1_alignment"] = m.l1_alignment;
            d["dram_alignment"] = m.dram_alignment;
            d["dram_banks"] = m.dram_banks;
            d["dram_bandwidth"] = m.dram_bandwidth;
            d["clock"] = m.clock;
            return d;
        },
        nb::arg("name") = nb::none(), "What is known of a card model.");
    device.def(
        "host_memory",
        [] {
            const auto s = host_memory_statistics();
            nb::dict d;
            d["in_use"] = s.in_use;
            d["cached"] = s.cached;
            d["peak"] = s.peak;
            d["taken_from_system"] = s.taken_from_system;
            return d;
        },
        "Host memory of tensors: bytes in use, kept for reuse and at most in use; blocks that were not recycled.");
    device.def("set_num_threads", &set_num_threads, nb::arg("n"));
    device.def("num_threads", &num_threads);
    device.def("kernels", &chosen_kernels, "Instruction set of the kernels, and how bfloat16 matrices are multiplied.");
    device.def("current_queue", &current_queue);
    device.def("set_current_queue", &set_current_queue);
}

void bind_memory_views(nb::module_& device) {
    nb::class_<MemoryView>(device, "MemoryView", "State of one memory; sizes in bytes a bank.")
        .def_prop_ro("num_banks", [](const MemoryView& v) { return v.s.num_banks; })
        .def_prop_ro("total_bytes_per_bank", [](const MemoryView& v) { return v.s.bytes_per_bank; })
        .def_prop_ro("total_bytes_allocated_per_bank", [](const MemoryView& v) { return v.s.allocated_per_bank; })
        .def_prop_ro("total_bytes_free_per_bank", [](const MemoryView& v) { return v.s.free_per_bank; })
        .def_prop_ro("largest_contiguous_bytes_free_per_bank",
                     [](const MemoryView& v) { return v.s.largest_free_per_bank; })
        .def_prop_ro("block_table", &block_table);
    device.def(
        "get_memory_view", [](MeshDevice& d, BufferType t) { return MemoryView{d.shared_region(t)->statistics()}; },
        nb::arg("device"), nb::arg("buffer_type"));
    device.def(
        "get_allocator_base_address", [](MeshDevice& d, BufferType t) { return d.shared_region(t)->base(); },
        nb::arg("device"), nb::arg("buffer_type"));
    device.def(
        "buffers",
        [](MeshDevice& d) {
            nb::list out;
            for (const auto& b : buffer_infos(d)) {
                nb::dict e;
                e["address"] = b.address;
                e["device_id"] = b.device_id;
                e["max_size_per_bank"] = b.max_size_per_bank;
                e["buffer_type"] = b.buffer_type;
                e["buffer_layout"] = b.buffer_layout;
                e["page_size"] = b.page_size;
                e["aligned_page_size"] = b.aligned_page_size;
                e["num_pages"] = b.num_pages;
                e["num_cores"] = b.num_cores;
                e["pages_per_bank"] = b.pages_per_bank;
                e["cores"] = b.cores;
                e["size"] = b.size;
                e["owner"] = b.owner;
                e["source"] = b.source;
                e["unique_id"] = b.unique_id;
                out.append(e);
            }
            return out;
        },
        nb::arg("device"), "Live buffers, oldest first.");
}

void bind_events_and_traces(nb::module_& root) {
    auto multi = submodule(root, "multi_device"), trace = submodule(root, "operations.trace");
    nb::class_<MeshEvent>(multi, "MeshEvent", "A point in a command queue.");
    multi.def(
        "record_event",
        [](std::shared_ptr<MeshDevice> d, std::optional<int> cq, nb::args) {
            const int q = queue_or_current(cq);
            return MeshEvent{d, q, d->queue(q).position()};
        },
        nb::arg("mesh_device"), nb::arg("cq_id") = nb::none(), nb::arg("args"));
    multi.def(
        "wait_for_event",
        [](int cq, const MeshEvent& e) {
            if (cq == e.queue) return;
            CommandQueue* from = &e.device->queue(e.queue);
            e.device->queue(cq).enqueue(
                make_command("ttnn.wait_for_event", [from, n = e.position, keep = e.device] { from->wait_for(n); }));
        },
        nb::arg("cq_id"), nb::arg("mesh_event"));
    multi.def(
        "event_synchronize", [](const MeshEvent& e) { e.device->queue(e.queue).wait_for(e.position); },
        nb::arg("mesh_event"), Release());
    nb::class_<MeshTraceId>(trace, "MeshTraceId", "Name of a captured trace.")
        .def("__init__", [](MeshTraceId* t, uint64_t value) { new (t) MeshTraceId{value}; })
        .def("__int__", [](const MeshTraceId& t) { return t.value; })
        .def("__eq__", [](const MeshTraceId& a, const MeshTraceId& b) { return a.value == b.value; })
        .def("__repr__", [](const MeshTraceId& t) { return str("MeshTraceId(", t.value, ")"); });
    trace.def(
        "begin_trace_capture",
        [](MeshDevice& d, std::optional<int> cq) {
            d.queue(queue_or_current(cq)).begin_recording();
            return MeshTraceId{d.add_trace(nullptr, queue_or_current(cq))};
        },
        nb::arg("mesh_device"), nb::kw_only(), nb::arg("cq_id") = nb::none(), Release());
    trace.def(
        "end_trace_capture",
        [](MeshDevice& d, const MeshTraceId& id, std::optional<int> cq) {
            d.set_trace(id.value, d.queue(queue_or_current(cq)).end_recording());
        },
        nb::arg("mesh_device"), nb::arg("trace_id"), nb::kw_only(), nb::arg("cq_id") = nb::none(), Release());
    trace.def(
        "execute_trace",
        [](MeshDevice& d, const MeshTraceId& id, std::optional<int> cq, bool blocking) {
            const int q = queue_or_current(cq);
            d.queue(q).replay(d.trace(id.value));
            if (blocking) d.queue(q).wait();
        },
        nb::arg("mesh_device"), nb::arg("trace_id"), nb::kw_only(), nb::arg("cq_id") = nb::none(),
        nb::arg("blocking") = true, Release());
    trace.def(
        "release_trace", [](MeshDevice& d, const MeshTraceId& id) { d.release_trace(id.value); },
        nb::arg("mesh_device"), nb::arg("trace_id"), Release());
    trace.def(
        "is_trace_capture_active",
        [](MeshDevice& d) {
            for (int q = 0; q < d.num_queues(); ++q)
                if (d.queue(q).recording()) return true;
            return false;
        },
        nb::arg("device"));
}

void bind_resources(nb::module_& root) {
    nb::class_<SubDeviceId>(submodule(root, "device"), "SubDeviceId",
                            "Number of a sub-device among those of the loaded manager.")
        .def(
            "__init__", [](SubDeviceId* s, uint8_t id) { new (s) SubDeviceId{id}; }, nb::arg("id"))
        .def("__eq__", [](const SubDeviceId& a, const SubDeviceId& b) { return a == b; })
        .def("__eq__", [](const SubDeviceId&, nb::handle) { return false; })
        .def("__hash__", [](const SubDeviceId& s) { return static_cast<Py_hash_t>(s.number); })
        .def("__index__", [](const SubDeviceId& s) { return static_cast<int>(s.number); })
        .def("__repr__", [](const SubDeviceId& s) { return str(s); });
    nb::class_<GlobalCircularBuffer>(
        submodule(root, "global_circular_buffer"), "global_circular_buffer",
        "A circular buffer of `size` bytes on each of its cores, filled by sender cores from outside of a program.")
        .def(
            "__init__",
            [](GlobalCircularBuffer* b, std::vector<std::pair<CoreCoord, CoreRangeSet>> mapping, int64_t size,
               Tensor contents, Tensor state) {
                new (b) GlobalCircularBuffer{std::move(mapping), size, std::move(contents), std::move(state)};
            },
            nb::arg("mapping"), nb::arg("size"), nb::arg("contents"), nb::arg("state"))
        .def_ro("mapping", &GlobalCircularBuffer::mapping, "Pairs of a sender core and its receivers.")
        .def_ro("size", &GlobalCircularBuffer::size)
        .def_prop_ro("cores",
                     [](const GlobalCircularBuffer& b) { return b.contents.memory_config().shard_spec().value().grid; })
        .def(
            "buffer_address", [](const GlobalCircularBuffer& b) { return b.contents.buffer()->address(); },
            "Address of the contents in L1.")
        .def(
            "config_address", [](const GlobalCircularBuffer& b) { return b.state.buffer()->address(); },
            "Address of the state in L1.")
        .def("__repr__", [](const GlobalCircularBuffer& b) { return str(b); });
}

}  // namespace

void bind_device(nb::module_& root) {
    auto device = submodule(root, "device");
    bind_mesh_device(root);
    bind_open_close(device);
    bind_memory_views(device);
    bind_events_and_traces(root);
    bind_resources(root);
}

}  // namespace ttnn::python
