// Tensors from and to plain vectors of floats in row-major order: the C++ side's from_torch and to_torch.
#pragma once
#include <span>
#include <vector>

#include "tensor/tensor.hpp"

namespace ttnn {

/// A tensor of the spec with these elements (spec.logical_shape().volume() of them), on the device when one is given.
Tensor from_vector(std::span<const float> elements, const TensorSpec& spec,
                   const std::shared_ptr<MeshDevice>& device = nullptr);

/// The elements in row-major order of the logical shape; waits for the device.
std::vector<float> to_vector(const Tensor& tensor);

}  // namespace ttnn
