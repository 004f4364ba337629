// assign and fill_implicit_tile_padding: copies that change the place or dtype, and padding with a value.
#pragma once
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

struct Assign {
    static constexpr const char* name = "ttnn.assign";
    static constexpr const char* doc = "A copy of the tensor in another place, or of another dtype.";
    Tensor input_tensor;
    MemoryConfig memory_config;
    std::optional<DataType> dtype;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Assign::input_tensor, "tensor of any rank"),
                          req("memory_config", &Assign::memory_config, "where the output goes"),
                          kw("dtype", &Assign::dtype, "of the output"), out("output_tensor", &Assign::output_tensor));
    }
    Tensor compose() const;
};

struct AssignTo {
    static constexpr const char* name = "ttnn.assign";
    static constexpr const char* doc = "Copies input_a into input_b, converting to its dtype; returns input_b.";
    Tensor input_a, input_b;
    static constexpr auto fields() {
        return std::tuple(arg("input_a", &AssignTo::input_a, "tensor"),
                          arg("input_b", &AssignTo::input_b, "tensor that is overwritten"));
    }
    Tensor compose() const;
};

struct FillImplicitTilePadding {
    static constexpr const char* name = "ttnn.fill_implicit_tile_padding";
    static constexpr const char* doc = "The tensor with its tile padding set to a value.";
    Tensor input_tensor;
    Scalar fill_value;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &FillImplicitTilePadding::input_tensor, "tensor in tiles"),
                          arg("fill_value", &FillImplicitTilePadding::fill_value, "value of the padding"),
                          kw("memory_config", &FillImplicitTilePadding::memory_config,
                             "accepted for compatibility: the tensor stays where it is"));
    }
    Tensor compose() const;
};

/// The device operation below it: writes the padding of the tensor in place.
struct FillPadding {
    static constexpr const char* name = "ttnn.fill_implicit_tile_padding";
    static constexpr const char* doc = "Writes the padding in place.";
    Tensor input_tensor;
    Scalar fill_value;
    Tensor destination() const { return input_tensor; }
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &FillPadding::input_tensor, "tensor"),
                          arg("fill_value", &FillPadding::fill_value, "value"));
    }
    void validate() const { check_on_device(name, input_tensor); }
    TensorSpec output() const { return input_tensor.spec(); }
    Program program() const;
};

}  // namespace ttnn
