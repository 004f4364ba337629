// The backward operations.
#include "ops/backward/backward_special.hpp"
#include "ops/backward/structural.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

template <class... Ops>
void bind_all(nb::module_& root, const char* category) {
    (bind_operation<Ops>(root, category), ...);
}

}  // namespace

void bind_backward(nb::module_& root) {
#define UNARY_BW(Struct, ...) bind_operation<Struct>(root, "unary_backward");
#define UNARY_BW_INTO UNARY_BW
#define UNARY_BW_OF UNARY_BW
#define UNARY_BW_INTO_OF UNARY_BW
#define UNARY_BW_WITH UNARY_BW
#define BINARY_BW(Struct, ...) bind_operation<Struct>(root, "binary_backward");
#define BINARY_BW_SELECT BINARY_BW
#define SCALAR_BW BINARY_BW
#define SCALAR_BW_INTO BINARY_BW
#define GRADIENT_ROW1(...)
#define GRADIENT_ROW2(...)
#define GRADIENT_ROW3(...)
#include "ops/backward/backward.inc"
    bind_all<ClampBw, ClipBw, HardtanhBw, SoftplusBw, ThresholdBw, PolygammaBw, PowBw, RdivBw, GeluBw, ProdBw,
             RepeatBw>(root, "unary_backward");
    bind_all<DivScalarBw, DivBw, AssignBw, AddalphaBw, SubalphaBw, ConcatBw, BiasGeluGradient<Tensor, GeluVariant>,
             BiasGeluGradient<Tensor, std::string>, BiasGeluGradient<double, GeluVariant>,
             BiasGeluGradient<double, std::string>>(root, "binary_backward");
    bind_all<AddcmulBw, AddcdivBw, LerpBw, LerpScalarBw, WhereBw>(root, "ternary_backward");
    bind_operation<EmbeddingBw>(root, "embedding_backward");
}

}  // namespace ttnn::python
