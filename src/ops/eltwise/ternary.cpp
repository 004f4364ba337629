#include "ops/eltwise/ternary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>

#include "base/scratch.hpp"
#include "kernels/table.hpp"
#include "ops/eltwise/binary.hpp"
#include "ops/eltwise/broadcast.hpp"
#include "ops/eltwise/element_work.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/half_function.hpp"
#include "ops/streaming.hpp"

namespace ttnn {
namespace {

using D = DataType;

const Tensor* tensor_of(const TensorOrScalar& v) { return std::get_if<Tensor>(&v); }

std::vector<const Tensor*> tensors_of(const TernaryCall& t) {
    std::vector<const Tensor*> out;
    for (const auto* v : {&t.a, &t.b, &t.c})
        if (auto* p = tensor_of(*v)) out.push_back(p);
    return out;
}

// The first tensor among the values decides; a predicate or an integer meeting numbers becomes float32.
D computed_dtype(const TernaryCall& t) {
    const Tensor& a = *tensor_of(t.a);
    if (t.kind == TernaryKind::Where) {
        for (const auto* v : {&t.b, &t.c})
            if (auto* p = tensor_of(*v)) return p->dtype();
        return is_integer(a.dtype()) ? D::FLOAT32 : a.dtype();
    }
    const bool product = t.kind == TernaryKind::Addcmul || t.kind == TernaryKind::Addcdiv;
    if (product && is_floating(a.dtype())) {
        const D second = tensor_of(t.b)->dtype();
        return is_block_float(a.dtype()) || is_block_float(second) ? second : a.dtype();
    }
    if (product) return a.dtype();
    if (!is_integer(a.dtype())) return a.dtype();
    for (const auto* v : {&t.b, &t.c}) {
        if (auto* p = tensor_of(*v); p && is_floating(p->dtype())) return p->dtype();
        if (auto* s = std::get_if<Scalar>(v); s && !s->is_integer && std::isfinite(s->value)) return D::FLOAT32;
    }
    return a.dtype();
}

void check_kind(const TernaryCall& t) {
    const auto all = tensors_of(t);
    const D first = all[0]->dtype();
    auto any_is = [&](D d) { return std::any_of(all.begin(), all.end(), [&](auto* p) { return p->dtype() == d; }); };
    if (t.kind == TernaryKind::Addcmul || t.kind == TernaryKind::Addcdiv) {
        const bool known = first == D::BFLOAT16 || first == D::BFLOAT8_B || first == D::FLOAT32 || first == D::INT32 ||
                           first == D::UINT32;
        require(known || t.kind == TernaryKind::Addcdiv,
                "Addcmul supports only BFLOAT16, BFLOAT8_B, FLOAT32, INT32, and UINT32 dtypes. Got ", first);
        require(std::all_of(all.begin(), all.end(), [&](auto* p) { return p->dtype() == first; }) ||
                    t.kind == TernaryKind::Addcdiv,
                "Addcmul TTT requires all input tensors to have the same dtype: use ttnn.typecast");
    }
    require(t.kind != TernaryKind::Lerp || !any_is(D::UINT32),
            "lerp does not support UINT32 inputs: use ttnn.typecast");
    if (t.kind == TernaryKind::Lerp || t.kind == TernaryKind::Clamp)
        require(is_floating(first) || first == D::INT32, "[", t.name, "] Unary: ",
                t.kind == TernaryKind::Clamp ? "UnaryOpType::CLAMP_TSS does not support integer input dtype "
                                             : "dtype is not supported: ",
                first);
    if (t.kind == TernaryKind::Where && all.size() < 3)
        require(!any_is(D::UINT8) && !any_is(D::UINT16),
                all.size() == 1
                    ? "Unary: UnaryOpType::WHERE_TSS does not support integer input dtype "
                    : "Input tensor A dtype is not supported for binary operation BinaryOpType::WHERE_TTS: ",
                all.back()->dtype());
    require(t.kind != TernaryKind::Mac || !any_is(D::UINT8), "Input tensor A dtype ", D::UINT8,
            " is not supported for binary operation BinaryOpType::MUL");
}

}  // namespace

void TernaryCall::validate() const {
    const auto all = tensors_of(*this);
    for (const auto* t : all)
        require(t->on_device(), "Input tensor must be on device, got storage type: StorageType::HOST: [", name,
                "]; move it with ttnn.to_device");
    check_kind(*this);
    if (all.size() == 3 && kind != TernaryKind::Clamp)
        for (const auto* t : all)
            require((t != all[0] && kind != TernaryKind::Where) || t->layout() == Layout::TILE || t->is_sharded(),
                    "Ternary operation requires tensor to be in Tile layout when working with non-sharded input "
                    "tensor. Input tensor layout: ",
                    static_cast<int>(t->layout()), "; use ttnn.to_layout: [", name, "]");
    Shape shape = all[0]->shape();
    for (const auto* t : all) shape = broadcast_shape(shape, t->shape());
    if (output_tensor)
        require(output_tensor->shape() == shape,
                "Unary: Preallocated output shape must match computed shape. Computed: ", shape,
                ", Preallocated: ", output_tensor->shape());
}

TensorSpec TernaryCall::output() const {
    if (output_tensor) return output_tensor->spec();
    const auto all = tensors_of(*this);
    Shape shape = all[0]->shape();
    bool tile = false;
    for (const auto* t : all) {
        shape = broadcast_shape(shape, t->shape());
        tile |= t->layout() == Layout::TILE;
    }
    const bool product = kind == TernaryKind::Addcmul || kind == TernaryKind::Addcdiv;
    const auto config = all.size() == 2 || product ? combined_memory_config(memory_config, *all[0], all[1])
                                                   : combined_memory_config(memory_config, *all[0], nullptr);
    return {shape, computed_dtype(*this), tile ? Layout::TILE : Layout::ROW_MAJOR, config};
}

namespace {

// One formula a kind, on rows of floats or 32-bit integers; x receives the result.
template <class T>
void compute(TernaryKind kind, T value, T* x, const T* y, const T* z, size_t n) {
    using W = std::conditional_t<std::is_integral_v<T>, uint32_t, T>;  // integers wrap
    const auto add = [](T a, T b) { return static_cast<T>(static_cast<W>(a) + static_cast<W>(b)); };
    const auto sub = [](T a, T b) { return static_cast<T>(static_cast<W>(a) - static_cast<W>(b)); };
    const auto mul = [](T a, T b) { return static_cast<T>(static_cast<W>(a) * static_cast<W>(b)); };
    switch (kind) {
        case TernaryKind::Where:
            if constexpr (std::is_same_v<T, float>) return kernels::table().elementwise.select(x, y, z, n);
            for (size_t i = 0; i < n; ++i) x[i] = x[i] != 0 ? y[i] : z[i];
            return;
        case TernaryKind::Addcmul:
            for (size_t i = 0; i < n; ++i) x[i] = add(x[i], mul(mul(value, y[i]), z[i]));
            return;
        case TernaryKind::Addcdiv:
            for (size_t i = 0; i < n; ++i)
                x[i] = static_cast<T>(x[i] + value * (static_cast<double>(y[i]) / static_cast<double>(z[i])));
            return;
        case TernaryKind::Lerp:
            for (size_t i = 0; i < n; ++i) x[i] = add(x[i], mul(z[i], sub(y[i], x[i])));
            return;
        case TernaryKind::Mac:
            for (size_t i = 0; i < n; ++i) x[i] = add(mul(x[i], y[i]), z[i]);
            return;
        case TernaryKind::SnakeBeta:
            for (size_t i = 0; i < n; ++i) {
                const auto wave = std::sin(static_cast<double>(y[i]) * static_cast<double>(x[i]));
                x[i] = static_cast<T>(x[i] + wave * wave / static_cast<double>(z[i]));
            }
            return;
        case TernaryKind::Clamp:
            for (size_t i = 0; i < n; ++i) x[i] = x[i] != x[i] ? x[i] : std::min(std::max(x[i], y[i]), z[i]);
    }
}

struct Operand {
    int index = -1;  ///< among the inputs, or -1 for the scalar
    Scalar scalar;
    BroadcastRows rows;
    BroadcastTiles tiles;

