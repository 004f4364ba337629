// The base of ttnn's operation objects: a callable that forwards to its `function` without a Python frame in between.
// When a hook is installed (comparison mode, reports), every call goes through it; without one a call costs a pointer
// test.
#include "python/binding.hpp"

namespace ttnn::python {
namespace {

struct OperationObject {
    nb::object function;
};

PyObject* hook = nullptr;  // called as hook(operation, args, kwargs)

PyObject* call_operation(PyObject* self, PyObject* args, PyObject* kwargs) {
    auto* op = nb::inst_ptr<OperationObject>(self);
    if (!hook) [[likely]]
        return PyObject_Call(op->function.ptr(), args, kwargs);
    PyObject* keywords = kwargs ? Py_NewRef(kwargs) : PyDict_New();
    PyObject* result = keywords ? PyObject_CallFunctionObjArgs(hook, self, args, keywords, nullptr) : nullptr;
    Py_XDECREF(keywords);
    return result;
}

int traverse(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (!nb::inst_ready(self)) return 0;
    Py_VISIT(nb::inst_ptr<OperationObject>(self)->function.ptr());
    return 0;
}
int clear(PyObject* self) {
    nb::inst_ptr<OperationObject>(self)->function.reset();
    return 0;
}

PyType_Slot slots[] = {{Py_tp_call, reinterpret_cast<void*>(call_operation)},
                       {Py_tp_traverse, reinterpret_cast<void*>(traverse)},
                       {Py_tp_clear, reinterpret_cast<void*>(clear)},
                       {0, nullptr}};

}  // namespace

void bind_operation_object(nb::module_& root) {
    nb::class_<OperationObject>(root, "OperationObject", nb::type_slots(slots), nb::dynamic_attr(),
                                "A callable operation.")
        .def(
            "__init__",
            [](OperationObject* self, nb::object function) { new (self) OperationObject{std::move(function)}; },
            nb::arg("function"))
        .def_rw("function", &OperationObject::function);
    root.def(
        "set_operation_hook",
        [](nb::object h) {
            PyObject* next = h.is_none() ? nullptr : h.release().ptr();
            PyObject* before = std::exchange(hook, next);
            nb::object out = before ? nb::steal(before) : nb::none();
            return out;
        },
        nb::arg("hook").none(), "Installs the hook of all operation objects and returns the one before.");
}

}  // namespace ttnn::python
