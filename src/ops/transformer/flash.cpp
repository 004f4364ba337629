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
// Rows of queries (positions times heads) of a unit of work, keys of a step, and rows that take the step at once:
// queries and sums of a unit and a step's scores stay in the second-level cache. Beside a matrix unit packing, and
// adding to sums in memory, weigh more, so that it has more rows and keys, and takes 32 rows of them at a time.
struct Block {
    int64_t rows, keys, together;
};
Block block() {
    return kernels::table().blocks.bfloat16 == kernels::Bfloat16Way::Tiles ? Block{512, 512, 32} : Block{192, 128, 192};
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

// Keys from `key` in `panels` of 32. The first step of a unit starts its sums.
struct Step {
    int64_t key, panels;
    bool first;
    int64_t end() const { return key + panels * 32; }
};

// Rows of a unit, multiples of 32, of which some see `panels` of a step.
struct Rows {
    int64_t begin, count, panels;
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
        T *q, *keys, *values, *weights;
        float *scores, *sums;
        SoftmaxState* states;
    };

    Buffers buffers(int64_t rows) const {
        const auto n = static_cast<size_t>(rows + 32) * 32,
                   part = static_cast<size_t>(std::min(rows, block_.together) + 32) * 32,
                   deep = static_cast<size_t>(tiles_of(s_.d)), wide = static_cast<size_t>(tiles_of(s_.dv)),
                   pieces = static_cast<size_t>(block_.keys / 32);
        Buffers b;
        b.q = scratch<struct FlashQueries, T>(n * deep);
        b.keys = scratch<struct FlashKeys, T>(deep * pieces * kPiece);
        b.values = scratch<struct FlashValues, T>(wide * pieces * kPiece);
        b.scores = scratch<struct FlashScores, float>(part * pieces);
        b.weights =
            std::is_same_v<T, float> ? reinterpret_cast<T*>(b.scores) : scratch<struct FlashWeights, T>(part * pieces);
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
            const Step step{key, tiles_of(std::min(block_.keys, end - key)), first};
            pack_keys(u, b, step);
            pack_values(u, b, step);
            const int64_t together = on_diagonal(u, step) ? 32 : block_.together;
            for (int64_t r = 0; r < u.rows(); r += together) {
                const Rows rows{r, std::min(together, u.rows() - r), visible_panels(u, step, r)};
                if (rows.panels == 0 && !first) continue;
                scores(u, b, rows);
                hide(u, b, step, rows);
                softmax(u, b, step, rows);
                sum_values(u, b, step, rows);
            }
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
    bool on_diagonal(const Unit& u, const Step& s) const {
        return plan_.causal && s.end() > u.position + plan_.first_query;
    }
    // Of a step's panels, those that some query of the 32 rows at `row` sees.
    int64_t visible_panels(const Unit& u, const Step& s, int64_t row) const {
        if (!on_diagonal(u, s)) return s.panels;
        return std::clamp<int64_t>(tiles_of(u.position + plan_.first_query + row % u.stride + 32 - s.key), 0, s.panels);
    }

    void pack_keys(const Unit& u, const Buffers& b, const Step& s) const {
        alignas(64) T block[kPiece];
        T* piece = b.keys;
        for (int64_t key = s.key; key < s.end(); key += 32)
            for (int64_t c = 0; c < tiles_of(s_.d); ++c, piece += kPiece)
                blocks_.pack_transposed(k_.template load<T>(source(u), key, c * 32, block), piece);
    }
    void pack_values(const Unit& u, const Buffers& b, const Step& s) const {
        alignas(64) T block[kPiece];
        for (int64_t p = 0; p < s.panels; ++p)
            for (int64_t c = 0; c < tiles_of(s_.dv); ++c)
                blocks_.pack(v_.template load<T>(source(u), s.key + p * 32, c * 32, block),
                             b.values + (c * s.panels + p) * static_cast<int64_t>(kPiece));
    }

    void scores(const Unit& u, const Buffers& b, const Rows& rows) const {
        const auto pieces = static_cast<size_t>(tiles_of(s_.d));
        blocks_.multiply({b.q + rows.begin * 32, static_cast<size_t>(u.rows() * 32)},
                         {b.keys, static_cast<size_t>(rows.panels), pieces * kPiece}, pieces,
                         static_cast<size_t>(rows.count), {b.scores, static_cast<size_t>(rows.count * 32)}, true, {});
    }

    // Adds the mask, which is not scaled, and hides keys that a query may not see.
    void hide(const Unit& u, const Buffers& b, const Step& s, const Rows& rows) const {
        const bool all = !on_diagonal(u, s) && s.end() <= s_.keys && !plan_.window;
        if (all && !o_.mask) return;
        for (int64_t r = 0; r < rows.count; r += 32) {
            if (o_.mask) add_mask(u, b, s, rows, r);
            if (!all) hide_block(u, b, s, rows, r);
        }
    }

    // The 32 rows at r.
    void hide_block(const Unit& u, const Buffers& b, const Step& s, const Rows& rows, int64_t r) const {
        const int64_t first = (rows.begin + r) % u.stride, last = s.key + rows.panels * 32;
        for (int64_t i = 0; i < std::min<int64_t>(32, u.count - first); ++i) {
            const auto [begin, end] = plan_.visible(u.position + first + i, s_.keys);
            if (begin <= s.key && end >= last) continue;
            for (int64_t p = 0; p < rows.panels; ++p) {
                float* run = b.scores + (p * rows.count + r + i) * 32;
                const int64_t from = std::clamp<int64_t>(begin - s.key - p * 32, 0, 32),
                              to = std::clamp<int64_t>(end - s.key - p * 32, from, 32);
                std::fill(run, run + from, kMinusInfinity);
                std::fill(run + to, run + 32, kMinusInfinity);
            }
        }
    }

    void add_mask(const Unit& u, const Buffers& b, const Step& s, const Rows& rows, int64_t r) const {
        const Shape& m = o_.mask.spec->logical_shape();
        const TileBlocks blocks(o_.mask, m[2]);
        const int64_t h = (rows.begin + r) / u.stride, position = u.position + (rows.begin + r) % u.stride;
        const int64_t matrix = (m[0] == 1 ? 0 : u.batch) * m[1] + (m[1] == 1 ? 0 : u.head + h);
        alignas(64) float block[kPiece];
        for (int64_t p = 0; p < rows.panels; ++p) {
            const float* values = blocks.load<float>(matrix, m[2] == 1 ? 0 : position, s.key + p * 32, block);
            float* to = b.scores + (p * rows.count + r) * 32;
            for (int64_t i = 0; i < 32; ++i)
                for (int64_t j = 0; j < 32; ++j)
                    to[i * 32 + j] = to[i * 32 + j] * plan_.scale + values[(m[2] == 1 ? 0 : i * 32) + j];
        }
    }

    void softmax(const Unit& u, const Buffers& b, const Step& s, const Rows& rows) const {
        const auto& k = kernels::table().attention;
        const auto step = static_cast<size_t>(rows.count * 32), panels = static_cast<size_t>(rows.panels);
        const float scale = o_.mask ? 1.0f : plan_.scale;
        float factors[32];
        for (int64_t block = 0; block < rows.count; block += 32) {
            const int64_t n = std::min<int64_t>(32, u.count - (rows.begin + block) % u.stride);
            SoftmaxState* states = b.states + rows.begin + block;
            float* x = b.scores + block * 32;
            if constexpr (std::is_same_v<T, float>)
                for (int64_t r = 0; r < n; ++r)
                    factors[r] = k.softmax_step(x + r * 32, step, panels, scale, states + r);
            else
                k.softmax_halves(x, step, panels, static_cast<size_t>(n), scale, states, b.weights + block * 32,
                                 factors);
            for (int64_t r = 0; r < n && !s.first; ++r)
                if (factors[r] != 1.0f)
                    k.rescale(b.sums + (rows.begin + block + r) * 32, static_cast<size_t>(u.rows() * 32),
                              static_cast<size_t>(tiles_of(s_.dv)), factors[r]);
        }
    }

    void sum_values(const Unit& u, const Buffers& b, const Step& s, const Rows& rows) const {
        blocks_.multiply({b.weights, static_cast<size_t>(rows.count * 32)},
                         {b.values, static_cast<size_t>(tiles_of(s_.dv)), static_cast<size_t>(s.panels) * kPiece},
                         static_cast<size_t>(rows.panels), static_cast<size_t>(rows.count),
                         {b.sums + rows.begin * 32, static_cast<size_t>(u.rows() * 32)}, s.first, {});
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
