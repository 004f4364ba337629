#include "ops/eltwise/element_work.hpp"

#include "base/thread_pool.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/streaming.hpp"

namespace ttnn {

void set_element_work(Program& program, const TensorSpec& out, ElementWork work) {
    const int64_t size = flat_size(out), block = block_elements(out);
    program.blocks = {size, block,
                      [work](const Operands& o, int64_t begin, int64_t count) { work(o, begin, count, false); }};
    program.run = [work = std::move(work), size, piece = block * kBlocksPerPiece](const Operands& o) {
        const bool streaming = streams(o.out[0]);
        parallel_pieces(static_cast<size_t>(size), static_cast<size_t>(piece), [&](size_t begin, size_t end) {
            work(o, static_cast<int64_t>(begin), static_cast<int64_t>(end - begin), streaming);
        });
    };
}

}  // namespace ttnn
