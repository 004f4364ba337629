#include "python/source.hpp"

#include <Python.h>

#include <string_view>
#include <unordered_map>

#include "base/source_location.hpp"
#include "base/str.hpp"

namespace ttnn::python {
namespace {

thread_local const std::string* now = nullptr;

struct CodeLine {
    const void* code;
    int line;
    bool operator==(const CodeLine&) const = default;
};
struct CodeLineHash {
    size_t operator()(const CodeLine& c) const {
        return reinterpret_cast<size_t>(c.code) * 31 + static_cast<size_t>(c.line);
    }
};

// Texts live as long as the process; code objects that die may leave a stale text behind for a new one at the same
// address, so the code object is kept alive with its text.
const std::string* text_of(PyFrameObject* frame) {
    static auto* texts = new std::unordered_map<CodeLine, std::string*, CodeLineHash>;
    PyCodeObject* code = PyFrame_GetCode(frame);
    const CodeLine key{code, PyFrame_GetLineNumber(frame)};
    auto& text = (*texts)[key];
    if (text) {
        Py_DECREF(code);
        return text;
    }
    PyObject* file = PyObject_GetAttrString(reinterpret_cast<PyObject*>(code), "co_filename");
    Py_ssize_t size = 0;
    const char* chars = file ? PyUnicode_AsUTF8AndSize(file, &size) : nullptr;
    text = new std::string(
        str(std::string_view(chars ? chars : "?", chars ? static_cast<size_t>(size) : 1), ":", key.line));
    Py_XDECREF(file);
    PyErr_Clear();
    return text;
}

// The frame that called, or null; by its attribute, as the stable ABI has no function for it.
PyFrameObject* caller_of(PyFrameObject* frame) {
    PyObject* back = PyObject_GetAttrString(reinterpret_cast<PyObject*>(frame), "f_back");
    if (back == Py_None) Py_CLEAR(back);
    PyErr_Clear();
    return reinterpret_cast<PyFrameObject*>(back);
}

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

}  // namespace

// The innermost frame outside of the package's own Python files (operators, from_torch, ...).
ScopedSource::ScopedSource() : before_(now) {
    if (now) return;  // a call inside a call: the outer one is the user's
    PyFrameObject* frame = PyEval_GetFrame();
    Py_XINCREF(frame);
    while (frame) {
        const std::string* text = text_of(frame);
        PyFrameObject* caller = nullptr;
        if (text->rfind(package_directory(), 0) == 0) caller = caller_of(frame);
        if (!caller) now = text;
        Py_DECREF(frame);
        frame = caller;
    }
}
ScopedSource::~ScopedSource() { now = before_; }

void install_source_provider() {
    set_source_location_provider([] { return now; });
}

}  // namespace ttnn::python
