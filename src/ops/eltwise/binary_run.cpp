#include "ops/eltwise/binary_run.hpp"

#include <array>
#include <bit>

#include "base/scratch.hpp"
#include "ops/eltwise/broadcast.hpp"
#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/half_function.hpp"
#include "ops/streaming.hpp"

namespace ttnn {
namespace {

template <class T>
T number(const Scalar& s) {
    if constexpr (std::is_same_v<T, float>) return static_cast<float>(s.value);
    else return static_cast<int32_t>(s.is_integer ? s.integer : static_cast<int64_t>(s.value));
}

// What an ElementWork is asked for.
struct Run {
    int64_t begin, count;
    bool streaming;
};

// Both operands (or the one tensor) lie like the output: the storage is walked.
template <class T, class LoadA, class LoadB>
void run_flat(const CompiledBinary& c, const View& out, const Run& run, LoadA load_a, LoadB load_b) {
    for_blocks(run.begin, run.count, block_elements(*out.spec), [&](int64_t begin, int64_t count) {
        T x[kBlock], y[kBlock];
        load_a(begin, count, x);
        load_b(begin, count, y);
        c.run(x, y, static_cast<size_t>(count));
        store_flat(out, begin, count, x, run.streaming);
    });
}
template <class T>
void run_flat(const CompiledBinary& c, const Operands& o, const Run& run) {
    const auto load = [&](size_t operand, bool scalar) {
        return [&c, &o, operand, scalar](int64_t begin, int64_t count, T* to) {
            if (scalar) std::fill(to, to + count, number<T>(c.scalar));
            else load_flat(o.in[operand], begin, count, to);
        };
    };
    run_flat<T>(c, o.out[0], run, load(0, c.scalar_a), load(c.scalar_a ? 0 : 1, c.scalar_b));
}

template <class T>
void store_output_rows(const View& out, int64_t begin, int64_t count, int64_t width, const T* rows) {
    if constexpr (std::is_same_v<T, float>) {
        store_rows(out, begin, count, rows, width);
    } else {
        const Scratch<std::byte> raw(static_cast<size_t>(count * width) * 4);
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
        const Scratch<T> x(static_cast<size_t>(count * width)), y(x.size());
        if (c.scalar_a) std::fill(x.begin(), x.end(), number<T>(c.scalar));
        else rows_a.load(a, begin, count, width, x.data());
        if (c.scalar_b) std::fill(y.begin(), y.end(), number<T>(c.scalar));
        else rows_b.load(b, begin, count, width, y.data());
        c.run(x.data(), y.data(), x.size());
        store_output_rows(out, begin, count, width, x.data());
    });
}

template <class T>
void run_rows(const CompiledBinary& c, const Operands& o) {
    const View none;
    const View &x = c.scalar_a ? none : o.in[0], &y = c.scalar_b ? none : o.in[c.scalar_a ? 0 : 1];
    if (o.out[0].spec->logical_shape().volume()) run_rows<T>(c, x, y, o.out[0]);
}

// Elements of bf16 that wait in L1 between the functions of an operand and the operation.
constexpr int64_t kHalfBlock = 1024;

// An operand behind the functions that come before it.
class HalfOperand {
 public:
    explicit HalfOperand(const UnaryChain& before) {
        if (!before.empty()) function_.emplace(before);
    }
    bool plain() const { return !function_; }
    const uint16_t* operator()(const View& v, int64_t begin, int64_t count, uint16_t* room) const {
        const auto* from = v.as<const uint16_t>() + begin;
        if (!function_) return from;
        function_->run(from, room, static_cast<size_t>(count), false);
        return room;
    }

 private:
    std::optional<HalfFunction> function_;
};

// With a number as the other operand: a function of one value.
ElementWork with_scalar(const CompiledBinary& c) {
    return work_of(HalfFunction([c](float* x, size_t n) {
        float numbers[kBlock];
        std::fill(numbers, numbers + n, number<float>(c.scalar));
        if (!c.scalar_a) return c.run(x, numbers, n);
        c.run(numbers, x, n);
        std::copy(numbers, numbers + n, x);
    }));
}

}  // namespace

std::function<void(const Operands&)> binary_of_rows(const CompiledBinary& c) {
    return [c](const Operands& o) { c.integers ? run_rows<int32_t>(c, o) : run_rows<float>(c, o); };
}

