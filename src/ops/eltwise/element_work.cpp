#include "ops/eltwise/element_work.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/streaming.hpp"

namespace ttnn {

void set_element_work(Program& program, std::initializer_list<const TensorSpec*> alike, ElementWork work) {
    const TensorSpec& out = **alike.begin();
    const int64_t size = flat_size(out), block = block_elements(out), used = used_elements(alike);
    if (used < block)
        work = [whole = std::move(work), block, used](const Operands& o, int64_t begin, int64_t count, bool streaming) {
            for_blocks(begin, count, block, [&](int64_t at, int64_t n) { whole(o, at, std::min(n, used), streaming); });
        };
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
