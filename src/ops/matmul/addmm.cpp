#include "ops/matmul/addmm.hpp"

#include "ops/data_movement/movement_op.hpp"
#include "ops/eltwise/binary_ops.hpp"
#include "ops/steps.hpp"

namespace ttnn {

Tensor Addmm::compose() const {
    for (const auto* t : {&input_tensor, &mat1_tensor, &mat2_tensor}) {
        check_on_device(name, *t);
        require(t->shape().rank() == 2, "[", name, "] tensors: expected matrices, got ", t->shape());
        const DataType d = t->dtype();
        require(d == DataType::BFLOAT16 || d == DataType::FLOAT32 || d == DataType::BFLOAT8_B,
                "only ttnn.bfloat16, ttnn.float32 and ttnn.bfloat8_b types are supported: [", name, "] got ", d);
    }
    const Shape &a = mat1_tensor.shape(), &b = mat2_tensor.shape(), &c = input_tensor.shape();
    require((c[0] == a[0] || c[0] == 1) && (c[1] == b[1] || c[1] == 1),
            "input_tensor must have shape matching one of result of mat1_tensor @ mat2_tensor: [", name, "] got ", c,
            " for [", a[0], ", ", b[1], "]");
    Matmul product;
    product.input_tensor_a = mat1_tensor;
    product.input_tensor_b = mat2_tensor;
    product.memory_config = memory_config;
    product.dtype = dtype;
    product.program_config = program_config;
    product.compute_kernel_config = compute_kernel_config;
    product.core_grid = core_grid;
    product.output_tile = output_tile;
    Tensor out = call(product);
    if (alpha != 1.0) out = steps::binary<Multiply>(out, Scalar(alpha), memory_config);
    if (beta != 0.0) {
        // The scaled input keeps the digits that the sum has.
        const Tensor input =
            out.dtype() == DataType::FLOAT32 ? steps::typecast(input_tensor, out.dtype()) : input_tensor;
        const Tensor added = beta == 1.0 ? input : steps::binary<Multiply>(input, Scalar(beta), memory_config);
        out = steps::binary<Add>(out, steps::typecast(added, out.dtype()), memory_config);
    }
    return steps::into(out, optional_output_tensor);
}

}  // namespace ttnn
