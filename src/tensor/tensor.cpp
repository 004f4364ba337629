#include "tensor/tensor.hpp"

#include <atomic>
#include <cstring>

#include "base/error.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

struct Tensor::Data {
    TensorSpec spec;
    uint64_t id = 0;
    std::shared_ptr<HostBytes> host;               ///< host tensors
    std::shared_ptr<MeshDevice> device;            ///< device tensors
    std::vector<std::shared_ptr<Buffer>> buffers;  ///< one a mesh coordinate, null where this process holds none
    bool on_device = false;
};

namespace {
std::atomic<uint64_t> next_tensor_id{0};
}

Tensor Tensor::on_host(TensorSpec spec) {
    auto bytes = std::make_shared<HostBytes>(spec.host_bytes());
    return on_host(std::move(spec), std::move(bytes));
}

Tensor Tensor::on_host(TensorSpec spec, std::shared_ptr<HostBytes> bytes) {
    auto data = std::make_shared<Data>();
    data->spec = std::move(spec);
    data->host = std::move(bytes);
    data->id = next_tensor_id++;
    return Tensor(std::move(data));
}

Tensor Tensor::on_device(TensorSpec spec, const std::shared_ptr<MeshDevice>& device, std::shared_ptr<HostBytes> bytes) {
    device->check_open("allocate");
    const auto config = spec.buffer_config();
    for (const auto& range : config.cores.ranges()) {
        const auto grid = device->grid();
        require(range.end.x < grid.x && range.end.y < grid.y, "Invalid shard grid: shard core (", range.end.x, ", ",
                range.end.y, ") has no L1 bank on this device, which has ", device->model().num_workers(),
                " of them. Use cores of the ", grid.x, "x", grid.y, " grid.");
    }
    auto data = std::make_shared<Data>();
    const auto owner = str(spec.logical_shape(), " ", name(spec.dtype()), " ", name(spec.layout()));
    data->buffers.push_back(std::make_shared<Buffer>(*device, config, owner, std::move(bytes)));
    data->spec = std::move(spec);
    data->device = device;
    data->on_device = true;
    data->id = next_tensor_id++;
    return Tensor(std::move(data));
}

Tensor Tensor::with_spec(TensorSpec spec) const {
    ensure(spec.host_bytes() <= bytes()->size, "view of ", spec, " larger than its memory");
    auto data = std::make_shared<Data>(*data_);
    data->spec = std::move(spec);
    data->id = next_tensor_id++;
    return Tensor(std::move(data));
}

const TensorSpec& Tensor::spec() const {
    ensure(data_ != nullptr, "use of a tensor that does not exist");
    return data_->spec;
}

StorageType Tensor::storage_type() const { return data_->on_device ? StorageType::DEVICE : StorageType::HOST; }
bool Tensor::is_allocated() const { return data_ && (!data_->on_device || !data_->buffers.empty()); }
std::shared_ptr<MeshDevice> Tensor::device() const {
    return data_->on_device && is_allocated() ? data_->device : nullptr;
}
uint64_t Tensor::id() const { return data_->id; }

const std::shared_ptr<Buffer>& Tensor::buffer() const {
    require(
        on_device(),
        "StorageType::HOST doesn't support buffer_address method: move the tensor to a device first (ttnn.to_device)");
    require(is_allocated(), "Tensor is not allocated.");
    return data_->buffers[0];
}

const std::shared_ptr<HostBytes>& Tensor::bytes() const { return on_device() ? buffer()->bytes() : data_->host; }

bool Tensor::same_memory(const Tensor& o) const {
    return data_ && o.data_ && is_allocated() && o.is_allocated() && bytes() == o.bytes();
}

void Tensor::deallocate() {
    if (!data_ || !data_->on_device) return;
    data_->buffers.clear();
}

View Tensor::read(int queue) const {
    if (on_device()) {
        require(is_allocated(), "Tensor is not allocated.");
        if (data_->device->is_open()) data_->device->synchronize(queue);
        else fail("cq_id ", queue, " is out of range: the device of this tensor is closed");
    }
    return {bytes()->data(), &data_->spec};
}

Tensor Tensor::cpu(int queue) const {
    if (!on_device()) return *this;
    const View from = read(queue);
    Tensor out = on_host(data_->spec);
    std::memcpy(out.bytes()->data(), from.data, data_->spec.host_bytes());
    return out;
}

Tensor Tensor::to(const std::shared_ptr<MeshDevice>& device, const MemoryConfig& config) const {
    if (on_device()) {
        require(is_allocated(), "Tensor is not allocated.");
        require(data_->device == device, "to_device: the tensor is on device ", data_->device->id(),
                " already; bring it to the host first");
        return *this;
    }
    Tensor out = on_device(data_->spec.with_memory_config(config), device);
    if (out.spec().host_bytes()) relayout({data_->host->data(), &data_->spec}, {out.bytes()->data(), &out.spec()});
    return out;
}

std::string describe(const Tensor& t) { return str(t.shape(), " ", name(t.dtype()), " ", name(t.layout())); }

}  // namespace ttnn
