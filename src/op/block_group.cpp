#include "op/block_group.hpp"

#include <algorithm>
#include <typeinfo>

#include "base/thread_pool.hpp"

namespace ttnn {
namespace {

constexpr int64_t kPieceBlocks = 8;  // some pieces of 16 KiB fit into the first cache, all of a group into the second

// Bytes before element `begin`, which starts a block.
int64_t offset(const HostBytes& bytes, int64_t begin, int64_t size) {
    return static_cast<int64_t>(bytes.size) / size * begin + static_cast<int64_t>(bytes.size) % size * begin / size;
}

}  // namespace

BlockGroup::BlockGroup(std::span<const CommandPtr> commands) : commands_(commands) {
    while (size_ < std::min(commands.size(), kMost)) {
        const Command& next = *commands[size_];
        if (typeid(next) != typeid(LaunchedProgram)) break;
        const auto& program = static_cast<const LaunchedProgram&>(next);
        if (!fits(program)) break;
        add(program);
    }
    if (size_ > 1) place_in_scratch();
}

// Memory that is seen as elements of two kinds is not divided alike.
bool BlockGroup::fits(const LaunchedProgram& p) const {
    const BlockWork &work = p.program_->blocks, &first = at(0).program_->blocks;
    if (!work.run || work.size != first.size || work.block != first.block) return false;
    auto alike = [&](const std::shared_ptr<HostBytes>& bytes, DataType dtype) {
        const Memory* known = bytes ? find(bytes.get()) : nullptr;
        return !known || known->dtype == dtype;
    };
    for (size_t i = 0; i < p.in_.size(); ++i)
        if (!alike(p.in_[i], p.program_->input_specs[i].dtype())) return false;
    for (size_t i = 0; i < p.out_.size(); ++i)
        if (!alike(p.out_[i], p.program_->outputs[i]->spec.dtype())) return false;
    return true;
}

void BlockGroup::add(const LaunchedProgram& p) {
    for (size_t i = 0; i < p.in_.size(); ++i)
        if (p.in_[i]) use(p.in_[i], p.program_->input_specs[i].dtype(), false);
    for (size_t i = 0; i < p.out_.size(); ++i) use(p.out_[i], p.program_->outputs[i]->spec.dtype(), true);
    ++size_;
}

void BlockGroup::use(const std::shared_ptr<HostBytes>& bytes, DataType dtype, bool writes) {
    Memory* m = find(bytes.get());
    if (!m) {
        memories_.push_back({.bytes = bytes.get(), .dtype = dtype, .written_first = writes});
        m = memories_.end() - 1;
    }
    ++m->uses;
    m->last = size_;
}

BlockGroup::Memory* BlockGroup::find(const HostBytes* bytes) {
    const auto it = std::find_if(memories_.begin(), memories_.end(), [&](const Memory& m) { return m.bytes == bytes; });
    return it == memories_.end() ? nullptr : it;
}
const BlockGroup::Memory* BlockGroup::find(const HostBytes* bytes) const {
    return const_cast<BlockGroup*>(this)->find(bytes);
}

// Nobody can come to know of memory that only the group's own references keep alive.
void BlockGroup::place_in_scratch() {
    InlineVector<size_t, 3 * kMost> free_after;  // of each slot: the command that uses its memory last
    for (size_t i = 0; i < size_; ++i)
        for (size_t o = 0; o < at(i).out_.size(); ++o) {
            const auto& out = at(i).out_[o];
            Memory& m = *find(out.get());
            if (!m.written_first || m.slot >= 0 || out.use_count() != m.uses) continue;
            if (out->size != at(i).program_->outputs[o]->spec.host_bytes()) continue;  // a view of something larger
            size_t slot = 0;
            while (slot < free_after.size() && free_after[slot] >= i) ++slot;
            if (slot == free_after.size()) free_after.push_back(0);
            free_after[slot] = m.last;
            m.slot = static_cast<int>(slot);
        }
    slots_ = static_cast<int>(free_after.size());
}

void BlockGroup::run(const char*& name) {
    name = commands_[0]->name();
    for (auto& m : memories_)
        if (m.slot < 0) m.data = m.bytes->data();
    const BlockWork& work = at(0).program_->blocks;
    parallel_pieces(
        static_cast<size_t>(work.size), static_cast<size_t>(work.block * kPieceBlocks),
        [&](size_t begin, size_t end) { run_piece(static_cast<int64_t>(begin), static_cast<int64_t>(end)); });
}

void BlockGroup::run_piece(int64_t begin, int64_t end) const {
    const BlockWork& shape = at(0).program_->blocks;
    size_t longest = 0;
    for (const auto& m : memories_)
        if (m.slot >= 0)
            longest = std::max(
                longest, static_cast<size_t>(offset(*m.bytes, end, shape.size) - offset(*m.bytes, begin, shape.size)));
    static thread_local HostMemory scratch;
    static thread_local size_t held = 0;
    const size_t each = (longest + 63) / 64 * 64, wanted = each * static_cast<size_t>(slots_);
    if (held < wanted) scratch = HostMemory(held = wanted);
    // Programs count from the start of a tensor, so scratch pretends to begin where the tensor would.
    auto data_of = [&](const HostBytes* bytes) {
        const Memory& m = *find(bytes);
        return m.slot < 0 ? m.data
                          : scratch.data() + each * static_cast<size_t>(m.slot) - offset(*bytes, begin, shape.size);
    };
    for (size_t c = 0; c < size_; ++c) {
        const LaunchedProgram& p = at(c);
        InlineVector<View, 6> in, out;
        for (size_t i = 0; i < p.in_.size(); ++i)
            in.push_back(p.in_[i] ? View{data_of(p.in_[i].get()), &p.program_->input_specs[i]} : View{});
        for (size_t i = 0; i < p.out_.size(); ++i)
            out.push_back({data_of(p.out_[i].get()), &p.program_->outputs[i]->spec});
        const Operands operands{in, out, p.arguments_};
        for (int64_t b = begin; b < end; b += shape.block)
            p.program_->blocks.run(operands, b, std::min(shape.block, end - b));
    }
}

}  // namespace ttnn