    template <class T>
    void load(const Operands& o, int64_t begin, int64_t count, int64_t width, T* dst) const {
        if (index >= 0) rows.load(o.in[static_cast<size_t>(index)], begin, count, width, dst);
        else fill(dst, count * width);
    }
    template <class T>
    void load_tile(const Operands& o, int64_t tile, T* dst) const {
        if (index >= 0) tiles.load(o.in[static_cast<size_t>(index)], tile, dst);
        else fill(dst, kBlock);
    }

 private:
    // Integers are clamped to what 32 bits hold, so that the limits of clamp may be infinite.
    template <class T>
    void fill(T* dst, int64_t n) const {
        const double v =
            std::is_same_v<T, float> ? scalar.value : std::clamp(scalar.value, -2147483648.0, 2147483647.0);
        std::fill_n(dst, n, static_cast<T>(v));
    }
};
using TernaryOperands = std::array<Operand, 3>;

template <class T>
void run_tiles(TernaryKind kind, double value, const TernaryOperands& operands, const Operands& o, int64_t first,
               int64_t size, bool streaming) {
    for_blocks(first, size, kBlock, [&](int64_t begin, int64_t count) {
        T x[kBlock], y[kBlock], z[kBlock];
        operands[0].load_tile(o, begin / kBlock, x);
        operands[1].load_tile(o, begin / kBlock, y);
        operands[2].load_tile(o, begin / kBlock, z);
        compute<T>(kind, static_cast<T>(value), x, y, z, static_cast<size_t>(count));
        store_flat(o.out[0], begin, count, x, streaming);
    });
}

template <class T>
void run_rows(TernaryKind kind, double value, const TernaryOperands& operands, const Operands& o) {
    const View& out = o.out[0];
    const int64_t width = out.spec->logical_shape().width();
    const RowPieces pieces(*out.spec, 4096);
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const int64_t count = end - begin;
        const Scratch<T> x(static_cast<size_t>(count * width)), y(x.size()), z(x.size());
        operands[0].load(o, begin, count, width, x.data());
        operands[1].load(o, begin, count, width, y.data());
        operands[2].load(o, begin, count, width, z.data());
        compute<T>(kind, static_cast<T>(value), x.data(), y.data(), z.data(), x.size());
        if constexpr (std::is_same_v<T, float>) {
            store_rows(out, begin, count, x.data(), width);
        } else {
            const Scratch<std::byte> raw(x.size() * 4);
            store_integers(out.spec->dtype(), x.data(), raw.data(), count * width);
            store_rows_raw(out, begin, count, raw.data(), width);
        }
    });
}

