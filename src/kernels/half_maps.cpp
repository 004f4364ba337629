#include "kernels/half_maps.hpp"

#include "kernels/isa.hpp"
#include "kernels/short_exp.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

// y = piece(a, b) for pieces of 32; the last one, if it is not whole, by way of copies.
template <class F>
KERNEL_INLINE void map_pieces(const uint16_t* a, const uint16_t* b, uint16_t* y, size_t n, bool streaming, F piece) {
    size_t i = 0;
    for (; i + kPieceSize <= n; i += kPieceSize) store_halves(y + i, piece(a + i, b + i), streaming);
    if (i < n) {
        uint16_t left[kPieceSize] = {}, right[kPieceSize] = {}, out[kPieceSize];
        __builtin_memcpy(left, a + i, (n - i) * 2);
        __builtin_memcpy(right, b + i, (n - i) * 2);
        store_halves(out, piece(left, right), false);
        __builtin_memcpy(y + i, out, (n - i) * 2);
    }
    finish_streaming(streaming);
}

// The loops over 32 floats become vector operations on registers.
template <class F>
KERNEL_INLINE void map_unary(const uint16_t* x, uint16_t* y, size_t n, bool streaming, F f) {
    map_pieces(x, x, y, n, streaming, [f](const uint16_t* from, const uint16_t*) {
        float v[kPieceSize];
        store_piece(v, load_piece(from));
        for (float& e : v) e = f(e);
        return narrow(load_piece(v));
    });
}
template <class F>
KERNEL_INLINE void map_binary(const uint16_t* a, const uint16_t* b, uint16_t* y, size_t n, bool streaming, F f) {
    map_pieces(a, b, y, n, streaming, [f](const uint16_t* left, const uint16_t* right) {
        float v[kPieceSize], w[kPieceSize];
        store_piece(v, load_piece(left));
        store_piece(w, load_piece(right));
        for (size_t i = 0; i < kPieceSize; ++i) v[i] = f(v[i], w[i]);
        return narrow(load_piece(v));
    });
}

// The formulas of the lists as functions, and those that quick.inc names as maps.
#define UNARY(id, formula)                                                                              \
    KERNEL_INLINE float unary_formula_##id([[maybe_unused]] float x, [[maybe_unused]] const float* p) { \
        return (formula);                                                                               \
    }
#include "kernels/unary.inc"
#undef UNARY
#define BINARY(id, formula) \
    KERNEL_INLINE float binary_formula_##id(float a, float b) { return (formula); }
