#include "ops/layout/clone.hpp"

#include "ops/host_convert.hpp"
#include "ops/layout/layout_programs.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

void Clone::validate() const {
    const DataType from = input_tensor.dtype(), to = dtype.value_or(from);
    require(from == to || input_tensor.layout() == Layout::TILE,
            "Clone: data type conversion is only supported with tile layout; use ttnn.to_layout first");
    if (!memory_config) return;
    const MemoryConfig &own = input_tensor.memory_config(), &target = *memory_config;
    require(own.is_sharded() == target.is_sharded(),
            "Clone: mixed sharded/interleaved layout not currently supported. Both input and output must have the same "
            "layout. Use ttnn.to_memory_config");
    require(own.memory_layout() == target.memory_layout(),
            "Clone: input and output must have the same memory layout when both are sharded; use ttnn.reshard");
    require(!target.is_sharded() || own == target,
            "Clone: input and output shard specs must be identical (same grid, shape, and orientation); use "
            "ttnn.reshard");
}

TensorSpec Clone::output() const {
    const auto& s = input_tensor.spec();
    return {s.logical_shape(), dtype.value_or(s.dtype()), s.layout(), memory_config.value_or(s.memory_config()),
            s.tile()};
}

Program Clone::program() const {
    const auto& s = input_tensor.spec();
    Program p;
    p.device_programs = {clone_program(*input_tensor.device(), s, output())};
    p.compute = compute_kernel_config;
    if (dtype.value_or(s.dtype()) == s.dtype()) {
        p.run = [](const Operands& o) { relayout(o.in[0], o.out[0]); };
        return p;
    }
    p.run = [](const Operands& o) { convert_view(o.in[0], o.out[0]); };
    return p;
}

}  // namespace ttnn
