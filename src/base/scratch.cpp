#include "base/scratch.hpp"

#include <bit>
#include <cstdlib>
#include <memory>
#include <new>
#include <vector>

namespace ttnn {
namespace {

constexpr size_t kLine = 64, kKept = size_t{4} << 20;  // larger blocks are given back to the system

struct Free {
    void operator()(void* p) const { std::free(p); }
};
struct Block {
    std::unique_ptr<void, Free> memory;
    size_t bytes = 0;
};
struct Stack {
    std::vector<Block> blocks;  // the first `used` are taken
    size_t used = 0;
};
thread_local Stack stack;

}  // namespace

void* detail::take_scratch(size_t bytes) {
    if (stack.used == stack.blocks.size()) stack.blocks.emplace_back();
    Block& b = stack.blocks[stack.used];
    if (b.bytes < bytes || !b.memory) {
        const size_t wanted = std::bit_ceil(bytes < kLine ? kLine : bytes);
        b = {};
        b.memory.reset(std::aligned_alloc(kLine, wanted));
        if (!b.memory) throw std::bad_alloc();
        b.bytes = wanted;
    }
    ++stack.used;
    return b.memory.get();
}

void detail::give_scratch() {
    Block& b = stack.blocks[--stack.used];
    if (b.bytes > kKept) b = {};
}

}  // namespace ttnn
