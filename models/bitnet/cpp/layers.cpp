#include "layers.hpp"

#include <cmath>
#include <cstring>

#include "file_error.hpp"

namespace bitnet {
namespace {

using namespace ttnn;

constexpr double kSmallest = 1e-5;
constexpr int64_t kPage = 32;

Tensor cast(const Tensor& x, DataType dtype) { return call(Typecast{.input_tensor = x, .dtype = dtype}); }
Tensor times(const Tensor& a, const TensorOrScalar& b) {
    return call(Multiply{.input_tensor_a = a, .input_tensor_b = b});
}

// Words or digits of matrices side by side: for each row of tiles those of all parts.
Tensor put_packed(const Placement& place, const std::vector<Ternary>& parts, int64_t outputs) {
    const bool digits = place.weights == WeightForm::FiveDigits;
    const int64_t down = parts[0].columns / 32;
    const auto tile_bytes = static_cast<size_t>(digits ? kTileDigitBytes : kTileWords * 4);
    const TensorSpec spec({down * outputs / 32, digits ? kTileDigitBytes : kTileWords},
                          digits ? DataType::UINT8 : DataType::UINT32, Layout::ROW_MAJOR, DRAM_MEMORY_CONFIG);
    const Tensor out = Tensor::on_device(spec, place.device);
    std::byte* to = out.bytes()->data();
    std::vector<std::vector<std::byte>> converted;
    std::vector<const std::byte*> from;
    for (const Ternary& part : parts) {
        if (digits) converted.push_back(to_digits(part));
        from.push_back(digits ? converted.back().data() : reinterpret_cast<const std::byte*>(part.words.data()));
    }
    for (int64_t k = 0; k < down; ++k)
        for (size_t i = 0; i < parts.size(); ++i) {
            const size_t size = static_cast<size_t>(parts[i].rows / 32) * tile_bytes;
            std::memcpy(to, from[i] + static_cast<size_t>(k) * size, size);
            to += size;
        }
    return out;
}

Tensor put_unpacked(const Placement& place, const std::vector<Ternary>& parts, int64_t outputs) {
    const DataType dtype = place.weights == WeightForm::Bf16   ? DataType::BFLOAT16
                           : place.weights == WeightForm::Bfp8 ? DataType::BFLOAT8_B
                                                               : DataType::BFLOAT4_B;
    const int64_t inputs = parts[0].columns;
    std::vector<float> all(static_cast<size_t>(inputs * outputs)), one;
    int64_t at = 0;
    for (const Ternary& part : parts) {
        one.resize(static_cast<size_t>(inputs * part.rows));
        unpack(part, one.data());
        for (int64_t k = 0; k < inputs; ++k)
            std::copy_n(one.data() + k * part.rows, part.rows, all.data() + k * outputs + at);
        at += part.rows;
    }
    return place.put(all, {1, 1, inputs, outputs}, dtype);
}

std::vector<Ternary> matrices(const WeightSource& source, int64_t layer, std::initializer_list<const char*> names) {
    std::vector<Ternary> out;
    for (const char* name : names) {
        const std::string whole = text("model.layers.", layer, ".", name);
        for (const auto& [found, shape] : linear_shapes(source.config(), layer))
            if (found == whole) out.push_back(source.ternary(whole, shape));
    }
    return out;
}

std::vector<float> norm_weight(const WeightSource& source, int64_t layer, const char* name, int64_t length) {
    return source.vector(text("model.layers.", layer, ".", name), length);
}

}  // namespace

ComputeKernelConfig precise() {
    return {.math_fidelity = MathFidelity::HiFi4,
            .math_approx_mode = false,
            .fp32_dest_acc_en = true,
            .packer_l1_acc = true};
}

Tensor Placement::put(std::span<const float> values, const Shape& shape, DataType dtype, Layout layout) const {
    return from_vector(values, TensorSpec(shape, dtype, layout, DRAM_MEMORY_CONFIG), device);
}

RmsNorm::RmsNorm(const Placement& place, const std::vector<float>& weight, double epsilon)
    : weight_(place.put(weight, {1, 1, 1, std::ssize(weight)}, DataType::BFLOAT16)), epsilon_(epsilon) {}

Tensor RmsNorm::operator()(const Tensor& x) const {
    return call(
        ttnn::RmsNorm{{.input_tensor = x, .epsilon = epsilon_, .weight = weight_, .compute_kernel_config = precise()}});
}

// The largest magnitude becomes 127, so nothing needs clamping.
Input quantise(const Placement& place, const Tensor& x) {
    if (place.activations == Activations::Bf16) return {cast(x, DataType::BFLOAT16), {}};
    Tensor largest =
        call(Max{.input_tensor = call(Abs{.input_tensor = x}), .dim = ReduceDims{int64_t{-1}}, .keepdim = true});
    largest = call(Clamp{.input_tensor = largest, .min = TensorOrScalar{Scalar{kSmallest}}});
    const Tensor levels = call(Multiply{{.activations = {UnaryWithParam{UnaryOpType::ROUND, {}}}},
                                        x,
                                        call(Rdiv{.input_tensor = largest, .value = 127.0})});
    // What multiplies packed weights gives sums in the type of its input.
    return {place.packed() ? levels : cast(levels, DataType::BFLOAT16), times(largest, Scalar{1.0 / 127})};
}

BitLinear::BitLinear(const Placement& place, const std::vector<Ternary>& parts) : packed_(place.packed()) {
    std::vector<float> scales;
    for (const Ternary& part : parts) scales.insert(scales.end(), static_cast<size_t>(part.rows), part.scale);
    const int64_t outputs = std::ssize(scales);
    weight_ = packed_ ? put_packed(place, parts, outputs) : put_unpacked(place, parts, outputs);
    if (parts.size() == 1) scale_ = Scalar{static_cast<double>(parts[0].scale)};
    else scale_ = place.put(scales, {1, 1, 1, outputs}, DataType::FLOAT32);
}

Tensor BitLinear::product(const Tensor& x) const {
    if (packed_) return call(TernaryMatmul{.input_tensor = x, .weight = weight_, .compute_kernel_config = precise()});
    return call(Matmul{{.input_tensor_a = x,
                        .input_tensor_b = weight_,
                        .dtype = DataType::FLOAT32,
                        .compute_kernel_config = precise()}});
}

Tensor BitLinear::operator()(const Input& x) const {
    Tensor sums = product(x.values);
    if (sums.dtype() != DataType::FLOAT32) sums = cast(sums, DataType::FLOAT32);
    if (!x.factor) return times(sums, scale_);
    // One scale joins the factor, which is a column; several are a row.
    if (std::holds_alternative<Scalar>(scale_)) return times(sums, times(*x.factor, scale_));
    return times(times(sums, scale_), *x.factor);
}

Cache::Cache(const Placement& place, const Config& config, int64_t batch, int64_t tokens,
             std::optional<Tensor> page_table)
    : page_table_(std::move(page_table)) {
    const Shape shape = page_table_ ? Shape{batch * tokens / kPage, config.kv_heads, kPage, config.head_dim()}
                                    : Shape{batch, config.kv_heads, tokens, config.head_dim()};
    const std::vector<float> empty(static_cast<size_t>(shape.volume()));
    keys_ = place.put(empty, shape, DataType::BFLOAT16);
    values_ = place.put(empty, shape, DataType::BFLOAT16);
}

void Cache::fill(const Tensor& keys, const Tensor& values, int64_t user) const {
    for (const auto& [cache, rows] : {std::pair{keys_, keys}, {values_, values}}) {
        if (page_table_)
            call(PagedFillCache{
                .cache_tensor = cache, .input_tensor = rows, .page_table = *page_table_, .batch_idx = user});
        else call(FillCache{{.cache = cache, .input = rows, .batch_idx = user}});
    }
}

void Cache::update(const Tensor& keys, const Tensor& values, const Tensor& positions) const {
    for (const auto& [cache, row] : {std::pair{keys_, keys}, {values_, values}})
        call(PagedUpdateCache{
            .cache_tensor = cache, .input_tensor = row, .update_idxs_tensor = positions, .page_table = page_table_});
}

Tensor Cache::attend(const Tensor& queries, const Tensor& positions) const {
    const double scale = 1 / std::sqrt(static_cast<double>(queries.shape()[-1]));
    if (page_table_)
        return call(PagedScaledDotProductAttentionDecode{.input_tensor_q = queries,
                                                         .input_tensor_k = keys_,
                                                         .input_tensor_v = values_,
                                                         .page_table_tensor = *page_table_,
                                                         .cur_pos_tensor = positions,
                                                         .scale = scale,
                                                         .compute_kernel_config = precise()});
    return call(ScaledDotProductAttentionDecode{.input_tensor_q = queries,
                                                .input_tensor_k = keys_,
                                                .input_tensor_v = values_,
                                                .cur_pos_tensor = positions,
                                                .scale = scale,
                                                .compute_kernel_config = precise()});
}

Attention::Attention(const Placement& place, const WeightSource& source, int64_t layer, Cache cache)
    : place_(place),
      config_(source.config()),
      qkv_(place, matrices(source, layer, {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"})),
      out_(place, matrices(source, layer, {"self_attn.o_proj"})),
      sub_norm_(place, norm_weight(source, layer, "self_attn.attn_sub_norm", config_.hidden), config_.epsilon),
      cache_(std::move(cache)) {}

Tensor Attention::prefill(const Tensor& x, const Angles& angles, int64_t user) const {
    auto heads = call(NlpCreateQkvHeads{.input = cast(qkv_(quantise(place_, x)), DataType::BFLOAT16),
                                        .num_heads = config_.heads,
                                        .num_kv_heads = config_.kv_heads,
                                        .transpose_k_heads = false});
    for (size_t i = 0; i < 2; ++i)
        heads[i] = call(RotaryEmbeddingHf{.input_tensor = heads[i], .cos_cache = angles.cos, .sin_cache = angles.sin});
    cache_.fill(heads[1], heads[2], user);
    const double scale = 1 / std::sqrt(static_cast<double>(config_.head_dim()));
    const Tensor mixed = call(ScaledDotProductAttention{.input_tensor_q = heads[0],
                                                        .input_tensor_k = heads[1],
                                                        .input_tensor_v = heads[2],
                                                        .is_causal = true,
                                                        .scale = scale,
                                                        .compute_kernel_config = precise()});
    return joined(call(NlpConcatHeads{.input_tensor = mixed}));
}

Tensor Attention::decode(const Tensor& x, const Angles& angles, const Tensor& positions) const {
    auto heads = call(NlpCreateQkvHeadsDecode{.input_tensor = cast(qkv_(quantise(place_, x)), DataType::BFLOAT16),
                                              .num_heads = config_.heads,
                                              .num_kv_heads = config_.kv_heads});
    for (size_t i = 0; i < 2; ++i)
        heads[i] = call(RotaryEmbeddingHf{
            .input_tensor = heads[i], .cos_cache = angles.cos, .sin_cache = angles.sin, .is_decode_mode = true});
    cache_.update(heads[1], heads[2], positions);
    const Tensor mixed = cache_.attend(heads[0], positions);
    return joined(call(Reshape{.input_tensor = mixed, .shape = {1, 1, x.shape()[2], config_.hidden}}));
}

Tensor Attention::joined(const Tensor& mixed) const {
    return out_(quantise(place_, sub_norm_(cast(mixed, DataType::FLOAT32))));
}

FeedForward::FeedForward(const Placement& place, const WeightSource& source, int64_t layer)
    : place_(place),
      gate_(place, matrices(source, layer, {"mlp.gate_proj"})),
      up_(place, matrices(source, layer, {"mlp.up_proj"})),
      down_(place, matrices(source, layer, {"mlp.down_proj"})),
      sub_norm_(place, norm_weight(source, layer, "mlp.ffn_sub_norm", source.config().ffn), source.config().epsilon) {}

Tensor FeedForward::operator()(const Tensor& x) const {
    const Input in = quantise(place_, x);
    const UnaryChain squared{{UnaryOpType::RELU, {}}, {UnaryOpType::SQUARE, {}}};
    const Tensor inner = call(Multiply{{.input_tensor_a_activations = squared}, gate_(in), up_(in)});
    return down_(quantise(place_, sub_norm_(inner)));
}

}  // namespace bitnet
