// Conversions of host tensors: any dtype, layout, tile and padding to any other, as from_torch, to_torch, to_dtype and
// typecast of host tensors need. Floats round to nearest even; integers to floats exactly where the format allows;
// floats to integers truncate and saturate.
#pragma once
#include "tensor/tensor.hpp"

namespace ttnn {

/// Fills dst with the elements of src, converted; the logical shapes are the same.
void convert_view(const View& src, const View& dst);

/// A host tensor with the contents of `src` and the dtype, layout and padding of `target`, whose logical shape must be
/// the same.
Tensor convert_host(const Tensor& src, const TensorSpec& target);

/// Sets every element of a host tensor, padding included, to a number converted to its dtype.
void fill_host(const Tensor& tensor, double value);

}  // namespace ttnn
