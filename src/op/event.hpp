// What observers are told of an operation: its name, arguments as text (made only when asked for), tensors, and the
// programs that it runs.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "program/program.hpp"
#include "tensor/tensor.hpp"

namespace ttnn {

struct OperationEvent {
    const char* name = "";  ///< qualified name, "ttnn.softmax"
    std::span<const Tensor> inputs;
    /// Absent at the beginning, and at the end of an operation that failed.
    std::optional<std::span<const Tensor>> outputs;
    using Arguments = std::vector<std::pair<std::string, std::string>>;
    const void* operation = nullptr;
    void (*write_arguments)(const void* operation, Arguments& out) = nullptr;

    Arguments arguments() const {
        Arguments out;
        if (write_arguments) write_arguments(operation, out);
        return out;
    }
};

struct ProgramEvent {
    const Program* program = nullptr;
    MeshDevice* device = nullptr;
    bool cache_hit = false;
};

}  // namespace ttnn
