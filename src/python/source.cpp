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

}  // namespace

ScopedSource::ScopedSource() : before_(now) {
    if (PyFrameObject* frame = PyEval_GetFrame()) now = text_of(frame);
}
ScopedSource::~ScopedSource() { now = before_; }

void install_source_provider() {
    set_source_location_provider([] { return now; });
}

}  // namespace ttnn::python
