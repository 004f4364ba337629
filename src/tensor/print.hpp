// Text of a tensor as the official module prints it: elided to two elements at either end of a dimension, fixed or
// scientific by the data.
#pragma once
#include <optional>
#include <string>

#include "tensor/tensor.hpp"

namespace ttnn {

enum class PrintProfile { Short, Full, Empty };
struct PrintOptions {
    PrintProfile profile = PrintProfile::Short;
    std::optional<bool> sci_mode;  ///< empty: by the data
    int precision = 4;
};
void set_print_options(const PrintOptions& options);
PrintOptions print_options();

/// Waits for the device when the tensor is on one.
std::string to_string(const Tensor& tensor);

}  // namespace ttnn
