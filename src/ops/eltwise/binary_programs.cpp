// The device programs of binary operations: which conversions precede, and the circular buffers. They change no result
// here; they are what reports and memory plans show.
#include "ops/eltwise/binary.hpp"

namespace ttnn {
namespace {

using D = DataType;

const Tensor* tensor_of(const TensorOrScalar& v) { return std::get_if<Tensor>(&v); }
int64_t tile_bytes(D t) { return static_cast<int64_t>(Tile{}.bytes(t)); }
int64_t tiles(int64_t n) { return (n + 31) / 32; }

// Which operands the card passes through a function of their own first: x & y is nez(x) & nez(y), ldexp(x, y) is x
// exp2(y).
struct OwnFunctions {
    bool a = false, b = false;
    bool widen = false;  // exponentials of block floats are kept in bfloat16
};
OwnFunctions own_functions(const BinaryCall& c, D t) {
    using Id = kernels::BinaryId;
    switch (c.row.floats) {
        case Id::LogicalAnd:
        case Id::LogicalOr:
        case Id::LogicalXor:
        case Id::Hypot: return {true, true};
        case Id::Ldexp: return {is_block_float(t), true, is_block_float(t)};
        case Id::Rsub: return {is_floating(t) && t != D::FLOAT32, false};
        default: return {};
    }
}

// A number on the right makes some operations unary ones.
bool is_unary(const BinaryCall& c, D t) {
    switch (c.row.policy) {
        case BinaryPolicy::Bits:
        case BinaryPolicy::Extremum: return true;
        case BinaryPolicy::Modulo:
        case BinaryPolicy::FloatModulo: return is_floating(t);
        default: return c.row.floats == kernels::BinaryId::Pow;
    }
}

DeviceProgram typecast(const Tensor& t, D to) {
    const auto& s = t.shape();
    const CoreCoord grid = t.device()->grid();
    const int64_t count = std::max<int64_t>(1, s.outer_volume() * tiles(s.height()) * tiles(s.width()));
    const CoreRangeSet used = num_cores_to_corerangeset(std::min(count, grid.x * grid.y), grid);
    return {"TypecastDeviceOperation",
            "TypecastProgramFactory",
            {{StaticBufferKind::Dataflow, 2 * tile_bytes(t.dtype()), used},
             {StaticBufferKind::Dataflow, 2 * tile_bytes(to), used}},
            {}};
}

int64_t shard_bytes(const TensorSpec& s) {
    const auto config = s.buffer_config();
    return config.pages_per_bank * config.page_size;
}

DeviceProgram untilize_shards(const TensorSpec& out) {
    const auto& cores = out.memory_config().shard_spec()->grid;
    return {
        "UntilizeDeviceOperation",
        "UntilizeMultiCoreInputAndOutputShardTypeAndShardSpecIdenticalProgramFactory",
        {{StaticBufferKind::Dataflow, shard_bytes(out), cores}, {StaticBufferKind::Dataflow, shard_bytes(out), cores}},
        {}};
}

// The dtype in which a float operation takes an integer operand: the other tensor's, or float32 beside a number.
std::optional<D> float_dtype(const BinaryCall& c, const Tensor& t, const TensorSpec& out) {
    const auto p = c.row.policy;
    if (p != BinaryPolicy::Quotient && p != BinaryPolicy::CompositeFloat && p != BinaryPolicy::Product) return {};
    if (!is_integer(t.dtype()) || !is_floating(out.dtype())) return {};
    for (const auto* side : {&c.a, &c.b}) {
        if (auto* s = std::get_if<Scalar>(side))
            return p == BinaryPolicy::Quotient && s->is_integer ? std::nullopt : std::optional(D::FLOAT32);
        const Tensor& other = std::get<Tensor>(*side);
        if (is_floating(other.dtype())) return other.dtype() == D::FLOAT32 ? D::FLOAT32 : D::BFLOAT16;
    }
    return {};
}

// Conversions of one operand before the operation; returns the dtype that the operation then sees.
D convert(const BinaryCall& c, const Tensor& t, const TensorSpec& out, bool tiled,
          std::vector<DeviceProgram>& programs) {
    if (tiled && t.layout() == Layout::ROW_MAJOR) programs.push_back(tilize_program(t));
    const auto to = float_dtype(c, t, out);
    if (to) programs.push_back(typecast(t, *to));
    return to.value_or(t.dtype());
}

DeviceProgram unary_program(const BinaryCall& c, const Tensor& t, const TensorSpec& out) {
    const CoreRangeSet cores = c.sub_core_grids.value_or(t.device()->all_cores());
    const bool alike = t.is_sharded() && t.memory_config() == out.memory_config();
    auto bytes = [&](const TensorSpec& s) { return alike ? shard_bytes(s) : 2 * tile_bytes(s.dtype()); };
    return {"UnaryDeviceOperation",
            "ProgramFactory",
            {{StaticBufferKind::Dataflow, bytes(t.spec()), cores, alike},
             {StaticBufferKind::Dataflow, bytes(out), cores, alike}},
            {}};
}

bool one_matrix_shape(const Tensor& a, const Tensor& b) {
    return a.shape().height() == b.shape().height() && a.shape().width() == b.shape().width();
}

}  // namespace

// A row of tiles at a time, or the shard.
DeviceProgram tilize_program(const Tensor& t) {
    if (t.is_sharded() && t.memory_config().shard_spec()) {
        const auto& cores = t.memory_config().shard_spec()->grid;
        const int64_t bytes = shard_bytes(t.spec());
        return {"TilizeDeviceOperation",
                "TilizeMultiCoreShardedProgramFactory",
                {{StaticBufferKind::Dataflow, bytes, cores}, {StaticBufferKind::Dataflow, bytes, cores}},
                {}};
    }
    const auto& s = t.shape();
    const CoreCoord grid = t.device()->grid();
    const int64_t rows = std::max<int64_t>(1, s.outer_volume() * tiles(s.height())), cores = grid.x * grid.y,
                  each = (rows + cores - 1) / cores;
    const int64_t bytes = tiles(s.width()) * tile_bytes(t.dtype());
    const CoreRangeSet used = num_cores_to_corerangeset((rows + each - 1) / each, grid);
    const bool aligned = s.rank() >= 2 && s.height() % 32 == 0 && s.width() % 32 == 0;
    return {aligned ? "TilizeDeviceOperation" : "TilizeWithValPaddingDeviceOperation",
            aligned ? "TilizeMultiCoreDefaultProgramFactory" : "TilizeWithValPaddingMultiCoreDefaultFactory",
            {{StaticBufferKind::Dataflow, bytes, used}, {StaticBufferKind::Dataflow, bytes, used}},
            {}};
}

namespace {

DeviceProgram main_program(const BinaryCall& c, const Tensor& first, D a, const Tensor* second, D b,
                           const TensorSpec& out) {
    const CoreRangeSet cores = c.sub_core_grids.value_or(first.device()->all_cores());
    DeviceProgram p{"BinaryNgDeviceOperation", "ProgramFactory", {}, {}};
    const bool alike = first.is_sharded() && first.memory_config() == out.memory_config() &&
                       (!second || second->memory_config() == out.memory_config());
    auto add = [&](int64_t bytes, bool borrows) {
        p.buffers.push_back({StaticBufferKind::Circular, bytes, cores, borrows});
    };
    auto operand = [&](const TensorSpec& s, D t) { add(alike ? shard_bytes(s) : 2 * tile_bytes(t), alike); };
    auto function = [&](const TensorSpec& s, D t) { add(alike ? shard_bytes(s) : tile_bytes(t), false); };
    const OwnFunctions own = own_functions(c, first.dtype());
    operand(first.spec(), a);
    if (own.a || !c.a_activations.empty()) function(first.spec(), own.widen ? D::BFLOAT16 : a);
    if (second) operand(second->spec(), b);
    else add(tile_bytes(b), false);
    if (own.b || (!c.b_activations.empty() && second))
        second ? function(second->spec(), own.widen ? D::BFLOAT16 : b) : add(tile_bytes(b), false);
    if (second && !one_matrix_shape(first, *second)) {
        const bool first_smaller =
            first.shape().height() * first.shape().width() < second->shape().height() * second->shape().width();
        add(2 * tile_bytes(first_smaller ? a : b), false);
    }
    operand(out, out.dtype());
    return p;
}

}  // namespace

std::vector<DeviceProgram> binary_device_programs(const BinaryCall& c, const TensorSpec& out) {
    const Tensor *ta = tensor_of(c.a), *tb = tensor_of(c.b), *first = ta ? ta : tb, *second = ta ? tb : nullptr;
    if (ta && !tb && is_unary(c, first->dtype())) return {unary_program(c, *first, out)};
    // Shards are worked on in tiles; beside a tiled operand everything is.
    auto row_shards = [](const Tensor* t) { return t && t->layout() == Layout::ROW_MAJOR && t->is_sharded(); };
    auto is_tiled = [](const Tensor* t) { return t && t->layout() == Layout::TILE; };
    const bool tiled = out.is_tile() || is_tiled(first) || is_tiled(second) || row_shards(first) || row_shards(second);
    std::vector<DeviceProgram> programs;
    const D a = convert(c, *first, out, tiled, programs);
    const D b = second ? convert(c, *second, out, tiled, programs) : is_block_float(a) ? D::BFLOAT16 : a;
    programs.push_back(main_program(c, *first, a, second, b, out));
    if (tiled && !out.is_tile() && out.memory_config().shard_spec()) programs.push_back(untilize_shards(out));
    const bool rounds_after = c.row.floats == kernels::BinaryId::DivFloor,
               gelu_after = c.row.floats == kernels::BinaryId::BiasGelu && !c.in_place;
    if (!second && (rounds_after || gelu_after)) programs.push_back(unary_program(c, *first, out));
    if (second && c.row.floats == kernels::BinaryId::DivNoNan) {  // zero where the divisor is
        programs.push_back(unary_program(c, *second, second->spec()));
        programs.push_back(main_program(c, *second, b, first, out.dtype(), out));
    }
    return programs;
}

}  // namespace ttnn
