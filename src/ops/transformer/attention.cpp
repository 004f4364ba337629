#include "ops/transformer/attention.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/convert_run.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/transformer/attention_programs.hpp"
#include "tensor/elements.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const SDPAProgramConfig& c) {
    const auto optional = [](const auto& v) { return v ? str(*v) : std::string("std::nullopt"); };
    return out << "SDPAProgramConfig(compute_with_storage_grid_size=" << c.compute_with_storage_grid_size
               << ", sub_core_grids=" << optional(c.sub_core_grids) << ", q_chunk_size=" << c.q_chunk_size
               << ", k_chunk_size=" << c.k_chunk_size << ", exp_approx_mode=" << optional(c.exp_approx_mode)
               << ", max_cores_per_head_batch=" << c.max_cores_per_head_batch << ", max_k_splits=" << c.max_k_splits
               << ", matmul_math_fidelity=" << optional(c.matmul_math_fidelity)
               << ", segmented_accumulation=" << c.segmented_accumulation << ")";
}

namespace {

constexpr float kMinusInfinity = -std::numeric_limits<float>::infinity();

void check_attention(const char* name, const Tensor& t, const char* field) {
    check_on_device(name, t);
    require(t.shape().rank() == 4, "ShapeBase[] index out of range: [", name, "] ", field,
            ": expected 4 dimensions, got ", t.shape());
    const DataType d = t.dtype();
    require(d == DataType::BFLOAT16 || d == DataType::BFLOAT8_B || d == DataType::BFLOAT4_B || d == DataType::FLOAT32,
            "[", name, "] ", field, ": Data type of input tensor must be BFLOAT16, BFLOAT8_B, or BFLOAT4_B, got ", d);
    require(t.layout() == Layout::TILE, "Inputs to SDPA must be tilized: [", name, "] ", field, " is ", t.layout());
}

// Rows [first, first + count) of one head's keys or values, as floats.
std::vector<float> head_rows(const View& v, int64_t head, int64_t first, int64_t count) {
    const Shape& s = v.spec->logical_shape();
    std::vector<float> out(static_cast<size_t>(count * s.width()));
    load_rows(v, head * s.height() + first, count, out.data(), s.width());
    return out;
}

struct Scores {
    float scale;
    bool causal;
    int64_t window = 0;  ///< 0: unlimited
    bool has_sink = false;
};

// Columns a query at `position` may see: [begin, end).
std::pair<int64_t, int64_t> visible(const Scores& s, int64_t position, int64_t keys) {
    const int64_t end = s.causal ? std::min(keys, position + 1) : keys;
    const int64_t begin =
        s.window ? std::max<int64_t>(0, (s.causal ? position + 1 : position + s.window / 2 + 1) - s.window) : 0;
    return {std::min(begin, end), end};
}

// In place: scores of one query become probabilities; what is not visible gets 0.
void probabilities(float* x, int64_t keys, std::pair<int64_t, int64_t> seen, const float* mask, float scale,
                   bool has_sink, float sink) {
    const auto& k = kernels::table().rows;
    const auto n = static_cast<size_t>(seen.second - seen.first);
    std::fill(x, x + seen.first, 0.0f);
    std::fill(x + seen.second, x + keys, 0.0f);
    float* y = x + seen.first;
    for (size_t i = 0; i < n; ++i) y[i] *= scale;
    if (mask)
        for (size_t i = 0; i < n; ++i) y[i] += mask[static_cast<size_t>(seen.first) + i];
    if (!has_sink) return k.softmax(y, n, true);
    float top = std::max(n ? k.max(y, n) : kMinusInfinity, sink), total = std::exp(sink - top);
    const auto exp = kernels::table().elementwise.unary[static_cast<size_t>(kernels::UnaryId::Exp)];
    for (size_t i = 0; i < n; ++i) y[i] -= top;
    exp(y, n, nullptr);
    total += k.sum(y, n);
    for (size_t i = 0; i < n; ++i) y[i] /= total;
}

// C[m x n] = A[m x k] B^T with B stored n x k, or = A B with B stored k x n; plain panels through the matrix kernels.
class Product {
 public:
    Product(const float* b, int64_t k, int64_t n, bool transposed)
        : k_(k), n_(n), block_(static_cast<int64_t>(kernels::table().gemm.n_block)) {
        const int64_t panels = (n + block_ - 1) / block_;
        packed_.resize(static_cast<size_t>(panels * k * block_));
        std::vector<float> columns;
        for (int64_t p = 0; p < panels; ++p) {
            const int64_t width = std::min(block_, n - p * block_);
            const float* source = b + p * block_;
            int64_t stride = n;
            if (transposed) {
                columns.assign(static_cast<size_t>(k * block_), 0.0f);
                for (int64_t j = 0; j < width; ++j)
                    for (int64_t i = 0; i < k; ++i)
                        columns[static_cast<size_t>(i * block_ + j)] = b[(p * block_ + j) * k + i];
                source = columns.data();
                stride = block_;
            }
            kernels::table().gemm.pack_b_float(source, static_cast<size_t>(stride), static_cast<size_t>(k),
                                               static_cast<size_t>(width), packed_.data() + p * k * block_);
        }
    }
    int64_t stride() const { return (n_ + block_ - 1) / block_ * block_; }
    void run(const float* a, int64_t lda, int64_t m, float* c) const {
        for (int64_t j = 0; j < n_; j += block_)
            kernels::table().gemm.block_float(a, static_cast<size_t>(lda), packed_.data() + j * k_,
                                              static_cast<size_t>(m), static_cast<size_t>(k_), c + j,
                                              static_cast<size_t>(stride()), true);
    }

