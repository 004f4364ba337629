// The device programs of argmax and of running totals.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// `dim`: absent for the whole tensor.
std::vector<DeviceProgram> argmax_device_programs(const Tensor& input, std::optional<int64_t> dim,
                                                  const TensorSpec& output);
std::vector<DeviceProgram> cumulative_device_programs(const Tensor& input, int64_t dim, const TensorSpec& output,
                                                      bool reverse, bool product);

}  // namespace ttnn
