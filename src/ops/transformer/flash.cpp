#include "ops/transformer/flash.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/scratch.hpp"
#include "ops/tile_blocks.hpp"
#include "tensor/elements.hpp"

namespace ttnn {
namespace {

using kernels::kPiece;
using kernels::SoftmaxState;

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();
// Rows of queries (positions times heads) of a unit of work and keys of a step: scores, queries and sums of a unit stay
// in the second-level cache. A matrix unit wants more of both, as packing and the steps' ends weigh more beside it.
struct Block {
    int64_t rows, keys;
};
Block block() {
    return kernels::table().blocks.bfloat16 == kernels::Bfloat16Way::Tiles ? Block{256, 256} : Block{192, 128};
}

struct Sizes {
    int64_t batches, heads, kv_heads, group, queries, keys, d, dv;
    explicit Sizes(const AttentionOperands& o) {
        const Shape &q = o.q.spec->logical_shape(), &k = o.k.spec->logical_shape();
        batches = q[0], heads = q[1], queries = q[2], d = q[3];
        kv_heads = k[1], keys = k[2], dv = o.v.spec->logical_shape()[3];
        group = heads / kv_heads;
    }
};

// A unit: `heads` heads of one group at `count` positions from `position`. Rows lie head after head, `stride` a head.
struct Unit {
    int64_t batch, kv_head, head, heads, position, count, stride;
    int64_t rows() const { return heads * stride; }
};

class Division {
 public:
    Division(const Sizes& s, int64_t rows) : s_(s) {
        const int64_t tiles = tiles_of(s.queries), most = std::max<int64_t>(1, rows / 32 / s.group);
        const int64_t blocks = (tiles + most - 1) / most;
        each_ = (tiles + blocks - 1) / blocks;
        blocks_ = (tiles + each_ - 1) / each_;
        heads_ = std::min(s.group, std::max<int64_t>(1, rows / 32 / each_));
        parts_ = (s.group + heads_ - 1) / heads_;
    }
    int64_t count() const { return s_.batches * s_.kv_heads * parts_ * blocks_; }
    // The last positions, which see most keys, come first.
    Unit operator[](int64_t i) const {
        const int64_t others = s_.batches * s_.kv_heads * parts_, rest = i % others;
        Unit u;
        u.position = (blocks_ - 1 - i / others) * each_ * 32;
        u.count = std::min(each_ * 32, s_.queries - u.position);
        u.stride = tiles_of(u.count) * 32;
        u.batch = rest / (s_.kv_heads * parts_);
        u.kv_head = rest / parts_ % s_.kv_heads;
        const int64_t part = rest % parts_;
        u.head = u.kv_head * s_.group + part * heads_;
        u.heads = std::min(heads_, s_.group - part * heads_);
        return u;
    }

 private:
    Sizes s_;
    int64_t each_, blocks_, heads_, parts_;
};

template <class T>
const kernels::Blocks<T>& blocks_of() {
    if constexpr (std::is_same_v<T, float>) return kernels::table().blocks.floats;
    else return kernels::table().blocks.halves();
}

// T: float, or bfloat16 where the machine multiplies it as it is.
template <class T>
class Flash {
 public:
    Flash(const AttentionPlan& plan, const AttentionOperands& o)
        : plan_(plan),
          o_(o),
          s_(o),
          q_(o.q, s_.queries),
          k_(o.k, s_.keys),
          v_(o.v, s_.keys),
          out_(o.out, s_.queries),
          block_(block()),
          blocks_(blocks_of<T>()) {}

    void run() const {
        const Division division(s_, block_.rows);
        parallel_for(
            static_cast<size_t>(division.count()), [&](size_t i) { attend(division[static_cast<int64_t>(i)]); },
            Schedule::Neighbours);
    }

 private:
    struct Buffers {
        T *q, *panels, *weights;
        float *scores, *sums;
        SoftmaxState* states;
    };

