// The device programs of an operation that the card carries out in several steps: the tensor as the last step left it,
// and the programs so far.
#pragma once
#include "program/program.hpp"

namespace ttnn {

class ProgramChain {
 public:
    ProgramChain(const MeshDevice& device, TensorSpec spec) : device_(device), spec_(std::move(spec)) {}

    const TensorSpec& spec() const { return spec_; }
    std::vector<DeviceProgram> take() { return std::move(programs_); }

    void add(DeviceProgram program) { programs_.push_back(std::move(program)); }
    void add(std::vector<DeviceProgram> programs);
    /// A step that leaves the tensor like `to`.
    void step(DeviceProgram program, TensorSpec to);
    /// The tensor is seen, or has become, like `to` without a program.
    void view(TensorSpec to) { spec_ = std::move(to); }

    void typecast(DataType to);
    /// Rows become tiles, of another dtype where one is given.
    void tilize();
    void tilize(DataType to);
    /// `cut`: by the operation that leaves padding behind rather than the general one.
    void untilize(bool cut);
    void permute(const std::vector<int64_t>& order);
    /// Exchanges two dimensions, which may count from the end.
    void swap(int64_t a, int64_t b);
    void fill_padding();
    /// Elements into another shape; block floats go through bfloat16 and have their padding filled.
    void reshape(const Shape& to);
    /// Into another interleaved memory; nothing where the tensor is there already.
    void move_to(const MemoryConfig& config);

 protected:
    const MeshDevice& device_;
    TensorSpec spec_;
    std::vector<DeviceProgram> programs_;
};

/// Whether tiles hold more than the logical elements.
bool has_padding(const TensorSpec& spec);

}  // namespace ttnn
