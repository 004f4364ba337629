#include "kernels/half_rows.hpp"

#include "kernels/isa.hpp"
#include "kernels/short_exp.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

// Rows are taken four at a time, piece by piece: rows of a tile are neighbours, so memory is walked in stretches of 256
// bytes, and a weight is loaded once for four.
constexpr size_t kGroup = 4;

// R rows from `first` on.
template <size_t R>
struct Group {
    static constexpr size_t rows = R;
    size_t first, piece_step, row_step;
    uint16_t* data;
    const uint16_t* next;  // what is fetched meanwhile
    bool streaming;

    Group(const HalfRows& x, size_t n, size_t r)
        : first(r),
          piece_step(x.piece_step),
          row_step(x.row_step),
          data(x.data + r * x.row_step),
          next(x.next ? x.next + r * n : nullptr),
          streaming(x.streaming) {}
    uint16_t* at(size_t r, size_t piece) const { return data + r * row_step + piece * piece_step; }
    Piece piece(size_t r, size_t j) const { return load_piece(at(r, j)); }
    Piece pairs(size_t r, size_t j) const { return load_pairs(at(r, j)); }
    void put(size_t r, size_t j, const Piece& x) const { store_halves(at(r, j), narrow_quickly(x), streaming); }
    void put_pairs(size_t r, size_t j, const Piece& x) const {
        store_halves(at(r, j), narrow_pairs_quickly(x), streaming);
    }
    // What a later group reads is on its way while this one computes, in the order in which it lies in memory.
    void fetch(size_t r, size_t j) const {
        if (next) __builtin_prefetch(next + (j * R + r) * kPieceSize, 0, 2);
    }
};

// Calls f(Group of x, the same Group of y) for groups that cover the rows of n elements.
template <class F>
KERNEL_INLINE void for_each_group(const HalfRows& x, const HalfRows& y, size_t n, F f) {
    size_t r = 0;
    for (; r + kGroup <= x.rows; r += kGroup) f(Group<kGroup>(x, n, r), Group<kGroup>(y, n, r));
    for (; r < x.rows; ++r) f(Group<1>(x, n, r), Group<1>(y, n, r));
}

KERNEL_INLINE Vector add(Vector a, Vector b) { return a + b; }

// Sums of term(row, piece) over each row, and of its squares where they are asked for: runs of 16 pieces, which are
// added up.
template <class G, class Term>
KERNEL_INLINE void sum_rows(const G& x, size_t n, float* sums, float* squares, Term term) {
    constexpr size_t run = 16;
    const size_t pieces = n / kPieceSize;
    Vector whole[G::rows] = {}, whole_squares[G::rows] = {};
    for (size_t begin = 0; begin < pieces; begin += run) {
        const size_t end = begin + run < pieces ? begin + run : pieces;
        Vector part[G::rows] = {}, part_squares[G::rows] = {};
        for (size_t j = begin; j < end; ++j)
            for (size_t r = 0; r < G::rows; ++r) {
                x.fetch(r, j);
                const Piece t = term(r, j);
                part[r] += sum_parts(t);
                if (squares) part_squares[r] += sum_parts(each([](Vector v) { return v * v; }, t));
            }
        for (size_t r = 0; r < G::rows; ++r) whole[r] += part[r], whole_squares[r] += part_squares[r];
    }
    for (size_t r = 0; r < G::rows; ++r) {
        sums[x.first + r] = total(whole[r]);
        if (squares) squares[x.first + r] = total(whole_squares[r]);
    }
}

void sums_of_squares(const HalfRows& x, size_t n, float* out) {
    for_each_group(x, x, n, [=](const auto& g, const auto&) {
        sum_rows(g, n, out, nullptr,
                 [&](size_t r, size_t j) { return each([](Vector a) { return a * a; }, g.pairs(r, j)); });
    });
}

// Sums of what lies off a first guess of the mean, that of a row's first piece, and of its squares: those of the mean
// itself follow. A guess far off costs some of the sum's last digits, which bf16 does not have.
template <class G>
KERNEL_INLINE void moments_of(const G& x, size_t n, float* means, float* squares) {
    const float share = 1.0f / static_cast<float>(n);
    float guess[G::rows], sums[32];
    Vector off[G::rows];
    for (size_t r = 0; r < G::rows; ++r) {
        guess[r] = total(sum_parts(x.pairs(r, 0))) / kPieceSize;
        off[r] = broadcast(guess[r]);
    }
    sum_rows(x, n, sums, squares, [&](size_t r, size_t j) {
        const Vector g = off[r];
        return each([g](Vector v) { return v - g; }, x.pairs(r, j));
    });
    for (size_t r = 0; r < G::rows; ++r) {
        const size_t row = x.first + r;
        const float shift = sums[row] * share, rest = squares[row] - sums[row] * shift;
        means[row] = guess[r] + shift;
        squares[row] = rest < 0 ? 0.0f : rest;
    }
}
void moments(const HalfRows& x, size_t n, float* means, float* squares) {
    for_each_group(x, x, n, [=](const auto& g, const auto&) { moments_of(g, n, means, squares); });
}

