// The fast way of a movement between tensors in tiles: copies whose regions begin at tiles move whole tiles, straight
// or transposed, in any format. Padding moves with them; nobody relies on it.
#pragma once
#include "ops/data_movement/movement.hpp"

namespace ttnn {

/// Runs the movement if each of its copies moves whole tiles; returns false otherwise, having done nothing.
bool run_by_tiles(const Movement& movement, const Operands& o);

}  // namespace ttnn
