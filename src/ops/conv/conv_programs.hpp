// The device programs of a convolution as the card carries it out in shards: the image is divided, each core takes the
// borders that its outputs need, computes, and what is wanted elsewhere leaves the shards.
#pragma once
#include "ops/conv/convolution.hpp"

namespace ttnn {

std::vector<DeviceProgram> convolution_device_programs(const Convolution& c);

}  // namespace ttnn
