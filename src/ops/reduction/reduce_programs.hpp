// The device programs of a reduction: which dimensions the card reduces in which order and form, on which cores, with
// which buffers.
#pragma once
#include <vector>

#include "ops/reduction/reduce.hpp"

namespace ttnn {

/// `reduced`: for each dimension whether it goes.
std::vector<DeviceProgram> reduce_device_programs(const ReduceCall& call, const std::vector<bool>& reduced,
                                                  const TensorSpec& output);
/// The average over all rows of each image of [N, 1, rows, C].
std::vector<DeviceProgram> mean_of_rows_programs(const MeshDevice& device, const TensorSpec& images, DataType to);

}  // namespace ttnn
