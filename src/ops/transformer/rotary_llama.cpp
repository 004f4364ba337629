#include "ops/transformer/rotary_llama.hpp"

#include <algorithm>
#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"

namespace ttnn {
namespace {

constexpr int64_t kTileSide = 32;

// y = x T for each 32 columns of a row; most of T is zero.
class Transformation {
 public:
    explicit Transformation(const View& matrix) : values_(static_cast<size_t>(kTileSide * kTileSide)) {
        load_rows(matrix, 0, kTileSide, values_.data(), kTileSide);
        for (int64_t i = 0; i < kTileSide; ++i)
            for (int64_t j = 0; j < kTileSide; ++j)
                if (const float v = values_[static_cast<size_t>(i * kTileSide + j)]; v != 0)
                    entries_.push_back({i, j, v});
    }
    void apply(const float* x, float* y, int64_t width) const {
        std::fill(y, y + width, 0.0f);
        for (int64_t tile = 0; tile < width; tile += kTileSide)
            for (const Entry& e : entries_) y[tile + e.to] += x[tile + e.from] * e.factor;
    }

 private:
    struct Entry {
        int64_t from, to;
        float factor;
    };
    std::vector<float> values_;
    std::vector<Entry> entries_;
};

// Rotates each row of all matrices of `in`; angle(matrix, row) is a row of the caches.
template <class Angle>
void rotate(const View& in, const View& cos, const View& sin, const Transformation& turn, const View& out,
            Angle angle) {
    const Shape& s = in.spec->logical_shape();
    const int64_t width = s[3], rows = s[2];
    const RowPieces pieces(*in.spec);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t piece) {
        const auto [begin, end] = pieces[static_cast<int64_t>(piece)];
        std::vector<float> x(static_cast<size_t>((end - begin) * width)), y(static_cast<size_t>(width)), c(y), d(y);
        load_rows(in, begin, end - begin, x.data(), width);
        for (int64_t r = begin; r < end; ++r) {
            float* line = x.data() + (r - begin) * width;
            load_rows(cos, angle(r / rows, r % rows), 1, c.data(), width);
            load_rows(sin, angle(r / rows, r % rows), 1, d.data(), width);
            turn.apply(line, y.data(), width);
            for (int64_t i = 0; i < width; ++i)
                line[i] = line[i] * c[static_cast<size_t>(i)] + y[static_cast<size_t>(i)] * d[static_cast<size_t>(i)];
        }
        store_rows(out, begin, end - begin, x.data(), width);
    });
}

void check_caches(const char* name, const Shape& x, const Tensor& cos, const Tensor& sin, const Tensor& matrix) {
    for (const Tensor* t : {&cos, &sin, &matrix}) {
        require(t->on_device(), "[", name,
                "] Operands to rotary embedding need to be on device: move them with ttnn.to_device");
        require(t->shape().rank() == 4, "[", name, "] expected tensors of rank 4, got ", t->shape());
    }
    require(cos.shape() == sin.shape(), "Cos and Sin dims must match: [", name, "] got ", cos.shape(), " and ",
            sin.shape());
    require(cos.shape()[0] == 1 && cos.shape()[-1] == x[-1],
            "Cos dims must match input dims: cos.shape = ", cos.shape(), ", head_dim = ", x[-1], ": [", name, "]");
    const Shape& m = matrix.shape();
    require(m[0] == 1 && m[1] == 1, "Transformation matrix must have 1st & 2nd dim equal to 1: [", name, "] got ", m);
    require(m[2] % kTileSide == 0 && m[2] > 0 && m[3] == kTileSide,
            "Transformation matrix must have 3rd & 4th dim equal to TILE_HEIGHT and TILE_WIDTH: [", name, "] got ", m);
}

void check_input(const char* name, const Tensor& t) {
    require(t.on_device(), "[", name,
            "] Operands to rotary embedding need to be on device: move them with ttnn.to_device");
    require(t.shape().rank() == 4, "[", name, "] expected tensors of rank 4, got ", t.shape());
    require(t.shape()[-1] % kTileSide == 0, "[", name, "] head_dim: expected a multiple of 32, got ", t.shape()[-1]);
}

void check_token(const char* name, const Tensor& t) {
    require(
        t.shape()[0] == 1, name,
        " currently only supports sharded inputs in decode mode, and therefore, seq_len (in dim 0) must be 1.: got ",
        t.shape());
    require(t.memory_config().memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED,
            "Sharded inputs for RoPE must be HEIGHT_SHARDED.: [", name, "] got ", t.memory_config().memory_layout());
}

}  // namespace

