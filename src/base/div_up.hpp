#pragma once
#include <cstdint>

namespace ttnn {

/// How many parts of at most `by` make n; n is not negative.
constexpr int64_t div_up(int64_t n, int64_t by) { return (n + by - 1) / by; }

}  // namespace ttnn
