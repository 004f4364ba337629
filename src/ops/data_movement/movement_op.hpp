// What data-movement operations share: one declaration of shape, movement and device program; see movement.hpp for how
// it runs.
#pragma once
#include "op/launch.hpp"
#include "ops/data_movement/movement.hpp"

namespace ttnn {

/// A program that moves, with one dataflow buffer of two pages as the card has it.
Program movement_program(const char* device_operation, const char* factory, const Tensor& input, Movement movement);
/// The same with the card's own programs.
Program movement_program(std::vector<DeviceProgram> device_programs, Movement movement);
/// The output's memory config when none is asked for: the input's, or interleaved in the same memory when its shards do
/// not fit the new shape.
MemoryConfig moved_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& input, const Shape& shape);
/// A sharded config with shards of the shape's own extents on the same cores, rounded up to whole tiles; an interleaved
/// one as it is.
MemoryConfig resharded(const MemoryConfig& config, const TensorSpec& spec);
TensorSpec moved_spec(const Tensor& input, Shape shape, const std::optional<MemoryConfig>& asked);
/// Raises unless the tensor is on a device.
void check_on_device(const char* name, const Tensor& t);

}  // namespace ttnn
