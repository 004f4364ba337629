// Random numbers, sampling and quantization.
#include "ops/eltwise/quantization.hpp"
#include "ops/random/random.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_random(nb::module_& root) {
    bind_operation<Uniform>(root, "uniform");
    bind_operation<Bernoulli>(root, "bernoulli");
    bind_operation<Dropout>(root, "experimental");
    bind_operation<Sampling>(root, "reduction");
    bind_operation<ManualSeed>(root, "reduction");
    bind_operation<Quantize>(root, "quantization");
    bind_operation<Dequantize>(root, "quantization");
    bind_operation<Requantize>(root, "quantization");
}

}  // namespace ttnn::python
