// Results in bf16 that are too large for the caches are written past them.
#pragma once
#include "ops/block_io.hpp"

namespace ttnn {

bool streams(const View& out);
/// store_flat, past the caches if `streaming`.
void store_flat(const View& dst, int64_t begin, int64_t count, const float* src, bool streaming);

}  // namespace ttnn
