// The device programs of changes of layout, dtype and memory config: factory, cores and static L1 buffers as the card's
// reports and capacity checks show them. They follow from the two specs alone; host code does the same work whichever
// program is named here.
#pragma once
#include <string_view>

#include "program/program.hpp"

namespace ttnn {

/// Programs of the device operation of this name (such as "TilizeDeviceOperation") between two specs of one tensor.
std::vector<DeviceProgram> layout_device_programs(std::string_view operation, const MeshDevice& device,
                                                  const TensorSpec& from, const TensorSpec& to);

DeviceProgram tilize_program(std::string_view operation, const MeshDevice& device, const TensorSpec& from,
                             const TensorSpec& to);
/// Writes the implicit padding of tiles; works on the tiles that have some.
DeviceProgram fill_pad_program(const MeshDevice& device, const TensorSpec& spec);
/// Elements of tiles, or of rows, in another shape.
DeviceProgram reshape_tiles_program(const MeshDevice& device, const TensorSpec& from, const TensorSpec& to);
DeviceProgram reshape_rows_program(const MeshDevice& device, const TensorSpec& from, const TensorSpec& to);
DeviceProgram clone_program(const MeshDevice& device, const TensorSpec& from, const TensorSpec& to);
DeviceProgram move_program(const MeshDevice& device, const TensorSpec& from, const TensorSpec& to);

}  // namespace ttnn
