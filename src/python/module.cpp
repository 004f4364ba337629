// The extension module ttnn._ttnn.
#include "python/bind_operation.hpp"
#include "queue/wait_hook.hpp"

namespace ttnn::python {

void bind_operation_object(nb::module_& root);
#define FAMILY(name) void bind_##name(nb::module_& root);
#include "python/families.inc"
#undef FAMILY

std::vector<BoundOperation>& bound_operations() {
    static auto* list = new std::vector<BoundOperation>;
    return *list;
}

nb::module_ submodule(nb::module_& root, const char* path) {
    nb::module_ at = root;
    std::string rest = path;
    while (!rest.empty()) {
        const auto dot = rest.find('.');
        const std::string name = rest.substr(0, dot);
        rest = dot == std::string::npos ? "" : rest.substr(dot + 1);
        at = nb::hasattr(at, name.c_str()) ? nb::borrow<nb::module_>(at.attr(name.c_str()))
                                           : at.def_submodule(name.c_str());
    }
    return at;
}

namespace {

nb::list describe_operations() {
    nb::list out;
    for (const auto& op : bound_operations()) {
        nb::list fields;
        for (const auto& f : op.fields) {
            nb::dict d;
            d["name"] = f.name;
            d["kind"] = f.kind;
            d["default"] = f.default_text;
            d["doc"] = f.doc;
            d["dtypes"] = f.dtypes;
            d["layout"] = static_cast<int>(f.layout);
            d["is_tensor"] = f.is_tensor;
            fields.append(d);
        }
        nb::dict d;
        d["name"] = op.name;
        d["category"] = op.category;
        d["doc"] = op.doc;
        d["fields"] = fields;
        out.append(d);
    }
    return out;
}

// Ctrl-C at a barrier: the main thread raises KeyboardInterrupt.
void check_signals() {
    if (!Py_IsInitialized()) return;
    const nb::gil_scoped_acquire gil;
    if (PyErr_CheckSignals()) throw nb::python_error();
}

}  // namespace
}  // namespace ttnn::python

NB_MODULE(_ttnn, m) {
    using namespace ttnn::python;
    nb::set_leak_warnings(false);  // operation objects live until the interpreter ends
    nb::register_exception_translator([](const std::exception_ptr& p, void*) {
        try {
            std::rethrow_exception(p);
        } catch (const ttnn::ArgumentTypeError& e) { PyErr_SetString(PyExc_TypeError, e.what()); }
    });
    install_source_provider();
    ttnn::set_wait_hook(&check_signals);
    bind_types(m);
    bind_tensor(m);
    bind_device(m);
    bind_transfer(m);
    bind_graph(m);
    bind_operation_object(m);
#define FAMILY(name) bind_##name(m);
#include "python/families.inc"
#undef FAMILY
    m.def("operations_registry", &describe_operations,
          "Names, fields and documentation of all operations, one entry for each overload.");
}
