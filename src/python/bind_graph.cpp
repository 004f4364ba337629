// Graph capture, and what the device's memories hold (`_ttnn.reports`). Buffers are copied before Python objects are
// made of them, since making objects may collect tensors, whose end needs the device's list of buffers.
#include "device/device.hpp"
#include "observe/graph_capture.hpp"
#include "observe/memory_report.hpp"
#include "python/binding.hpp"

namespace ttnn::python {
namespace {

nb::list to_python(const std::vector<GraphNode>& nodes) {
    nb::list out;
    for (const auto& n : nodes) {
        nb::dict d;
        d["counter"] = n.counter;
        d["node_type"] = n.node_type;
        d["params"] = nb::cast(n.params);
        d["arguments"] = nb::cast(n.arguments);
        d["connections"] = nb::cast(n.connections);
        d["input_tensors"] = nb::cast(n.input_tensors);
        d["stacking_level"] = n.stacking_level;
        if (n.duration_ns > 0) d["duration_ns"] = n.duration_ns;
        out.append(d);
    }
    return out;
}

void bind_capture(nb::module_& graph) {
    bind_enum<RunMode>(graph, "RunMode", "Whether a capture computes.",
                       {{"NORMAL", RunMode::NORMAL}, {"NO_DISPATCH", RunMode::NO_DISPATCH}});
    graph.def("begin_graph_capture", &begin_graph_capture, nb::arg("run_mode") = RunMode::NORMAL);
    graph.def("is_graph_capture_active", &is_graph_capture_active);
    graph.def("end_graph_capture", [] { return to_python(end_graph_capture()); });
    graph.def("track_function_start", &track_function_start, nb::arg("function_name"));
    graph.def("track_function_end", &track_function_end);
    nb::class_<GraphRecording>(graph, "Recording", "A capture from its construction to finish().")
        .def(nb::init<RunMode>(), nb::arg("run_mode") = RunMode::NORMAL)
        .def("cut", [](GraphRecording& r) { return to_python(r.cut()); })
        .def("finish", [](GraphRecording& r) { return to_python(r.finish()); });
}

using Devices = std::variant<std::shared_ptr<MeshDevice>, std::vector<std::shared_ptr<MeshDevice>>>;

// What `get` gives for one device or for each of several, one after the other.
template <class T>
std::vector<T> of_devices(const Devices& devices, std::vector<T> (*get)(const MeshDevice&)) {
    if (auto* one = std::get_if<0>(&devices)) return get(**one);
    std::vector<T> out;
    for (const auto& d : std::get<1>(devices))
        for (auto& item : get(*d)) out.push_back(std::move(item));
    return out;
}

void bind_device_info(nb::module_& reports) {
    nb::class_<DeviceInfo>(reports, "DeviceInfo", "Sizes of a device in bytes, cores and banks.")
        .def_ro("device_id", &DeviceInfo::device_id)
        .def_ro("num_y_cores", &DeviceInfo::num_y_cores)
        .def_ro("num_x_cores", &DeviceInfo::num_x_cores)
        .def_ro("num_y_compute_cores", &DeviceInfo::num_y_compute_cores)
        .def_ro("num_x_compute_cores", &DeviceInfo::num_x_compute_cores)
        .def_ro("worker_l1_size", &DeviceInfo::worker_l1_size)
        .def_ro("l1_num_banks", &DeviceInfo::l1_num_banks)
        .def_ro("l1_bank_size", &DeviceInfo::l1_bank_size)
        .def_ro("address_at_first_l1_bank", &DeviceInfo::address_at_first_l1_bank)
        .def_ro("address_at_first_l1_cb_buffer", &DeviceInfo::address_at_first_l1_cb_buffer)
        .def_ro("num_banks_per_storage_core", &DeviceInfo::num_banks_per_storage_core)
        .def_ro("num_compute_cores", &DeviceInfo::num_compute_cores)
        .def_ro("num_storage_cores", &DeviceInfo::num_storage_cores)
        .def_ro("total_l1_memory", &DeviceInfo::total_l1_memory)
        .def_ro("total_l1_for_tensors", &DeviceInfo::total_l1_for_tensors)
        .def_ro("total_l1_for_interleaved_buffers", &DeviceInfo::total_l1_for_interleaved_buffers)
        .def_ro("total_l1_for_sharded_buffers", &DeviceInfo::total_l1_for_sharded_buffers)
        .def_ro("cb_limit", &DeviceInfo::cb_limit);
    reports.def(
        "get_device_info", [](MeshDevice& d) { return device_info(d); }, nb::arg("device"));
}

void bind_buffer_infos(nb::module_& reports) {
    nb::class_<BufferInfo>(reports, "BufferInfo", "A live buffer; sizes in bytes.")
        .def_ro("device_id", &BufferInfo::device_id)
        .def_ro("address", &BufferInfo::address)
        .def_ro("max_size_per_bank", &BufferInfo::max_size_per_bank)
        .def_ro("buffer_type", &BufferInfo::buffer_type)
        .def_ro("buffer_layout", &BufferInfo::buffer_layout);
    nb::class_<BufferPageInfo>(reports, "BufferPageInfo", "A page of an L1 buffer; sizes in bytes.")
        .def_ro("device_id", &BufferPageInfo::device_id)
        .def_ro("address", &BufferPageInfo::address)
        .def_ro("core_y", &BufferPageInfo::core_y)
        .def_ro("core_x", &BufferPageInfo::core_x)
        .def_ro("bank_id", &BufferPageInfo::bank_id)
        .def_ro("page_index", &BufferPageInfo::page_index)
        .def_ro("page_address", &BufferPageInfo::page_address)
        .def_ro("page_size", &BufferPageInfo::page_size)
        .def_ro("buffer_type", &BufferPageInfo::buffer_type);
    reports.def(
        "get_buffers", [](const Devices& d) { return of_devices(d, &buffer_infos); }, nb::arg("devices"),
        "Live buffers of a device, or of several, oldest first.");
    reports.def(
        "get_buffer_pages", [](const Devices& d) { return of_devices(d, &buffer_pages); }, nb::arg("devices"),
        "Pages of the live L1 buffers of a device, or of several.");
}

int number(BufferType t) { return static_cast<int>(t); }

// The same as rows for a database.
void bind_rows(nb::module_& reports) {
    reports.def("buffer_rows", [](const MeshDevice& d) {
        nb::list out;
        for (const auto& b : buffer_infos(d))
            out.append(nb::make_tuple(b.device_id, b.address, b.max_size_per_bank, number(b.buffer_type),
                                      static_cast<int>(b.buffer_layout)));
        return out;
    });
    reports.def("chunk_rows", [](const MeshDevice& d) {
        nb::list out;
        for (const auto& c : buffer_chunks(d))
            out.append(nb::make_tuple(c.device_id, c.address, c.bank_id, c.core_x, c.core_y, c.chunk_address,
                                      c.chunk_size, c.page_size, c.num_pages, number(c.buffer_type)));
        return out;
    });
    reports.def("page_rows", [](const MeshDevice& d) {
        nb::list out;
        for (const auto& p : buffer_pages(d))
            out.append(nb::make_tuple(p.device_id, p.address, p.core_y, p.core_x, p.bank_id, p.page_index,
                                      p.page_address, p.page_size, number(p.buffer_type)));
        return out;
    });
}

}  // namespace

void bind_graph(nb::module_& root) {
    auto graph = submodule(root, "graph"), reports = submodule(root, "reports");
    bind_capture(graph);
    bind_device_info(reports);
    bind_buffer_infos(reports);
    bind_rows(reports);
}

}  // namespace ttnn::python
