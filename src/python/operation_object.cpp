// The base of ttnn's operation objects: a callable that forwards to its `function` without a Python frame in between.
// When a hook is installed (comparison mode, reports), every call goes through it; without one a call costs a pointer
// test. Keywords that an operation knows under several names (`other_names`) are given to it under its own. Every
// RuntimeError and TypeError that leaves a call names the operation: parts of it (a step of a composite, the conversion
// of arguments) do not know who was called.
#include "python/binding.hpp"
#include "python/source.hpp"

namespace ttnn::python {
namespace {

struct OperationObject {
    nb::object function;
    nb::object other_names;  ///< a dict from other names of parameters to the function's, or None
    vectorcallfunc vectorcall = nullptr;
};

PyObject* hook = nullptr;  // called as hook(operation, args, kwargs)

// The raised error with the operation's qualified name in its text; other errors as they are.
PyObject* raise_named(PyObject* self) {
    nb::python_error error;
    const nb::handle value = error.value();
    const auto* type = reinterpret_cast<PyObject*>(Py_TYPE(value.ptr()));
    const nb::object name = nb::getattr(nb::handle(self), "python_fully_qualified_name", nb::none());
    if ((type == PyExc_RuntimeError || type == PyExc_TypeError) && nb::isinstance<nb::str>(name)) {
        const std::string full = nb::cast<std::string>(name), text = nb::cast<std::string>(nb::str(value));
        const size_t dot = full.rfind('.') + 1;
        if (text.rfind(full.substr(dot) + "(): incompatible", 0) == 0)
            value.attr("args") = nb::make_tuple(full.substr(0, dot) + text);
        else if (text.find(full) == std::string::npos) value.attr("args") = nb::make_tuple(text + " [" + full + "]");
    }
    error.restore();
    return nullptr;
}

// The function's name of a keyword.
nb::handle own_name(const OperationObject& op, nb::handle keyword) {
    PyObject* own = PyDict_GetItem(op.other_names.ptr(), keyword.ptr());
    return own ? nb::handle(own) : keyword;
}

// A dictionary of keyword arguments under the function's names; a name that is there twice is an error of the caller's.
nb::object with_own_names(const OperationObject& op, PyObject* kwargs) {
    if (!kwargs || op.other_names.is_none()) return nb::borrow(kwargs);
    nb::dict out;
    for (auto [key, value] : nb::borrow<nb::dict>(kwargs)) {
        const nb::handle own = own_name(op, key);
        if (out.contains(own) || (!own.is(key) && PyDict_Contains(kwargs, own.ptr()))) return nb::borrow(kwargs);
        out[own] = value;
    }
    return out;
}

PyObject* call_operation(PyObject* self, PyObject* args, PyObject* given) {
    auto* op = nb::inst_ptr<OperationObject>(self);
    const ScopedSource source;
    const nb::object held = with_own_names(*op, given);
    PyObject* kwargs = held.ptr();
    PyObject* result = nullptr;
    if (!hook) [[likely]] {
        result = PyObject_Call(op->function.ptr(), args, kwargs);
    } else {
        PyObject* keywords = kwargs ? Py_NewRef(kwargs) : PyDict_New();
        if (keywords) result = PyObject_CallFunctionObjArgs(hook, self, args, keywords, nullptr);
        Py_XDECREF(keywords);
    }
    return result ? result : raise_named(self);
}

#if !defined(Py_LIMITED_API)
// Names of keyword arguments as the function has them.
nb::object own_names(const OperationObject& op, PyObject* names) {
    const Py_ssize_t n = PyTuple_GET_SIZE(names);
    nb::object out = nb::steal(PyTuple_New(n));
    for (Py_ssize_t i = 0; i < n; ++i)
        PyTuple_SET_ITEM(out.ptr(), i, own_name(op, PyTuple_GET_ITEM(names, i)).inc_ref().ptr());
    return out;
}

// The same without a tuple and a dictionary made for the call. A type whose __call__ was replaced is called by that.
PyObject* vectorcall_operation(PyObject* self, PyObject* const* args, size_t count, PyObject* names) {
    auto* op = nb::inst_ptr<OperationObject>(self);
    if (hook || Py_TYPE(self)->tp_call != call_operation) {
        const auto n = static_cast<size_t>(PyVectorcall_NARGS(count));
        nb::object tuple = nb::steal(PyTuple_New(static_cast<Py_ssize_t>(n))), keywords;
        for (size_t i = 0; i < n; ++i) PyTuple_SET_ITEM(tuple.ptr(), static_cast<Py_ssize_t>(i), Py_NewRef(args[i]));
        if (names) keywords = nb::steal(PyDict_New());
        for (size_t i = 0; names && i < nb::len(names); ++i)
            PyDict_SetItem(keywords.ptr(), PyTuple_GET_ITEM(names, static_cast<Py_ssize_t>(i)), args[n + i]);
        return Py_TYPE(self)->tp_call(self, tuple.ptr(), keywords.ptr());
    }
    const ScopedSource source;
    nb::object own;
    if (names && !op->other_names.is_none()) {
        own = own_names(*op, names);
        names = own.ptr();
    }
    PyObject* result = PyObject_Vectorcall(op->function.ptr(), args, count, names);
    return result ? result : raise_named(self);
}

// Subclasses written in Python do not inherit the way of calling, so the first object of each tells its type.
void offer_vectorcall(PyObject* self) {
    auto* op = nb::inst_ptr<OperationObject>(self);
    PyTypeObject* type = Py_TYPE(self);
    op->vectorcall = vectorcall_operation;
    if (type->tp_call != call_operation) return;
    type->tp_vectorcall_offset = reinterpret_cast<char*>(&op->vectorcall) - reinterpret_cast<char*>(self);
    type->tp_flags |= Py_TPFLAGS_HAVE_VECTORCALL;
}
#else
void offer_vectorcall(PyObject*) {}  // the stable ABI keeps types closed
#endif

int traverse(PyObject* self, visitproc visit, void* arg) {
    Py_VISIT(Py_TYPE(self));
    if (!nb::inst_ready(self)) return 0;
    Py_VISIT(nb::inst_ptr<OperationObject>(self)->function.ptr());
    Py_VISIT(nb::inst_ptr<OperationObject>(self)->other_names.ptr());
    return 0;
}
int clear(PyObject* self) {
    nb::inst_ptr<OperationObject>(self)->function.reset();
    nb::inst_ptr<OperationObject>(self)->other_names.reset();
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
            [](nb::pointer_and_handle<OperationObject> self, nb::object function) {
                new (self.p) OperationObject{std::move(function), nb::none()};
                offer_vectorcall(self.h.ptr());
            },
            nb::arg("function"))
        .def_rw("function", &OperationObject::function)
        .def_rw("other_names", &OperationObject::other_names, nb::arg("value").none());
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
