// The device programs that the card runs for a movement, as reports and capacity checks show them: factory, cores,
// buffers. They follow the official module's choices for interleaved tensors; host code runs movement.hpp whatever is
// chosen here.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// A program on as many cores as there are units of work.
DeviceProgram units_program(const char* operation, const char* factory, const Tensor& input, int64_t units,
                            const std::vector<std::pair<StaticBufferKind, int64_t>>& buffers);

std::vector<DeviceProgram> permute_device_programs(const Tensor& input, const std::vector<int64_t>& order,
                                                   const TensorSpec& out);
DeviceProgram slice_device_program(const Tensor& input, const TensorSpec& out, bool strided);
DeviceProgram concat_device_program(const Tensor& input, const TensorSpec& out);

}  // namespace ttnn
