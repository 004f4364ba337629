#include "ops/reduction/fourier.hpp"

#include <complex>
#include <numbers>

#include "base/thread_pool.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/whole_call.hpp"

namespace ttnn {
namespace {

using Complex = std::complex<double>;

void check_parts(const char* name, const std::vector<Tensor>& parts) {
    for (const auto& t : parts) {
        check_on_device(name, t);
        require(t.dtype() == DataType::BFLOAT16 || t.dtype() == DataType::FLOAT32, "[", name,
                "] tensors: expected bfloat16 or float32, got ", t.dtype(), "; use ttnn.typecast");
        require(t.shape() == parts[0].shape(), "[", name, "] tensors: expected equal shapes, got ", parts[0].shape(),
                " and ", t.shape());
    }
}

int64_t smallest_factor(int64_t n) {
    for (int64_t p = 2; p * p <= n; ++p)
        if (n % p == 0) return p;
    return n;
}

// Transforms n elements `stride` apart; roots are all powers of the root of unity of the whole row. A row is divided by
// the smallest factor of its length: p transforms of every p-th element, then sums of p of theirs.
void transform(const Complex* in, int64_t n, int64_t stride, Complex* out, const std::vector<Complex>& roots) {
    if (n == 1) {
        *out = *in;
        return;
    }
    const int64_t p = smallest_factor(n), m = n / p, step = static_cast<int64_t>(roots.size()) / n;
    for (int64_t r = 0; r < p; ++r) transform(in + r * stride, m, stride * p, out + r * m, roots);
    std::vector<Complex> part(static_cast<size_t>(p));
    for (int64_t k = 0; k < m; ++k) {
        for (int64_t r = 0; r < p; ++r) part[static_cast<size_t>(r)] = out[r * m + k];
        for (int64_t q = 0; q < p; ++q) {
            Complex sum = 0;
            for (int64_t r = 0; r < p; ++r)
                sum += part[static_cast<size_t>(r)] * roots[static_cast<size_t>(r * (k + q * m) % n * step)];
            out[q * m + k] = sum;
        }
    }
}

std::vector<Complex> roots_of_unity(int64_t n, double sign) {
    std::vector<Complex> roots(static_cast<size_t>(n));
    for (int64_t i = 0; i < n; ++i)
        roots[static_cast<size_t>(i)] =
            std::polar(1.0, sign * 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n));
    return roots;
}

std::vector<Tensor> transformed(const char* name, const std::vector<Tensor>& parts, double sign) {
    check_parts(name, parts);
    const Shape& s = parts[0].shape();
    require(s.rank() > 0 && s.width() > 0, "[", name, "] expected at least one element in a row, got ", s);
    const auto& spec = parts[0].spec();
    const TensorSpec out(s, spec.dtype(), spec.layout(), spec.memory_config());
    const auto run = [n = s.width(), sign](WholeOperands& o) {
        const auto roots = roots_of_unity(n, sign);
        const double scale = sign > 0 ? 1.0 / static_cast<double>(n) : 1.0;
        const auto width = static_cast<size_t>(n);
        parallel_for(o.in[0].size() / width, [&](size_t row) {
            std::vector<Complex> x(width), y(width);
            for (size_t i = 0; i < width; ++i)
                x[i] = {o.in[0][row * width + i], o.in.size() > 1 ? o.in[1][row * width + i] : 0.0f};
            transform(x.data(), n, 1, y.data(), roots);
            for (size_t i = 0; i < width; ++i) {
                o.out[0][row * width + i] = static_cast<float>(scale * y[i].real());
                o.out[1][row * width + i] = static_cast<float>(scale * y[i].imag());
            }
        });
    };
    return launch_whole({.name = name,
                         .device_operation = "FftDeviceOperation",
                         .inputs = parts,
                         .outputs = {out, out},
                         .run = run,
                         .attributes = attributes_of(sign)});
}

}  // namespace

std::vector<Tensor> Fft::compose() const { return transformed(name, {input_real}, -1); }

std::vector<Tensor> FftOfComplex::compose() const { return transformed(name, {input_real, input_imag}, -1); }

std::vector<Tensor> Ifft::compose() const { return transformed(name, {spectrum_real, spectrum_imag}, 1); }

std::vector<Tensor> ComplexMul::compose() const {
    check_parts(name, {a_real, a_imag, b_real, b_imag});
    const auto& spec = a_real.spec();
    const TensorSpec out(spec.logical_shape(), spec.dtype(), spec.layout(), spec.memory_config());
    const auto run = [](WholeOperands& o) {
        for (size_t i = 0; i < o.in[0].size(); ++i) {
            o.out[0][i] = o.in[0][i] * o.in[2][i] - o.in[1][i] * o.in[3][i];
            o.out[1][i] = o.in[0][i] * o.in[3][i] + o.in[1][i] * o.in[2][i];
        }
    };
    return launch_whole({.name = name,
                         .device_operation = "ComplexMulDeviceOperation",
                         .inputs = {a_real, a_imag, b_real, b_imag},
                         .outputs = {out, out},
                         .run = run});
}

}  // namespace ttnn
