// Between Python arrays and host tensors. Python (ttnn/transfer.py) brings every array to one of our element types;
// bfloat16 travels as uint16.
#include <nanobind/ndarray.h>

#include <cstring>

#include "ops/eltwise/unary.hpp"
#include "ops/host_convert.hpp"
#include "python/binding.hpp"
#include "python/observed.hpp"

namespace ttnn::python {
namespace {

using Array = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;

DataType dtype_of(const Array& a, bool bfloat16) {
    const auto t = a.dtype();
    if (bfloat16 && t == nb::dtype<uint16_t>()) return DataType::BFLOAT16;
    if (t == nb::dtype<float>()) return DataType::FLOAT32;
    if (t == nb::dtype<int32_t>()) return DataType::INT32;
    if (t == nb::dtype<uint32_t>()) return DataType::UINT32;
    if (t == nb::dtype<uint16_t>()) return DataType::UINT16;
    if (t == nb::dtype<uint8_t>()) return DataType::UINT8;
    throw ArgumentTypeError("from_torch: expected float32, bfloat16, int32, uint32, uint16 or uint8 elements");
}

Tensor from_array(const Array& a, bool bfloat16, std::optional<DataType> dtype, Layout layout, std::optional<Tile> tile,
                  std::optional<MemoryConfig> config, std::shared_ptr<MeshDevice> device) {
    InlineVector<int64_t, Shape::kMaxRank> dims;
    for (size_t i = 0; i < a.ndim(); ++i) dims.push_back(static_cast<int64_t>(a.shape(i)));
    const DataType from = dtype_of(a, bfloat16);
    const Shape shape{std::span<const int64_t>(dims)};
    const TensorSpec target(shape, dtype.value_or(from), layout, config.value_or(MemoryConfig{}),
                            tile.value_or(Tile{}));
    if (device) target.buffer_config();  // refuses an unfit shard spec before the work
    nb::gil_scoped_release release;
    return observe("tt::tt_metal::detail::convert_python_tensor_to_tt_tensor", {}, [&] {
        // Read where it lies: the result is made before the caller goes on.
        const TensorSpec rows(shape, from, Layout::ROW_MAJOR);
        auto* data = static_cast<std::byte*>(const_cast<void*>(a.data()));
        Tensor out = Tensor::on_host(target);
        if (target.host_bytes()) convert_view({data, &rows}, {out.bytes()->data(), &out.spec()});
        return device ? Tensor::on_device(target, device, out.bytes()) : out;
    });
}

// The logical elements in rows; block floats become float32, bfloat16 stays as 16 bits.
nb::object to_array(const Tensor& t, bool padded) {
    Tensor rows;
    {
        nb::gil_scoped_release release;
        // Only observers need the copy on the host that the official call makes.
        const Tensor host = observed() ? observe("Tensor::cpu", {t}, [&] { return t.cpu(); }) : t;
        const DataType dtype = is_block_float(t.dtype()) ? DataType::FLOAT32 : t.dtype();
        const Shape shape = padded ? t.padded_shape() : t.shape();
        const Tensor source =
            padded ? host.with_spec(TensorSpec(shape, t.dtype(), t.layout(), {}, t.spec().tile())) : host;
        rows = convert_host(source, TensorSpec(shape, dtype, Layout::ROW_MAJOR));
    }
    auto* owner = new std::shared_ptr<HostBytes>(rows.bytes());
    nb::capsule capsule(owner, [](void* p) noexcept { delete static_cast<std::shared_ptr<HostBytes>*>(p); });
    std::vector<size_t> dims;
    for (auto d : rows.shape()) dims.push_back(static_cast<size_t>(d));
    nb::dlpack::dtype element{};
    switch (rows.dtype()) {
        case DataType::FLOAT32: element = nb::dtype<float>(); break;
        case DataType::INT32: element = nb::dtype<int32_t>(); break;
        case DataType::UINT32: element = nb::dtype<uint32_t>(); break;
        case DataType::UINT8: element = nb::dtype<uint8_t>(); break;
        default: element = nb::dtype<uint16_t>(); break;
    }
    nb::ndarray<nb::numpy> array((*owner)->data(), dims.size(), dims.data(), capsule, nullptr, element);
    return nb::cast(array);
}

}  // namespace

void bind_transfer(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    tensor.def("from_array", &from_array, nb::arg("array"), nb::arg("bfloat16"), nb::arg("dtype").none(),
               nb::arg("layout"), nb::arg("tile").none(), nb::arg("memory_config").none(), nb::arg("device").none(),
               "A tensor from an array; uint16 elements are bfloat16 when `bfloat16`.");
    tensor.def("to_array", &to_array, nb::arg("tensor"), nb::arg("padded") = false,
               "A NumPy array of the logical (or padded) elements; bfloat16 as uint16, block floats as float32.");
    tensor.def(
        "empty_host",
        [](const TensorSpec& spec) {
            Tensor t = Tensor::on_host(spec);
            if (spec.host_bytes()) std::memset(t.bytes()->data(), 0, spec.host_bytes());
            return t;
        },
        nb::arg("spec"));
    tensor.def(
        "empty_device",
        [](const TensorSpec& spec, std::shared_ptr<MeshDevice> device) { return Tensor::on_device(spec, device); },
        nb::arg("spec"), nb::arg("device"));
    tensor.def(
        "full",
        [](const TensorSpec& spec, std::shared_ptr<MeshDevice> device, double value) {
            nb::gil_scoped_release release;
            // Memory of the card first: it runs out before the host's, and says so in the official words.
            Tensor out = device ? Tensor::on_device(spec, device) : Tensor::on_host(spec);
            if (!device || device->execution().computes()) fill_host(out, value);
            return out;
        },
        nb::arg("spec"), nb::arg("device").none(), nb::arg("value"));
    tensor.def("elementwise_memory_config",
               [](const MemoryConfig& asked, const Tensor& like) { return elementwise_memory_config(asked, like); });
}

}  // namespace ttnn::python
