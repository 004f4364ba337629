// The host side of pooling: windows of rows of channels.
#pragma once
#include "ops/pool/pool.hpp"

namespace ttnn {

/// Computes the pool into `out`; `indices` may be empty.
void run_pool(const Pool2d& pool, int64_t channels, const View& in, const View& out, const View& indices);

}  // namespace ttnn
