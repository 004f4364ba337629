#include "ops/eltwise/complex.hpp"

#include "ops/eltwise/binary_ops.hpp"
#include "ops/eltwise/ternary.hpp"
#include "ops/eltwise/unary_ops.hpp"

namespace ttnn {
namespace {

// The arithmetic that the formulas below are written in; every result goes to `config`.
struct Algebra {
    std::optional<MemoryConfig> config;

    template <class Op>
    Tensor binary(const Tensor& a, TensorOrScalar b) const {
        Op op;
        op.input_tensor_a = a;
        op.input_tensor_b = std::move(b);
        op.memory_config = config;
        return call(op);
    }
    template <class Op>
    Tensor unary(const Tensor& x) const {
        Op op;
        op.input_tensor = x;
        op.memory_config = config;
        return call(op);
    }
    Tensor add(const Tensor& a, const Tensor& b) const { return binary<Add>(a, b); }
    Tensor sub(const Tensor& a, const Tensor& b) const { return binary<Subtract>(a, b); }
    Tensor mul(const Tensor& a, TensorOrScalar b) const { return binary<Multiply>(a, std::move(b)); }
    Tensor div(const Tensor& a, const Tensor& b) const { return binary<Divide>(a, b); }
    Tensor neg(const Tensor& x) const { return unary<Neg>(x); }
    /// Zeros whatever the contents: a NaN times 0 would stay one.
    Tensor zeros(const Tensor& like) const { return mul(unary<Isnan>(like), Scalar(0.0)); }
    Tensor norm(const ComplexTensor& z) const { return add(unary<Square>(z.real), unary<Square>(z.imag)); }
    /// a / b, and 0 where b is 0.
    Tensor safe_div(const Tensor& a, const Tensor& b) const { return binary<DivNoNan>(a, b); }

    ComplexTensor conj(const ComplexTensor& z) const { return {z.real, neg(z.imag)}; }
    ComplexTensor neg(const ComplexTensor& z) const { return {neg(z.real), neg(z.imag)}; }
    ComplexTensor scale(const ComplexTensor& z, double s) const {
        return {mul(z.real, Scalar(s)), mul(z.imag, Scalar(s))};
    }
    ComplexTensor mul(const ComplexTensor& a, const ComplexTensor& b) const {
        return {sub(mul(a.real, b.real), mul(a.imag, b.imag)), add(mul(a.real, b.imag), mul(a.imag, b.real))};
    }
    ComplexTensor reciprocal(const ComplexTensor& z) const {
        const Tensor n = norm(z);
        return {div(z.real, n), neg(div(z.imag, n))};
    }
};

}  // namespace

ComplexTensor MakeComplex::compose() const {
    require(real.shape() == imag.shape(), "[", name, "] imag: expected the shape of real, ", real.shape(), ", got ",
            imag.shape());
    return {real, imag};
}

Tensor ComplexReal::compose() const { return input_tensor.real; }
Tensor ComplexImag::compose() const { return input_tensor.imag; }
Tensor ComplexAngle::compose() const {
    return Algebra{memory_config}.binary<Atan2>(input_tensor.imag, input_tensor.real);
}
Tensor ComplexIsReal::compose() const { return Algebra{memory_config}.unary<Eqz>(input_tensor.imag); }
Tensor ComplexIsImag::compose() const { return Algebra{memory_config}.unary<Eqz>(input_tensor.real); }
ComplexTensor ComplexConj::compose() const { return Algebra{memory_config}.conj(input_tensor); }
ComplexTensor ComplexPolar::compose() const {
    const Algebra k{memory_config};
    return {k.mul(input_tensor.real, k.unary<Cos>(input_tensor.imag)),
            k.mul(input_tensor.real, k.unary<Sin>(input_tensor.imag))};
}
Tensor ComplexAbs::compose() const {
    return Algebra{memory_config}.binary<Hypot>(input_tensor.real, input_tensor.imag);
}
ComplexTensor ComplexReciprocal::compose() const { return Algebra{memory_config}.reciprocal(input_tensor); }

ComplexList RealBw::compose() const { return {{grad_tensor, Algebra{memory_config}.zeros(grad_tensor)}}; }
ComplexList ImagBw::compose() const { return {{Algebra{memory_config}.zeros(grad_tensor), grad_tensor}}; }
ComplexList AngleBw::compose() const {
    const Algebra k{memory_config};
    const Tensor over_norm = k.safe_div(grad_tensor, k.norm(input_tensor));
    return {{k.neg(k.mul(over_norm, input_tensor.imag)), k.mul(over_norm, input_tensor.real)}};
}
ComplexList ComplexAbsBw::compose() const {
    const Algebra k{memory_config};
    const Tensor over_magnitude = k.safe_div(grad_tensor, k.binary<Hypot>(input_tensor.real, input_tensor.imag));
    return {{k.mul(over_magnitude, input_tensor.real), k.mul(over_magnitude, input_tensor.imag)}};
}
ComplexList ConjBw::compose() const { return {Algebra{memory_config}.conj(grad_tensor)}; }
ComplexList PolarBw::compose() const {
    const Algebra k{memory_config};
    const Tensor cosine = k.unary<Cos>(input_tensor.imag), sine = k.unary<Sin>(input_tensor.imag);
    const Tensor along = k.add(k.mul(grad_tensor.real, cosine), k.mul(grad_tensor.imag, sine));
    const Tensor across = k.sub(k.mul(grad_tensor.imag, cosine), k.mul(grad_tensor.real, sine));
    return {{along, k.mul(across, input_tensor.real)}};
}
ComplexList ComplexReciprocalBw::compose() const {
    const Algebra k{memory_config};
    const ComplexTensor r = k.reciprocal(input_tensor);
    return {k.neg(k.mul(grad_tensor, k.conj(k.mul(r, r))))};
}

ComplexList ComplexAddBw::compose() const { return {grad_tensor, Algebra{memory_config}.scale(grad_tensor, alpha)}; }
ComplexList ComplexSubBw::compose() const { return {grad_tensor, Algebra{memory_config}.scale(grad_tensor, -alpha)}; }
ComplexList ComplexMulBw::compose() const {
    const Algebra k{memory_config};
    return {k.mul(grad_tensor, k.conj(input_tensor_b)), k.mul(grad_tensor, k.conj(input_tensor_a))};
}
ComplexList ComplexDivBw::compose() const {
    const Algebra k{memory_config};
    const ComplexTensor r = k.reciprocal(input_tensor_b), first = k.mul(grad_tensor, k.conj(r));
    return {first, k.neg(k.mul(first, k.conj(k.mul(input_tensor_a, r))))};
}

}  // namespace ttnn
