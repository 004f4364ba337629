// What the card's programs of a pooling hold in L1: the image goes to shards, gets its halo, then each core reduces its
// windows.
#pragma once
#include "ops/pool/pool.hpp"

namespace ttnn {

std::vector<DeviceProgram> pool_device_programs(const Pool2d& p);

/// The shards of the output that the card takes where the call does not say: those that need the least L1.
MemoryConfig pool_shards(const Pool2d& p, const std::optional<TensorMemoryLayout>& asked, CoreCoord grid);

}  // namespace ttnn