    Buffers buffers(int64_t rows) const {
        const auto n = static_cast<size_t>(rows + 32) * 32, deep = static_cast<size_t>(tiles_of(s_.d)),
                   wide = static_cast<size_t>(tiles_of(s_.dv)), pieces = static_cast<size_t>(block_.keys / 32);
        Buffers b;
        b.q = scratch<struct FlashQueries, T>(n * deep);
        b.panels = scratch<struct FlashPanels, T>(std::max(deep, wide) * pieces * kPiece);
        b.scores = scratch<struct FlashScores, float>(n * pieces);
        b.weights =
            std::is_same_v<T, float> ? reinterpret_cast<T*>(b.scores) : scratch<struct FlashWeights, T>(n * pieces);
        b.sums = scratch<struct FlashSums, float>(n * wide);
        b.states = scratch<struct FlashStates, SoftmaxState>(static_cast<size_t>(rows));
        return b;
    }

    void attend(const Unit& u) const {
        const Buffers b = buffers(u.rows());
        load_queries(u, b);
        const auto begin = plan_.visible(u.position, s_.keys).first / 32 * 32,
                   end = plan_.visible(u.position + u.count - 1, s_.keys).second;
        bool first = true;
        for (int64_t key = begin; key < end; key += block_.keys, first = false) {
            const int64_t panels = tiles_of(std::min(block_.keys, end - key));
            scores(u, b, key, panels);
            hide(u, b, key, panels);
            softmax(u, b, key, panels, first);
            sum_values(u, b, key, panels, first);
        }
        if (first) std::memset(b.sums, 0, static_cast<size_t>(u.rows() * tiles_of(s_.dv) * 32) * sizeof(float));
        store(u, b);
    }

    void load_queries(const Unit& u, const Buffers& b) const {
        for (int64_t c = 0; c < tiles_of(s_.d); ++c)
            for (int64_t h = 0; h < u.heads; ++h)
                for (int64_t r = 0; r < u.stride; r += 32) {
                    T* to = b.q + (c * u.rows() + h * u.stride + r) * 32;
                    const T* block = q_.template load<T>(u.batch * s_.heads + u.head + h, u.position + r, c * 32, to);
                    if (block != to) std::memcpy(to, block, kPiece * sizeof(T));
                }
        for (int64_t h = 0; h < u.heads; ++h) {
            const SoftmaxState start =
                o_.sink ? SoftmaxState{sink(u.head + h), 1.0f} : SoftmaxState{kMinusInfinity, 0.0f};
            std::fill(b.states + h * u.stride, b.states + (h + 1) * u.stride, start);
        }
    }
    float sink(int64_t head) const {
        const int64_t n = std::max<int64_t>(1, o_.sink.spec->logical_shape().volume());
        return static_cast<float>(Elements(o_.sink)(0, head % n)) * plan_.scale;
    }
    int64_t source(const Unit& u) const {
        return (o_.k.spec->logical_shape()[0] == 1 ? 0 : u.batch) * s_.kv_heads + u.kv_head;
    }
    // Whether some key of the step lies beyond what the first query sees.
    bool on_diagonal(const Unit& u, int64_t key, int64_t panels) const {
        return plan_.causal && key + panels * 32 > u.position + plan_.first_query;
    }

    // Of a step's panels, those that some query of the 32 rows at `row` sees.
    int64_t visible_panels(const Unit& u, int64_t key, int64_t panels, int64_t row) const {
        if (!on_diagonal(u, key, panels)) return panels;
        const int64_t seen = u.position + plan_.first_query + row % u.stride + 32 - key;
        return std::clamp<int64_t>(tiles_of(seen), 0, panels);
    }

