#include "ops/transformer/split_heads.hpp"

#include "ops/data_movement/movement_op.hpp"
#include "ops/data_movement/shape_ops.hpp"
#include "ops/transformer/head_parts.hpp"
#include "ops/transformer/heads.hpp"

namespace ttnn {
namespace {

Tensor with_unit_dimension(const char* name, const Tensor& t) {
    const Shape& s = t.shape();
    require(s.rank() == 3, "Invalid input tensor: expected 3 dimensions, got ", s, ": [", name,
            "] [batch, tokens, width]");
    return call(Reshape{.input_tensor = t, .shape = {s[0], 1, s[1], s[2]}});
}

// Block-sharded, with whole groups in a shard.
void check_grouped(const char* name, const Tensor& t, int64_t group, const std::optional<MemoryConfig>& out) {
    check_heads_input(name, t);
    require(t.shape()[1] == 1, "[", name, "] input: expected [batch, 1, tokens, width], got ", t.shape());
    require(t.memory_config().memory_layout() == TensorMemoryLayout::BLOCK_SHARDED && t.memory_config().shard_spec(),
            "[", name, "] input: expected a BLOCK_SHARDED tensor, got ", t.memory_config().memory_layout());
    require(t.memory_config().shard_spec()->shape[1] % group == 0, "[", name, "] input: the shard width ",
            t.memory_config().shard_spec()->shape[1], " must be a multiple of a group of ", group, " columns");
    require(!out || out->is_sharded(), "[", name, "] memory_config: expected a sharded output");
}

TensorSpec grouped_output(const Tensor& input, const HeadPart& part, const std::optional<MemoryConfig>& out,
                          const Shape& source) {
    const auto& own = *input.memory_config().shard_spec();
    const auto type = out ? out->buffer_type() : input.memory_config().buffer_type();
    const TensorSpec plain(split_shape(source, part), input.dtype(), Layout::TILE, MemoryConfig(), input.spec().tile());
    const MemoryConfig shards(TensorMemoryLayout::HEIGHT_SHARDED, type,
                              ShardSpec{own.grid, {32, plain.physical_width()}, own.orientation});
    return plain.with_memory_config(resharded(shards, plain));
}

DeviceProgram grouped_program(const char* operation) { return {operation, "DirectDescriptorFactory", {}, {}}; }

}  // namespace

std::vector<Tensor> SplitQueryKeyValueAndSplitHeads::compose() const {
    const int64_t kv = num_kv_heads.value_or(num_heads);
    require(are_head_counts(num_heads, kv), "[", name, "] num_heads and num_kv_heads: expected positive numbers, got ",
            num_heads, " and ", kv);
    const int64_t width = input_tensor.shape().rank() == 3 ? input_tensor.shape()[2] : 0,
                  parts = kv_input_tensor ? num_heads : num_heads + 2 * kv;
    require(!kv_input_tensor || 2 * kv <= kv_input_tensor->shape()[-1], "2 * num_kv_heads (", kv,
            ") exceeds the KV hidden dimension: [", name, "]");
    const int64_t size = width / parts;
    require(size % 32 == 0, "Invalid head size: ", size, ". The head size must be a multiple of the tile width (32): [",
            name, "] adjust the dimensions");
    const Tensor in = with_unit_dimension(name, input_tensor);
    if (input_tensor.memory_config().memory_layout() == TensorMemoryLayout::BLOCK_SHARDED && !kv_input_tensor)
        return call(CreateQkvHeads{.input = in,
                                   .num_heads = num_heads,
                                   .num_kv_heads = num_kv_heads,
                                   .transpose_k_heads = transpose_key,
                                   .memory_config = memory_config});
    std::optional<Tensor> kv_in;
    if (kv_input_tensor) kv_in = with_unit_dimension(name, *kv_input_tensor);
    if (use_falcon7b_backend) return call(NlpCreateQkvHeadsFalcon7b{{.input = in, .memory_config = memory_config}});
    return call(NlpCreateQkvHeads{.input = in,
                                  .input_kv = kv_in,
                                  .num_heads = num_heads,
                                  .num_kv_heads = num_kv_heads,
                                  .transpose_k_heads = transpose_key,
                                  .memory_config = memory_config});
}

// --- experimental.split_query_key_value_and_split_heads ---

void ExperimentalSplitQueryKeyValueAndSplitHeads::validate() const {
    check_heads_input(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s[1] == 1 && are_head_counts(num_heads, 1) && s[3] % (3 * num_heads * 32) == 0, "Unsupported input shape ",
            s, ": [", name, "] expected [batch, 1, tokens, 3 * ", num_heads,
            " * head_dim] with a head dimension of a multiple of 32");
    require(!input_tensor.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name,
            "] sharded tensors are not supported; use ttnn.to_memory_config");
}

std::vector<TensorSpec> ExperimentalSplitQueryKeyValueAndSplitHeads::output() const {
    const auto spec = [&](bool turned) {
        const HeadPart part{
            .heads = num_heads, .width = input_tensor.shape()[3] / (3 * num_heads), .transposed = turned};
        return TensorSpec(split_shape(input_tensor.shape(), part), input_tensor.dtype(), Layout::TILE,
                          memory_config.value_or(input_tensor.memory_config()), input_tensor.spec().tile());
    };
    return {spec(false), spec(true), spec(false)};
}

Program ExperimentalSplitQueryKeyValueAndSplitHeads::program() const {
    const Shape& s = input_tensor.shape();
    const int64_t third = s[3] / 3, d = third / num_heads;
    return split_program(
        {"SplitFusedQKVAndSplitHeadsDeviceOperation", "DirectDescriptorFactory", {}, {}},
        {{s, {0, 0, num_heads, d}}, {s, {0, third, num_heads, d, true}}, {s, {0, 2 * third, num_heads, d}}});
}

// --- create_qkv_heads ---

void CreateQkvHeads::validate() const {
    check_heads_input(name, input);
    const int64_t kv = kv_heads();
    require(are_head_counts(num_heads, kv) && num_heads % kv == 0, "[", name,
            "] num_heads: expected a multiple of num_kv_heads ", kv, ", got ", num_heads);
    require(input.shape()[3] % (num_heads + 2 * kv) == 0, "Flattened hidden dimension ", input.shape()[3],
            " must be a multiple of the combined Q ", num_heads, ", K ", kv, " and V ", kv, " heads: [", name, "]");
    require(head_dim() % 32 == 0, "[", name, "] head dimension: expected a multiple of 32, got ", head_dim());
    check_grouped(name, input, (num_heads / kv + 2) * head_dim(), memory_config);
}

std::vector<TensorSpec> CreateQkvHeads::output() const {
    const auto spec = [&](int64_t heads, bool turned) {
        return grouped_output(input, {.heads = heads, .width = head_dim(), .transposed = turned}, memory_config,
                              input.shape());
    };
    return {spec(num_heads, false), spec(kv_heads(), transpose_k_heads), spec(kv_heads(), false)};
}

Program CreateQkvHeads::program() const {
    const Shape& s = input.shape();
    const int64_t d = head_dim(), kv = kv_heads(), each = num_heads / kv, group = (each + 2) * d;
    return split_program(
        grouped_program("CreateQKVHeadsDeviceOperation"),
        {{s, {.heads = num_heads, .width = d, .per_group = each, .group_step = group}},
         {s, {.column = each * d, .heads = kv, .width = d, .transposed = transpose_k_heads, .head_step = group}},
         {s, {.column = (each + 1) * d, .heads = kv, .width = d, .head_step = group}}});
}

// --- create_qkv_heads_from_separate_tensors ---

void CreateQkvHeadsFromSeparateTensors::validate() const {
    check_heads_input(name, input);
    check_heads_input(name, input_kv);
    const int64_t kv = kv_heads();
    require(are_head_counts(num_heads, kv) && num_heads % kv == 0, "[", name,
            "] num_heads: expected a multiple of num_kv_heads ", kv, ", got ", num_heads);
    require(input.shape()[3] % (num_heads * 32) == 0, "[", name, "] input: the width ", input.shape()[3],
            " must divide into ", num_heads, " heads of a multiple of 32");
    require(input_kv.shape()[3] == 2 * kv * head_dim() && input_kv.shape()[0] == input.shape()[0], "[", name,
            "] input_kv: expected a batch of ", input.shape()[0], " and a width of ", 2 * kv * head_dim(), ", got ",
            input_kv.shape());
    check_grouped(name, input, num_heads / kv * head_dim(), memory_config);
    check_grouped(name, input_kv, 2 * head_dim(), memory_config);
}

std::vector<TensorSpec> CreateQkvHeadsFromSeparateTensors::output() const {
    const int64_t d = head_dim();
    return {grouped_output(input, {.heads = num_heads, .width = d}, memory_config, input.shape()),
            grouped_output(input, {.heads = kv_heads(), .width = d, .transposed = transpose_k_heads}, memory_config,
                           input_kv.shape()),
            grouped_output(input, {.heads = kv_heads(), .width = d}, memory_config, input_kv.shape())};
}

Program CreateQkvHeadsFromSeparateTensors::program() const {
    const int64_t d = head_dim(), kv = kv_heads();
    return split_program(
        grouped_program("CreateQKVHeadsSeparateTensorsDeviceOperation"),
        {{input.shape(), {.heads = num_heads, .width = d}},
         {input_kv.shape(), {.input = 1, .heads = kv, .width = d, .transposed = transpose_k_heads, .head_step = 2 * d}},
         {input_kv.shape(), {.input = 1, .column = d, .heads = kv, .width = d, .head_step = 2 * d}}});
}

}  // namespace ttnn
