#include "ops/eltwise/binary.hpp"

#include <cmath>

#include "kernels/table.hpp"
#include "ops/eltwise/binary_run.hpp"
#include "ops/eltwise/broadcast.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/unary.hpp"

namespace ttnn {
namespace {

using D = DataType;

bool one_of(D t, std::initializer_list<D> list) { return std::find(list.begin(), list.end(), t) != list.end(); }

bool takes(BinaryPolicy p, D t, bool left) {
    const bool block = is_block_float(t), plain = t == D::FLOAT32 || t == D::BFLOAT16;
    switch (p) {
        case BinaryPolicy::Arithmetic:
        case BinaryPolicy::Product: return t != D::UINT8;
        case BinaryPolicy::Quotient: return plain || block || t == D::INT32 || (!left && t == D::UINT32);
        case BinaryPolicy::Comparison: return true;
        case BinaryPolicy::Extremum:
        case BinaryPolicy::Modulo: return plain || block || t == D::INT32 || t == D::UINT32;
        case BinaryPolicy::FloatModulo:
        case BinaryPolicy::CompositeFloat: return plain || block || t == D::INT32;
        case BinaryPolicy::SameFloat: return plain || block;
        case BinaryPolicy::Bits: return one_of(t, {D::INT32, D::UINT32, D::UINT16});
        case BinaryPolicy::Shift: return one_of(t, {D::INT32, D::UINT32});
        default: return t == D::INT32;
    }
}

bool mixes(BinaryPolicy p, D a, D b) {
    if (a == b) return true;
    const bool floats = is_floating(a) && is_floating(b);
    auto wide_integer = [](D t) { return t == D::INT32 || t == D::UINT32; };
    switch (p) {
        case BinaryPolicy::Arithmetic: return floats;
        case BinaryPolicy::Product:
            return floats || (is_floating(a) && wide_integer(b)) || (wide_integer(a) && is_floating(b));
        case BinaryPolicy::Quotient:
            return floats || (is_floating(a) && wide_integer(b)) || (a == D::INT32 && is_floating(b));
        case BinaryPolicy::Comparison:
            return floats || (one_of(a, {D::UINT8, D::UINT16}) && one_of(b, {D::UINT8, D::UINT16}));
        case BinaryPolicy::CompositeFloat: return true;
        default: return false;
    }
}

D result_dtype(BinaryPolicy p, D a, D b) {
    if (p == BinaryPolicy::Comparison && is_integer(a) && (a == D::UINT8 || b == D::UINT8)) return D::UINT16;
    if ((p == BinaryPolicy::Quotient || p == BinaryPolicy::CompositeFloat) && is_integer(a) && is_integer(b))
        return D::FLOAT32;
    if (is_integer(a) && is_floating(b)) return b == D::FLOAT32 ? D::FLOAT32 : D::BFLOAT16;
    return a;
}

// A scalar is of the tensor's kind, where the operation lets it.
D scalar_result(const BinaryRow& row, D tensor, const Scalar& s, const char* side) {
    const auto p = row.policy;
    const bool wide = tensor == D::INT32 || tensor == D::UINT32;
    const bool fits = s.is_integer && s.value >= -2147483648.0 && s.value <= 4294967295.0;
    const bool through_float =
        p == BinaryPolicy::Quotient || p == BinaryPolicy::CompositeFloat || (p == BinaryPolicy::Product && !fits);
    if (p == BinaryPolicy::Quotient && tensor == D::UINT32 && !s.is_integer) return D::FLOAT32;
    require(takes(p, tensor, true), "Input tensor ", side, " dtype ", tensor,
            " is not supported for binary operation BinaryOpType::", row.op_type, "; use ttnn.typecast first");
    if (wide && through_float) return D::FLOAT32;
    const bool whole = s.is_integer || s.value == std::trunc(s.value);
    const bool modulo = p == BinaryPolicy::Modulo || p == BinaryPolicy::FloatModulo;
    if (modulo && tensor == D::INT32 && !whole) return D::FLOAT32;
    require(!wide || whole || p == BinaryPolicy::Extremum, "Binary operation BinaryOpType::", row.op_type, " with a ",
            tensor, " tensor needs an integer scalar, got ", s,
            "; use ttnn.typecast on the tensor or round the scalar");
    if (tensor == D::UINT8 && p == BinaryPolicy::Comparison) return D::UINT16;
    return tensor;
}

const Tensor* tensor_of(const TensorOrScalar& v) { return std::get_if<Tensor>(&v); }

D computed_dtype(const BinaryCall& c) {
    const Tensor *a = tensor_of(c.a), *b = tensor_of(c.b);
    if (a && b) return result_dtype(c.row.policy, a->dtype(), b->dtype());
    return a ? scalar_result(c.row, a->dtype(), std::get<Scalar>(c.b), "A")
             : scalar_result(c.row, b->dtype(), std::get<Scalar>(c.a), "B");
}

void check_tensor(const BinaryCall& c, const Tensor& t, const char* side) {
    require(t.on_device(), "Input tensor ", side, " must be on device, got storage type: StorageType::HOST: [",
            c.row.name, "]; move it with ttnn.to_device");
    require(t.is_allocated(), "Input Tensor ", side, " is not allocated: [", c.row.name, "] it was deallocated before");
}

}  // namespace

Shape broadcast_shape(const Shape& a, const Shape& b) {
    const size_t rank = std::max(a.rank(), b.rank());
    const auto r = static_cast<int64_t>(rank);
    std::vector<int64_t> out(rank);
    for (int64_t i = 1; i <= r; ++i) {
        const int64_t da = i <= static_cast<int64_t>(a.rank()) ? a[-i] : 1,
                      db = i <= static_cast<int64_t>(b.rank()) ? b[-i] : 1;
        const bool fits = da == db || da == 1 || db == 1;
        const bool vectors = a.rank() < 2 && b.rank() < 2;
        require(fits || i > 2 || vectors, "Invalid subtile broadcast type: shapes ", a, " and ", b,
                " do not broadcast");
        require(fits, "Broadcasting rule violation at dimension index -", i, " (output rank ", r, "), dim a: ", da,
                ", dim b: ", db);
        out[static_cast<size_t>(r - i)] = da == 1 ? db : da;
    }
    return Shape(out);
}

MemoryConfig combined_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& a, const Tensor* b) {
    const auto &ma = a.memory_config(), *mb = b ? &b->memory_config() : nullptr;
    const bool unspecified = asked && asked->is_sharded() && !asked->shard_spec() && !asked->nd_shard_spec();
    if (asked && !unspecified) return *asked;
    if (unspecified) {
        if (ma.is_sharded()) return ma;
        if (mb && mb->is_sharded()) return *mb;
        return elementwise_memory_config(asked, a);
    }
    if (!mb || !mb->is_sharded()) return ma;
    if (!ma.is_sharded()) return ma.is_l1() ? ma : *mb;
    auto cores = [](const MemoryConfig& m) {
        return m.shard_spec() ? m.shard_spec()->num_cores() : m.nd_shard_spec()->num_cores();
    };
    return cores(*mb) > cores(ma) ? *mb : ma;
}

