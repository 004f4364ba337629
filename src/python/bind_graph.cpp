// Graph capture.
#include "observe/graph_capture.hpp"
#include "python/binding.hpp"

namespace ttnn::python {

void bind_graph(nb::module_& root) {
    auto graph = submodule(root, "graph");
    bind_enum<RunMode>(graph, "RunMode", "Whether a capture computes.",
                       {{"NORMAL", RunMode::NORMAL}, {"NO_DISPATCH", RunMode::NO_DISPATCH}});
    graph.def("begin_graph_capture", &begin_graph_capture, nb::arg("run_mode") = RunMode::NORMAL);
    graph.def("is_graph_capture_active", &is_graph_capture_active);
    graph.def("end_graph_capture", [] {
        nb::list out;
        for (const auto& n : end_graph_capture()) {
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
    });
}

}  // namespace ttnn::python
