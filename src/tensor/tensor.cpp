#include "tensor/tensor.hpp"

#include <atomic>
#include <cstring>

#include "base/copy.hpp"
#include "base/error.hpp"
#include "base/recycled.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

struct Tensor::Data {
    std::shared_ptr<const PlacedSpec> spec;
    uint64_t id = 0;
    bool on_device = false;
    std::shared_ptr<HostBytes> host;  ///< host tensors
    std::shared_ptr<Buffer> buffer;   ///< device tensors, until they are deallocated
};

namespace {
std::atomic<uint64_t> next_tensor_id{0};

std::shared_ptr<const PlacedSpec> unplaced(TensorSpec spec) {
    return make_recycled<const PlacedSpec>(std::move(spec), BufferPlan());
}
}  // namespace

// Shards in DRAM are named by banks, which are a row of their own; the others by worker cores.
static void check_shard_grid(const BufferConfig& config, const MeshDevice& device) {
    const bool dram = config.type == BufferType::DRAM;
    const CoreCoord grid = dram ? CoreCoord{device.model().dram_banks, 1} : device.grid();
    for (const auto& range : config.cores.ranges())
        require(range.end.x < grid.x && range.end.y < grid.y, "Invalid shard grid: shard core (", range.end.x, ", ",
                range.end.y, ") has no ", dram ? "DRAM" : "L1", " bank on this device, which has ",
                dram ? device.model().dram_banks : device.model().num_workers(), " of them. Use cores of the ", grid.x,
                "x", grid.y, " grid.");
}

std::shared_ptr<const PlacedSpec> placed(TensorSpec spec, const MeshDevice& device) {
    auto config = spec.buffer_config();
    check_shard_grid(config, device);
    auto owner = str(spec.logical_shape(), " ", name(spec.dtype()), " ", name(spec.layout()));
    return std::make_shared<const PlacedSpec>(std::move(spec), BufferPlan(device, std::move(config), std::move(owner)));
}

Tensor Tensor::on_host(TensorSpec spec) {
    auto bytes = make_recycled<HostBytes>(spec.host_bytes());
    return on_host(std::move(spec), std::move(bytes));
}

Tensor Tensor::on_host(TensorSpec spec, std::shared_ptr<HostBytes> bytes) {
    return Tensor(make_recycled<Data>(unplaced(std::move(spec)), next_tensor_id++, false, std::move(bytes), nullptr));
}

Tensor Tensor::on_device(TensorSpec spec, const std::shared_ptr<MeshDevice>& device, std::shared_ptr<HostBytes> bytes) {
    device->check_open("allocate");
    return on_device(placed(std::move(spec), *device), device, std::move(bytes));
}

Tensor Tensor::on_device(std::shared_ptr<const PlacedSpec> spec, const std::shared_ptr<MeshDevice>& device,
                         std::shared_ptr<HostBytes> bytes) {
    std::shared_ptr<const BufferPlan> plan(spec, &spec->plan);
    auto buffer = make_recycled<Buffer>(device, std::move(plan), std::move(bytes));
    return Tensor(make_recycled<Data>(std::move(spec), next_tensor_id++, true, nullptr, std::move(buffer)));
}

Tensor Tensor::with_spec(TensorSpec spec) const {
    ensure(spec.host_bytes() <= bytes()->size, "view of ", spec, " larger than its memory");
    return Tensor(
        make_recycled<Data>(unplaced(std::move(spec)), next_tensor_id++, data_->on_device, data_->host, data_->buffer));
}

const TensorSpec& Tensor::spec() const {
    ensure(data_ != nullptr, "use of a tensor that does not exist");
    return data_->spec->spec;
}

StorageType Tensor::storage_type() const { return data_->on_device ? StorageType::DEVICE : StorageType::HOST; }
bool Tensor::is_allocated() const { return data_ && (!data_->on_device || data_->buffer); }
const std::shared_ptr<MeshDevice>& Tensor::device() const {
    static const std::shared_ptr<MeshDevice> none;
    return data_->buffer ? data_->buffer->device() : none;
}
uint64_t Tensor::id() const { return data_->id; }

const std::shared_ptr<Buffer>& Tensor::buffer() const {
    require(
        on_device(),
        "StorageType::HOST doesn't support buffer_address method: move the tensor to a device first (ttnn.to_device)");
    require(is_allocated(), "Tensor is not allocated.");
    return data_->buffer;
}

const std::shared_ptr<HostBytes>& Tensor::bytes() const { return on_device() ? buffer()->bytes() : data_->host; }

bool Tensor::same_memory(const Tensor& o) const {
    return data_ && o.data_ && is_allocated() && o.is_allocated() && bytes() == o.bytes();
}

void Tensor::deallocate() {
    if (!data_ || !data_->on_device) return;
    data_->buffer = nullptr;
}

View Tensor::read(int queue) const {
    if (on_device()) {
        require(is_allocated(), "Tensor is not allocated.");
        if (device()->is_open()) device()->synchronize(queue);
        else fail("cq_id ", queue, " is out of range: the device of this tensor is closed");
    }
    return {bytes()->data(), &spec()};
}

Tensor Tensor::cpu(int queue) const {
    if (!on_device()) return *this;
    const View from = read(queue);
    Tensor out = on_host(spec());
    copy_bytes(out.bytes()->data(), from.data, spec().host_bytes());
    return out;
}

Tensor Tensor::to(const std::shared_ptr<MeshDevice>& device, const MemoryConfig& config) const {
    if (on_device()) {
        require(is_allocated(), "Tensor is not allocated.");
        require(this->device() == device, "to_device: the tensor is on device ", this->device()->id(),
                " already; bring it to the host first");
        return *this;
    }
    Tensor out = on_device(spec().with_memory_config(config), device);
    if (out.spec().host_bytes()) relayout({data_->host->data(), &spec()}, {out.bytes()->data(), &out.spec()});
    return out;
}

std::ostream& operator<<(std::ostream& out, const TensorDescription& d) {
    return out << d.tensor.shape() << ' ' << name(d.tensor.dtype()) << ' ' << name(d.tensor.layout());
}
TensorDescription::operator std::string() const { return str(*this); }

}  // namespace ttnn
