"""What this implementation adds to the official API; nothing official is shadowed by it."""

from ._ttnn import device as _device

num_threads = _device.num_threads
set_num_threads = _device.set_num_threads
card = _device.card
buffers = _device.buffers
kernels = _device.kernels
host_memory = _device.host_memory
