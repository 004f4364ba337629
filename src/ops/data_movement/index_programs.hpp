// The device programs of gather and scatter: the dimension that positions count becomes the last.
#pragma once
#include "program/program.hpp"

namespace ttnn {

std::vector<DeviceProgram> gather_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                  const TensorSpec& index, int64_t dim);
/// `combines`: new elements are combined with those that are there.
std::vector<DeviceProgram> scatter_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                   const TensorSpec& index, const TensorSpec& source, int64_t dim,
                                                   bool combines, const TensorSpec& out);

}  // namespace ttnn