// A clamp between two numbers is a function of one value; of bfloat16 there are quicker ways for these.
std::optional<ElementWork> clamp_of_halves(const TernaryCall& t, const TensorSpec& out) {
    const auto *low = std::get_if<Scalar>(&t.b), *high = std::get_if<Scalar>(&t.c);
    const TensorSpec& in = tensor_of(t.a)->spec();
    if (t.kind != TernaryKind::Clamp || !low || !high || !(low->value <= high->value)) return {};
    if (in.dtype() != D::BFLOAT16 || out.dtype() != D::BFLOAT16 || !lies_like(in, out)) return {};
    return work_of(HalfFunction(UnaryChain{{UnaryOpType::CLAMP_TSS, {low->value, high->value}}}));
}

}  // namespace

Program TernaryCall::program() const {
    const TensorSpec spec = output();
    const auto all = tensors_of(*this);
    const auto cores = all[0]->device()->all_cores();
    Program p;
    DeviceProgram d{all.size() == 3   ? "TernaryDeviceOperation"
                    : all.size() == 2 ? "BinaryNgDeviceOperation"
                                      : "UnaryDeviceOperation",
                    all.size() == 3 ? "TernaryProgramFactory" : "ProgramFactory",
                    {},
                    {}};
    const auto buffer_kind = all.size() == 1 ? StaticBufferKind::Dataflow : StaticBufferKind::Circular;
    // The shards when all have the same, else two tiles each; when rows are repeated, two more each.
    bool alike = true, one_height = true, one_width = true;
    for (const auto* t : all) {
        alike = alike && t->is_sharded() && t->memory_config() == spec.memory_config();
        one_height = one_height && t->shape().height() == all[0]->shape().height();
        one_width = one_width && t->shape().width() == all[0]->shape().width();
    }
    auto add = [&](const TensorSpec& s) {
        const auto config = s.buffer_config();
        const int64_t bytes =
            alike ? config.pages_per_bank * config.page_size : static_cast<int64_t>(2 * Tile{}.bytes(s.dtype()));
        d.buffers.push_back({buffer_kind, bytes, cores, alike});
    };
    for (const auto* t : all) add(t->spec());
    if (all.size() == 3 && one_width && !one_height)
        for (const auto* t : all) add(t->spec());
    // Of two, the one that is repeated has a buffer for what it repeats.
    if (all.size() == 2 && !(one_width && one_height)) {
        const bool first = all[0]->shape().volume() < all[1]->shape().volume();
        add(all[first ? 0 : 1]->spec());
    }
    add(spec);
    p.device_programs = {std::move(d)};
    TernaryOperands operands;
    bool integers = is_integer(spec.dtype()) && kind != TernaryKind::Addcdiv, in_tiles = true;
    int next = 0;
    const TensorOrScalar* values[] = {&a, &b, &c};
    for (size_t i = 0; i < 3; ++i) {
        if (auto* t = tensor_of(*values[i])) {
            operands[i] = {next++, {}, BroadcastRows(t->shape(), spec.logical_shape()), {}};
            integers = integers && is_integer(t->dtype());
            in_tiles = in_tiles && BroadcastTiles::possible(t->spec(), spec);
            if (in_tiles) operands[i].tiles = BroadcastTiles(t->spec(), spec);
        } else {
            operands[i] = {-1, std::get<Scalar>(*values[i]), {}, {}};
        }
    }
    if (const auto clamp = clamp_of_halves(*this, spec)) set_element_work(p, {&spec, &all[0]->spec()}, *clamp);
    else if (spec.logical_shape().volume() == 0) p.run = [](const Operands&) {};
    else if (in_tiles)
        p.run = in_pieces(spec, [kind = kind, value = value, operands, integers](const Operands& o, int64_t begin,
                                                                                 int64_t count, bool streaming) {
            integers ? run_tiles<int32_t>(kind, value, operands, o, begin, count, streaming)
                     : run_tiles<float>(kind, value, operands, o, begin, count, streaming);
        });
    else
        p.run = [kind = kind, value = value, operands, integers](const Operands& o) {
            integers ? run_rows<int32_t>(kind, value, operands, o) : run_rows<float>(kind, value, operands, o);
        };
    return p;
}