// A row whose largest is infinite takes the general exponential, and nothing is subtracted.
__attribute__((noinline)) void exp_slowly(float* x, size_t n) {
    for (size_t i = 0; i < n; ++i) x[i] = exp_(x[i]);
}

template <class G>
float exponentials_slowly(const G& x, size_t r, size_t pieces, float* e) {
    Vector sum = {};
    for (size_t j = 0; j < pieces; ++j) {
        float* to = e + (j * G::rows + r) * kPieceSize;
        store_piece(to, x.pairs(r, j));
        exp_slowly(to, kPieceSize);
        sum += sum_parts(load_piece(to));
    }
    return total(sum);
}

// e = exp(x - top) of the rows, piece by piece, and the sums.
template <class G>
KERNEL_INLINE void exponentials(const G& x, size_t pieces, const float* top, float* e, float* sums) {
    const Vector scale = broadcast(kLog2eFloat);
    Vector shift[G::rows], sum[G::rows] = {};
    for (size_t r = 0; r < G::rows; ++r) shift[r] = broadcast(-top[r] * kLog2eFloat);
    for (size_t j = 0; j < pieces; ++j)
        for (size_t r = 0; r < G::rows; ++r, e += kPieceSize) {
            x.fetch(r, j);
            const Vector s = shift[r];
            const Piece p = each([=](Vector v) { return exp2_short(fma(v, scale, s)); }, x.pairs(r, j));
            store_piece(e, p);
            sum[r] += sum_parts(p);
        }
    for (size_t r = 0; r < G::rows; ++r) sums[r] = total(sum[r]);
}

template <class G>
KERNEL_INLINE void softmax_group(const G& x, const G& y, size_t n, float* scratch) {
    const size_t pieces = n / kPieceSize;
    Vector most[G::rows];
    for (Vector& t : most) t = broadcast(-kInf);
    for (size_t j = 0; j < pieces; ++j)
        for (size_t r = 0; r < G::rows; ++r)
            for (const Vector& v : x.pairs(r, j).v) most[r] = larger(most[r], v);
    float top[G::rows], sums[G::rows];
    for (size_t r = 0; r < G::rows; ++r) top[r] = largest(most[r]);
    exponentials(x, pieces, top, scratch, sums);
    Vector factor[G::rows];
    for (size_t r = 0; r < G::rows; ++r) {
        if (!(fabs_(top[r]) < kInf)) sums[r] = exponentials_slowly(x, r, pieces, scratch);
        factor[r] = broadcast(1.0f / sums[r]);
    }
    for (size_t j = 0; j < pieces; ++j)
        for (size_t r = 0; r < G::rows; ++r, scratch += kPieceSize) {
            const Vector f = factor[r];
            y.put_pairs(r, j, each([f](Vector v) { return v * f; }, load_piece(scratch)));
        }
}
void softmax(const HalfRows& x, const HalfRows& y, size_t n, float* scratch) {
    for_each_group(x, y, n, [=](const auto& from, const auto& to) { softmax_group(from, to, n, scratch); });
    finish_streaming(y.streaming);
}

template <bool Weight, bool Bias>
KERNEL_INLINE void scale_shift_as(const HalfRows& x, const HalfRows& y, size_t n, const float* means,
                                  const float* scales, const float* weight, const float* bias) {
    for_each_group(x, y, n, [=](const auto& from, const auto& to) {
        for (size_t j = 0; j < n / kPieceSize; ++j) {
            Piece w = {}, b = {};
            if (Weight) w = load_piece(weight + j * kPieceSize);
            if (Bias) b = load_piece(bias + j * kPieceSize);
            for (size_t r = 0; r < from.rows; ++r) {
                from.fetch(r, j);
                const Vector mean = broadcast(means[from.first + r]), scale = broadcast(scales[from.first + r]);
                to.put(r, j,
                       each(
                           [=](Vector v, Vector a, Vector c) {
                               const Vector h = (v - mean) * scale;
                               return Weight ? fma(h, a, c) : h + c;
                           },
                           from.piece(r, j), w, b));
            }
        }
    });
    finish_streaming(y.streaming);
}
void scale_shift(const HalfRows& x, const HalfRows& y, size_t n, const float* means, const float* scales,
                 const float* weight, const float* bias) {
    if (weight && bias) scale_shift_as<true, true>(x, y, n, means, scales, weight, bias);
    else if (weight) scale_shift_as<true, false>(x, y, n, means, scales, weight, bias);
    else if (bias) scale_shift_as<false, true>(x, y, n, means, scales, weight, bias);
    else scale_shift_as<false, false>(x, y, n, means, scales, weight, bias);
}

}  // namespace

void fill_half_rows(HalfRowKernels& t) { t = {sums_of_squares, moments, softmax, scale_shift}; }

}  // namespace ttnn::kernels::KERNEL_ISA
