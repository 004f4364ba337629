// Contents of tensors that exist already, overwritten from the other side: host to device in the order of a command
// queue, device to host after a barrier. Nothing is allocated, so addresses stay (traces read inputs this way).
#pragma once
#include "tensor/tensor.hpp"

namespace ttnn {

/// Enqueues the write of a host tensor's elements into a device tensor of the same shape, dtype and layout. The host
/// tensor's memory must not change until the queue has passed it.
void copy_host_to_device(const Tensor& host, const Tensor& device, int queue);

/// Waits for the device and writes its tensor's elements into a host tensor of the same shape, dtype and layout.
void copy_device_to_host(const Tensor& device, const Tensor& host, int queue);

/// The contents in the order that leaves the module: rows, or tiles in faces. `out` has spec.host_bytes() bytes.
void write_card_order(const Tensor& host, std::byte* out);
/// A host tensor from contents in that order.
Tensor from_card_order(const TensorSpec& spec, const std::byte* in);

}  // namespace ttnn