 private:
    int64_t k_, n_, block_;
    std::vector<float> packed_;
};

constexpr int64_t kQueries = 64;

// All heads of queries that share one key head: K and V are read and packed once.
void attend_group(const Operands& o, const Scores& scores, int64_t batch, int64_t kv_head) {
    const View &q = o.in[0], &k = o.in[1], &v = o.in[2], &mask = o.in[3], &sink = o.in[4], &out = o.out[0];
    const Shape &sq = q.spec->logical_shape(), &sk = k.spec->logical_shape();
    const int64_t heads = sq[1], kv_heads = sk[1], group = heads / kv_heads, queries = sq[2], keys = sk[2], d = sq[3],
                  dv = v.spec->logical_shape()[3];
    const int64_t source = (sk[0] == 1 ? 0 : batch) * kv_heads + kv_head;
    const auto key_rows = head_rows(k, source, 0, keys), value_rows = head_rows(v, source, 0, keys);
    const Product scores_of(key_rows.data(), d, keys, true), values_of(value_rows.data(), keys, dv, false);
    std::vector<float> x(static_cast<size_t>(kQueries * scores_of.stride())),
        y(static_cast<size_t>(kQueries * values_of.stride())), masks(static_cast<size_t>(keys));
    for (int64_t h = kv_head * group; h < (kv_head + 1) * group; ++h) {
        float sink_score = 0;
        if (sink)
            sink_score = static_cast<float>(
                Elements(sink)(0, 0 + h % std::max<int64_t>(1, sink.spec->logical_shape().volume())) / 1.0);
        for (int64_t first = 0; first < queries; first += kQueries) {
            const int64_t count = std::min(kQueries, queries - first);
            const auto rows = head_rows(q, batch * heads + h, first, count);
            scores_of.run(rows.data(), d, count, x.data());
            for (int64_t r = 0; r < count; ++r) {
                const float* m = nullptr;
                if (mask) {
                    const Shape& ms = mask.spec->logical_shape();
                    const int64_t row = ((ms[0] == 1 ? 0 : batch) * ms[1] + (ms[1] == 1 ? 0 : h)) * ms[2] +
                                        (ms[2] == 1 ? 0 : first + r);
                    load_rows(mask, row, 1, masks.data(), keys);
                    m = masks.data();
                }
                probabilities(x.data() + r * scores_of.stride(), keys, visible(scores, first + r, keys), m,
                              scores.scale, scores.has_sink, sink_score * scores.scale);
            }
            values_of.run(x.data(), scores_of.stride(), count, y.data());
            store_rows(out, (batch * heads + h) * queries + first, count, y.data(), values_of.stride());
        }
    }
}

}  // namespace

