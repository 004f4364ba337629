// The stages of the lists, one loop each; the compiler vectorises them for the instruction set of this build.
#include "kernels/elementwise.hpp"

#include "kernels/isa.hpp"
#include "kernels/math.hpp"

namespace ttnn::kernels::KERNEL_ISA {
namespace {

// What vectorises only in part (sin of huge arguments) is done again, value by value, where needed.
constexpr float kLargeAngle = 1073741824.0f;

// The parameters are copied: the compiler must assume that those behind the pointer change with v, and would leave the
// loop scalar.
#define UNARY(id, formula)                                                                               \
    void unary_##id(float* v, size_t n, const float* parameters) {                                       \
        [[maybe_unused]] const float p[] = {parameters[0], parameters[1], parameters[2], parameters[3]}; \
        for (size_t i = 0; i < n; ++i) {                                                                 \
            [[maybe_unused]] const float x = v[i];                                                       \
            v[i] = (formula);                                                                            \
        }                                                                                                \
    }
#include "kernels/unary.inc"
#undef UNARY

template <class F>
void with_large_angles(float* v, size_t n, UnaryStage fast, F slow) {
    float large[1024];
    bool any = false;
    for (size_t i = 0; i < n; ++i) {
        large[i] = v[i];
        any |= fabs_(v[i]) >= kLargeAngle;
    }
    static constexpr float kNone[kUnaryParameters] = {};
    fast(v, n, kNone);
    if (!any) return;
    for (size_t i = 0; i < n; ++i)
        if (fabs_(large[i]) >= kLargeAngle && fabs_(large[i]) < kInf)
            v[i] = static_cast<float>(slow(static_cast<double>(large[i])));
}
void sin_any(float* v, size_t n, const float*) {
    with_large_angles(v, n, unary_Sin, [](double x) { return ::sin(x); });
}
void cos_any(float* v, size_t n, const float*) {
    with_large_angles(v, n, unary_Cos, [](double x) { return ::cos(x); });
}
void tan_any(float* v, size_t n, const float*) {
    with_large_angles(v, n, unary_Tan, [](double x) { return ::tan(x); });
}

#define BINARY(id, formula)                                \
    void binary_##id(float* v, const float* w, size_t n) { \
        for (size_t i = 0; i < n; ++i) {                   \
            const float a = v[i], b = w[i];                \
            v[i] = (formula);                              \
        }                                                  \
    }
#include "kernels/binary.inc"
#undef BINARY

KERNEL_INLINE int32_t wrap_add(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}
KERNEL_INLINE int32_t wrap_sub(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) - static_cast<uint32_t>(b));
}
KERNEL_INLINE int32_t wrap_mul(int32_t a, int32_t b) {
    return static_cast<int32_t>(static_cast<uint32_t>(a) * static_cast<uint32_t>(b));
}
KERNEL_INLINE int32_t wrap_neg(int32_t a) { return wrap_sub(0, a); }
KERNEL_INLINE int32_t shift_left(int32_t a, int32_t b) {
    return b < 0 || b > 31 ? 0 : static_cast<int32_t>(static_cast<uint32_t>(a) << b);
}
KERNEL_INLINE int32_t shift_right(int32_t a, int32_t b) { return b < 0 || b > 31 ? (a < 0 ? -1 : 0) : a >> b; }
KERNEL_INLINE int32_t shift_right_logical(int32_t a, int32_t b) {
    return b < 0 || b > 31 ? 0 : static_cast<int32_t>(static_cast<uint32_t>(a) >> b);
}
KERNEL_INLINE int32_t trunc_div(int32_t a, int32_t b) { return b == 0 ? -1 : b == -1 ? wrap_neg(a) : a / b; }
KERNEL_INLINE int32_t floor_div(int32_t a, int32_t b) {
    const int32_t q = trunc_div(a, b);
    return b != 0 && wrap_mul(q, b) != a && (a < 0) != (b < 0) ? q - 1 : q;
}
KERNEL_INLINE int32_t gcd(int32_t a, int32_t b) {
    uint32_t x = a < 0 ? 0u - static_cast<uint32_t>(a) : static_cast<uint32_t>(a),
             y = b < 0 ? 0u - static_cast<uint32_t>(b) : static_cast<uint32_t>(b);
    while (y) {
        const uint32_t r = x % y;
        x = y;
        y = r;
    }
    return static_cast<int32_t>(x);
}
KERNEL_INLINE int32_t lcm(int32_t a, int32_t b) {
    const int32_t g = gcd(a, b);
    if (g == 0) return 0;
    const int32_t v = wrap_mul(a / g, b);
    return v < 0 ? wrap_neg(v) : v;
}

#define INTEGER_UNARY(id, formula)                                                     \
    void integer_unary_##id(int32_t* v, size_t n, [[maybe_unused]] const int32_t* p) { \
        for (size_t i = 0; i < n; ++i) {                                               \
            [[maybe_unused]] const int32_t x = v[i];                                   \
            v[i] = (formula);                                                          \
        }                                                                              \
    }
#define INTEGER_BINARY(id, formula, unsigned_formula)                   \
    void integer_binary_##id(int32_t* v, const int32_t* w, size_t n) {  \
        for (size_t i = 0; i < n; ++i) {                                \
            const int32_t a = v[i], b = w[i];                           \
            v[i] = (formula);                                           \
        }                                                               \
    }                                                                   \
    void unsigned_binary_##id(int32_t* v, const int32_t* w, size_t n) { \
        for (size_t i = 0; i < n; ++i) {                                \
            const int32_t a = v[i], b = w[i];                           \
            v[i] = (unsigned_formula);                                  \
        }                                                               \
    }
#include "kernels/integer.inc"
#undef INTEGER_UNARY
#undef INTEGER_BINARY

void select(float* predicate, const float* a, const float* b, size_t n) {
    for (size_t i = 0; i < n; ++i) predicate[i] = predicate[i] != 0 ? a[i] : b[i];
}
void multiply_add(float* a, const float* b, const float* c, size_t n, float scale) {
    for (size_t i = 0; i < n; ++i) a[i] = a[i] + scale * b[i] * c[i];
}

}  // namespace

void fill_elementwise(Elementwise& t) {
#define UNARY(id, formula) t.unary[static_cast<size_t>(UnaryId::id)] = unary_##id;
#include "kernels/unary.inc"
#undef UNARY
    t.unary[static_cast<size_t>(UnaryId::Sin)] = sin_any;
    t.unary[static_cast<size_t>(UnaryId::Cos)] = cos_any;
    t.unary[static_cast<size_t>(UnaryId::Tan)] = tan_any;
#define BINARY(id, formula) t.binary[static_cast<size_t>(BinaryId::id)] = binary_##id;
#include "kernels/binary.inc"
#undef BINARY
#define INTEGER_UNARY(id, formula) t.integer_unary[static_cast<size_t>(IntegerUnaryId::id)] = integer_unary_##id;
#define INTEGER_BINARY(id, formula, unsigned_formula)                                 \
    t.integer_binary[static_cast<size_t>(IntegerBinaryId::id)] = integer_binary_##id; \
    t.unsigned_binary[static_cast<size_t>(IntegerBinaryId::id)] = unsigned_binary_##id;
#include "kernels/integer.inc"
#undef INTEGER_UNARY
#undef INTEGER_BINARY
    t.select = select;
    t.multiply_add = multiply_add;
}

}  // namespace ttnn::kernels::KERNEL_ISA
