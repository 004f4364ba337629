// The device programs that the card runs for a movement, as reports and capacity checks show them: factory, cores,
// buffers. They follow the official module's choices for interleaved tensors; host code runs movement.hpp whatever is
// chosen here.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// The first cores of a grid, as many as there are units of work: column by column, as the rectangles that the card's
/// reports name (the rows of the cut column, then the rest), or row by row.
CoreRangeSet first_cores(int64_t units, CoreCoord grid);
CoreRangeSet first_cores_by_rows(int64_t units, CoreCoord grid);

/// A program with dataflow buffers of these sizes.
DeviceProgram program_on(const char* operation, const char* factory, const CoreRangeSet& cores,
                         std::initializer_list<int64_t> dataflow_bytes);
/// A program on as many cores as there are units of work.
DeviceProgram units_program(const char* operation, const char* factory, const MeshDevice& device, int64_t units,
                            const std::vector<std::pair<StaticBufferKind, int64_t>>& buffers);

std::vector<DeviceProgram> permute_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                   const std::vector<int64_t>& order, const TensorSpec& out);

}  // namespace ttnn
