// Upsampling, rotation, sampling by a grid, and convolution of volumes.
#include "ops/conv/conv3d.hpp"
#include "ops/pool/resample.hpp"
#include "python/bind_config.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_resample(nb::module_& root) {
    using C = Conv3dConfig;
    bind_config<C>(submodule(root, "operations.experimental"), "Conv3dConfig", "Blocks of conv3d.",
                   member("weights_dtype", &C::weights_dtype), member("output_layout", &C::output_layout),
                   member("T_out_block", &C::T_out_block), member("W_out_block", &C::W_out_block),
                   member("H_out_block", &C::H_out_block), member("C_out_block", &C::C_out_block),
                   member("C_in_block", &C::C_in_block), member("dilation", &C::dilation),
                   member("alignment", &C::alignment),
                   member("compute_with_storage_grid_size", &C::compute_with_storage_grid_size),
                   member("enable_fp32_operand_split", &C::enable_fp32_operand_split));
    bind_operation<Conv3d>(root, "experimental");
    bind_operation<Upsample>(root, "upsample");
    bind_operation<Rotate>(root, "rotate");
    bind_operation<GridSample>(root, "grid_sample");
}

}  // namespace ttnn::python