namespace {

TernaryCall clamp_call(const char* name, const Tensor& x, const std::optional<TensorOrScalar>& low,
                       const std::optional<TensorOrScalar>& high, const std::optional<MemoryConfig>& config,
                       const std::optional<Tensor>& out) {
    require(low || high, "Only one of 'min' or 'max' can be None. Please provide one value: [", name, "]");
    constexpr double infinity = std::numeric_limits<double>::infinity();
    return {name, TernaryKind::Clamp, x, low.value_or(Scalar(-infinity)), high.value_or(Scalar(infinity)), 1, config,
            out};
}

}  // namespace

void SnakeBeta::validate() const {
    const Shape &x = input_tensor.shape(), &a = alpha.shape(), &b = beta.shape();
    const DataType t = input_tensor.dtype();
    require(t == D::BFLOAT16 || t == D::FLOAT32, "snake_beta supports only BFLOAT16 or FLOAT32, got ", t);
    require(alpha.dtype() == t && beta.dtype() == t,
            "snake_beta requires alpha.dtype == beta.dtype == input.dtype, got ", alpha.dtype(), " and ", beta.dtype());
    require(x.rank() >= 2, "snake_beta requires input rank >= 2, got rank ", x.rank(), " (shape ", x, ")");
    require(a == b, "snake_beta requires alpha.shape == beta.shape, got ", a, " vs ", b);
    require(x.width() == a.width(), "snake_beta requires input.W == alpha.W, got ", x.width(), " vs ", a.width());
    ternary().validate();
}

TernaryCall Clamp::ternary() const { return clamp_call(name, input_tensor, min, max, memory_config, output_tensor); }
TernaryCall Clip::ternary() const { return clamp_call(name, input_tensor, min, max, memory_config, output_tensor); }

}  // namespace ttnn