void BinaryCall::validate() const {
    const Tensor *ta = tensor_of(a), *tb = tensor_of(b);
    if (!ta && !tb)
        throw ArgumentTypeError(str(row.name,
                                    "(): incompatible function arguments.\nCalled with two numbers; at least one "
                                    "argument must be a ttnn.Tensor"));
    if (ta) check_tensor(*this, *ta, "A");
    if (tb) check_tensor(*this, *tb, "B");
    if (ta && tb) {
        require(takes(row.policy, ta->dtype(), true), "Input tensor A dtype ", ta->dtype(),
                " is not supported for binary operation BinaryOpType::", row.op_type, "; use ttnn.typecast first");
        require(takes(row.policy, tb->dtype(), false), "Input tensor B dtype ", tb->dtype(),
                " is not supported for binary operation BinaryOpType::", row.op_type, "; use ttnn.typecast first");
        require(mixes(row.policy, ta->dtype(), tb->dtype()),
                "Mixed dtype is not supported for binary operation BinaryOpType::", row.op_type,
                ", dtype A: ", ta->dtype(), ", dtype B: ", tb->dtype(), "; use ttnn.typecast on one of them");
    } else {
        computed_dtype(*this);
    }
    const Shape shape = ta && tb ? broadcast_shape(ta->shape(), tb->shape()) : (ta ? ta : tb)->shape();
    if (in_place)
        require(ta && shape == ta->shape(), "[", row.name,
                "] the output of an operation in place must have the first operand's shape, got ", shape);
    if (!output_tensor) return;
    require(!dtype || *dtype == output_tensor->dtype(),
            "If both output dtype and output tensor are provided, their dtypes should match: [", row.name, "] ", *dtype,
            " and ", output_tensor->dtype());
    require(output_tensor->shape() == shape, "Shape of Output tensor ", output_tensor->shape(),
            " provided does not match the broadcasted output shape ", shape);
}

