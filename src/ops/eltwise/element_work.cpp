#include "ops/eltwise/element_work.hpp"

#include <algorithm>
#include <cstring>

#include "base/inline_vector.hpp"
#include "base/thread_pool.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/scratch.hpp"
#include "ops/streaming.hpp"

namespace ttnn {
namespace {

// Where matrices have fewer rows than a tile, the elements that are used come together for the work, so that it has
// whole blocks and not a call for each tile.
class UsedElements {
 public:
    UsedElements(int64_t block, int64_t used)
        : block_(block), used_(used), most_(std::max<int64_t>(1, kBlock / used)) {}

    void run(const ElementWork& work, const Operands& o, int64_t begin, int64_t count) const {
        auto* room = scratch<UsedElements, std::byte>((o.in.size() + o.out.size()) * kRoom);
        InlineVector<View, 8> in, out;
        for (const View& v : o.in) in.push_back({room + in.size() * kRoom, v.spec});
        for (const View& v : o.out) out.push_back({room + (in.size() + out.size()) * kRoom, v.spec});
        const Operands together{{in.begin(), in.size()}, {out.begin(), out.size()}, o.arguments};
        for_blocks(begin, count, most_ * block_, [&](int64_t at, int64_t n) {
            const int64_t blocks = (n + block_ - 1) / block_;
            for (size_t i = 0; i < in.size(); ++i)
                if (o.in[i])
                    each(o.in[i], at, blocks,
                         [&](std::byte* from, size_t to, size_t bytes) { copy(in.begin()[i].data + to, from, bytes); });
            work(together, 0, blocks * used_, false);
            for (size_t i = 0; i < out.size(); ++i)
                each(o.out[i], at, blocks,
                     [&](std::byte* to, size_t from, size_t bytes) { copy(to, out.begin()[i].data + from, bytes); });
        });
    }

 private:
    static constexpr size_t kRoom = kBlock * 4;

    template <class F>
    void each(const View& v, int64_t at, int64_t blocks, F f) const {
        const size_t element = element_size(v.spec->dtype()), bytes = static_cast<size_t>(used_) * element,
                     step = static_cast<size_t>(block_) * element;
        std::byte* data = v.data + static_cast<size_t>(at) * element;
        for (size_t i = 0; i < static_cast<size_t>(blocks); ++i) f(data + i * step, i * bytes, bytes);
    }
    // A row of a tile is 16 bytes at least.
    static void copy(std::byte* to, const std::byte* from, size_t bytes) {
        for (size_t i = 0; i < bytes; i += 16) std::memcpy(to + i, from + i, 16);
    }

    int64_t block_, used_, most_;
};

ElementWork on_used_elements(std::initializer_list<const TensorSpec*> alike, ElementWork work) {
    const int64_t block = block_elements(**alike.begin()), used = used_elements(alike);
    if (used >= block) return work;
    return [whole = std::move(work), elements = UsedElements(block, used)](
               const Operands& o, int64_t begin, int64_t count, bool) { elements.run(whole, o, begin, count); };
}

}  // namespace

std::function<void(const Operands&)> in_pieces(const TensorSpec& out, ElementWork work) {
    return [work = std::move(work), size = flat_size(out),
            piece = block_elements(out) * kBlocksPerPiece](const Operands& o) {
        const bool streaming = streams(o.out[0]);
        parallel_pieces(static_cast<size_t>(size), static_cast<size_t>(piece), [&](size_t begin, size_t end) {
            work(o, static_cast<int64_t>(begin), static_cast<int64_t>(end - begin), streaming);
        });
    };
}

void set_element_work(Program& program, std::initializer_list<const TensorSpec*> alike, ElementWork work) {
    const TensorSpec& out = **alike.begin();
    work = on_used_elements(alike, std::move(work));
    program.blocks = {flat_size(out), block_elements(out),
                      [work](const Operands& o, int64_t begin, int64_t count) { work(o, begin, count, false); }};
    program.run = in_pieces(out, std::move(work));
}

std::function<void(const Operands&)> element_work(std::initializer_list<const TensorSpec*> alike, ElementWork work) {
    return in_pieces(**alike.begin(), on_used_elements(alike, std::move(work)));
}

}  // namespace ttnn
