// Complex tensors and their operations.
#include "ops/eltwise/complex.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {
namespace {

template <class... Ops>
void bind_all(nb::module_& root, const char* category) {
    (bind_operation<Ops>(root, category), ...);
}

}  // namespace

void bind_complex(nb::module_& root) {
    nb::class_<ComplexTensor>(submodule(root, "operations.complex"), "ComplexTensor",
                              "A real and an imaginary part of one shape.")
        .def_ro("real", &ComplexTensor::real)
        .def_ro("imag", &ComplexTensor::imag)
        .def("deallocate",
             [](ComplexTensor& z) {
                 z.real.deallocate();
                 z.imag.deallocate();
             })
        .def("__repr__", [](const ComplexTensor& z) {
            return str("ComplexTensor(real=", describe(z.real), ", imag=", describe(z.imag), ")");
        });
    bind_all<MakeComplex>(root, "complex");
    bind_all<ComplexReal, ComplexImag, ComplexAngle, ComplexIsReal, ComplexIsImag, ComplexConj, ComplexPolar>(
        root, "complex_unary");
    bind_all<ComplexAbs, ComplexReciprocal>(root, "unary");
    bind_all<RealBw, ImagBw, AngleBw, ConjBw, PolarBw>(root, "complex_unary_backward");
    bind_all<ComplexAbsBw, ComplexReciprocalBw>(root, "unary_backward");
    bind_all<ComplexAddBw, ComplexSubBw, ComplexMulBw, ComplexDivBw>(root, "binary_backward");
}

}  // namespace ttnn::python
