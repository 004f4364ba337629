// What all binding files share: nanobind with its casters, casters for our own types, and the modules of the extension.
#pragma once
#include <nanobind/nanobind.h>
#include <nanobind/operators.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/set.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/variant.h>
#include <nanobind/stl/vector.h>

#include "base/error.hpp"
#include "op/field.hpp"

namespace nb = nanobind;

namespace nanobind::detail {

/// Python numbers, also those of NumPy, keep whether they were integers. Strings and tensors are not numbers.
template <>
struct type_caster<ttnn::Scalar> {
    NB_TYPE_CASTER(ttnn::Scalar, const_name("int | float"))
    bool from_python(handle src, uint8_t, cleanup_list*) noexcept {
        PyObject* p = src.ptr();
        if (PyFloat_Check(p)) {
            value = ttnn::Scalar(PyFloat_AsDouble(p));
            return true;
        }
        if (PyIndex_Check(p)) {
            object number = steal(PyNumber_Index(p));
            if (!number.is_valid()) return PyErr_Clear(), false;
            const long long v = PyLong_AsLongLong(number.ptr());
            if (v == -1 && PyErr_Occurred()) {
                PyErr_Clear();
                value = ttnn::Scalar(PyLong_AsDouble(number.ptr()));
                return !PyErr_Occurred() || (PyErr_Clear(), false);
            }
            value = ttnn::Scalar(static_cast<int64_t>(v));
            return true;
        }
        if (PyObject_HasAttrString(p, "__float__") && !PyObject_HasAttrString(p, "shape")) return from_float(p);
        if (PyObject_HasAttrString(p, "__float__") && PyObject_HasAttrString(p, "dtype") &&
            PyObject_HasAttrString(p, "item") && !PyObject_HasAttrString(p, "storage_type")) {
            object shape = steal(PyObject_GetAttrString(p, "shape"));
            if (shape.is_valid() && PyObject_Length(shape.ptr()) == 0) return from_float(p);
            PyErr_Clear();
        }
        return false;
    }
    static handle from_cpp(const ttnn::Scalar& s, rv_policy, cleanup_list*) noexcept {
        return s.is_integer ? PyLong_FromLongLong(s.integer) : PyFloat_FromDouble(s.value);
    }

 private:
    bool from_float(PyObject* p) noexcept {
        object number = steal(PyNumber_Float(p));
        if (!number.is_valid()) return PyErr_Clear(), false;
        value = ttnn::Scalar(PyFloat_AsDouble(number.ptr()));
        return true;
    }
};

}  // namespace nanobind::detail

namespace ttnn::python {

/// The submodule `path` ("operations.unary") of the extension, made when it does not exist.
nb::module_ submodule(nb::module_& root, const char* path);

/// Python enumerations that print as the official ones do: "DataType.BFLOAT16" for both str and repr.
template <class E>
auto bind_enum(nb::module_ scope, const char* name, const char* doc,
               std::initializer_list<std::pair<const char*, E>> members) {
    auto e = nb::enum_<E>(scope, name, doc);
    for (const auto& [text, value] : members) e.value(text, value);
    nb::object type = scope.attr(name);
    auto print =
        nb::cpp_function([type_name = std::string(name)](
                             nb::handle self) { return str(type_name, ".", nb::cast<std::string>(self.attr("name"))); },
                         nb::is_method(), nb::scope(type), nb::name("__repr__"));
    type.attr("__repr__") = print;
    type.attr("__str__") = print;
    return e;
}

void bind_types(nb::module_& root);
void bind_tensor(nb::module_& root);
void bind_device(nb::module_& root);
void bind_transfer(nb::module_& root);
void bind_graph(nb::module_& root);

}  // namespace ttnn::python
