// The Tensor and TensorSpec classes. Operators and indexing are attached in Python (ttnn/operators.py), as they are
// operations.
#include "ops/host_convert.hpp"
#include "python/binding.hpp"
#include "python/observed.hpp"
#include "tensor/elements.hpp"
#include "tensor/print.hpp"

namespace ttnn::python {
namespace {

nb::object element(const Elements& e, bool integer, int64_t row, int64_t column) {
    const double v = e(row, column);
    return integer ? nb::object(nb::int_(static_cast<int64_t>(v))) : nb::object(nb::float_(v));
}

nb::object nested_list(const Elements& e, const Shape& shape, bool integer, size_t d, int64_t row) {
    nb::list out;
    const bool last = d + 1 == shape.rank();
    for (int64_t i = 0; i < shape.begin()[d]; ++i)
        out.append(last ? element(e, integer, row, i)
                        : nested_list(e, shape, integer, d + 1, row * shape.begin()[d] + i));
    return out;
}

nb::object to_list(const Tensor& t) {
    const View view = [&] {
        nb::gil_scoped_release release;
        return t.read();
    }();
    const Elements e(view);
    const bool integer = is_integer(t.dtype());
    return t.shape().rank() == 0 ? element(e, integer, 0, 0) : nested_list(e, t.shape(), integer, 0, 0);
}

nb::object item(const Tensor& t) {
    require(t.shape().volume() == 1, "tensor.item() requires tensor to have exactly one element, but got ",
            t.shape().volume(), " elements");
    const View view = [&] {
        nb::gil_scoped_release release;
        return t.read();
    }();
    return element(Elements(view), is_integer(t.dtype()), 0, 0);
}

void bind_spec(nb::module_& tensor) {
    nb::class_<TensorSpec>(tensor, "TensorSpec", "Shape, dtype, layout and place of a tensor, without contents.")
        .def(
            "__init__",
            [](TensorSpec* s, Shape shape, DataType dtype, Layout layout, BufferType type, std::optional<Tile> tile) {
                new (s) TensorSpec(std::move(shape), dtype, layout, MemoryConfig(TensorMemoryLayout::INTERLEAVED, type),
                                   tile.value_or(Tile{}));
            },
            nb::arg("shape"), nb::arg("dtype"), nb::arg("layout"), nb::arg("buffer_type") = BufferType::DRAM,
            nb::arg("tile") = nb::none())
        .def(
            "__init__",
            [](TensorSpec* s, Shape shape, DataType dtype, Layout layout, TensorMemoryLayout memory_layout,
               std::optional<ShardSpec> shards, BufferType type, std::optional<Tile> tile) {
                new (s) TensorSpec(std::move(shape), dtype, layout,
                                   MemoryConfig(memory_layout, type, std::move(shards)), tile.value_or(Tile{}));
            },
            nb::arg("shape"), nb::arg("dtype"), nb::arg("layout"), nb::arg("memory_layout"),
            nb::arg("shard_spec") = nb::none(), nb::arg("buffer_type") = BufferType::DRAM, nb::arg("tile") = nb::none())
        .def(
            "__init__",
            [](TensorSpec* s, Shape shape, DataType dtype, Layout layout, NdShardSpec shards, BufferType type,
               std::optional<Tile> tile) {
                new (s) TensorSpec(std::move(shape), dtype, layout, MemoryConfig(type, std::move(shards)),
                                   tile.value_or(Tile{}));
            },
            nb::arg("shape"), nb::arg("dtype"), nb::arg("layout"), nb::arg("nd_shard_spec"),
            nb::arg("buffer_type") = BufferType::DRAM, nb::arg("tile") = nb::none())
        .def(
            "__init__",
            [](TensorSpec* s, Shape shape, DataType dtype, Layout layout, MemoryConfig config,
               std::optional<Tile> tile) {
                new (s) TensorSpec(std::move(shape), dtype, layout, std::move(config), tile.value_or(Tile{}));
            },
            nb::arg("shape"), nb::arg("dtype"), nb::arg("layout"), nb::arg("memory_config"),
            nb::arg("tile") = nb::none())
        .def_prop_ro("shape", &TensorSpec::logical_shape)
        .def_prop_ro("padded_shape", &TensorSpec::padded_shape)
        .def_prop_ro("dtype", &TensorSpec::dtype)
        .def_prop_ro("layout", &TensorSpec::layout)
        .def_prop_ro("memory_config", &TensorSpec::memory_config)
        .def_prop_ro("tile", &TensorSpec::tile)
        .def("with_memory_config", &TensorSpec::with_memory_config)
        .def("__eq__", [](const TensorSpec& a, const TensorSpec& b) { return a == b; })
        .def("__ne__", [](const TensorSpec& a, const TensorSpec& b) { return !(a == b); });
}

void bind_queries(nb::class_<Tensor>& c) {
    c.def_prop_ro("shape", &Tensor::logical_shape, "logical shape")
        .def_prop_ro("padded_shape", &Tensor::padded_shape, "shape with the padding of the layout")
        .def_prop_ro("dtype", &Tensor::dtype)
        .def_prop_ro("layout", &Tensor::layout)
        .def_prop_ro("spec", &Tensor::spec)
        .def_prop_ro("tile", [](const Tensor& t) { return t.spec().tile(); })
        .def_prop_ro("tensor_id", &Tensor::id)
        .def("get_dtype", &Tensor::dtype)
        .def("get_layout", &Tensor::layout)
        .def("get_tile", [](const Tensor& t) { return t.spec().tile(); })
        .def("device", &Tensor::device, "the device, or None for host tensors and deallocated ones")
        .def("devices",
             [](const Tensor& t) {
                 std::vector<std::shared_ptr<MeshDevice>> out;
                 if (auto d = t.device()) out.push_back(std::move(d));
                 return out;
             })
        .def("storage_type", &Tensor::storage_type)
        .def("memory_config", &Tensor::memory_config)
        .def("is_sharded", &Tensor::is_sharded)
        .def("is_allocated", &Tensor::is_allocated)
        .def(
            "volume", [](const Tensor& t) { return t.padded_shape().volume(); }, "elements including padding")
        .def("logical_volume", [](const Tensor& t) { return t.shape().volume(); })
        .def("physical_volume", [](const Tensor& t) { return t.padded_shape().volume(); })
        .def("element_size", [](const Tensor& t) { return element_size(t.dtype()); })
        .def("buffer_address", [](const Tensor& t) { return t.buffer()->address(); })
        .def("buffer_unique_id", [](const Tensor& t) { return t.buffer()->unique_id(); })
        .def("buffer_page_size", [](const Tensor& t) { return t.buffer()->config().page_size; })
        .def("buffer_num_pages", [](const Tensor& t) { return t.buffer()->config().num_pages; })
        .def("buffer_aligned_page_size", [](const Tensor& t) { return t.buffer()->aligned_page_size(); });
}

void bind_actions(nb::class_<Tensor>& c) {
    using Release = nb::call_guard<nb::gil_scoped_release>;
    c.def(
         "deallocate",
         [](Tensor& t, bool) { observe("Tensor::deallocate", {t}, [&] { return t.deallocate(), Tensor{}; }); },
         nb::arg("force") = false, "gives the device memory back", Release())
        .def(
            "cpu",
            [](const Tensor& t, bool, std::optional<int> cq) {
                return observe("Tensor::cpu", {t}, [&] { return t.cpu(cq.value_or(0)); });
            },
            nb::arg("blocking") = true, nb::arg("cq_id") = nb::none(), "a copy on the host; waits for the device",
            Release())
        .def(
            "_to_device",
            [](const Tensor& t, std::shared_ptr<MeshDevice> device, std::optional<MemoryConfig> config) {
                return observe("Tensor::to_device", {t},
                               [&] { return t.to(device, config.value_or(t.memory_config())); });
            },
            nb::arg("device"), nb::arg("memory_config") = nb::none(), Release())
        .def(
            "_convert",
            [](const Tensor& t, std::optional<DataType> dtype, std::optional<Layout> layout, std::optional<Tile> tile) {
                const auto& s = t.spec();
                return convert_host(
                    t, TensorSpec(s.logical_shape(), dtype.value_or(s.dtype()), layout.value_or(s.layout()),
                                  s.memory_config(), tile.value_or(s.tile())));
            },
            nb::arg("dtype") = nb::none(), nb::arg("layout") = nb::none(), nb::arg("tile") = nb::none(),
            "conversion on the host", Release())
        .def("_same_memory", &Tensor::same_memory)
        .def("to_list", &to_list, "nested lists of the elements")
        .def("item", &item, "the only element as a Python number")
        .def("__repr__", &to_string, Release())
        .def("__str__", &to_string, Release());
}

}  // namespace

void bind_tensor(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    bind_spec(tensor);
    auto c = nb::class_<Tensor>(tensor, "Tensor", nb::dynamic_attr(), nb::is_weak_referenceable(),
                                "A tensor on the host or on a device.");
    // What arrays and lists become is decided in Python, beside from_torch.
    c.def("__init__", [](Tensor* self, nb::args args, nb::kwargs kwargs) {
        nb::object made = nb::module_::import_("ttnn.operators").attr("tensor_from")(*args, **kwargs);
        new (self) Tensor(nb::cast<Tensor>(made));
    });
    bind_queries(c);
    bind_actions(c);
    tensor.def(
        "set_printoptions",
        [](const std::string& profile, std::optional<bool> sci_mode, std::optional<int> precision) {
            const auto p = profile == "full"    ? PrintProfile::Full
                           : profile == "empty" ? PrintProfile::Empty
                                                : PrintProfile::Short;
            set_print_options({p, sci_mode, precision.value_or(4)});
        },
        nb::arg("profile"), nb::arg("sci_mode").none(), nb::arg("precision").none());
}

}  // namespace ttnn::python
