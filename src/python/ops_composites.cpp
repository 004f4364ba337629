// Element-wise operations that are made of others or run in their own way.
#include "ops/eltwise/composites.hpp"
#include "ops/eltwise/selections.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

template <class... Ops>
void bind_all(nb::module_& root, const char* category) {
    (bind_operation<Ops>(root, category), ...);
}

}  // namespace

void bind_composites(nb::module_& root) {
    bind_all<Addalpha, Subalpha, Polyval, Prelu, PreluOfList, Outer, Isclose>(root, "binary");
    bind_all<Multigammaln, Glu, Reglu, Geglu, Swiglu, Tril, Triu, Bitcast, AltComplexRotate90, LogicalNotInPlace, VarHw,
             StdHw, NormalizeHw, NormalizeGlobal>(root, "unary");
}

}  // namespace ttnn::python