TensorSpec BinaryCall::output() const {
    const Tensor *ta = tensor_of(a), *tb = tensor_of(b);
    if (in_place) return ta->spec();
    if (output_tensor) return output_tensor->spec();
    const Tensor &first = ta ? *ta : *tb, *second = ta ? tb : nullptr;
    const Shape shape = second ? broadcast_shape(first.shape(), second->shape()) : first.shape();
    const Layout layout = first.layout() == Layout::TILE || (second && second->layout() == Layout::TILE)
                              ? Layout::TILE
                              : Layout::ROW_MAJOR;
    const Tensor& tiled = first.layout() == layout || !second ? first : *second;
    return {shape, dtype.value_or(computed_dtype(*this)), layout, combined_memory_config(memory_config, first, second),
            tiled.spec().tile()};
}

namespace {

// The device packs what an operand's functions give into a circular buffer of the operand's format.
CompiledChain chain_before(const UnaryChain& functions, D operand) {
    const CompiledChain chain(functions);
    return operand == D::BFLOAT16 ? chain.to_bfloat16() : chain;
}

// Where most of a tile is used; a few rows are read by themselves.
bool in_tiles(const Tensor* a, const Tensor* b, const TensorSpec& out) {
    constexpr int64_t few = 4;
    return a && b && out.logical_shape().height() > few && BroadcastTiles::possible(a->spec(), out) &&
           BroadcastTiles::possible(b->spec(), out);
}

}  // namespace

Program BinaryCall::program() const {
    const TensorSpec out = output();
    const Tensor *ta = tensor_of(a), *tb = tensor_of(b);
    const D da = (ta ? ta : tb)->dtype(), db = (tb ? tb : ta)->dtype();
    Program p;
    p.device_programs = binary_device_programs(*this, out);
    const auto& k = kernels::table().elementwise;
    const bool integers = row.integers >= 0 && is_integer(da) && is_integer(db) && is_integer(out.dtype());
    const bool is_unsigned = da == D::UINT32 || db == D::UINT32;
    CompiledBinary c{k.binary[static_cast<size_t>(row.floats)],
                     nullptr,
                     nullptr,
                     CompiledChain(activations),
                     chain_before(a_activations, ta ? da : D::FLOAT32),
                     chain_before(b_activations, tb ? db : D::FLOAT32),
                     !ta,
                     !tb,
                     ta ? (tb ? Scalar() : std::get<Scalar>(b)) : std::get<Scalar>(a)};
    if (integers) c.integers = (is_unsigned ? k.unsigned_binary : k.integer_binary)[row.integers];
    const bool flat = (!ta || lies_like(ta->spec(), out)) && (!tb || lies_like(tb->spec(), out));
    const bool halves = da == D::BFLOAT16 && db == D::BFLOAT16 && out.dtype() == D::BFLOAT16;
    if (halves) c.quick = kernels::table().half_maps.binary[static_cast<size_t>(row.floats)];
    const auto one = [&](const Tensor* t) { return !c.integers && ta && tb && t->shape().volume() == 1; };
    if (!flat && one(tb) && lies_like(ta->spec(), out)) p.run = binary_with_one(c, 1, ta->spec(), out);
    else if (!flat && one(ta) && lies_like(tb->spec(), out)) p.run = binary_with_one(c, 0, tb->spec(), out);
    else if (!flat && in_tiles(ta, tb, out))
        p.run = (halves && a_activations.empty() && b_activations.empty() ? binary_of_half_tiles : binary_of_tiles)(
            c, ta->spec(), tb->spec(), out);
    else if (!flat) p.run = binary_of_rows(c);
    else
        set_element_work(p, {&out, ta ? &ta->spec() : &out, tb ? &tb->spec() : &out},
                         halves ? binary_of_halves(c, a_activations, b_activations) : binary_of_blocks(c));
    return p;
}

}  // namespace ttnn
