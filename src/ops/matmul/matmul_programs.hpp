// How a card divides a matrix product over its cores when the user does not say so, and what its program then holds in
// L1. The rules are those of the official module's automatic choice: whole rows of cores share one operand, blocks are
// halved until they fit what L1 has free. The host kernels divide the work in their own way.
#pragma once
#include <vector>

#include "ops/matmul/matmul.hpp"

namespace ttnn {

/// What one core computes (per_core_*), in blocks of block_h x block_w outputs, in0_block_w of K at a time.
struct MatmulBlocks {
    enum class Factory : uint8_t { MultiCore, Reuse, Mcast1D, Mcast2D } factory = Factory::MultiCore;
    CoreCoord grid;
    int64_t per_core_m = 1, per_core_n = 1, block_h = 1, block_w = 1, in0_block_w = 1;
    bool mcast_in0 = true;    ///< one-dimensional: all cores share the first operand
    bool gather_in0 = false;  ///< one-dimensional: the cores of the first operand's shards pass them around a ring
    bool fuse_batch = true;   ///< the batch is part of M
    bool transposed = false;  ///< two-dimensional: rows of blocks lie on columns of cores
    bool by_user = false;     ///< from a program configuration or core grid: bias and activation are fused
    /// Two-dimensional: the cores of so many columns and rows of blocks.
    CoreRange cores(int64_t across, int64_t down) const;
};

std::ostream& operator<<(std::ostream& out, const MatmulBlocks& b);

/// `out`: where the output is asked to go; its shards follow from the blocks (output_shards), whatever it says.
MatmulBlocks choose_blocks(const MatmulArguments& m, const ProductSize& size, DataType out_type,
                           const MemoryConfig& out);
ShardSpec output_shards(const MatmulArguments& m, const MatmulBlocks& b, const ProductSize& size);

/// The product, then a bias and an activation that it cannot fuse.
std::vector<DeviceProgram> matmul_device_programs(const MatmulArguments& m, const ProductSize& size,
                                                  const TensorSpec& out);

}  // namespace ttnn
