// The formulas of backward.inc as functions over blocks.
#include <cmath>
#include <type_traits>

#include "ops/backward/backward_ops.hpp"
#include "ops/backward/special_functions.hpp"

namespace ttnn {
namespace {

using namespace special;

struct Unchanged {};
constexpr Unchanged PASS;

float logistic(float x) { return 1 / (1 + std::exp(-x)); }

template <class Formula>
void over_block(float* g, const float* const* o, size_t n) {
    for (size_t i = 0; i < n; ++i) g[i] = static_cast<float>(Formula{}(g[i], o[0][i], o[1][i], o[2][i], o[3][i]));
}

template <class Formula>
constexpr GradientStage stage() {
    using Result = std::invoke_result_t<Formula, float, float, float, float, float>;
    if constexpr (std::is_same_v<Result, Unchanged>) return nullptr;
    else return over_block<Formula>;
}

}  // namespace

#define STAGE(formula)                                                                              \
    stage<decltype([]([[maybe_unused]] float g, [[maybe_unused]] float x, [[maybe_unused]] float y, \
                      [[maybe_unused]] float z, [[maybe_unused]] float w) { return formula; })>()
#define UNARY_BW(Struct, name, programs, f) const GradientRow Struct::row{programs, {STAGE(f)}, 1};
#define UNARY_BW_INTO UNARY_BW
#define UNARY_BW_OF(Struct, name, programs, function, f) \
    const GradientRow Struct::row{programs, {STAGE(f)}, 1, UnaryOpType::function};
#define UNARY_BW_INTO_OF UNARY_BW_OF
#define UNARY_BW_WITH(Struct, name, programs, kind, parameter, initial, f) UNARY_BW(Struct, name, programs, f)
#define SCALAR_BW UNARY_BW
#define SCALAR_BW_INTO UNARY_BW
#define BINARY_BW(Struct, name, programs, f, h) const GradientRow Struct::row{programs, {STAGE(f), STAGE(h)}, 2};
#define BINARY_BW_SELECT(Struct, name, programs, a, b, a_grad, b_grad, f, h) BINARY_BW(Struct, name, programs, f, h)
#define GRADIENT_ROW1(id, programs, f) const GradientRow gradients::id{programs, {STAGE(f)}, 1};
#define GRADIENT_ROW2(id, programs, f, h) const GradientRow gradients::id{programs, {STAGE(f), STAGE(h)}, 2};
#define GRADIENT_ROW3(id, programs, f, h, k) \
    const GradientRow gradients::id{programs, {STAGE(f), STAGE(h), STAGE(k)}, 3};
#include "ops/backward/backward.inc"

}  // namespace ttnn
