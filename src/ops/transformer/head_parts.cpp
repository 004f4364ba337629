#include "ops/transformer/head_parts.hpp"

#include <algorithm>

#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

void check_heads_input(const char* name, const Tensor& t) {
    require(t.on_device(), "Operands to TM need to be on device!: [", name,
            "] got a host tensor; move it with ttnn.to_device");
    check_on_device(name, t);
    require(t.shape().rank() == 4, "ShapeBase[] index out of range: [", name, "] input tensor: expected rank 4, got ",
            t.shape());
    require(t.layout() == Layout::TILE, "Input tensor layout must be TILE but got ", t.layout(), ": [", name,
            "] use ttnn.to_layout");
    require(is_floating(t.dtype()) && t.dtype() != DataType::BFLOAT4_B, "Unsupported data format: [", name, "] ",
            t.dtype());
}

DeviceProgram units_of_heads(const char* operation, const char* factory, const Tensor& input, int64_t units,
                             const std::vector<int64_t>& bytes) {
    const CoreCoord grid = input.device()->grid();
    const CoreRangeSet cores =
        num_cores_to_corerangeset(std::clamp<int64_t>(units, 1, grid.x * grid.y), grid).merge({});
    DeviceProgram p{operation, factory, {}, {}};
    for (auto b : bytes) p.buffers.push_back({StaticBufferKind::Dataflow, b, cores});
    return p;
}

Shape split_shape(const Shape& input, const HeadPart& p) {
    const int64_t tokens = input[2], rows = p.transposed ? p.width : tokens, columns = p.transposed ? tokens : p.width;
    if (p.heads_first) return {p.heads, input[1], rows, columns};
    return {input[0], p.heads, rows, columns};
}

Movement split_part(const Shape& input, const HeadPart& p) {
    const int64_t tokens = input[2], width = input[3], matrix = tokens * p.width;
    const int64_t per_group = std::max<int64_t>(1, p.per_group ? p.per_group : p.heads),
                  step = p.head_step ? p.head_step : p.width;
    const int64_t sets = p.heads_first ? input[1] : input[0];
    const int64_t set = p.heads_first ? matrix : p.heads * matrix, head = p.heads_first ? input[1] * matrix : matrix;
    StridedCopy c;
    c.input = p.input;
    c.dims = {sets, p.heads / per_group, per_group, tokens, p.width};
    c.src_strides = {tokens * width, p.group_step, step, width, 1};
    c.dst_strides = {set, per_group * head, head, p.transposed ? 1 : p.width, p.transposed ? tokens : 1};
    c.src_offset = p.column;
    return {{c}, {}};
}

Program split_program(DeviceProgram device_program, const std::vector<std::pair<Shape, HeadPart>>& parts) {
    Program p;
    p.device_programs = {std::move(device_program)};
    std::vector<Movement> movements;
    for (const auto& [shape, part] : parts) movements.push_back(split_part(shape, part));
    p.run = [movements](const Operands& o) {
        for (size_t i = 0; i < movements.size(); ++i) run_movement(movements[i], {o.in, o.out.subspan(i, 1)});
    };
    return p;
}

MemoryConfig one_matrix_a_core(const Tensor& on, int64_t cores, int64_t rows, int64_t width) {
    const auto grid = on.device()->grid();
    require(cores <= grid.x * grid.y, "Target number of cores ", cores,
            " is greater than total number of available cores ", grid.x * grid.y);
    return {TensorMemoryLayout::HEIGHT_SHARDED, BufferType::L1,
            ShardSpec{num_cores_to_corerangeset(cores, grid, true), {rows, width}}};
}

}  // namespace ttnn
