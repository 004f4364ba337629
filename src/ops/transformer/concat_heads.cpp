#include "ops/transformer/concat_heads.hpp"

#include "ops/data_movement/movement_op.hpp"
#include "ops/data_movement/shape_ops.hpp"
#include "ops/transformer/head_parts.hpp"

namespace ttnn {
namespace {

// [batch, heads, tokens, d] to [batch, 1, tokens, heads * d]: the second and third dimension change places.
Movement joined(const Shape& s) { return permutation(s, {0, 2, 1, 3}); }

Shape joined_shape(const Shape& s) { return {s[0], 1, s[2], s[1] * s[3]}; }

// With sharded inputs, each core joins the heads that it has.
MemoryConfig joined_shards(const Tensor& input, const MemoryConfig& out) {
    if (!input.is_sharded()) return out;
    const auto& in = *input.memory_config().shard_spec();
    const int64_t heads = in.shape[0] / input.padded_shape()[-2];
    return out.with_shard_spec(ShardSpec{in.grid, {in.shape[0] / heads, in.shape[1] * heads}, in.orientation});
}

void check_joined_shards(const char* name, const Tensor& input, const MemoryConfig& out) {
    const auto& shards = *input.memory_config().shard_spec();
    const int64_t rows = input.padded_shape()[-2];
    require(shards.shape[0] % rows == 0 && shards.shape[1] == input.padded_shape()[-1], "Input tensor shard height (",
            shards.shape[0], ") must be divisible by padded height (", rows, "): [", name, "]");
    require(input.padded_shape()[1] % (shards.shape[0] / rows) == 0, "Input tensor padded height (",
            input.padded_shape()[1], ") must be divisible by shard height / padded height (", shards.shape[0], " / ",
            rows, "): [", name, "]");
    require(out.is_sharded(), "Sharded input requires a sharded output memory config but got ", out.memory_layout(),
            ": [", name, "]");
}

}  // namespace

void NlpConcatHeads::validate() const {
    check_heads_input(name, input_tensor);
    const auto& out = memory_config ? *memory_config : input_tensor.memory_config();
    if (input_tensor.is_sharded()) check_joined_shards(name, input_tensor, out);
    else require(!out.is_sharded(), "[", name, "] memory_config: a sharded output needs a sharded input");
}

TensorSpec NlpConcatHeads::output() const {
    return {joined_shape(input_tensor.shape()), input_tensor.dtype(), Layout::TILE,
            joined_shards(input_tensor, memory_config.value_or(input_tensor.memory_config())),
            input_tensor.spec().tile()};
}

Program NlpConcatHeads::program() const {
    // A row of tiles of all heads, twice, on the cores that take rows of tiles.
    const Shape& s = input_tensor.spec().padded_shape();
    const int64_t tile = static_cast<int64_t>(Tile{}.bytes(input_tensor.dtype()));
    return movement_program({units_of_heads("NLPConcatHeadsDeviceOperation", "NLPConcatHeadsProgramFactory",
                                            input_tensor, s[0] * s[1] * (s[2] / 32), {2 * s[1] * (s[3] / 32) * tile})},
                            joined(input_tensor.shape()));
}

void NlpConcatHeadsBoltz::validate() const {
    check_heads_input(name, input_tensor);
    require(!input_tensor.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name,
            "] sharded tensors are not supported; use ttnn.to_memory_config");
}

TensorSpec NlpConcatHeadsBoltz::output() const {
    const Shape& s = input_tensor.shape();
    return {Shape({1, s[1], s[2], s[0] * s[3]}), input_tensor.dtype(), Layout::TILE,
            memory_config.value_or(input_tensor.memory_config()), input_tensor.spec().tile()};
}

Program NlpConcatHeadsBoltz::program() const {
    return movement_program("NLPConcatHeadsBoltzDeviceOperation", "DirectDescriptorFactory", input_tensor,
                            permutation(input_tensor.shape(), {1, 2, 0, 3}));
}

Tensor ConcatenateHeads::compose() const {
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "Input tensor must have rank 4. Shape: ", s, ": [", name, "]");
    require(s[3] % 32 == 0, "Head size must be a multiple of 32 but was found to be ", s[3], ": [", name,
            "] pad the weights of the matmul before it");
    const Tensor joined = call(NlpConcatHeads{.input_tensor = input_tensor, .memory_config = memory_config});
    return call(Reshape{.input_tensor = joined, .shape = {s[0], s[2], s[1] * s[3]}});
}

void ExperimentalConcatenateHeads::validate() const {
    check_heads_input(name, input_tensor);
    require(!input_tensor.is_sharded() && !(memory_config && memory_config->is_sharded()), "[", name,
            "] sharded tensors are not supported; use ttnn.to_memory_config");
}

TensorSpec ExperimentalConcatenateHeads::output() const {
    return {joined_shape(input_tensor.shape()), input_tensor.dtype(), Layout::TILE,
            memory_config.value_or(input_tensor.memory_config()), input_tensor.spec().tile()};
}

Program ExperimentalConcatenateHeads::program() const {
    return movement_program("ConcatenateHeadsDeviceOperation", "DirectDescriptorFactory", input_tensor,
                            joined(input_tensor.shape()));
}

}  // namespace ttnn
