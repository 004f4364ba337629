// The device programs of argmax, topk, sort and of running totals.
#pragma once
#include <span>

#include "op/launch.hpp"

namespace ttnn {

/// `dim`: absent for the whole tensor.
std::vector<DeviceProgram> argmax_device_programs(const Tensor& input, std::optional<int64_t> dim,
                                                  const TensorSpec& output);
std::vector<DeviceProgram> cumulative_device_programs(const Tensor& input, int64_t dim, const TensorSpec& output,
                                                      bool reverse, bool product);
/// `outputs`: values and positions.
std::vector<DeviceProgram> topk_device_programs(const MeshDevice& device, const TensorSpec& input, int64_t dim,
                                                int64_t k, std::span<const TensorSpec> outputs);
std::vector<DeviceProgram> sort_device_programs(const MeshDevice& device, const TensorSpec& input, int64_t dim,
                                                std::span<const TensorSpec> outputs);

}  // namespace ttnn