// The work sees the other operand alone, and the element as an argument.
std::function<void(const Operands&)> binary_with_one(const CompiledBinary& c, size_t one, const TensorSpec& other,
                                                     const TensorSpec& out) {
    const ElementWork work = [c, one](const Operands& o, int64_t begin, int64_t count, bool streaming) {
        const float element = std::bit_cast<float>(static_cast<int32_t>(o.arguments[0]));
        const auto fill = [&](int64_t, int64_t n, float* to) { std::fill(to, to + n, element); };
        const auto load = [&](int64_t at, int64_t n, float* to) { load_flat(o.in[0], at, n, to); };
        const Run run{begin, count, streaming};
        if (one) run_flat<float>(c, o.out[0], run, load, fill);
        else run_flat<float>(c, o.out[0], run, fill, load);
    };
    return [run = element_work({&out, &other}, work), one](const Operands& o) {
        float element;
        load_rows(o.in[one], 0, 1, &element, 1);
        const int64_t argument = std::bit_cast<int32_t>(element);
        run({o.in.subspan(1 - one, 1), o.out, {&argument, 1}});
    };
}

namespace {

template <class T>
void run_tiles(const CompiledBinary& c, const std::array<BroadcastTiles, 2>& tiles, const Operands& o, const Run& run) {
    const auto load = [&](size_t operand) {
        return [&, operand](int64_t begin, int64_t, T* to) { tiles[operand].load(o.in[operand], begin / kBlock, to); };
    };
    run_flat<T>(c, o.out[0], run, load(0), load(1));
}

}  // namespace

std::function<void(const Operands&)> binary_of_tiles(const CompiledBinary& c, const TensorSpec& a, const TensorSpec& b,
                                                     const TensorSpec& out) {
    const std::array tiles{BroadcastTiles(a, out), BroadcastTiles(b, out)};
    return in_pieces(out, [c, tiles](const Operands& o, int64_t begin, int64_t count, bool streaming) {
        const Run run{begin, count, streaming};
        c.integers ? run_tiles<int32_t>(c, tiles, o, run) : run_tiles<float>(c, tiles, o, run);
    });
}

std::function<void(const Operands&)> binary_of_half_tiles(const CompiledBinary& c, const TensorSpec& a,
                                                          const TensorSpec& b, const TensorSpec& out) {
    return in_pieces(out, [c, x = BroadcastTiles(a, out), y = BroadcastTiles(b, out)](const Operands& o, int64_t first,
                                                                                      int64_t size, bool streaming) {
        for_blocks(first, size, kBlock, [&](int64_t begin, int64_t count) {
            uint16_t rooms[2][kBlock];
            const int64_t tile = begin / kBlock;
            c.run(x.halves(o.in[0], tile, rooms[0]), y.halves(o.in[1], tile, rooms[1]), o.out[0].as<uint16_t>() + begin,
                  static_cast<size_t>(count), streaming);
        });
    });
}

ElementWork binary_of_blocks(const CompiledBinary& c) {
    return [c](const Operands& o, int64_t begin, int64_t count, bool streaming) {
        const Run run{begin, count, streaming};
        c.integers ? run_flat<int32_t>(c, o, run) : run_flat<float>(c, o, run);
    };
}

void CompiledBinary::run(const uint16_t* x, const uint16_t* y, uint16_t* to, size_t n, bool streaming) const {
    if (quick && after.empty()) return quick(x, y, to, n, streaming);
    const auto& convert = kernels::table().convert;
    for (size_t begin = 0; begin < n; begin += kBlock) {
        const size_t count = std::min<size_t>(kBlock, n - begin);
        float a[kBlock], b[kBlock];
        convert.bfloat16_to_float(x + begin, a, count);
        convert.bfloat16_to_float(y + begin, b, count);
        floats(a, b, count);
        after.run(a, count);
        convert.float_to_bfloat16(a, to + begin, count);
    }
}

ElementWork binary_of_halves(const CompiledBinary& c, const UnaryChain& before_a, const UnaryChain& before_b) {
    if (c.scalar_a || c.scalar_b) return with_scalar(c);
    return [c, a = HalfOperand(before_a), b = HalfOperand(before_b)](const Operands& o, int64_t first, int64_t size,
                                                                     bool streaming) {
        for_blocks(first, size, a.plain() && b.plain() ? size : kHalfBlock, [&](int64_t begin, int64_t count) {
            uint16_t rooms[2][kHalfBlock];
            const uint16_t *x = a(o.in[0], begin, count, rooms[0]), *y = b(o.in[1], begin, count, rooms[1]);
            c.run(x, y, o.out[0].as<uint16_t>() + begin, static_cast<size_t>(count), streaming);
        });
    };
}

}  // namespace ttnn
