// The device programs of operations that take or join regions of tensors: slice, concat, pad, repeat.
#pragma once
#include <span>

#include "program/program.hpp"

namespace ttnn {

struct SliceForm {
    bool strided = false;
    bool at_tile = true;       ///< whether the region begins at a tile
    int64_t first_column = 0;  ///< of the region
};
std::vector<DeviceProgram> slice_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                 const TensorSpec& out, const SliceForm& form);

/// `pads`: tiles have padding along dimension `dim`, so that they cannot be joined whole.
std::vector<DeviceProgram> concat_device_programs(const MeshDevice& device, std::span<const TensorSpec> inputs,
                                                  int64_t dim, bool pads, const TensorSpec& out);

/// `in_front`: elements put before a row.
std::vector<DeviceProgram> pad_device_programs(const MeshDevice& device, const TensorSpec& input, const TensorSpec& out,
                                               int64_t in_front, bool multicore);

/// `times`: one for each dimension of `out`.
std::vector<DeviceProgram> repeat_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                  std::span<const int64_t> times, const TensorSpec& out);
std::vector<DeviceProgram> repeat_interleave_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                             int64_t dim, int64_t repeats, const TensorSpec& out);

/// Elements into another shape.
std::vector<DeviceProgram> reshape_device_programs(const MeshDevice& device, const TensorSpec& input,
                                                   const TensorSpec& out);

}  // namespace ttnn
