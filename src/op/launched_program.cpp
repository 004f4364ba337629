#include "op/launched_program.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "op/block_group.hpp"
#include "op/trace_memory.hpp"

namespace ttnn {
namespace {

// Element-wise work on so few bytes is done before another thread would have been woken. Other work takes longer but
// forks threads, and where there are few processors the caller's would be in the way of the queue's.
constexpr size_t kBriefElementWise = 32 << 10, kBriefOther = 384 << 10;

// Elements that a thread takes at once.
constexpr int64_t kPieceElements = 32 << 10;

bool is_brief(const Program& program, const Tensors& inputs, const Tensors& outputs) {
    size_t bytes = 0;
    for (const auto& t : inputs)
        if (t) bytes += t.bytes()->size;
    for (const auto& t : outputs) bytes += t.bytes()->size;
    return bytes <= (program.blocks.run ? kBriefElementWise : kBriefOther);
}

using Views = InlineVector<View, 6>;

}  // namespace

LaunchedProgram::LaunchedProgram(const char* name, std::shared_ptr<const Program> program, const Tensors& inputs,
                                 const Tensors& outputs, const InlineVector<int64_t, 4>& arguments)
    : Command(name, is_brief(*program, inputs, outputs)), program_(std::move(program)), arguments_(arguments) {
    for (const auto& t : inputs) in_.push_back(t ? t.bytes() : nullptr);
    for (const auto& t : outputs) out_.push_back(t.bytes());
}

void LaunchedProgram::run(const char*&) const {
    Views in, out;
    for (size_t i = 0; i < in_.size(); ++i)
        in.push_back(in_[i] ? View{in_[i]->data(), &program_->input_specs[i]} : View{});
    for (size_t i = 0; i < out_.size(); ++i) out.push_back({out_[i]->data(), &program_->outputs[i]->spec});
    const Operands operands{in, out, arguments_};
    program_->run(operands);
}

bool LaunchedProgram::may_group(std::span<const CommandPtr> commands) const {
    return program_->blocks.size > kPieceElements && commands.size() > 1;
}

size_t LaunchedProgram::together(std::span<const CommandPtr> commands) const {
    return may_group(commands) ? std::max<size_t>(1, BlockGroup(commands).size()) : 1;
}

bool LaunchedProgram::make_ready(std::span<const CommandPtr> trace) const {
    share_trace_memory(trace);
    return true;
}

size_t LaunchedProgram::run_first(std::span<const CommandPtr> commands, const char*& name) const {
    if (may_group(commands)) {
        BlockGroup group(commands);
        if (group.size() > 1) return group.run(name), group.size();
    }
    name = this->name();
    run(name);
    return 1;
}

}  // namespace ttnn
