// Unary functions as values: the official UnaryOpType with parameters, as chains in unary_chain and as activations of
// other operations, compiled to stages that run over blocks of floats or integers.
#pragma once
#include <string>
#include <vector>

#include "base/hash.hpp"
#include "format/data_type.hpp"
#include "kernels/half_maps.hpp"

namespace ttnn {

enum class UnaryOpType : uint16_t {
#define ACTIVATION(type, number, ...) type = number,
#define UNSUPPORTED_ACTIVATION(type, number) type = number,
#include "ops/eltwise/activation.inc"
#undef ACTIVATION
#undef UNSUPPORTED_ACTIVATION
};
std::string_view name(UnaryOpType t);
inline std::ostream& operator<<(std::ostream& out, UnaryOpType t) { return out << "UnaryOpType::" << name(t); }

struct UnaryWithParam {
    UnaryOpType op_type = UnaryOpType::IDENTITY;
    std::vector<double> params;
    bool operator==(const UnaryWithParam&) const = default;
};
std::ostream& operator<<(std::ostream& out, const UnaryWithParam& u);
void hash_value(Hasher& h, const UnaryWithParam& u);
using UnaryChain = std::vector<UnaryWithParam>;

/// The function that a name such as "relu", "gelu" or "leaky_relu" stands for; raises with the known names.
UnaryWithParam activation_from_string(const char* operation, const std::string& text);
/// Whether integers of this dtype may go through the function.
bool supports_integer(UnaryOpType t, DataType dtype);

/// What takes bf16 to bf16 in registers for less than a look-up, null where there is nothing; fills its parameters.
kernels::HalfUnary quick_function(const UnaryWithParam& u, float* parameters);

/// A chain ready to run.
class CompiledChain {
 public:
    CompiledChain() = default;
    explicit CompiledChain(const UnaryChain& chain);
    /// The same with floats rounded to bf16 at the end; what does nothing still does nothing.
    CompiledChain to_bfloat16() const;
    bool empty() const { return floats_.empty(); }
    /// Any number of elements; stages get them in blocks of up to 1024.
    void run(float* x, size_t n) const { run_blocks(floats_, x, n); }
    void run(int32_t* x, size_t n) const { run_blocks(integers_, x, n); }

 private:
    struct FloatStage {
        kernels::UnaryStage function;
        float p[kernels::kUnaryParameters];
    };
    struct IntegerStage {
        kernels::IntegerUnaryStage function;
        int32_t p[kernels::kUnaryParameters];
    };
    template <class Stage, class T>
    static void run_blocks(const std::vector<Stage>& stages, T* x, size_t n) {
        constexpr size_t block = 1024;
        for (size_t at = 0; at < n; at += block)
            for (const auto& s : stages) s.function(x + at, n - at < block ? n - at : block, s.p);
    }
    std::vector<FloatStage> floats_;
    std::vector<IntegerStage> integers_;
};

}  // namespace ttnn
