// Convolution of volumes, channels last, with weights prepared as a matrix.
#pragma once
#include <array>

#include "op/launch.hpp"

namespace ttnn {

struct Conv3dConfig {
    DataType weights_dtype = DataType::BFLOAT16;
    Layout output_layout = Layout::ROW_MAJOR;
    int64_t T_out_block = 1, W_out_block = 1, H_out_block = 1, C_out_block = 0, C_in_block = 0;
    std::vector<int64_t> dilation = {1, 1, 1};
    int64_t alignment = 32;
    CoreCoord compute_with_storage_grid_size{1, 1};
    bool enable_fp32_operand_split = false;
};
std::ostream& operator<<(std::ostream& out, const Conv3dConfig& c);
inline void hash_value(Hasher& h, const Conv3dConfig& c) { h.bytes(str(c)); }

struct Conv3d {
    static constexpr const char* name = "ttnn.experimental.conv3d";
    static constexpr const char* doc =
        "Convolution of [N, T, H, W, C] with weights [kT * kH * kW * C_in, C_out] (rows by kernel position, then "
        "channel; "
        "blocks of config.C_in_block channels first where it is set): [N, T', H', W', C_out].";
    Tensor input_tensor, weight_tensor;
    std::optional<std::shared_ptr<MeshDevice>> device;
    std::optional<Tensor> bias_tensor;
    std::optional<Conv3dConfig> config;
    DataType dtype = DataType::BFLOAT16;
    int64_t output_channels = 1;
    std::vector<int64_t> kernel_size, stride = {1, 1, 1}, padding = {0, 0, 0}, dilation = {1, 1, 1};
    std::string padding_mode = "zeros";
    int64_t groups = 1;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    std::optional<Tensor> halo_buffer;
    int64_t logical_h_mask = 0, logical_w_mask = 0;
    std::optional<Tensor> pad_offset_tensor;
    int64_t output_pad_h = 0, output_pad_w = 0;
    std::optional<Tensor> weight_lo_tensor;
    static constexpr auto fields() {
        using S = Conv3d;
        return std::tuple(
            req("input_tensor", &S::input_tensor, "[N, T, H, W, C], ROW_MAJOR"),
            req("weight_tensor", &S::weight_tensor,
                "[kT * kH * kW * C_in, C_out], TILE, or [C_out, C_in / groups, kT, kH, kW]"),
            kw("device", &S::device, "of no effect here"), kw("bias_tensor", &S::bias_tensor, "[1, C_out]"),
            kw("config", &S::config, "blocks and layout"), kw("dtype", &S::dtype, "of the output"),
            req("output_channels", &S::output_channels, "C_out"), req("kernel_size", &S::kernel_size, "(kT, kH, kW)"),
            kw("stride", &S::stride, "steps of the kernel"), kw("padding", &S::padding, "borders on both sides"),
            kw("dilation", &S::dilation, "steps within the kernel"),
            kw("padding_mode", &S::padding_mode, "\"zeros\" or \"replicate\""),
            kw("groups", &S::groups, "for which the weights are prepared"),
            kw("memory_config", &S::memory_config, "of the output"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"),
            kw("halo_buffer", &S::halo_buffer, "None: borders of neighbouring devices, of which there are none"),
            kw("logical_h_mask", &S::logical_h_mask, "0: rows of an image divided among devices"),
            kw("logical_w_mask", &S::logical_w_mask, "0: columns of an image divided among devices"),
            kw("pad_offset_tensor", &S::pad_offset_tensor, "None: place of a device's part of the image"),
            kw("output_pad_h", &S::output_pad_h, "0: rows around the output for an exchange among devices"),
            kw("output_pad_w", &S::output_pad_w, "0: columns around the output for an exchange among devices"),
            kw("weight_lo_tensor", &S::weight_lo_tensor, "None: low parts of weights that the card multiplies twice"));
    }
    Tensor compose() const;

 private:
    void check_devices() const;
};

}  // namespace ttnn
