// What the card runs for an embedding: a tiled table is untilized first; indices are read in runs or from tiles; rows
// are written as they are, or tilized at once or afterwards.
#pragma once
#include "ops/embedding/embedding.hpp"

namespace ttnn {

std::vector<DeviceProgram> embedding_device_programs(const Embedding& e, const TensorSpec& out);

}  // namespace ttnn
