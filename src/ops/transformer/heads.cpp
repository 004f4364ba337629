#include "ops/transformer/heads.hpp"

#include <algorithm>
#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"

namespace ttnn {
namespace {

void check_rank4_tile(const char* name, const Tensor& t) {
    require(t.on_device(), "Operands to TM need to be on device!: [", name, "] got a host tensor; move it with ttnn.to_device");
    require(t.shape().rank() == 4, "[", name, "] input tensor: expected rank 4, got ", t.shape());
    require(t.layout() == Layout::TILE, "Input tensor layout must be TILE but got ", t.layout(), ": [", name, "] use ttnn.to_layout");
    require(is_floating(t.dtype()), "Unsupported data format: [", name, "] ", t.dtype());
}

// Columns of the input that become heads of one output.
struct Part {
    size_t output;
    int64_t column, heads, width;
    bool transposed;
};

// Rows of all heads, 32 tokens at a time, handed out to the outputs.
void split_rows(const View& in, const Operands& o, const std::vector<Part>& parts) {
    const Shape& s = in.spec->logical_shape();
    const int64_t tokens = s[2], width = s[3], chunks = (tokens + 31) / 32;
    parallel_for(static_cast<size_t>(s[0] * chunks), [&](size_t unit) {
        const int64_t batch = static_cast<int64_t>(unit) / chunks, begin = static_cast<int64_t>(unit) % chunks * 32, count = std::min<int64_t>(32, tokens - begin);
        std::vector<float> rows(static_cast<size_t>(count * width));
        load_rows(in, batch * tokens + begin, count, rows.data(), width);
        for (const Part& p : parts)
            for (int64_t head = 0; !p.transposed && head < p.heads; ++head)
                store_rows(o.out[p.output], (batch * p.heads + head) * tokens + begin, count, rows.data() + p.column + head * p.width, width);
    });
}

void split_transposed(const View& in, const View& out, const Part& p) {
    const Shape& s = in.spec->logical_shape();
    const int64_t tokens = s[2], width = s[3];
    parallel_for(static_cast<size_t>(s[0]), [&](size_t batch) {
        std::vector<float> line(static_cast<size_t>(width)), turned(static_cast<size_t>(p.heads * p.width * tokens));
        for (int64_t t = 0; t < tokens; ++t) {
            load_rows(in, static_cast<int64_t>(batch) * tokens + t, 1, line.data(), width);
            for (int64_t i = 0; i < p.heads * p.width; ++i) turned[static_cast<size_t>(i * tokens + t)] = line[static_cast<size_t>(p.column + i)];
        }
        for (int64_t head = 0; head < p.heads; ++head)
            store_rows(out, (static_cast<int64_t>(batch) * p.heads + head) * p.width, p.width, turned.data() + head * p.width * tokens, tokens);
    });
}

void run_split(const View& in, const Operands& o, const std::vector<Part>& parts) {
    split_rows(in, o, parts);
    for (const Part& p : parts)
        if (p.transposed) split_transposed(in, o.out[p.output], p);
}

}  // namespace

int64_t NlpCreateQkvHeads::head_dim() const {
    return input_kv ? input.shape()[-1] / num_heads : input.shape()[-1] / (num_heads + 2 * kv_heads());
}

void NlpCreateQkvHeads::validate() const {
    check_rank4_tile(name, input);
    require(num_heads > 0 && kv_heads() > 0, "[", name, "] num_heads and num_kv_heads: expected positive numbers, got ", num_heads, " and ", kv_heads());
    require(input.shape()[1] == 1, "Unsupported input shape ", input.shape(), ": [", name, "] expected [batch, 1, tokens, width]");
    const int64_t parts = input_kv ? num_heads : num_heads + 2 * kv_heads();
    require(input.shape()[-1] % parts == 0, "Unsupported input shape ", input.shape(), ": [", name, "] the width must divide into ", parts, " heads");
    require(head_dim() % 32 == 0, "[", name, "] head dimension: expected a multiple of 32, got ", head_dim());
    require(!input.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name, "] sharded tensors are not supported; use ttnn.to_memory_config");
    if (!input_kv) return;
    check_rank4_tile(name, *input_kv);
    const Shape &q = input.shape(), &kv = input_kv->shape();
    require(kv[0] == q[0] && kv[2] == q[2] && kv[3] == 2 * kv_heads() * head_dim(), "[", name, "] input_kv: expected [", q[0], ", 1, ", q[2], ", ",
            2 * kv_heads() * head_dim(), "], got ", kv);
}

std::vector<TensorSpec> NlpCreateQkvHeads::output() const {
    const int64_t batch = input.shape()[0], tokens = input.shape()[2], d = head_dim();
    const MemoryConfig where = memory_config.value_or(input.memory_config());
    const auto spec = [&](int64_t heads, bool turned) {
        return TensorSpec(turned ? Shape({batch, heads, d, tokens}) : Shape({batch, heads, tokens, d}), input.dtype(), Layout::TILE, where);
    };
    return {spec(num_heads, false), spec(kv_heads(), transpose_k_heads), spec(kv_heads(), false)};
}

Program NlpCreateQkvHeads::program() const {
    Program p;
    p.device_programs = {{"NlpCreateHeadsDeviceOperation", "Interleaved", {}, {}}};
    const int64_t q = num_heads, kv = kv_heads(), d = head_dim();
    const int64_t start = input_kv ? 0 : q * d;
    const Part query{0, 0, q, d, false}, key{1, start, kv, d, transpose_k_heads}, value{2, start + kv * d, kv, d, false};
    p.run = [query, key, value](const Operands& o) {
        if (!o.in[1]) return run_split(o.in[0], o, {query, key, value});
        run_split(o.in[0], o, {query});
        run_split(o.in[1], o, {key, value});
    };
    return p;
}

void NlpConcatHeads::validate() const {
    check_rank4_tile(name, input_tensor);
    require(!input_tensor.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name, "] sharded tensors are not supported; use ttnn.to_memory_config");
}

TensorSpec NlpConcatHeads::output() const {
    const Shape& s = input_tensor.shape();
    return {Shape({s[0], 1, s[2], s[1] * s[3]}), input_tensor.dtype(), Layout::TILE, memory_config.value_or(input_tensor.memory_config())};
}

Program NlpConcatHeads::program() const {
    Program p;
    p.device_programs = {{"NLPConcatHeadsDeviceOperation", "NLPConcatHeadsProgramFactory", {}, {}}};
    p.run = [](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const int64_t heads = s[1], tokens = s[2], d = s[3], chunks = (tokens + 31) / 32;
        parallel_for(static_cast<size_t>(s[0] * chunks), [&](size_t unit) {
            const int64_t batch = static_cast<int64_t>(unit) / chunks, begin = static_cast<int64_t>(unit) % chunks * 32, count = std::min<int64_t>(32, tokens - begin);
            std::vector<float> rows(static_cast<size_t>(count * heads * d));
            for (int64_t head = 0; head < heads; ++head) load_rows(o.in[0], (batch * heads + head) * tokens + begin, count, rows.data() + head * d, heads * d);
            store_rows(o.out[0], batch * tokens + begin, count, rows.data(), heads * d);
        });
    };
    return p;
}

}  // namespace ttnn
