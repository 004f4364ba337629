#include "ops/host_transfer.hpp"

#include <cstring>

#include "base/error.hpp"
#include "base/thread_pool.hpp"
#include "ops/host_convert.hpp"

namespace ttnn {
namespace {

void check_pair(const char* name, const Tensor& host, const Tensor& device) {
    require(!host.on_device(), name, "Host tensor is not on host: got ", describe(host),
            " on a device; bring it with ttnn.from_device");
    require(device.on_device(), name, "Device tensor is not on device: got ", describe(device),
            " on the host; move it with ttnn.to_device");
    require(device.is_allocated(), name, "Tensor is not allocated: ", describe(device), " was deallocated before");
    require(device.device()->is_open(), name, "device ", device.device()->id(),
            " is closed; open it again and move the tensors to it");
    const auto &h = host.spec(), &d = device.spec();
    require(h.logical_shape() == d.logical_shape(), name, "Host tensor has different shape: ", h.logical_shape(),
            ", and the device tensor ", d.logical_shape());
    require(h.dtype() == d.dtype(), name, "Host tensor has different dtype: ", h.dtype(), ", and the device tensor ",
            d.dtype(), "; use ttnn.to_dtype first");
    require(h.layout() == d.layout() && (!h.is_tile() || h.tile() == d.tile()), name,
            "Host tensor has different page config: ", h.layout(), ", and the device tensor ", d.layout(),
            "; use ttnn.to_layout first");
}

// Calls f(offset) for the tiles, divided among the threads.
template <class F>
void for_each_tile(const TensorSpec& spec, F f) {
    const size_t bytes = spec.tile().bytes(spec.dtype());
    parallel_pieces(static_cast<size_t>(spec.num_tiles()), 64, [&](size_t begin, size_t end) {
        for (size_t i = begin; i < end; ++i) f(i * bytes);
    });
}

}  // namespace

void copy_host_to_device(const Tensor& host, const Tensor& device, int queue) {
    check_pair("[ttnn.copy_host_to_device_tensor] ", host, device);
    auto& d = *device.device();
    require(!d.queue(queue).recording(),
            "Writes are not supported during trace capture: [ttnn.copy_host_to_device_tensor] write before "
            "begin_trace_capture");
    if (device.spec().host_bytes() == 0 || !d.execution().computes()) return;
    auto run = [from = host.bytes(), to = device.bytes(), from_spec = host.spec(), to_spec = device.spec()] {
        convert_view({from->data(), &from_spec}, {to->data(), &to_spec});
    };
    d.execution().enqueue(queue, make_command("ttnn.copy_host_to_device_tensor", std::move(run)));
}

void copy_device_to_host(const Tensor& device, const Tensor& host, int queue) {
    check_pair("[ttnn.copy_device_to_host_tensor] ", host, device);
    auto& d = *device.device();
    require(
        !d.queue(queue).recording(),
        "Reads are not supported during trace capture: [ttnn.copy_device_to_host_tensor] read after end_trace_capture");
    d.synchronize();  // also writes from this host tensor, which another queue may still hold
    if (device.spec().host_bytes()) convert_view(device.read(queue), {host.bytes()->data(), &host.spec()});
}

void write_card_order(const Tensor& host, std::byte* out) {
    const auto& s = host.spec();
    if (s.host_bytes() == 0) return;
    const std::byte* in = host.bytes()->data();
    if (!s.is_tile()) std::memcpy(out, in, s.host_bytes());
    else for_each_tile(s, [&](size_t at) { to_face_order(s.tile(), s.dtype(), in + at, out + at); });
}

Tensor from_card_order(const TensorSpec& s, const std::byte* in) {
    Tensor out = Tensor::on_host(s);
    if (s.host_bytes() == 0) return out;
    std::byte* to = out.bytes()->data();
    if (!s.is_tile()) std::memcpy(to, in, s.host_bytes());
    else for_each_tile(s, [&](size_t at) { from_face_order(s.tile(), s.dtype(), in + at, to + at); });
    return out;
}

}  // namespace ttnn
