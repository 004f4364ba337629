// Conversion of runs of elements between stored formats and floats; the one place where operations meet the conversion
// kernels.
#pragma once
#include <cstddef>
#include <cstdint>

#include "format/data_type.hpp"

namespace ttnn {

/// `count` consecutive elements (not block floats) to floats and back (to nearest even; integers truncate and
/// saturate).
void to_floats(DataType t, const std::byte* src, float* dst, int64_t count);
void from_floats(DataType t, const float* src, std::byte* dst, int64_t count);

/// Groups of 16 block-float elements: `exponents` has one byte a group, `codes` 16 (bfloat8_b) or 8 (bfloat4_b) bytes a
/// group.
void unpack_groups(DataType t, const std::byte* exponents, const std::byte* codes, float* dst, int64_t groups);
void pack_groups(DataType t, const float* src, std::byte* exponents, std::byte* codes, int64_t groups);

}  // namespace ttnn