void ScaledDotProductAttention::validate() const {
    check_attention(name, input_tensor_q, "input_tensor_q");
    check_attention(name, input_tensor_k, "input_tensor_k");
    check_attention(name, input_tensor_v, "input_tensor_v");
    const Shape &q = input_tensor_q.shape(), &k = input_tensor_k.shape(), &v = input_tensor_v.shape();
    require(k[0] == q[0] && v[0] == q[0], "K and V batch must match Q: [", name, "] got ", q, ", ", k, ", ", v);
    require(k[1] == v[1] && k[2] == v[2], "K and V must have the same heads and length: [", name, "] got ", k, " and ",
            v);
    require(k[3] == q[3], "Hidden dimension of Q and K must match: [", name, "] got ", q[3], " and ", k[3]);
    require(k[1] > 0 && q[1] % k[1] == 0, "Q num_heads must be >= K num_heads and must be divisible by K num_heads: [",
            name, "] got ", q[1], " and ", k[1]);
    require(!is_causal || !attn_mask, "attn_mask must be None when is_causal is True: [", name, "]");
    require(!is_causal || q[2] == k[2], "Causal SDPA requires Q and K to have the same sequence length: [", name,
            "] got ", q[2], " and ", k[2]);
    if (attn_mask) {
        check_on_device(name, *attn_mask);
        const Shape& m = attn_mask->shape();
        require(
            m.rank() == 4 && (m[0] == 1 || m[0] == q[0]) && (m[1] == 1 || m[1] == q[1]) && m[2] == q[2] && m[3] == k[2],
            "[", name, "] attn_mask: expected [1 or ", q[0], ", 1 or ", q[1], ", ", q[2], ", ", k[2], "], got ", m);
    }
    require(!sliding_window_size || *sliding_window_size > 0, "sliding_window_size must be positive: [", name, "] got ",
            sliding_window_size.value_or(0));
}

TensorSpec ScaledDotProductAttention::output() const {
    const auto& s = input_tensor_q.spec();
    Shape shape = s.logical_shape();
    shape.set(3, input_tensor_v.shape()[3]);
    return {shape, s.dtype(), s.layout(), memory_config.value_or(DRAM_MEMORY_CONFIG), s.tile()};
}

Program ScaledDotProductAttention::program() const {
    require(!output_concat_heads, "[", name,
            "] output_concat_heads is not supported; use ttnn.experimental.nlp_concat_heads on the result");
    Program p;
    p.device_programs = attention_device_programs(*this);
    p.compute = compute_kernel_config;
    const auto d = static_cast<double>(input_tensor_q.shape()[3]);
    const Scores scores{static_cast<float>(scale.value_or(1.0 / std::sqrt(d))), is_causal,
                        sliding_window_size.value_or(0), attention_sink.has_value()};
    p.run = [scores](const Operands& o) {
        if (o.out[0].spec->logical_shape().volume() == 0) return;
        const int64_t batches = o.in[0].spec->logical_shape()[0], heads = o.in[1].spec->logical_shape()[1];
        parallel_for(static_cast<size_t>(batches * heads), [&](size_t i) {
            attend_group(o, scores, static_cast<int64_t>(i) / heads, static_cast<int64_t>(i) % heads);
        });
    };
    return p;
}

// --- decode

namespace {

// One user's query heads against one key head.
void attend_token(const Operands& o, const Scores& scores, int64_t user, int64_t kv_head, int64_t position) {
    const View &q = o.in[0], &k = o.in[1], &v = o.in[2], &mask = o.in[3], &sink = o.in[5], &out = o.out[0];
    const Shape &sq = q.spec->logical_shape(), &sk = k.spec->logical_shape();
    const int64_t heads = sq[2], kv_heads = sk[1], group = heads / kv_heads, d = sq[3], dv = v.spec->logical_shape()[3];
    const int64_t keys = scores.causal ? std::clamp<int64_t>(position + 1, 1, sk[2]) : sk[2],
                  source = (sk[0] == 1 ? 0 : user) * kv_heads + kv_head;
    const auto& rows = kernels::table().rows;
    std::vector<float> queries(static_cast<size_t>(group * d)), x(static_cast<size_t>(group * keys)),
        y(static_cast<size_t>(group * dv)), masks(static_cast<size_t>(sk[2]));
    load_rows(q, user * heads + kv_head * group, group, queries.data(), d);
    constexpr int64_t chunk = 64;
    for (int64_t first = 0; first < keys; first += chunk) {
        const int64_t count = std::min(chunk, keys - first);
        const auto key = head_rows(k, source, first, count);
        for (int64_t g = 0; g < group; ++g)
            for (int64_t i = 0; i < count; ++i)
                x[static_cast<size_t>(g * keys + first + i)] =
                    rows.dot(queries.data() + g * d, key.data() + i * d, static_cast<size_t>(d));
    }
    for (int64_t g = 0; g < group; ++g) {
        const float* m = nullptr;
        if (mask) {
            const Shape& ms = mask.spec->logical_shape();
            load_rows(mask, (ms[0] == 1 ? 0 : user) * ms[1] * ms[2] + (ms[2] == 1 ? 0 : kv_head * group + g), 1,
                      masks.data(), ms[3]);
            m = masks.data();
        }
        const float sink_score = sink ? static_cast<float>(Elements(sink)(kv_head * group + g, 0)) : 0.0f;
        probabilities(x.data() + g * keys, keys, visible(scores, keys - 1, keys), m, scores.scale, scores.has_sink,
                      sink_score * scores.scale);
    }
    for (int64_t first = 0; first < keys; first += chunk) {
        const int64_t count = std::min(chunk, keys - first);
        const auto value = head_rows(v, source, first, count);
        for (int64_t g = 0; g < group; ++g)
            for (int64_t i = 0; i < count; ++i)
                rows.axpy(x[static_cast<size_t>(g * keys + first + i)], value.data() + i * dv, y.data() + g * dv,
                          static_cast<size_t>(dv));
    }
    store_rows(out, user * heads + kv_head * group, group, y.data(), dv);
}

}  // namespace

