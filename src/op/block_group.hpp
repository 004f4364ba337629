// Element-wise programs of equal size that follow one another, run together: each takes its turn on a piece of the
// tensors while it is in cache. Memory that nobody outside of the group knows of is not touched at all: its pieces live
// in scratch. The bits are those of running one after the other.
#pragma once
#include "op/launched_program.hpp"

namespace ttnn {

class BlockGroup {
 public:
    /// As many of the commands, from the first on, as fit together.
    explicit BlockGroup(std::span<const CommandPtr> commands);
    size_t size() const { return size_; }
    void run(const char*& name);

 private:
    static constexpr size_t kMost = 16;  // commands, so that their pieces stay in cache

    // Memory that commands of the group use.
    struct Memory {
        HostBytes* bytes = nullptr;
        DataType dtype = DataType::INVALID;
        long uses = 0;  // by commands of the group
        bool written_first = false;
        size_t last = 0;  // command that uses it last
        int slot = -1;    // of scratch, when nobody else knows it
        std::byte* data = nullptr;
    };
    const LaunchedProgram& at(size_t i) const { return static_cast<const LaunchedProgram&>(*commands_[i]); }
    bool fits(const LaunchedProgram& program) const;
    void add(const LaunchedProgram& program);
    void use(const std::shared_ptr<HostBytes>& bytes, DataType dtype, bool writes);
    Memory* find(const HostBytes* bytes);
    const Memory* find(const HostBytes* bytes) const;
    void place_in_scratch();
    void run_piece(int64_t begin, int64_t end) const;

    std::span<const CommandPtr> commands_;
    size_t size_ = 0;
    InlineVector<Memory, 3 * kMost> memories_;
    int slots_ = 0;
};

}  // namespace ttnn