void RotaryEmbeddingLlama::validate() const {
    check_input(name, input_tensor);
    const Shape &x = input_tensor.shape(), &cos = cos_cache.shape();
    if (is_decode_mode) check_token(name, input_tensor);
    check_caches(name, x, cos_cache, sin_cache, trans_mat);
    if (is_decode_mode) {
        require(cos[1] == x[1], "[", name, "] cos_cache: expected a matrix for each of ", x[1], " users, got ", cos);
    } else {
        require(cos[1] == 1 || cos[1] == x[1], "[", name, "] cos_cache: expected 1 or ", x[1], " heads, got ", cos);
        require(cos[2] >= x[2], "[", name, "] cos_cache: expected at least ", x[2], " positions, got ", cos);
    }
}

TensorSpec RotaryEmbeddingLlama::output() const {
    return input_tensor.spec().with_memory_config(memory_config.value_or(input_tensor.memory_config()));
}

Program RotaryEmbeddingLlama::program() const {
    Program p;
    p.device_programs = {{"RotaryEmbeddingLlamaDeviceOperation",
                          is_decode_mode ? "RotaryEmbeddingLlamaSharded" : "RotaryEmbeddingLlamaMultiCore",
                          {},
                          {}}};
    if (!is_decode_mode) {
        const int64_t row =
            input_tensor.spec().physical_width() / 32 * static_cast<int64_t>(Tile{}.bytes(input_tensor.dtype()));
        const auto cores = input_tensor.device()->all_cores();
        auto& buffers = p.device_programs[0].buffers;
        for (int64_t bytes : {2 * row, 2 * row, 2 * row, int64_t{2048}, row, row, row, 2 * row})
            buffers.push_back({StaticBufferKind::Dataflow, bytes, cores});
        buffers.push_back({StaticBufferKind::Scratchpad, row, cores});
    }
    p.compute = compute_kernel_config;
    p.run = [decode = is_decode_mode](const Operands& o) {
        const Shape& cos = o.in[1].spec->logical_shape();
        const int64_t each = cos[2], matrices = cos[1];
        rotate(o.in[0], o.in[1], o.in[2], Transformation(o.in[3]), o.out[0],
               [=](int64_t matrix, int64_t row) { return matrix % matrices * each + (decode ? 0 : row); });
    };
    return p;
}

void RotaryEmbeddingLlamaFusedQk::validate() const {
    check_input(name, q_input_tensor);
    check_input(name, k_input_tensor);
    const Shape &q = q_input_tensor.shape(), &k = k_input_tensor.shape();
    require(q[0] == 1 && k[0] == 1, "[", name, "] queries and keys: expected [1, batch, heads, head_dim], got ", q,
            " and ", k);
    require(q[1] == k[1] && q[3] == k[3], "[", name, "] k_input_tensor: expected a batch of ", q[1],
            " and a head_dim of ", q[3], ", got ", k);
    check_token(name, q_input_tensor);
    check_token(name, k_input_tensor);
    check_caches(name, q, cos_cache, sin_cache, trans_mat);
    require(cos_cache.shape()[1] == q[1] + k[1], "[", name,
            "] cos_cache: expected a matrix for each query and key user (", q[1] + k[1], "), got ", cos_cache.shape());
}

std::vector<TensorSpec> RotaryEmbeddingLlamaFusedQk::output() const {
    return {q_input_tensor.spec(), k_input_tensor.spec()};
}

Program RotaryEmbeddingLlamaFusedQk::program() const {
    Program p;
    p.device_programs = {{"RotaryEmbeddingLlamaFusedQKDeviceOperation", "DirectDescriptorFactory", {}, {}}};
    p.compute = compute_kernel_config;
    p.run = [](const Operands& o) {
        const int64_t users = o.in[0].spec->logical_shape()[1], each = o.in[2].spec->logical_shape()[2];
        const Transformation turn(o.in[4]);
        for (int64_t i = 0; i < 2; ++i)
            rotate(o.in[static_cast<size_t>(i)], o.in[2], o.in[3], turn, o.out[static_cast<size_t>(i)],
                   [=](int64_t user, int64_t) { return (i * users + user) * each; });
    };
    return p;
}

}  // namespace ttnn
