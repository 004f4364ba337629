// A program with the bytes of its tensors: what an operation puts into a command queue. Element-wise programs of equal
// size that follow one another run together, block by block, and what only they know of is never written to memory.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// It holds the bytes, not the tensors, so that deallocate works on the ledger at once.
class LaunchedProgram final : public Command {
 public:
    LaunchedProgram(const char* name, std::shared_ptr<const Program> program, const Tensors& inputs,
                    const Tensors& outputs, const InlineVector<int64_t, 4>& arguments);

    void run(const char*& name) const override;
    size_t run_first(std::span<const CommandPtr> commands, const char*& name) const override;
    size_t together(std::span<const CommandPtr> commands) const override;
    bool make_ready(std::span<const CommandPtr> trace) const override;

    using Bytes = InlineVector<std::shared_ptr<HostBytes>, 6>;
    const Bytes& inputs() const { return in_; }
    const Bytes& outputs() const { return out_; }

 private:
    friend class BlockGroup;
    bool may_group(std::span<const CommandPtr> commands) const;

    std::shared_ptr<const Program> program_;
    Bytes in_, out_;  // null for an absent optional tensor
    InlineVector<int64_t, 4> arguments_;
};

}  // namespace ttnn
