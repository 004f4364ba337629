// How a device carries out what operations ask for. Computing is one way; planning (graph capture without dispatch) is
// another object, not a flag: it hands out no addresses and drops commands.
#pragma once
#include <cstdint>

#include "device/buffer.hpp"
#include "queue/command_queue.hpp"

namespace ttnn {

struct Allocation {
    int64_t address = 0;
    std::shared_ptr<BankRegion> region;  ///< where to free it; empty when nothing was taken
};

class Execution {
 public:
    virtual ~Execution() = default;
    virtual Allocation allocate(const BufferConfig& config, int64_t bytes_per_bank) = 0;
    virtual void enqueue(int queue, CommandPtr command) = 0;
    virtual bool computes() const = 0;
    /// Raises when static buffers of a program, `bytes` a core above the L1 base, would overlap buffers or the end of
    /// L1.
    virtual void check_static_buffers(const char* kind, uint64_t program, const CoreRangeSet& cores,
                                      int64_t bytes) const = 0;
};

}  // namespace ttnn
