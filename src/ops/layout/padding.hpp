// Writing the padding of tiles, which is otherwise unspecified, where a caller has asked for a value.
#pragma once
#include "program/program.hpp"

namespace ttnn {

/// Every element outside the logical shape of a tensor in tiles set to a value.
void fill_padding(const View& out, double value);

}  // namespace ttnn
