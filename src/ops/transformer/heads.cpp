#include "ops/transformer/heads.hpp"

#include <algorithm>

#include "ops/transformer/head_parts.hpp"

namespace ttnn {
namespace {

// Two rows of tiles of a head, on the cores that take rows of tiles.
DeviceProgram heads_program(const char* operation, const char* factory, const Tensor& input, int64_t head_dim) {
    const int64_t bytes = 2 * head_dim / 32 * static_cast<int64_t>(Tile{}.bytes(input.dtype()));
    return units_of_heads(operation, factory, input, input.spec().physical_height() / 32, {bytes});
}

void check_same_rows(const char* name, const Tensor& q, const Tensor& kv, int64_t width) {
    check_heads_input(name, kv);
    const Shape &a = q.shape(), &b = kv.shape();
    require(b[0] == a[0] && b[1] == a[1] && b[2] == a[2] && b[3] == width, "[", name, "] input_kv: expected [", a[0],
            ", ", a[1], ", ", a[2], ", ", width, "], got ", b);
}

}  // namespace

// --- nlp_create_qkv_heads ---

int64_t NlpCreateQkvHeads::head_dim() const {
    return input_kv ? input.shape()[-1] / num_heads : input.shape()[-1] / (num_heads + kv_sections() * kv_heads());
}

void NlpCreateQkvHeads::validate() const {
    check_heads_input(name, input);
    require(are_head_counts(num_heads, kv_heads()), "[", name,
            "] num_heads and num_kv_heads: expected positive numbers, got ", num_heads, " and ", kv_heads());
    require(input.shape()[1] == 1, "Unsupported input shape ", input.shape(), ": [", name,
            "] expected [batch, 1, tokens, width]");
    const int64_t parts = input_kv ? num_heads : num_heads + kv_sections() * kv_heads();
    require(input.shape()[-1] % parts == 0, "Unsupported input shape ", input.shape(), ": [", name,
            "] the width must divide into ", parts, " heads");
    require(head_dim() % 32 == 0, "Unsupported input shape ", input.shape(), ": [", name,
            "] head dimension: expected a multiple of 32, got ", head_dim());
    if (input_kv) check_same_rows(name, input, *input_kv, kv_sections() * kv_heads() * head_dim());
    if (input.is_sharded()) validate_shards();
    else
        require(!memory_config || !memory_config->is_sharded(), "[", name,
                "] memory_config: a sharded output needs a sharded input");
}

void NlpCreateQkvHeads::validate_shards() const {
    require(num_heads % kv_heads() == 0, "[", name, "] num_heads: expected a multiple of num_kv_heads ", kv_heads(),
            ", got ", num_heads);
    const auto& shards = *input.memory_config().shard_spec();
    require(shards.shape[0] == input.spec().physical_height(), "Shard spec shape[0] (", shards.shape[0],
            ") must equal physical volume / padded shape[-1] (", input.spec().physical_height(), "): [", name,
            "] use a width-sharded input");
    const auto& out = memory_config ? *memory_config : input.memory_config();
    require(out.is_sharded() && out.memory_layout() != TensorMemoryLayout::WIDTH_SHARDED,
            "Output memory config must be sharded and not WIDTH_SHARDED but got ", out.memory_layout(), ": [", name,
            "]");
    const int64_t group = (num_heads / kv_heads() + (input_kv ? 0 : kv_sections())) * head_dim();
    require(shards.shape[1] == group, "Shard spec shape[1] (", shards.shape[1],
            ") must equal (num_q_heads / num_kv_heads + ", input_kv ? 0 : kv_sections(), ") * head_dim (", group,
            "): [", name, "]");
    if (input_kv) require(input_kv->is_sharded(), "[", name, "] input_kv: expected a sharded tensor as the input");
}

std::vector<TensorSpec> NlpCreateQkvHeads::output() const {
    const Shape& s = input.shape();
    const MemoryConfig where = memory_config.value_or(input.memory_config());
    const auto spec = [&](int64_t heads, bool turned) {
        const HeadPart part{.heads = heads, .width = head_dim(), .transposed = turned};
        const auto config = where.is_sharded() ? one_matrix_a_core(input, heads, 32, head_dim()) : where;
        return TensorSpec(split_shape(s, part), input.dtype(), Layout::TILE, config, input.spec().tile());
    };
    return {spec(num_heads, false), spec(kv_heads(), transpose_k_heads), spec(kv_heads(), false)};
}

// The heads of a row of tiles on different cores; on one with its keys, which it transposes four tiles at a time, or
// with a second input.
DeviceProgram NlpCreateQkvHeads::device_program() const {
    const char* operation = "NlpCreateHeadsDeviceOperation";
    const int64_t tile = static_cast<int64_t>(Tile{}.bytes(input.dtype())), rows = input.spec().physical_height() / 32,
                  d = head_dim() / 32;
    if (input.is_sharded()) return heads_program(operation, "Sharded", input, head_dim());
    if (transpose_k_heads) return units_of_heads(operation, "Interleaved", input, rows, {4 * tile, 4 * tile, 4 * tile});
    const int64_t heads = input_kv ? 1 : num_heads + kv_sections() * kv_heads();
    return units_of_heads(operation, "Interleaved", input, rows * heads, {2 * d * tile});
}

Program NlpCreateQkvHeads::program() const {
    const int64_t q = num_heads, kv = kv_heads(), d = head_dim(), each = q / kv;
    const Shape& kv_shape = input_kv ? input_kv->shape() : input.shape();
    const size_t source = input_kv ? 1 : 0;
    HeadPart query{0, 0, q, d}, key{source, source ? 0 : q * d, kv, d, transpose_k_heads},
        value{source, key.column + (kv_tied ? 0 : kv * d), kv, d};
    if (input.is_sharded()) {
        const int64_t sections = kv_sections() * d, own = source ? 0 : each * d;
        query.per_group = each;
        query.group_step = each * d + (source ? 0 : sections);
        key.head_step = value.head_step = own + sections;
        key.column = own;
        value.column = own + (kv_tied ? 0 : d);
    }
    return split_program(device_program(), {{input.shape(), query}, {kv_shape, key}, {kv_shape, value}});
}

// --- nlp_create_qkv_heads_boltz ---

int64_t NlpCreateQkvHeadsBoltz::head_dim() const {
    return input.shape()[-1] / (input_kv ? num_heads : num_heads + 2 * kv_heads());
}

void NlpCreateQkvHeadsBoltz::validate() const {
    check_heads_input(name, input);
    require(are_head_counts(num_heads, kv_heads()), "[", name,
            "] num_heads and num_kv_heads: expected positive numbers, got ", num_heads, " and ", kv_heads());
    require(input.shape()[0] == 1, "Unsupported input shape ", input.shape(), ": [", name,
            "] expected [1, rows, tokens, width]");
    const int64_t parts = input_kv ? num_heads : num_heads + 2 * kv_heads();
    require(input.shape()[-1] % parts == 0 && head_dim() % 32 == 0, "Unsupported input shape ", input.shape(), ": [",
            name, "] the width must divide into ", parts, " heads of a multiple of 32");
    if (input_kv) check_same_rows(name, input, *input_kv, 2 * kv_heads() * head_dim());
    require(!input.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name,
            "] sharded tensors are not supported; use ttnn.to_memory_config");
}

std::vector<TensorSpec> NlpCreateQkvHeadsBoltz::output() const {
    const auto spec = [&](int64_t heads, bool turned) {
        const HeadPart part{.heads = heads, .width = head_dim(), .transposed = turned, .heads_first = true};
        return TensorSpec(split_shape(input.shape(), part), input.dtype(), Layout::TILE,
                          memory_config.value_or(input.memory_config()), input.spec().tile());
    };
    return {spec(num_heads, false), spec(kv_heads(), transpose_k_heads), spec(kv_heads(), false)};
}

Program NlpCreateQkvHeadsBoltz::program() const {
    const int64_t q = num_heads, kv = kv_heads(), d = head_dim();
    const Shape& kv_shape = input_kv ? input_kv->shape() : input.shape();
    const size_t source = input_kv ? 1 : 0;
    const int64_t start = source ? 0 : q * d;
    const auto part = [](size_t from, int64_t column, int64_t heads, int64_t width, bool turned) {
        return HeadPart{
            .input = from, .column = column, .heads = heads, .width = width, .transposed = turned, .heads_first = true};
    };
    return split_program(heads_program("NlpCreateHeadsBoltzDeviceOperation", "DirectDescriptorFactory", input, d),
                         {{input.shape(), part(0, 0, q, d, false)},
                          {kv_shape, part(source, start, kv, d, transpose_k_heads)},
                          {kv_shape, part(source, start + kv * d, kv, d, false)}});
}

// --- the forms of one model ---

void ModelHeadsArguments::validate(const ModelHeads& m) const {
    check_heads_input(m.name, input);
    const Shape& s = input.shape();
    require(s[1] == 1 && (m.width == 0 || s[3] == m.width), "Unsupported input shape ", s, ": [", m.name,
            "] expected [batch, 1, tokens, ", m.width ? str(m.width) : std::string("width"), "]");
    require(s[2] % 32 == 0 && s[3] % m.head_dim == 0, "Input shape[2] (", s[2],
            ") must be divisible by TILE_HEIGHT (32): [", m.name, "]");
    require(!input.is_sharded() && !(memory_config && memory_config->is_sharded()),
            "Sharded output memory config is not supported for ", m.name);
}

std::vector<TensorSpec> ModelHeadsArguments::output(const ModelHeads& m) const {
    const int64_t all = input.shape()[3] / m.head_dim;
    const auto spec = [&](int64_t heads) {
        return TensorSpec(split_shape(input.shape(), {.heads = heads, .width = m.head_dim}), input.dtype(),
                          Layout::TILE, memory_config.value_or(input.memory_config()), input.spec().tile());
    };
    const int64_t q = m.heads ? m.heads : all, kv = m.kv_heads ? m.kv_heads : all;
    return {spec(q), spec(kv), spec(kv)};
}

Program ModelHeadsArguments::program(const ModelHeads& m) const {
    const Shape& s = input.shape();
    const int64_t d = m.head_dim, all = s[3] / d;
    const HeadPart q{0, 0, m.heads ? m.heads : all, d};
    const HeadPart k{0, m.heads * d, m.heads ? m.kv_heads : all, d}, v{0, (m.heads + m.kv_heads) * d, k.heads, d};
    return split_program(heads_program(m.device_operation, m.factory, input, d), {{s, q}, {s, k}, {s, v}});
}

// --- nlp_create_q_heads_split ---

void NlpCreateQHeadsSplit::validate() const {
    check_heads_input(name, input);
    const Shape& s = input.shape();
    require(are_head_counts(num_heads, 1) && s[1] == 1 && s[3] % num_heads == 0, "Unsupported input shape ", s, ": [",
            name, "] expected [batch, 1, tokens, ", num_heads, " * head_dim]");
    const int64_t d = s[3] / num_heads;
    require(split_head_dim > 0 && split_head_dim < d && split_head_dim % 32 == 0 && d % 32 == 0, "[", name,
            "] split_head_dim: expected a multiple of 32 below ", d, ", got ", split_head_dim);
    require(!input.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name,
            "] sharded tensors are not supported; use ttnn.to_memory_config");
}

std::vector<TensorSpec> NlpCreateQHeadsSplit::output() const {
    const auto spec = [&](int64_t width) {
        return TensorSpec(split_shape(input.shape(), {.heads = num_heads, .width = width}), input.dtype(), Layout::TILE,
                          memory_config.value_or(input.memory_config()), input.spec().tile());
    };
    return {spec(split_head_dim), spec(input.shape()[3] / num_heads - split_head_dim)};
}

Program NlpCreateQHeadsSplit::program() const {
    const Shape& s = input.shape();
    const int64_t d = s[3] / num_heads;
    const HeadPart first{.heads = num_heads, .width = split_head_dim, .head_step = d},
        second{.column = split_head_dim, .heads = num_heads, .width = d - split_head_dim, .head_step = d};
    return split_program(heads_program("NlpCreateQHeadsSplitDeviceOperation", "DirectDescriptorFactory", input, d),
                         {{s, first}, {s, second}});
}

}  // namespace ttnn
