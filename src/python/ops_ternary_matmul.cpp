// Products with two-bit weights, and the packing of such weights.
#include <nanobind/ndarray.h>

#include "ops/matmul/ternary_matmul.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_ternary_matmul(nb::module_& root) {
    bind_operation<TernaryMatmul>(root, "experimental");
    auto scope = submodule(root, "bfp_utils");
    using Floats = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
    constexpr auto doc =
        "Packs tiles of 1024 floats into block floats of two bits: a list of 80 words a tile, 16 of exponents and 64 "
        "of "
        "codes (bit 0 the magnitude, bit 1 the sign; the first element in the lowest bits).";
    scope.def(
        "pack_bfp2",
        [](Floats x, bool row_major, bool rebias) {
            return pack_bfp2({x.data(), x.size()}, row_major, rebias);
        },
        nb::arg("fp32_vec"), nb::arg("row_major_input") = true, nb::arg("is_exp_a") = false, doc);
    scope.def(
        "pack_bfp2",
        [](const std::vector<float>& x, bool row_major, bool rebias) { return pack_bfp2(x, row_major, rebias); },
        nb::arg("fp32_vec"), nb::arg("row_major_input") = true, nb::arg("is_exp_a") = false, doc);
}

}  // namespace ttnn::python
