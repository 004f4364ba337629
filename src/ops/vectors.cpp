#include "ops/vectors.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "ops/host_convert.hpp"

namespace ttnn {

Tensor from_vector(std::span<const float> elements, const TensorSpec& spec, const std::shared_ptr<MeshDevice>& device) {
    const auto& shape = spec.logical_shape();
    require(static_cast<int64_t>(elements.size()) == shape.volume(), "[from_vector] elements: expected ",
            shape.volume(), " for shape ", shape, ", got ", elements.size());
    Tensor plain = Tensor::on_host(TensorSpec(shape, DataType::FLOAT32, Layout::ROW_MAJOR, {}));
    std::copy(elements.begin(), elements.end(), reinterpret_cast<float*>(plain.bytes()->data()));
    const Tensor converted = convert_host(plain, spec);
    return device ? converted.to(device, spec.memory_config()) : converted;
}

std::vector<float> to_vector(const Tensor& tensor) {
    const auto& shape = tensor.shape();
    const Tensor plain = convert_host(tensor.on_device() ? tensor.cpu() : tensor,
                                      TensorSpec(shape, DataType::FLOAT32, Layout::ROW_MAJOR, {}));
    const auto* first = reinterpret_cast<const float*>(plain.bytes()->data());
    return {first, first + shape.volume()};
}

}  // namespace ttnn
