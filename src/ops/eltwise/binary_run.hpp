// How a binary operation computes once its rules have spoken.
#pragma once
#include "kernels/half_maps.hpp"
#include "ops/eltwise/activation.hpp"
#include "ops/eltwise/binary.hpp"
#include "ops/eltwise/element_work.hpp"

namespace ttnn {

struct CompiledBinary {
    kernels::BinaryStage floats;
    kernels::IntegerBinaryStage integers;  ///< null: floats
    kernels::HalfBinary quick;             ///< from bf16 to bf16 in registers; null if there is none
    CompiledChain after, before_a, before_b;
    bool scalar_a, scalar_b;
    Scalar scalar;

    void run(float* x, float* y, size_t n) const {
        before_a.run(x, n);
        before_b.run(y, n);
        floats(x, y, n);
        after.run(x, n);
    }
    /// Operands that have what comes before behind them; the result goes to `to`.
    void run(const uint16_t* x, const uint16_t* y, uint16_t* to, size_t n, bool streaming) const;
    void run(int32_t* x, int32_t* y, size_t n) const {
        before_a.run(x, n);
        before_b.run(y, n);
        integers(x, y, n);
        after.run(x, n);
    }
};

/// Broadcast, in corresponding tiles (BroadcastTiles::possible for both operands).
std::function<void(const Operands&)> binary_of_tiles(const CompiledBinary& c, const TensorSpec& a, const TensorSpec& b,
                                                     const TensorSpec& out);
/// The same of bf16 alone, without functions of the operands.
std::function<void(const Operands&)> binary_of_half_tiles(const CompiledBinary& c, const TensorSpec& a,
                                                          const TensorSpec& b, const TensorSpec& out);
/// Broadcast or padded differently: by rows.
std::function<void(const Operands&)> binary_of_rows(const CompiledBinary& c);
/// Floats with one operand (0 or 1) of a single element, the other one like the output, whose spec this is.
std::function<void(const Operands&)> binary_with_one(const CompiledBinary& c, size_t one, const TensorSpec& other,
                                                     const TensorSpec& out);
/// Operands that lie like the output, in blocks of floats or integers.
ElementWork binary_of_blocks(const CompiledBinary& c);
/// The same of bf16 alone; `before`: the functions of each operand.
ElementWork binary_of_halves(const CompiledBinary& c, const UnaryChain& before_a, const UnaryChain& before_b);

}  // namespace ttnn
