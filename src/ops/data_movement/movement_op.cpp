#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

void check_on_device(const char* name, const Tensor& t) {
    require(t.on_device(), "[", name,
            "] Input tensor must be on device, got storage type: StorageType::HOST; move it with ttnn.to_device");
    require(t.is_allocated(), "[", name, "] Input Tensor is not allocated: it was deallocated before");
}

MemoryConfig moved_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& input, const Shape& shape) {
    if (asked && !(asked->is_sharded() && !asked->shard_spec() && !asked->nd_shard_spec())) return *asked;
    const auto& own = input.memory_config();
    if (!own.shard_spec()) return asked.value_or(own);
    try {
        TensorSpec(shape, input.dtype(), input.layout(), own, input.spec().tile()).buffer_config();
        return own;
    } catch (const Error&) { return MemoryConfig(TensorMemoryLayout::INTERLEAVED, own.buffer_type()); }
}

MemoryConfig resharded(const MemoryConfig& config, const TensorSpec& spec) {
    if (!config.shard_spec() || spec.padded_shape().volume() == 0) return config;
    ShardSpec shards = *config.shard_spec();
    const auto layout = config.memory_layout();
    const auto grid = shards.grid.bounding_box();
    const bool turned = shards.orientation == ShardOrientation::COL_MAJOR;
    const int64_t across = grid.end.x - grid.start.x + 1, down = grid.end.y - grid.start.y + 1,
                  all = shards.num_cores();
    const int64_t rows = layout == TensorMemoryLayout::HEIGHT_SHARDED  ? all
                         : layout == TensorMemoryLayout::WIDTH_SHARDED ? 1
                         : turned                                      ? across
                                                                       : down;
    const int64_t columns = layout == TensorMemoryLayout::WIDTH_SHARDED    ? all
                            : layout == TensorMemoryLayout::HEIGHT_SHARDED ? 1
                            : turned                                       ? down
                                                                           : across;
    auto extent = [&](int64_t n, int64_t parts, int64_t tile) {
        return ((n + parts - 1) / parts + tile - 1) / tile * tile;
    };
    shards.shape = {extent(spec.physical_height(), rows, spec.is_tile() ? spec.tile().height : 1),
                    extent(spec.physical_width(), columns, spec.is_tile() ? spec.tile().width : 1)};
    return config.with_shard_spec(shards);
}

TensorSpec moved_spec(const Tensor& input, Shape shape, const std::optional<MemoryConfig>& asked) {
    const auto config = moved_memory_config(asked, input, shape);
    return {std::move(shape), input.dtype(), input.layout(), config, input.spec().tile()};
}

Program movement_program(const char* device_operation, const char* factory, const Tensor& input, Movement movement) {
    const int64_t page = input.spec().padded_shape().volume()
                             ? input.spec().is_tile()
                                   ? static_cast<int64_t>(input.spec().tile().bytes(input.dtype()))
                                   : input.spec().physical_width() * static_cast<int64_t>(element_size(input.dtype()))
                             : 0;
    return movement_program(
        {DeviceProgram{
            device_operation, factory, {{StaticBufferKind::Dataflow, 2 * page, input.device()->all_cores()}}, {}}},
        std::move(movement));
}

Program movement_program(std::vector<DeviceProgram> device_programs, Movement movement) {
    Program p;
    p.device_programs = std::move(device_programs);
    p.run = [m = std::move(movement)](const Operands& o) { run_movement(m, o); };
    return p;
}

}  // namespace ttnn
