#include "program/program.hpp"

#include <algorithm>
#include <map>

namespace ttnn {

int64_t static_bytes_per_core(const DeviceProgram& program) {
    // Most programs use one range for all their buffers; only mixed ranges need the count core by core.
    const auto& buffers = program.buffers;
    const bool one =
        std::all_of(buffers.begin(), buffers.end(), [&](const auto& b) { return b.cores == buffers[0].cores; });
    std::map<CoreCoord, int64_t> per_core;
    int64_t sum = 0, most = 0;
    for (const auto& b : buffers) {
        if (b.borrows) continue;
        if (one) sum += b.bytes;
        else
            for (auto c : b.cores.cores()) most = std::max(most, per_core[c] += b.bytes);
    }
    return one ? sum : most;
}

}  // namespace ttnn
