// Element-wise stages on blocks of floats or 32-bit integers that sit in L1 (up to 1024 elements). A chain of stages
// between a load and a store makes any element-wise operation, so number formats and operations never multiply, and
// fusing an activation is one stage more.
#pragma once
#include <stddef.h>
#include <stdint.h>

namespace ttnn::kernels {

enum class UnaryId : uint8_t {
#define UNARY(id, formula) id,
#include "kernels/unary.inc"
#undef UNARY
    Count
};
enum class BinaryId : uint8_t {
#define BINARY(id, formula) id,
#include "kernels/binary.inc"
#undef BINARY
    Count
};
enum class IntegerUnaryId : uint8_t {
#define INTEGER_UNARY(id, formula) id,
#define INTEGER_BINARY(id, formula, unsigned_formula)
#include "kernels/integer.inc"
#undef INTEGER_UNARY
#undef INTEGER_BINARY
    Count
};
enum class IntegerBinaryId : uint8_t {
#define INTEGER_UNARY(id, formula)
#define INTEGER_BINARY(id, formula, unsigned_formula) id,
#include "kernels/integer.inc"
#undef INTEGER_UNARY
#undef INTEGER_BINARY
    Count
};

using UnaryStage = void (*)(float* x, size_t n, const float* p);
using BinaryStage = void (*)(float* a, const float* b, size_t n);
using IntegerUnaryStage = void (*)(int32_t* x, size_t n, const int32_t* p);
using IntegerBinaryStage = void (*)(int32_t* a, const int32_t* b, size_t n);

inline constexpr size_t kUnaryParameters = 4;

struct Elementwise {
    UnaryStage unary[static_cast<size_t>(UnaryId::Count)];
    BinaryStage binary[static_cast<size_t>(BinaryId::Count)];
    IntegerUnaryStage integer_unary[static_cast<size_t>(IntegerUnaryId::Count)];
    IntegerBinaryStage integer_binary[static_cast<size_t>(IntegerBinaryId::Count)];
    IntegerBinaryStage unsigned_binary[static_cast<size_t>(IntegerBinaryId::Count)];
    void (*select)(float* predicate, const float* a, const float* b,
                   size_t n);  ///< predicate != 0 ? a : b, in place of the predicate
    void (*multiply_add)(float* a, const float* b, const float* c, size_t n, float scale);  ///< a + scale * b * c
};

// Conversions between stored formats and floats.
struct Convert {
    void (*bfloat16_to_float)(const uint16_t* src, float* dst, size_t n);
    void (*float_to_bfloat16)(const float* src, uint16_t* dst, size_t n);
    void (*unpack8)(const uint8_t* exponents, const uint8_t* codes, float* dst, size_t groups);
    void (*unpack4)(const uint8_t* exponents, const uint8_t* codes, float* dst, size_t groups);
    void (*pack8)(const float* src, uint8_t* exponents, uint8_t* codes, size_t groups);
    void (*pack4)(const float* src, uint8_t* exponents, uint8_t* codes, size_t groups);
    /// Rows of 32 bfloat16, `step` apart: two groups each.
    using PackRows = void (*)(const uint16_t* src, size_t step, uint8_t* exponents, uint8_t* codes, size_t rows);
    PackRows pack8_rows, pack4_rows;
};

}  // namespace ttnn::kernels