    // Work on rows with the panels that they see: all rows at once, or 32 by 32 where some see fewer.
    template <class F>
    void for_visible(const Unit& u, int64_t key, int64_t panels, F&& work) const {
        if (!on_diagonal(u, key, panels)) return work(0, u.rows(), panels);
        for (int64_t r = 0; r < u.rows(); r += 32) work(r, 32, visible_panels(u, key, panels, r));
    }

    void scores(const Unit& u, const Buffers& b, int64_t key, int64_t panels) const {
        const int64_t pieces = tiles_of(s_.d), step = u.rows() * 32;
        alignas(64) T block[kPiece];
        T* piece = b.panels;
        for (int64_t p = 0; p < panels; ++p)
            for (int64_t c = 0; c < pieces; ++c, piece += kPiece)
                blocks_.pack_transposed(k_.template load<T>(source(u), key + p * 32, c * 32, block), piece);
        for_visible(u, key, panels, [&](int64_t row, int64_t rows, int64_t seen) {
            blocks_.multiply({b.q + row * 32, static_cast<size_t>(step)},
                             {b.panels, static_cast<size_t>(seen), static_cast<size_t>(pieces) * kPiece},
                             static_cast<size_t>(pieces), static_cast<size_t>(rows),
                             {b.scores + row * 32, static_cast<size_t>(step)}, true, {});
        });
    }

    // Adds the mask, which is not scaled, and hides keys that a query may not see.
    void hide(const Unit& u, const Buffers& b, int64_t key, int64_t panels) const {
        if (o_.mask) add_mask(u, b, key, panels);
        const int64_t last = key + panels * 32;
        if (!on_diagonal(u, key, panels) && last <= s_.keys && !plan_.window) return;
        for (int64_t i = 0; i < u.count; ++i) {
            const auto [begin, end] = plan_.visible(u.position + i, s_.keys);
            if (begin <= key && end >= last) continue;
            for (int64_t h = 0; h < u.heads; ++h)
                for (int64_t p = 0; p < panels; ++p) {
                    float* run = b.scores + (p * u.rows() + h * u.stride + i) * 32;
                    const int64_t from = std::clamp<int64_t>(begin - key - p * 32, 0, 32),
                                  to = std::clamp<int64_t>(end - key - p * 32, from, 32);
                    std::fill(run, run + from, kMinusInfinity);
                    std::fill(run + to, run + 32, kMinusInfinity);
                }
        }
    }

    void add_mask(const Unit& u, const Buffers& b, int64_t key, int64_t panels) const {
        const Shape& m = o_.mask.spec->logical_shape();
        const TileBlocks blocks(o_.mask, m[2]);
        alignas(64) float block[kPiece];
        for (int64_t h = 0; h < u.heads; ++h)
            for (int64_t p = 0; p < panels; ++p)
                for (int64_t r = 0; r < u.count; r += 32) {
                    const int64_t matrix = (m[0] == 1 ? 0 : u.batch) * m[1] + (m[1] == 1 ? 0 : u.head + h);
                    const float* values =
                        blocks.load<float>(matrix, m[2] == 1 ? 0 : u.position + r, key + p * 32, block);
                    float* to = b.scores + (p * u.rows() + h * u.stride + r) * 32;
                    for (int64_t i = 0; i < 32; ++i)
                        for (int64_t j = 0; j < 32; ++j)
                            to[i * 32 + j] = to[i * 32 + j] * plan_.scale + values[(m[2] == 1 ? 0 : i * 32) + j];
                }
    }

    void softmax(const Unit& u, const Buffers& b, int64_t key, int64_t panels, bool first) const {
        const auto& k = kernels::table().attention;
        const auto step = static_cast<size_t>(u.rows() * 32), wide = static_cast<size_t>(tiles_of(s_.dv));
        const float scale = o_.mask ? 1.0f : plan_.scale;
        for (int64_t block = 0; block < u.rows(); block += 32) {
            const auto seen = static_cast<size_t>(visible_panels(u, key, panels, block));
            if (seen == 0 && !first) continue;
            const int64_t end = block + std::min<int64_t>(32, u.count - block % u.stride);
            for (int64_t r = block; r < end; ++r) {
                float factor;
                if constexpr (std::is_same_v<T, float>)
                    factor = k.softmax_step(b.scores + r * 32, step, seen, scale, b.states + r);
                else
                    factor = k.softmax_halves(b.scores + r * 32, step, seen, scale, b.states + r, b.weights + r * 32);
                if (!first && factor != 1.0f) k.rescale(b.sums + r * 32, step, wide, factor);
            }
        }
    }

