// Images read at other positions: upsampling, rotation, and sampling by a grid. All tensors are channels last.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// A number for both directions, or one for each (height, width).
using ScaleFactor = std::variant<int64_t, double, std::vector<double>>;

struct Upsample {
    static constexpr const char* name = "ttnn.upsample";
    static constexpr const char* doc =
        "[N, H, W, C] enlarged to [N, H * scale_h, W * scale_w, C]: each element repeated (nearest), or interpolated "
        "between the centres of elements (bilinear).";
    Tensor input_tensor;
    ScaleFactor scale_factor = int64_t{1};
    std::string mode = "nearest";
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = Upsample;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[N, H, W, C]"),
                          arg("scale_factor", &S::scale_factor, "of both directions, or (height, width)"),
                          kw("mode", &S::mode, "\"nearest\" or \"bilinear\""),
                          kw("memory_config", &S::memory_config, "where the output goes"),
                          kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

struct Rotate {
    static constexpr const char* name = "ttnn.rotate";
    static constexpr const char* doc =
        "[N, H, W, C] turned counter-clockwise by an angle in degrees around the centre; what comes from outside is "
        "fill.";
    Tensor input_tensor;
    double angle = 0;
    std::optional<std::pair<double, double>> center;
    double fill = 0.0;
    bool expand = false;
    std::string interpolation_mode = "nearest";
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        using S = Rotate;
        return std::tuple(arg("input_tensor", &S::input_tensor, "[N, H, W, C], ROW_MAJOR"),
                          arg("angle", &S::angle, "degrees"), kw("center", &S::center, "(x, y) in elements"),
                          kw("fill", &S::fill, "value outside"), kw("expand", &S::expand, "False"),
                          kw("interpolation_mode", &S::interpolation_mode, "\"nearest\" or \"bilinear\""),
                          kw("memory_config", &S::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct GridSample {
    static constexpr const char* name = "ttnn.grid_sample";
    static constexpr const char* doc =
        "[N, H, W, C] at the positions of a grid [N, h, w, 2 K] of (x, y) from -1 to 1, zeros outside: [N, h, w K, C], "
        "or "
        "[N, h, w, K C] with batch_output_channels. A grid of prepare_grid_sample_grid has 6 numbers a position (2 for "
        "nearest).";
    Tensor input_tensor, grid;
    std::string mode = "bilinear", padding_mode = "zeros";
    bool align_corners = false, use_precomputed_grid = false, batch_output_channels = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<ComputeKernelConfig> compute_kernel_config;
    static constexpr auto fields() {
        using S = GridSample;
        return std::tuple(
            arg("input_tensor", &S::input_tensor, "[N, H, W, C]"),
            arg("grid", &S::grid, "[N, h, w, 2 K], or 6 K where prepared"),
            kw("mode", &S::mode, "\"bilinear\" or \"nearest\""), kw("padding_mode", &S::padding_mode, "\"zeros\""),
            kw("align_corners", &S::align_corners, "-1 and 1 are centres of elements, not borders"),
            kw("use_precomputed_grid", &S::use_precomputed_grid, "the grid is prepared"),
            kw("batch_output_channels", &S::batch_output_channels, "K positions side by side in channels"),
            kw("memory_config", &S::memory_config, "where the output goes"),
            kw("compute_kernel_config", &S::compute_kernel_config, "the card's compute configuration"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
