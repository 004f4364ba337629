#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

void check_on_device(const char* name, const Tensor& t) {
    require(t.on_device(), "[", name, "] Input tensor must be on device, got storage type: StorageType::HOST; move it with ttnn.to_device");
    require(t.is_allocated(), "[", name, "] Input Tensor is not allocated: it was deallocated before");
}

MemoryConfig moved_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& input, const Shape& shape) {
    if (asked && !(asked->is_sharded() && !asked->shard_spec() && !asked->nd_shard_spec())) return *asked;
    const auto& own = input.memory_config();
    if (!own.shard_spec()) return asked.value_or(own);
    try {
        TensorSpec(shape, input.dtype(), input.layout(), own, input.spec().tile()).buffer_config();
        return own;
    } catch (const Error&) {
        return MemoryConfig(TensorMemoryLayout::INTERLEAVED, own.buffer_type());
    }
}

TensorSpec moved_spec(const Tensor& input, Shape shape, const std::optional<MemoryConfig>& asked) {
    const auto config = moved_memory_config(asked, input, shape);
    return {std::move(shape), input.dtype(), input.layout(), config, input.spec().tile()};
}

Program movement_program(const char* device_operation, const char* factory, const Tensor& input, Movement movement) {
    Program p;
    const int64_t page = input.spec().padded_shape().volume() ? input.spec().is_tile() ? static_cast<int64_t>(input.spec().tile().bytes(input.dtype()))
                                                                                         : input.spec().physical_width() * static_cast<int64_t>(element_size(input.dtype()))
                                                              : 0;
    p.device_programs = {{device_operation, factory, {{StaticBufferKind::Dataflow, 2 * page, input.device()->all_cores()}}, {}}};
    p.run = [m = std::move(movement)](const Operands& o) { run_movement(m, o); };
    return p;
}

}  // namespace ttnn
