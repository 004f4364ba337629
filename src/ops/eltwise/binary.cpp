#include "ops/eltwise/binary.hpp"

#include <cmath>

#include "kernels/table.hpp"
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

struct CompiledBinary {
    kernels::BinaryStage floats;
    kernels::IntegerBinaryStage integers;  ///< null: floats
    CompiledChain after, before_a, before_b;
    bool scalar_a, scalar_b;
    Scalar scalar;

    void run(float* x, float* y, size_t n) const {
        before_a.run(x, n);
        before_b.run(y, n);
        floats(x, y, n);
        after.run(x, n);
    }
    void run(int32_t* x, int32_t* y, size_t n) const {
        before_a.run(x, n);
        before_b.run(y, n);
        integers(x, y, n);
        after.run(x, n);
    }
};

template <class T>
T number(const Scalar& s) {
    if constexpr (std::is_same_v<T, float>) return static_cast<float>(s.value);
    else return static_cast<int32_t>(s.is_integer ? s.integer : static_cast<int64_t>(s.value));
}

template <class T>
void load_block(const View& v, int64_t begin, int64_t count, T* dst) {
    if constexpr (std::is_same_v<T, float>) load_flat(v, begin, count, dst);
    else
        load_integers(v.spec->dtype(), v.data + static_cast<size_t>(begin) * element_size(v.spec->dtype()), dst, count);
}
template <class T>
void store_block(const View& v, int64_t begin, int64_t count, const T* src) {
    if constexpr (std::is_same_v<T, float>) store_flat(v, begin, count, src);
    else
        store_integers(v.spec->dtype(), src, v.data + static_cast<size_t>(begin) * element_size(v.spec->dtype()),
                       count);
}

// Both operands (or the one tensor) lie like the output: the storage is walked from end to end.
template <class T>
void run_flat(const CompiledBinary& c, const Operands& o, int64_t begin, int64_t count) {
    T x[kBlock], y[kBlock];
    if (c.scalar_a) std::fill(x, x + count, number<T>(c.scalar));
    else load_block(o.in[0], begin, count, x);
    if (c.scalar_b) std::fill(y, y + count, number<T>(c.scalar));
    else load_block(o.in[c.scalar_a ? 0 : 1], begin, count, y);
    c.run(x, y, static_cast<size_t>(count));
    store_block(o.out[0], begin, count, x);
}

template <class T>
void store_output_rows(const View& out, int64_t begin, int64_t count, int64_t width, const T* rows) {
    if constexpr (std::is_same_v<T, float>) {
        store_rows(out, begin, count, rows, width);
    } else {
        std::vector<std::byte> raw(static_cast<size_t>(count * width) * 4);
        store_integers(out.spec->dtype(), rows, raw.data(), count * width);
        store_rows_raw(out, begin, count, raw.data(), width);
    }
}

template <class T>
void run_rows(const CompiledBinary& c, const View& a, const View& b, const View& out) {
    const Shape& shape = out.spec->logical_shape();
    const int64_t width = shape.width();
    const BroadcastRows rows_a = c.scalar_a ? BroadcastRows() : BroadcastRows(a.spec->logical_shape(), shape);
    const BroadcastRows rows_b = c.scalar_b ? BroadcastRows() : BroadcastRows(b.spec->logical_shape(), shape);
    const RowPieces pieces(*out.spec, 4096);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const int64_t count = end - begin;
        std::vector<T> x(static_cast<size_t>(count * width)), y(x.size());
        if (c.scalar_a) std::fill(x.begin(), x.end(), number<T>(c.scalar));
        else rows_a.load(a, begin, count, width, x.data());
        if (c.scalar_b) std::fill(y.begin(), y.end(), number<T>(c.scalar));
        else rows_b.load(b, begin, count, width, y.data());
        c.run(x.data(), y.data(), x.size());
        store_output_rows(out, begin, count, width, x.data());
    });
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
                     CompiledChain(activations),
                     CompiledChain(a_activations),
                     CompiledChain(b_activations),
                     !ta,
                     !tb,
                     ta ? (tb ? Scalar() : std::get<Scalar>(b)) : std::get<Scalar>(a)};
    if (integers) c.integers = (is_unsigned ? k.unsigned_binary : k.integer_binary)[row.integers];
    const bool flat = (!ta || lies_like(ta->spec(), out)) && (!tb || lies_like(tb->spec(), out));
    if (flat) {
        p.blocks = {flat_size(out), block_elements(out), [c, integers](const Operands& o, int64_t at, int64_t n) {
                        integers ? run_flat<int32_t>(c, o, at, n) : run_flat<float>(c, o, at, n);
                    }};
        return p;
    }
    p.run = [c, integers](const Operands& o) {
        const View none;
        const View &x = c.scalar_a ? none : o.in[0], &y = c.scalar_b ? none : o.in[c.scalar_a ? 0 : 1];
        if (o.out[0].spec->logical_shape().volume() == 0) return;
        integers ? run_rows<int32_t>(c, x, y, o.out[0]) : run_rows<float>(c, x, y, o.out[0]);
    };
    return p;
}

}  // namespace ttnn