#include "kernels/binary.inc"
#undef BINARY
#define QUICK_UNARY(id)                                                                                  \
    void unary_##id(const uint16_t* x, uint16_t* y, size_t n, const float* parameters, bool streaming) { \
        const float p[] = {parameters[0], parameters[1], parameters[2], parameters[3]};                  \
        map_unary(x, y, n, streaming, [=](float v) { return unary_formula_##id(v, p); });                \
    }
#define QUICK_BINARY(id)                                                                               \
    void binary_##id(const uint16_t* a, const uint16_t* b, uint16_t* y, size_t n, bool streaming) {    \
        map_binary(a, b, y, n, streaming, [](float v, float w) { return binary_formula_##id(v, w); }); \
    }
#include "kernels/quick.inc"
#undef QUICK_UNARY
#undef QUICK_BINARY

// exp in fewer steps than the stage has, which computes in float for float arguments: x log2(e) in two parts, the first
// of which is exact for a bf16 x, and 2 to the power of what lies above the integer below.
#if defined(__AVX512DQ__)
KERNEL_INLINE Vector exp_of_half(Vector unbounded) {
    constexpr float log2e = 1.44268799f, log2e_rest = 7.05260772e-06f;  // 16 bits, and what they leave
    constexpr int above_the_integer_below = 1;
    const Vector x = larger(unbounded, broadcast(-128.0f)), t = x * log2e;
    const Vector f = fma(x, broadcast(log2e_rest), (Vector)_mm512_reduce_ps((__m512)t, above_the_integer_below));
    return (Vector)_mm512_scalef_ps((__m512)polynomial(kExp2UpFloat, f), (__m512)t);
}
void exp_halves(const uint16_t* x, uint16_t* y, size_t n, const float*, bool streaming) {
    map_pieces(x, x, y, n, streaming,
               [](const uint16_t* from, const uint16_t*) { return narrow(each(exp_of_half, load_piece(from))); });
}
#else
constexpr HalfUnary exp_halves = nullptr;
#endif

// Eight results at a time: two words give the indices, and results go into registers without a detour.
struct EightIndices {
    uint64_t low, high;
    explicit EightIndices(const uint16_t* x) {
        __builtin_memcpy(&low, x, 8);
        __builtin_memcpy(&high, x + 4, 8);
    }
    size_t operator[](unsigned i) const { return (i < 4 ? low >> i * 16 : high >> (i - 4) * 16) & 0xFFFF; }
};
KERNEL_INLINE void look_up_eight(const uint16_t* x, const uint16_t* t, uint16_t* y, [[maybe_unused]] bool streaming) {
    const EightIndices at(x);
#if defined(__SSE2__)
    __m128i v = _mm_cvtsi32_si128(t[at[0]]);
    v = _mm_insert_epi16(v, t[at[1]], 1);
    v = _mm_insert_epi16(v, t[at[2]], 2);
    v = _mm_insert_epi16(v, t[at[3]], 3);
    v = _mm_insert_epi16(v, t[at[4]], 4);
    v = _mm_insert_epi16(v, t[at[5]], 5);
    v = _mm_insert_epi16(v, t[at[6]], 6);
    v = _mm_insert_epi16(v, t[at[7]], 7);
    if (streaming) _mm_stream_si128(reinterpret_cast<__m128i*>(y), v);
    else _mm_storeu_si128(reinterpret_cast<__m128i*>(y), v);
#else
    for (unsigned i = 0; i < 8; ++i) y[i] = t[at[i]];
#endif
}
void look_up(const uint16_t* x, const uint16_t* table, uint16_t* y, size_t n, bool streaming) {
    size_t i = 0;
    for (; i + 8 <= n; i += 8) look_up_eight(x + i, table, y + i, streaming);
    for (; i < n; ++i) y[i] = table[x[i]];
    finish_streaming(streaming);
}

#if defined(__AVX512F__)
KERNEL_INLINE __m256i gather16(const uint16_t* x, const uint16_t* table) {
    const __m512i at = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(x)));
    return _mm512_cvtepi32_epi16(_mm512_i32gather_epi32(at, table, 2));
}
void look_up_gathered(const uint16_t* x, const uint16_t* table, uint16_t* y, size_t n, bool streaming) {
    size_t i = 0;
    for (; i + kPieceSize <= n; i += kPieceSize)
        store_halves(y + i,
                     _mm512_inserti64x4(_mm512_castsi256_si512(gather16(x + i, table)), gather16(x + i + 16, table), 1),
                     streaming);
    look_up(x + i, table, y + i, n - i, streaming);
}
#else
constexpr decltype(HalfMaps::look_up_gathered) look_up_gathered = nullptr;
#endif

void widen_pieces(const uint16_t* src, size_t step, float* dst, size_t pieces) {
    for (size_t j = 0; j < pieces; ++j) store_piece(dst + j * kPieceSize, load_piece(src + j * step));
}
void narrow_pieces(const float* src, uint16_t* dst, size_t step, size_t pieces, bool streaming) {
    for (size_t j = 0; j < pieces; ++j)
        store_halves(dst + j * step, narrow(load_piece(src + j * kPieceSize)), streaming);
    finish_streaming(streaming);
}

}  // namespace

void fill_half_maps(HalfMaps& t) {
    t = {};
#define QUICK_UNARY(id) t.unary[static_cast<size_t>(UnaryId::id)] = unary_##id;
#define QUICK_BINARY(id) t.binary[static_cast<size_t>(BinaryId::id)] = binary_##id;
#include "kernels/quick.inc"
#undef QUICK_UNARY
#undef QUICK_BINARY
    t.unary[static_cast<size_t>(UnaryId::Exp)] = exp_halves;
    t.look_up = look_up;
    t.look_up_gathered = look_up_gathered;
    t.widen_pieces = widen_pieces;
    t.narrow_pieces = narrow_pieces;
}

}  // namespace ttnn::kernels::KERNEL_ISA
