#include "op/trace_memory.hpp"

#include <algorithm>
#include <typeinfo>
#include <unordered_map>
#include <vector>

#include "op/launched_program.hpp"

namespace ttnn {
namespace {

// One tensor's bytes and the steps that use them; programs that run together are one step.
struct Lifetime {
    std::shared_ptr<HostBytes> bytes;
    long uses = 0;
    size_t first = 0, last = 0;
    bool written_first = false;
};

class Lifetimes {
 public:
    explicit Lifetimes(std::span<const CommandPtr> commands) {
        for (size_t i = 0; i < commands.size(); ++step_) {
            const size_t together = commands[i]->together(commands.subspan(i));
            for (const size_t end = i + together; i < end; ++i)
                if (const auto& c = *commands[i]; typeid(c) == typeid(LaunchedProgram))
                    add(static_cast<const LaunchedProgram&>(c));
        }
    }
    /// Those that nobody else knows of, in the order of their first use.
    std::vector<Lifetime> own() const {
        std::vector<Lifetime> out;
        for (const Lifetime& l : all_)
            if (l.written_first && l.bytes.use_count() == l.uses + 1) out.push_back(l);  // one is of the list itself
        return out;
    }

 private:
    void add(const LaunchedProgram& p) {
        for (const auto& bytes : p.inputs()) use(bytes, false);
        for (const auto& bytes : p.outputs()) use(bytes, true);
    }
    void use(const std::shared_ptr<HostBytes>& bytes, bool writes) {
        if (!bytes || bytes->size == 0) return;
        const auto [found, is_new] = at_.try_emplace(bytes.get(), all_.size());
        if (is_new) all_.push_back({bytes, 0, step_, step_, writes});
        Lifetime& l = all_[found->second];
        ++l.uses;
        l.last = step_;
    }

    std::unordered_map<const HostBytes*, size_t> at_;
    std::vector<Lifetime> all_;
    size_t step_ = 0;
};

// A block is free again after the step `last`.
struct Block {
    std::shared_ptr<HostBytes> bytes;
    size_t last;
};

// The block that was used last is the one that is in cache; one much too large would keep others from it.
Block* find_free(std::vector<Block>& blocks, const Lifetime& l) {
    constexpr size_t most = 4;
    Block* best = nullptr;
    for (Block& b : blocks) {
        const bool fits = b.last < l.first && b.bytes->size >= l.bytes->size && b.bytes->size <= most * l.bytes->size;
        if (fits && (!best || b.last > best->last)) best = &b;
    }
    return best;
}

}  // namespace

void share_trace_memory(std::span<const CommandPtr> commands) {
    std::vector<Block> blocks;
    for (const Lifetime& l : Lifetimes(commands).own()) {
        Block* block = find_free(blocks, l);
        if (!block) block = &blocks.emplace_back(std::make_shared<HostBytes>(l.bytes->size), 0);
        block->last = l.last;
        l.bytes->lie_in(block->bytes);
    }
}

}  // namespace ttnn