    void sum_values(const Unit& u, const Buffers& b, int64_t key, int64_t panels, bool first) const {
        const int64_t step = u.rows() * 32, wide = tiles_of(s_.dv);
        alignas(64) T block[kPiece];
        for (int64_t p = 0; p < panels; ++p)
            for (int64_t c = 0; c < wide; ++c)
                blocks_.pack(v_.template load<T>(source(u), key + p * 32, c * 32, block),
                             b.panels + (c * panels + p) * static_cast<int64_t>(kPiece));
        for_visible(u, key, panels, [&](int64_t row, int64_t rows, int64_t seen) {
            if (seen || first)
                blocks_.multiply({b.weights + row * 32, static_cast<size_t>(step)},
                                 {b.panels, static_cast<size_t>(wide), static_cast<size_t>(panels) * kPiece},
                                 static_cast<size_t>(seen), static_cast<size_t>(rows),
                                 {b.sums + row * 32, static_cast<size_t>(step)}, first, {});
        });
    }

    void store(const Unit& u, const Buffers& b) const {
        const auto wide = static_cast<size_t>(tiles_of(s_.dv)), step = static_cast<size_t>(u.rows() * 32);
        for (int64_t h = 0; h < u.heads; ++h)
            for (int64_t i = 0; i < u.count; ++i) {
                const int64_t r = h * u.stride + i;
                const auto [begin, end] = plan_.visible(u.position + i, s_.keys);
                // A query that sees nothing gives 0; one whose keys are all masked with -inf gives 0 / 0.
                const float inverse = begin < end || o_.sink ? 1.0f / b.states[r].sum : 0.0f;
                kernels::table().attention.rescale(b.sums + r * 32, step, wide, inverse);
            }
        for (int64_t c = 0; c < tiles_of(s_.dv); ++c)
            for (int64_t h = 0; h < u.heads; ++h)
                for (int64_t r = 0; r < u.count; r += 32)
                    out_.store(u.batch * s_.heads + u.head + h, u.position + r, std::min<int64_t>(32, u.count - r),
                               c * 32, b.sums + (c * u.rows() + h * u.stride + r) * 32);
    }

    const AttentionPlan& plan_;
    const AttentionOperands& o_;
    Sizes s_;
    TileBlocks q_, k_, v_, out_;
    const Block block_;
    const kernels::Blocks<T>& blocks_;
};

}  // namespace

std::pair<int64_t, int64_t> AttentionPlan::visible(int64_t position, int64_t keys) const {
    position += first_query;
    const int64_t end = causal ? std::min(keys, position + 1) : keys;
    const int64_t begin =
        window ? std::max<int64_t>(0, (causal ? position + 1 : position + window / 2 + 1) - window) : 0;
    return {std::min(begin, end), end};
}

void run_attention(const AttentionPlan& plan, const AttentionOperands& o) {
    if (o.out.spec->logical_shape().volume() == 0) return;
    const bool halves = fits_bfloat16(o.q.spec->dtype()) && fits_bfloat16(o.k.spec->dtype()) &&
                        fits_bfloat16(o.v.spec->dtype()) &&
                        kernels::table().blocks.bfloat16 != kernels::Bfloat16Way::Widened;
    if (halves) Flash<uint16_t>(plan, o).run();
    else Flash<float>(plan, o).run();
}

}  // namespace ttnn
