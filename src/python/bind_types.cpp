// Values without behaviour: enumerations, shapes, cores, tiles, memory and compute configurations.
#include "device/device.hpp"
#include "program/compute_config.hpp"
#include "python/binding.hpp"
#include "tensor/tensor.hpp"

namespace ttnn::python {
namespace {

void bind_enums(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    bind_enum<DataType>(tensor, "DataType", "Element type of a tensor.",
                        {{"BFLOAT16", DataType::BFLOAT16},
                         {"FLOAT32", DataType::FLOAT32},
                         {"UINT32", DataType::UINT32},
                         {"BFLOAT8_B", DataType::BFLOAT8_B},
                         {"BFLOAT4_B", DataType::BFLOAT4_B},
                         {"UINT8", DataType::UINT8},
                         {"UINT16", DataType::UINT16},
                         {"INT32", DataType::INT32},
                         {"FP8_E4M3", DataType::FP8_E4M3},
                         {"INT8", DataType::INT8},
                         {"INVALID", DataType::INVALID}});
    bind_enum<Layout>(tensor, "Layout", "Order of elements: rows, or tiles of 32x32.",
                      {{"ROW_MAJOR", Layout::ROW_MAJOR}, {"TILE", Layout::TILE}, {"INVALID", Layout::INVALID}});
    bind_enum<StorageType>(tensor, "StorageType", "Where the contents are.",
                           {{"HOST", StorageType::HOST}, {"DEVICE", StorageType::DEVICE}});
    bind_enum<BufferType>(tensor, "BufferType", "Memory of the device.",
                          {{"DRAM", BufferType::DRAM},
                           {"L1", BufferType::L1},
                           {"L1_SMALL", BufferType::L1_SMALL},
                           {"TRACE", BufferType::TRACE}});
    bind_enum<TensorMemoryLayout>(tensor, "TensorMemoryLayout", "How a tensor is spread over banks.",
                                  {{"INTERLEAVED", TensorMemoryLayout::INTERLEAVED},
                                   {"HEIGHT_SHARDED", TensorMemoryLayout::HEIGHT_SHARDED},
                                   {"WIDTH_SHARDED", TensorMemoryLayout::WIDTH_SHARDED},
                                   {"BLOCK_SHARDED", TensorMemoryLayout::BLOCK_SHARDED},
                                   {"ND_SHARDED", TensorMemoryLayout::ND_SHARDED}});
    bind_enum<ShardOrientation>(
        tensor, "ShardOrientation", "Order in which cores take shards.",
        {{"ROW_MAJOR", ShardOrientation::ROW_MAJOR}, {"COL_MAJOR", ShardOrientation::COL_MAJOR}});
    bind_enum<ShardDistributionStrategy>(tensor, "ShardDistributionStrategy",
                                         "How N-dimensional shards are dealt over cores.",
                                         {{"ROUND_ROBIN_1D", ShardDistributionStrategy::ROUND_ROBIN_1D},
                                          {"GRID_2D", ShardDistributionStrategy::GRID_2D}});
    bind_enum<MathFidelity>(tensor, "MathFidelity", "Passes of the matrix engine over the significands.",
                            {{"LoFi", MathFidelity::LoFi},
                             {"HiFi2", MathFidelity::HiFi2},
                             {"HiFi3", MathFidelity::HiFi3},
                             {"HiFi4", MathFidelity::HiFi4},
                             {"Invalid", MathFidelity::Invalid}});
    bind_enum<Arch>(submodule(root, "device"), "Arch", "Architecture of the card.",
                    {{"WORMHOLE_B0", Arch::WORMHOLE_B0}, {"BLACKHOLE", Arch::BLACKHOLE}, {"QUASAR", Arch::QUASAR}});
}

void bind_shape(nb::module_& root) {
    nb::class_<Shape>(submodule(root, "types"), "Shape", "Extent of a tensor in each dimension.")
        .def(nb::init<const std::vector<int64_t>&>(), nb::arg("shape"))
        .def("__len__", &Shape::rank)
        .def("__getitem__",
             [](const Shape& s, int64_t i) {
                 const auto r = static_cast<int64_t>(s.rank());
                 if (i < -r || i >= r)
                     throw nb::index_error(
                         str("ShapeBase[] index out of range. ", i, " not in [", -r, ", ", r, ")").c_str());
                 return s[i];
             })
        .def("__getitem__",
             [](const Shape& s, nb::slice slice) {
                 auto [start, stop, step, length] = slice.compute(s.rank());
                 std::vector<int64_t> out;
                 for (size_t i = 0; i < length; ++i)
                     out.push_back(s.begin()[start + static_cast<Py_ssize_t>(i) * step]);
                 return out;
             })
        .def("__iter__", [](const Shape& s) { return nb::iter(nb::cast(s.dims())); })
        .def("__eq__", [](const Shape& a, const Shape& b) { return a == b; })
        .def("__eq__", [](const Shape& a, const std::vector<int64_t>& b) { return a.dims() == b; })
        .def("__eq__", [](const Shape&, nb::handle) { return false; })
        .def("__ne__", [](const Shape& a, const Shape& b) { return !(a == b); })
        .def("__ne__", [](const Shape& a, const std::vector<int64_t>& b) { return a.dims() != b; })
        .def("__ne__", [](const Shape&, nb::handle) { return true; })
        .def("__hash__", [](const Shape& s) { return nb::hash(nb::tuple(nb::cast(s.dims()))); })
        .def("__repr__", [](const Shape& s) { return str(s); })
        .def_prop_ro("rank", &Shape::rank)
        .def("to_rank", &Shape::to_rank);
    nb::implicitly_convertible<std::vector<int64_t>, Shape>();
}

template <class T>
auto& add_value_methods(nb::class_<T>& c) {
    return c.def("__eq__", [](const T& a, const T& b) { return a == b; })
        .def("__eq__", [](const T&, nb::handle) { return false; })
        .def("__ne__", [](const T& a, const T& b) { return !(a == b); })
        .def("__ne__", [](const T&, nb::handle) { return true; })
        .def("__repr__", [](const T& v) { return str(v); })
        .def("__hash__", [](const T& v) {
            Hasher h;
            hash_value(h, v);
            return static_cast<Py_hash_t>(h.key().a >> 1);
        });
}

void bind_cores(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    auto coord = nb::class_<CoreCoord>(tensor, "CoreCoord", "A worker core by column x and row y.");
    coord
        .def(
            "__init__",
            [](CoreCoord* c, int64_t x, int64_t y) {
                new (c) CoreCoord{x, y};
            },
            nb::arg("x"), nb::arg("y"))
        .def("__init__",
             [](CoreCoord* c, std::pair<int64_t, int64_t> xy) {
                 new (c) CoreCoord{xy.first, xy.second};
             })
        .def_ro("x", &CoreCoord::x)
        .def_ro("y", &CoreCoord::y);
    add_value_methods(coord);
    nb::implicitly_convertible<std::pair<int64_t, int64_t>, CoreCoord>();

    auto range = nb::class_<CoreRange>(tensor, "CoreRange", "A rectangle of worker cores, both corners included.");
    range.def(nb::init<CoreCoord, CoreCoord>(), nb::arg("start"), nb::arg("end"))
        .def_ro("start", &CoreRange::start)
        .def_ro("end", &CoreRange::end)
        .def("grid_size",
             [](const CoreRange& r) {
                 return CoreCoord{r.width(), r.height()};
             })
        .def(
            "contains", [](const CoreRange& r, CoreCoord c) { return r.contains(c); }, nb::arg("core"))
        .def(
            "contains", [](const CoreRange& r, CoreRange o) { return r.contains(o.start) && r.contains(o.end); },
            nb::arg("core_range"))
        .def(
            "contains", [](const CoreRange& r, const CoreRangeSet& o) { return CoreRangeSet(r).contains(o); },
            nb::arg("core_range_set"));
    add_value_methods(range);

    auto set = nb::class_<CoreRangeSet>(tensor, "CoreRangeSet", "A set of disjoint rectangles of worker cores.");
    set.def(nb::init<std::vector<CoreRange>>(), nb::arg("core_ranges"))
        .def("__init__",
             [](CoreRangeSet* s, std::set<CoreRange> ranges) {
                 new (s) CoreRangeSet(std::vector(ranges.begin(), ranges.end()));
             })
        .def("__init__", [](CoreRangeSet* s, CoreRange range) { new (s) CoreRangeSet(range); })
        .def("ranges", &CoreRangeSet::ranges)
        .def("bounding_box", &CoreRangeSet::bounding_box)
        .def("num_cores", &CoreRangeSet::num_cores)
        .def("size", [](const CoreRangeSet& s) { return s.ranges().size(); })
        .def("empty", &CoreRangeSet::empty)
        .def(
            "contains", [](const CoreRangeSet& s, CoreCoord c) { return s.contains(c); }, nb::arg("core"))
        .def(
            "contains", [](const CoreRangeSet& s, CoreRange r) { return s.contains(CoreRangeSet(r)); },
            nb::arg("core_range"))
        .def(
            "contains", [](const CoreRangeSet& s, const CoreRangeSet& o) { return s.contains(o); },
            nb::arg("core_range_set"))
        .def("merge", &CoreRangeSet::merge, nb::arg("other"))
        .def("subtract", &CoreRangeSet::subtract);
    add_value_methods(set);
}

void bind_core_grid(nb::module_& root) {
    auto tensor = submodule(root, "tensor"), types = submodule(root, "types");
    auto grid = nb::class_<CoreGrid>(types, "CoreGrid", "A grid of x columns and y rows of worker cores.");
    grid.def(
            "__init__",
            [](CoreGrid* g, int64_t x, int64_t y) {
                new (g) CoreGrid{x, y};
            },
            nb::kw_only(), nb::arg("x"), nb::arg("y"))
        .def_ro("x", &CoreGrid::x)
        .def_ro("y", &CoreGrid::y)
        .def_prop_ro("num_cores", &CoreGrid::num_cores);
    add_value_methods(grid);
    tensor.def("num_cores_to_corerangeset", &num_cores_to_corerangeset, nb::arg("target_num_cores"),
               nb::arg("grid_size"), nb::arg("row_wise") = false);
    tensor.def(
        "corerange_to_cores",
        [](const CoreRangeSet& s, std::optional<int64_t> most, bool row_wise) {
            auto cores = s.cores(row_wise);
            if (most && *most < static_cast<int64_t>(cores.size())) cores.resize(static_cast<size_t>(*most));
            return cores;
        },
        nb::arg("core_range_set"), nb::arg("max_cores") = nb::none(), nb::arg("row_wise") = false);
}

void bind_memory_config(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    auto spec = nb::class_<ShardSpec>(
        tensor, "ShardSpec", "Two-dimensional shards, one a core of `grid`; `shape` is [height, width] in elements.");
    spec.def(
            "__init__",
            [](ShardSpec* s, CoreRangeSet grid, std::array<int64_t, 2> shape, ShardOrientation orientation) {
                new (s) ShardSpec{std::move(grid), shape, orientation};
            },
            nb::arg("grid"), nb::arg("shard_shape"), nb::arg("shard_orientation") = ShardOrientation::ROW_MAJOR)
        .def_rw("grid", &ShardSpec::grid)
        .def_rw("shape", &ShardSpec::shape)
        .def_rw("orientation", &ShardSpec::orientation)
        .def("num_cores", &ShardSpec::num_cores);
    add_value_methods(spec);

    auto nd = nb::class_<NdShardSpec>(tensor, "NdShardSpec", "Shards of any rank, dealt over the cores of `grid`.");
    nd.def(
          "__init__",
          [](NdShardSpec* s, Shape shape, CoreRangeSet grid, ShardOrientation orientation,
             ShardDistributionStrategy strategy) {
              new (s) NdShardSpec{std::move(shape), std::move(grid), orientation, strategy};
          },
          nb::arg("shard_shape"), nb::arg("grid"), nb::arg("orientation") = ShardOrientation::ROW_MAJOR,
          nb::arg("shard_distribution_strategy") = ShardDistributionStrategy::ROUND_ROBIN_1D)
        .def_rw("shard_shape", &NdShardSpec::shard_shape)
        .def_rw("grid", &NdShardSpec::grid)
        .def_rw("orientation", &NdShardSpec::orientation)
        .def_rw("shard_distribution_strategy", &NdShardSpec::shard_distribution_strategy)
        .def("num_cores", &NdShardSpec::num_cores)
        .def("__eq__", [](const NdShardSpec& a, const NdShardSpec& b) { return a == b; })
        .def("__ne__", [](const NdShardSpec& a, const NdShardSpec& b) { return !(a == b); })
        .def("__repr__", [](const NdShardSpec& s) { return str(s); });

    auto config =
        nb::class_<MemoryConfig>(tensor, "MemoryConfig", "Where a tensor goes and how it is spread over banks.");
    config
        .def(nb::init<TensorMemoryLayout, BufferType, std::optional<ShardSpec>>(),
             nb::arg("memory_layout") = TensorMemoryLayout::INTERLEAVED, nb::arg("buffer_type") = BufferType::DRAM,
             nb::arg("shard_spec") = nb::none())
        .def(nb::init<BufferType, NdShardSpec>(), nb::arg("buffer_type"), nb::arg("nd_shard_spec"))
        .def_prop_ro("memory_layout", &MemoryConfig::memory_layout)
        .def_prop_ro("buffer_type", &MemoryConfig::buffer_type)
        .def_prop_ro("shard_spec", &MemoryConfig::shard_spec)
        .def_prop_ro("nd_shard_spec", &MemoryConfig::nd_shard_spec)
        .def_prop_ro("interleaved", [](const MemoryConfig& c) { return !c.is_sharded(); })
        .def("is_sharded", &MemoryConfig::is_sharded);
    add_value_methods(config);
}

enum class ThrottleLevel : int64_t { NO_THROTTLE, LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4, LEVEL_5 };
using Throttle = std::variant<ThrottleLevel, int64_t>;

int64_t throttle_number(const Throttle& t) {
    const int64_t level = t.index() == 0 ? static_cast<int64_t>(std::get<0>(t)) : std::get<1>(t);
    require(level >= 0 && level <= 5, "throttle_level must be from 0 to 5, got ", level);
    return level;
}

void bind_compute_config(nb::module_& root) {
    auto core = submodule(root, "operations.core");
    bind_enum<ThrottleLevel>(core, "ThrottleLevel", "How far the card's matmul is slowed down.",
                             {{"NO_THROTTLE", ThrottleLevel::NO_THROTTLE},
                              {"LEVEL_1", ThrottleLevel::LEVEL_1},
                              {"LEVEL_2", ThrottleLevel::LEVEL_2},
                              {"LEVEL_3", ThrottleLevel::LEVEL_3},
                              {"LEVEL_4", ThrottleLevel::LEVEL_4},
                              {"LEVEL_5", ThrottleLevel::LEVEL_5}});
    auto config = nb::class_<ComputeKernelConfig>(core, "WormholeComputeKernelConfig",
                                                  "How the card's compute engine is set up.");
    config
        .def(
            "__init__",
            [](ComputeKernelConfig* c, MathFidelity fidelity, bool approx, bool fp32, bool l1, bool sync,
               const Throttle& throttle) {
                new (c) ComputeKernelConfig{fidelity, approx, fp32, l1, sync, throttle_number(throttle)};
            },
            nb::kw_only(), nb::arg("math_fidelity") = MathFidelity::LoFi, nb::arg("math_approx_mode") = true,
            nb::arg("fp32_dest_acc_en") = false, nb::arg("packer_l1_acc") = false, nb::arg("dst_full_sync_en") = false,
            nb::arg("throttle_level") = ThrottleLevel::NO_THROTTLE)
        .def_rw("math_fidelity", &ComputeKernelConfig::math_fidelity)
        .def_rw("math_approx_mode", &ComputeKernelConfig::math_approx_mode)
        .def_rw("fp32_dest_acc_en", &ComputeKernelConfig::fp32_dest_acc_en)
        .def_rw("packer_l1_acc", &ComputeKernelConfig::packer_l1_acc)
        .def_rw("dst_full_sync_en", &ComputeKernelConfig::dst_full_sync_en)
        .def_prop_rw(
            "throttle_level", [](const ComputeKernelConfig& c) { return static_cast<ThrottleLevel>(c.throttle_level); },
            [](ComputeKernelConfig& c, const Throttle& t) { c.throttle_level = throttle_number(t); })
        .def("__eq__", [](const ComputeKernelConfig& a, const ComputeKernelConfig& b) { return a == b; });
}

void bind_tile(nb::module_& root) {
    auto tensor = submodule(root, "tensor");
    nb::class_<Tile>(tensor, "Tile", "Shape of the tiles of a tensor.")
        .def(
            "__init__",
            [](Tile* t, std::array<uint32_t, 2> shape, bool transpose) { new (t) Tile(shape[0], shape[1], transpose); },
            nb::arg("tile_shape") = std::array<uint32_t, 2>{32, 32}, nb::arg("transpose_tile") = false)
        .def_prop_ro("tile_shape",
                     [](const Tile& t) {
                         return std::vector<uint32_t>{t.height, t.width};
                     })
        .def_prop_ro("face_shape",
                     [](const Tile& t) {
                         return std::vector<uint32_t>{t.face_height(), t.face_width()};
                     })
        .def_prop_ro("num_faces", &Tile::num_faces)
        .def_prop_ro("narrow_tile", [](const Tile& t) { return static_cast<int>(t.width < 32); })
        .def_prop_ro("partial_face", [](const Tile& t) { return static_cast<int>(t.height < 16); })
        .def_ro("transpose_tile", &Tile::transpose)
        .def_ro("transpose_within_face", &Tile::transpose)
        .def_ro("transpose_of_faces", &Tile::transpose)
        .def("get_tile_size", &Tile::bytes, nb::arg("dtype"))
        .def("__eq__", [](const Tile& a, const Tile& b) { return a == b; })
        .def("__repr__", [](const Tile& t) { return str(t); });
    tensor.def("element_size", &element_size, nb::arg("dtype"), "Bytes of one element.");
    tensor.def(
        "tile_size", [](DataType t) { return Tile{}.bytes(t); }, nb::arg("dtype"), "Bytes of a 32x32 tile.");
}

}  // namespace

void bind_types(nb::module_& root) {
    bind_enums(root);
    bind_shape(root);
    bind_cores(root);
    bind_core_grid(root);
    bind_memory_config(root);
    bind_compute_config(root);
    bind_tile(root);
}

}  // namespace ttnn::python
