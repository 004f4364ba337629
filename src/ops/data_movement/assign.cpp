#include "ops/data_movement/assign.hpp"

#include "ops/layout/clone.hpp"
#include "ops/layout/layout_ops.hpp"
#include "ops/layout/padding.hpp"

namespace ttnn {

Tensor Assign::compose() const {
    check_on_device(name, input_tensor);
    const auto& s = input_tensor.spec();
    const TensorSpec spec(s.logical_shape(), dtype.value_or(s.dtype()), s.layout(), memory_config, s.tile());
    return call(Restore{.input_tensor = input_tensor,
                        .spec = spec,
                        .device_operation = "CopyDeviceOperation",
                        .output_tensor = output_tensor});
}

Tensor AssignTo::compose() const {
    call(Copy{.input_a = input_a, .input_b = input_b});
    return input_b;
}

Tensor FillImplicitTilePadding::compose() const {
    const auto& s = input_tensor.spec();
    if (s.logical_shape().height() % 32 == 0 && s.logical_shape().width() % 32 == 0) return input_tensor;
    require(s.is_tile(), "FillPad should only be used for tile layout: [ttnn.fill_implicit_tile_padding] got ",
            s.layout());
    // Padding of block floats changes the exponents of what lies beside it, so they are filled in a copy, as on the
    // card.
    const Tensor filled = is_block_float(s.dtype()) ? call(Clone{.input_tensor = input_tensor}) : input_tensor;
    return call(FillPadding{.input_tensor = filled, .fill_value = fill_value});
}

Program FillPadding::program() const {
    Program p = movement_program("FillPadDeviceOperation", "FillPadProgramFactory", input_tensor, {});
    p.run = [value = fill_value.value](const Operands& o) { fill_padding(o.out[0], value); };
    return p;
}

}  // namespace ttnn
