// How the card divides group_norm over its cores, and what its programs and batch_norm's hold in L1.
#pragma once
#include "ops/normalization/group_norm.hpp"

namespace ttnn {

/// Virtual columns of whole tiles and whole groups; the cores left over divide the rows.
struct GroupGrid {
    int64_t columns, rows;
};
GroupGrid group_grid(const CoreGrid& grid, const Shape& input, int64_t groups);

/// How wide the card's mask of a group must be: whole tiles over the widest reach of a group among the channels that
/// one core holds.
int64_t group_mask_width(int64_t group, int64_t core_channels);

DeviceProgram group_norm_device_program(const GroupNorm& g);
DeviceProgram batch_norm_device_program(const BatchNorm& b);

}  // namespace ttnn
