#include "python/source.hpp"

#include <Python.h>

#include <string_view>
#include <unordered_map>

#include "base/source_location.hpp"
#include "base/str.hpp"

namespace ttnn::python {
namespace {

thread_local const std::string* now = nullptr;

// ".../ttnn/", where the package's own Python files are.
const std::string& package_directory() {
    static const auto* directory = [] {
        PyObject* file = PyObject_GetAttrString(PyImport_AddModule("ttnn"), "__file__");
        Py_ssize_t size = 0;
        const char* chars = file ? PyUnicode_AsUTF8AndSize(file, &size) : nullptr;
        auto* text = new std::string(chars ? chars : "no package", chars ? static_cast<size_t>(size) : 10);
        text->resize(text->rfind('/') + 1 ? text->rfind('/') + 1 : text->size());
        Py_XDECREF(file);
        PyErr_Clear();
        return text;
    }();
    return *directory;
}

// A place in a program, as text, and whether it is in the package's own Python files.
struct Place {
    std::string text;
    bool own;
};
struct CodePosition {
    const void* code;
    int position;
    bool operator==(const CodePosition&) const = default;
};
struct CodePositionHash {
    size_t operator()(const CodePosition& c) const {
        return reinterpret_cast<size_t>(c.code) * 31 + static_cast<size_t>(c.position);
    }
};

// The instruction where it is to be had: finding its line walks the function's table of lines.
int position_of(PyFrameObject* frame) {
#if !defined(Py_LIMITED_API) && PY_VERSION_HEX >= 0x030B0000
    return PyFrame_GetLasti(frame);
#else
    return PyFrame_GetLineNumber(frame);
#endif
}

const Place* make_place(PyCodeObject* code, int line) {
    PyObject* file = PyObject_GetAttrString(reinterpret_cast<PyObject*>(code), "co_filename");
    Py_ssize_t size = 0;
    const char* chars = file ? PyUnicode_AsUTF8AndSize(file, &size) : nullptr;
    auto text = str(std::string_view(chars ? chars : "?", chars ? static_cast<size_t>(size) : 1), ":", line);
    Py_XDECREF(file);
    PyErr_Clear();
    const bool own = text.rfind(package_directory(), 0) == 0;
    return new Place{std::move(text), own};
}

// Places live as long as the process; code objects that die may leave a stale place behind for a new one at the same
// address, so the code object is kept alive with its places.
const Place& place_of(PyFrameObject* frame) {
    static auto* places = new std::unordered_map<CodePosition, const Place*, CodePositionHash>;
    PyCodeObject* code = PyFrame_GetCode(frame);
    auto& place = (*places)[{code, position_of(frame)}];
    if (place) Py_DECREF(code);
    else place = make_place(code, PyFrame_GetLineNumber(frame));
    return *place;
}

// The frame that called, or null.
PyFrameObject* caller_of(PyFrameObject* frame) {
#if !defined(Py_LIMITED_API)
    return PyFrame_GetBack(frame);
#else  // by its attribute, as the stable ABI has no function for it
    PyObject* back = PyObject_GetAttrString(reinterpret_cast<PyObject*>(frame), "f_back");
    if (back == Py_None) Py_CLEAR(back);
    PyErr_Clear();
    return reinterpret_cast<PyFrameObject*>(back);
#endif
}

}  // namespace

// The innermost frame outside of the package's own Python files (operators, from_torch, ...).
ScopedSource::ScopedSource() : before_(now) {
    if (now) return;  // a call inside a call: the outer one is the user's
    PyFrameObject* frame = PyEval_GetFrame();
    Py_XINCREF(frame);
    while (frame) {
        const Place& place = place_of(frame);
        PyFrameObject* caller = place.own ? caller_of(frame) : nullptr;
        if (!caller) now = &place.text;
        Py_DECREF(frame);
        frame = caller;
    }
}
ScopedSource::~ScopedSource() { now = before_; }

void install_source_provider() {
    set_source_location_provider([] { return now; });
}

}  // namespace ttnn::python