void ScaledDotProductAttentionDecode::validate() const {
    check_on_device(name, input_tensor_q);
    require(input_tensor_q.shape().rank() == 4, "[", name, "] input_tensor_q: expected [1, b, heads, d], got ",
            input_tensor_q.shape());
    check_attention(name, input_tensor_k, "input_tensor_k");
    check_attention(name, input_tensor_v, "input_tensor_v");
    const Shape &q = input_tensor_q.shape(), &k = input_tensor_k.shape(), &v = input_tensor_v.shape();
    require(q[0] == 1, "Q must have a first dimension of 1: [", name, "] got ", q);
    require(k[0] == q[1] || share_cache.value_or(false) || k[0] == 1, "[", name,
            "] input_tensor_k: expected a batch of ", q[1], ", got ", k);
    require(v[0] == k[0] && v[1] == k[1] && v[2] == k[2], "K and V must have same shape: [", name, "] got ", k, " and ",
            v);
    require(k[3] == q[3], "[", name, "] input_tensor_k: expected a head size of ", q[3], ", got ", k[3]);
    require(k[1] > 0 && q[2] % k[1] == 0, "[", name, "] heads: ", q[2], " must be a multiple of ", k[1]);
    if (!is_causal) return;
    require(cur_pos_tensor || static_cast<int64_t>(cur_pos.size()) >= q[1], "[", name,
            "] cur_pos: expected a position for each of ", q[1], " users, got ", cur_pos.size());
    for (auto p : cur_pos) require(p < k[2], "[", name, "] cur_pos: position ", p, " is beyond the cache of ", k[2]);
    if (cur_pos_tensor)
        require(is_integer(cur_pos_tensor->dtype()), "[", name, "] cur_pos_tensor: expected int32 or uint32, got ",
                cur_pos_tensor->dtype());
}

TensorSpec ScaledDotProductAttentionDecode::output() const {
    const auto& s = input_tensor_q.spec();
    Shape shape = s.logical_shape();
    shape.set(3, input_tensor_v.shape()[3]);
    return {shape, s.dtype(), Layout::TILE, memory_config.value_or(DRAM_MEMORY_CONFIG), s.tile()};
}

Program ScaledDotProductAttentionDecode::program() const {
    Program p;
    p.device_programs = {decode_device_program(*this)};
    p.compute = compute_kernel_config;
    const auto d = static_cast<double>(input_tensor_q.shape()[3]);
    const Scores scores{static_cast<float>(scale.value_or(1.0 / std::sqrt(d))), is_causal,
                        sliding_window_size.value_or(0), attention_sink.has_value()};
    p.run = [scores, positions = cur_pos](const Operands& o) {
        const int64_t users = o.in[0].spec->logical_shape()[1], heads = o.in[1].spec->logical_shape()[1];
        std::vector<int64_t> at(static_cast<size_t>(users), 0);
        for (size_t i = 0; i < at.size() && scores.causal; ++i)
            at[i] = o.in[4] ? static_cast<int64_t>(static_cast<int32_t>(
                                  static_cast<int64_t>(Elements(o.in[4])(0, static_cast<int64_t>(i)))))
                            : positions[i];
        parallel_for(static_cast<size_t>(users * heads), [&](size_t i) {
            const auto user = static_cast<int64_t>(i) / heads;
            if (at[static_cast<size_t>(user)] >= 0)
                attend_token(o, scores, user, static_cast<int64_t>(i) % heads, at[static_cast<size_t>(user)]);
        });
    };
    return p;
}

}  // namespace ttnn
