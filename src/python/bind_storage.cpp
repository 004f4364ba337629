// What files, pickling and copies into existing tensors need: contents as bytes in the card's order, and writes to and
// from tensors in place.
#include <nanobind/ndarray.h>

#include "op/launch.hpp"
#include "ops/host_transfer.hpp"
#include "python/binding.hpp"

namespace ttnn::python {
namespace {

using Bytes = nb::ndarray<nb::ro, const uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

nb::object get_bytes(const Tensor& t) {
    const size_t size = t.spec().host_bytes();
    nb::object out = nb::steal(PyBytes_FromStringAndSize(nullptr, static_cast<Py_ssize_t>(size)));
    if (!out.is_valid()) throw nb::python_error();
    auto* data = reinterpret_cast<std::byte*>(PyBytes_AsString(out.ptr()));
    nb::gil_scoped_release release;
    write_card_order(t.cpu(), data);
    return out;
}

Tensor from_bytes(const TensorSpec& spec, const Bytes& bytes) {
    require(bytes.size() == spec.host_bytes(), "tensor contents: expected ", spec.host_bytes(), " bytes for ", spec,
            ", got ", bytes.size());
    nb::gil_scoped_release release;
    return from_card_order(spec, reinterpret_cast<const std::byte*>(bytes.data()));
}

TensorSpec with_padded_shape(const TensorSpec& spec, const Shape& padded) {
    const Shape& own = spec.padded_shape();
    bool fits = padded.rank() == own.rank();
    for (size_t i = 0; fits && i < own.rank(); ++i) {
        const int64_t p = padded.begin()[i], o = own.begin()[i];
        fits = i + 2 < own.rank() ? p == o : p >= o;
    }
    require(fits && (!spec.is_tile() ||
                     (padded.height() % spec.tile().height == 0 && padded.width() % spec.tile().width == 0)),
            "padded shape: ", padded, " does not hold ", spec.logical_shape(), " in ", spec.layout(),
            " layout; only the last two dimensions may be padded, to whole tiles");
    return spec.with_padded_shape(padded);
}

}  // namespace

void bind_storage(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    using Release = nb::call_guard<nb::gil_scoped_release>;
    tensor.def("get_bytes", &get_bytes, nb::arg("tensor"),
               "The contents in the card's order: rows, or tiles in faces.");
    tensor.def("from_bytes", &from_bytes, nb::arg("spec"), nb::arg("data"),
               "A host tensor from contents in the card's order, as a uint8 array.");
    tensor.def("with_padded_shape", &with_padded_shape, nb::arg("spec"), nb::arg("padded"));
    tensor.def("host_bytes", &TensorSpec::host_bytes, nb::arg("spec"), "Bytes of the contents.");
    tensor.def(
        "copy_host_to_device",
        [](const Tensor& host, const Tensor& device, std::optional<int> cq) {
            copy_host_to_device(host, device, cq.value_or(current_queue()));
        },
        nb::arg("host_tensor"), nb::arg("device_tensor"), nb::arg("cq_id").none(), Release());
    tensor.def(
        "copy_device_to_host",
        [](const Tensor& device, const Tensor& host, std::optional<int> cq) {
            copy_device_to_host(device, host, cq.value_or(current_queue()));
        },
        nb::arg("device_tensor"), nb::arg("host_tensor"), nb::arg("cq_id").none(), Release());
}

}  // namespace ttnn::python
