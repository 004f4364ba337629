// The movement behind every operation that splits or joins heads: columns of an input [batch, 1, tokens, width] against
// matrices [batch, heads, tokens, head_dim] of an output, in groups of heads that lie side by side.
#pragma once
#include <vector>

#include "op/launch.hpp"
#include "ops/data_movement/movement.hpp"

namespace ttnn {

/// Head h of an output is columns [column + h / per_group * group_step + h % per_group * head_step, + width) of an
/// input.
struct HeadPart {
    size_t input = 0;
    int64_t column = 0, heads = 0, width = 0;
    bool transposed = false;   ///< the output's matrices are [head_dim, tokens]
    int64_t per_group = 0;     ///< heads of a group; 0: all
    int64_t group_step = 0;    ///< columns from a group to the next
    int64_t head_step = 0;     ///< columns from a head to the next within a group; 0: width
    bool heads_first = false;  ///< output [heads, rows, tokens, head_dim] of an input [1, rows, tokens, width]
};

/// The movement of a part of an input of this shape into an output of its own.
Movement split_part(const Shape& input, const HeadPart& part);
/// The shape that the part gives.
Shape split_shape(const Shape& input, const HeadPart& part);
/// A program that fills output i with parts[i].
Program split_program(DeviceProgram device_program, const std::vector<std::pair<Shape, HeadPart>>& parts);

/// A program with dataflow buffers on as many cores as there are units of work, column by column.
DeviceProgram units_of_heads(const char* operation, const char* factory, const Tensor& input, int64_t units,
                             const std::vector<int64_t>& bytes);

/// Numbers of heads that a width can divide into: positive, and small enough for products of them.
inline bool are_head_counts(int64_t heads, int64_t kv_heads) {
    return heads > 0 && kv_heads > 0 && heads <= (1 << 20) && kv_heads <= (1 << 20);
}
/// Raises unless the tensor is on a device, of rank 4, in TILE layout and of floats.
void check_heads_input(const char* name, const Tensor& t);
/// Height shards of one matrix a core (`rows` x width), on the first `cores` cores of the device.
MemoryConfig one_matrix_a_core(const Tensor& on, int64_t cores, int64_t rows, int64_t width);

}  // namespace ttnn
