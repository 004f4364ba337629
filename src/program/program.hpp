// A program: what a device would run for an operation (its device programs with core ranges and static L1 buffers, its
// compute configuration) and the host function that computes the result. It is made once for each combination of
// attributes and tensor specs and kept in the device's program cache, so it holds no tensor.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "device/buffer.hpp"
#include "device/core.hpp"
#include "program/compute_config.hpp"
#include "tensor/view.hpp"

namespace ttnn {

enum class StaticBufferKind : uint8_t { Circular, Dataflow, Scratchpad };

/// L1 that a program holds on each core of a range while it runs; one that borrows a tensor's memory takes none.
struct StaticBuffer {
    StaticBufferKind kind = StaticBufferKind::Circular;
    int64_t bytes = 0;
    CoreRangeSet cores;
    bool borrows = false;
};

struct DeviceProgram {
    std::string name;     ///< official name, such as "BinaryNgDeviceOperation"
    std::string factory;  ///< official program factory
    std::vector<StaticBuffer> buffers;
    /// Tensors that exist only while the operation runs (shown in reports, and checked against capacity).
    std::vector<TensorSpec> temporaries;
};

/// Contents of the operation's tensors, in the order of its fields; an absent optional tensor has an empty View.
struct Operands {
    std::span<const View> in;
    std::span<const View> out;
    /// Values that change from call to call without making another program (Op::call_arguments), such as a position.
    std::span<const int64_t> arguments = {};
};

/// The work on elements [begin, begin + count) of every tensor's storage, which depends on no others: such programs of
/// equal size may take turns block by block, so that what one writes is still in cache for the next.
struct BlockWork {
    int64_t size = 0, block = 0;  ///< elements in all, and of a block (the last one may be shorter)
    std::function<void(const Operands&, int64_t begin, int64_t count)> run;
};

struct Program {
    std::vector<DeviceProgram> device_programs;
    std::optional<ComputeKernelConfig> compute;
    std::string blocking;  ///< text of the program configuration (block sizes), for reports and the performance model
    std::function<void(const Operands&)> run;
    /// Besides `run`, of work that walks the storage of tensors that all lie alike.
    BlockWork blocks;

    // Filled by launch.
    uint64_t id = 0;
    std::vector<TensorSpec> input_specs;
    std::vector<std::shared_ptr<const PlacedSpec>> outputs;
    int64_t static_bytes = 0;   ///< most that a core holds at once
    CoreRangeSet static_cores;  ///< cores of the device program that holds most
    StaticBufferKind static_kind = StaticBufferKind::Circular;
};

/// Sum of the static buffers of a device program on its fullest core.
int64_t static_bytes_per_core(const DeviceProgram& program);

}  // namespace ttnn
