// The unary operations and their activation types.
#include "ops/eltwise/unary_ops.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

void bind_activation(nb::module_& root) {
    auto scope = submodule(root, "activation");
    bind_enum<UnaryOpType>(scope, "UnaryOpType", "Unary functions by name.",
                           {
#define ACTIVATION(type, number, ...) {#type, UnaryOpType::type},
#define UNSUPPORTED_ACTIVATION(type, number) {#type, UnaryOpType::type},
#include "ops/eltwise/activation.inc"
#undef ACTIVATION
#undef UNSUPPORTED_ACTIVATION
                           });
    nb::class_<UnaryWithParam>(scope, "UnaryWithParam", "A unary function with its parameters.")
        .def(
            "__init__",
            [](UnaryWithParam* u, UnaryOpType t) {
                new (u) UnaryWithParam{t, {}};
            },
            nb::arg("op_type"))
        .def(
            "__init__",
            [](UnaryWithParam* u, UnaryOpType t, double a) {
                new (u) UnaryWithParam{t, {a}};
            },
            nb::arg("op_type"), nb::arg("param"))
        .def("__init__",
             [](UnaryWithParam* u, UnaryOpType t, double a, double b) {
                 new (u) UnaryWithParam{t, {a, b}};
             })
        .def("__init__",
             [](UnaryWithParam* u, UnaryOpType t, std::vector<double> p) {
                 new (u) UnaryWithParam{t, std::move(p)};
             })
        .def("__init__",
             [](UnaryWithParam* u, std::pair<UnaryOpType, double> p) {
                 new (u) UnaryWithParam{p.first, {p.second}};
             })
        .def_ro("op_type", &UnaryWithParam::op_type)
        .def_ro("params", &UnaryWithParam::params)
        .def("__eq__", [](const UnaryWithParam& a, const UnaryWithParam& b) { return a == b; })
        .def("__repr__", [](const UnaryWithParam& u) { return str(u); });
    nb::implicitly_convertible<UnaryOpType, UnaryWithParam>();
    nb::implicitly_convertible<std::pair<UnaryOpType, double>, UnaryWithParam>();  // (ttnn.UnaryOpType.GELU, True)
    scope.def("string_to_unary_with_param",
              [](const std::string& s) { return activation_from_string("string_to_unary_with_param", s); });
    auto unary = submodule(root, "operations.unary");
    bind_enum<GeluVariant>(
        unary, "GeluVariant", "Forms of gelu.",
        {{"Accurate", GeluVariant::Accurate}, {"FastLut", GeluVariant::FastLut}, {"Tanh", GeluVariant::Tanh}});
    bind_enum<SigmoidMode>(unary, "SigmoidMode", "Forms of sigmoid.",
                           {{"Accurate", SigmoidMode::Accurate},
                            {"AccurateWithFastExp", SigmoidMode::AccurateWithFastExp},
                            {"FastApproximate", SigmoidMode::FastApproximate}});
}

template <class... Ops>
void bind_all(nb::module_& root) {
    (bind_operation<Ops>(root, "unary"), ...);
}

}  // namespace

void bind_unary(nb::module_& root) {
    bind_activation(root);
#define UNARY_OP(Struct, python_name, type) bind_operation<Struct>(root, "unary");
#define UNARY_APPROX_OP(Struct, python_name, type) bind_operation<Struct>(root, "unary");
#include "ops/eltwise/unary_ops.inc"
#undef UNARY_OP
#undef UNARY_APPROX_OP
    bind_all<Celu, Elu, Hardshrink, Softshrink, Hardtanh, Heaviside, LeakyRelu, ReluMax, ReluMin, Round, Rpow, Selu,
             SigmoidAccurate, Softcap, Softplus, Threshold, Xielu, Fill, UnaryChainOp, Gelu, Sigmoid, Tanh, Deg2rad,
             Rad2deg, Polygamma, Rdiv, Logit>(root);
}

}  // namespace ttnn::python
