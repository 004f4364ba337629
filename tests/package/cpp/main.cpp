// A program of a user of the C++ package: a softmax of a product on a device; prints the sum of each row.
#include <iostream>
#include <ttnn/ttnn.hpp>

int main() {
    using namespace ttnn;
    const auto device = MeshDevice::open({});
    const TensorSpec spec(Shape({2, 3}), DataType::BFLOAT16, Layout::TILE, MemoryConfig{});
    const std::vector<float> values = {1, 2, 3, 4, 5, 6};
    const Tensor a = from_vector(values, spec, device);
    const Tensor product = call(Matmul{{.input_tensor_a = a, .input_tensor_b = a, .transpose_b = true}});
    for (float x : to_vector(product)) std::cout << x << ' ';
    const auto rows = to_vector(call(Softmax{.input_tensor = product, .dim = -1}));
    std::cout << rows[0] + rows[1] << ' ' << device->model().name << '\n';
    device->close();
    return 0;
}
