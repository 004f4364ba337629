// A tensor: a spec with contents, on the host or on a device. Copies share the contents. On a device it holds a
// buffer until it is deallocated.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/inline_vector.hpp"
#include "device/device.hpp"
#include "tensor/tensor_spec.hpp"
#include "tensor/view.hpp"

namespace ttnn {

enum class StorageType : uint8_t { HOST = 0, DEVICE = 1 };

class Tensor {
 public:
    Tensor() = default;  ///< no tensor
    /// Contents unspecified.
    static Tensor on_host(TensorSpec spec);
    static Tensor on_host(TensorSpec spec, std::shared_ptr<HostBytes> bytes);
    /// Takes device memory; raises OutOfMemory before anything changes. Contents unspecified, or `bytes`, which must be
    /// in the order of the spec and belong to nobody else.
    static Tensor on_device(TensorSpec spec, const std::shared_ptr<MeshDevice>& device,
                            std::shared_ptr<HostBytes> bytes = nullptr);
    /// The same for a spec that tensors share (see placed); nothing but the buffer is made.
    static Tensor on_device(std::shared_ptr<const PlacedSpec> spec, const std::shared_ptr<MeshDevice>& device,
                            std::shared_ptr<HostBytes> bytes = nullptr);
    /// Another spec for the same device or host memory (a view).
    Tensor with_spec(TensorSpec spec) const;

    explicit operator bool() const { return data_ != nullptr; }
    const TensorSpec& spec() const;
    const Shape& shape() const { return spec().logical_shape(); }
    const Shape& logical_shape() const { return spec().logical_shape(); }
    const Shape& padded_shape() const { return spec().padded_shape(); }
    DataType dtype() const { return spec().dtype(); }
    Layout layout() const { return spec().layout(); }
    const MemoryConfig& memory_config() const { return spec().memory_config(); }
    bool is_sharded() const { return memory_config().is_sharded(); }
    StorageType storage_type() const;
    bool on_device() const { return storage_type() == StorageType::DEVICE; }
    /// False after deallocate.
    bool is_allocated() const;
    /// The device, or null for host tensors and deallocated ones.
    const std::shared_ptr<MeshDevice>& device() const;
    /// The buffer; raises unless allocated on a device.
    const std::shared_ptr<Buffer>& buffer() const;
    /// Host bytes behind the tensor; raises when deallocated.
    const std::shared_ptr<HostBytes>& bytes() const;
    uint64_t id() const;
    bool same_memory(const Tensor& o) const;

    /// Gives the device memory back. Views of it stay usable; host tensors keep their contents. Twice is silent.
    void deallocate();

    // Transfers. cpu() waits for the queue; to() writes at once into new memory.
    Tensor cpu(int queue = 0) const;
    Tensor to(const std::shared_ptr<MeshDevice>& device, const MemoryConfig& config) const;
    /// Bytes for reading on the host: waits for the queue first if on a device.
    View read(int queue = 0) const;

 private:
    struct Data;
    explicit Tensor(std::shared_ptr<Data> data) : data_(std::move(data)) {}
    std::shared_ptr<Data> data_;
};

/// The tensors of a call.
using Tensors = InlineVector<Tensor, 6>;

/// How tensors of a spec lie on a device; raises when its shards do not fit the device.
std::shared_ptr<const PlacedSpec> placed(TensorSpec spec, const MeshDevice& device);

/// "Shape([32, 64]) BFLOAT16 TILE", for errors and reports; written when somebody reads it, as most checks pass.
struct TensorDescription {
    const Tensor& tensor;
    operator std::string() const;
};
std::ostream& operator<<(std::ostream& out, const TensorDescription& d);
inline TensorDescription describe(const Tensor& tensor) { return {tensor}; }

}  // namespace ttnn
