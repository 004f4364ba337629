// Operations that give the same elements another shape, most often without moving them: view, unsqueeze, squeeze,
// unsqueeze_to_4D, narrow and expand. A view shares the memory of its input; unsqueeze and squeeze copy when the tiles
// of the new shape differ (see Reshape); expand copies whenever it repeats.
#pragma once
#include "ops/data_movement/shape_ops.hpp"

namespace ttnn {

struct ViewShape {
    static constexpr const char* name = "ttnn.view";
    static constexpr const char* doc =
        "The same memory in another shape of the same volume. The last dimension stays, and in tiles the last but one "
        "or its multiple of 32.";
    Tensor input_tensor;
    std::vector<int64_t> shape;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ViewShape::input_tensor, "tensor of any rank"),
                          arg("shape", &ViewShape::shape, "new extents; one may be -1"));
    }
    Tensor compose() const;
};

struct ExperimentalView {
    static constexpr const char* name = "ttnn.experimental.view";
    static constexpr const char* doc =
        "The same memory read as another shape of the same volume, whatever its layout makes of that.";
    Tensor input_tensor;
    std::vector<int64_t> shape;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ExperimentalView::input_tensor, "tensor of any rank"),
                          arg("shape", &ExperimentalView::shape, "new extents; one may be -1"));
    }
    Tensor compose() const;
};

struct ExperimentalView4D {
    static constexpr const char* name = "ttnn.experimental.view";
    static constexpr const char* doc = "The same memory read as shape [N, C, H, W].";
    Tensor input_tensor;
    int64_t N = 1, C = 1, H = 1, W = 1;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ExperimentalView4D::input_tensor, "tensor of any rank"),
                          arg("N", &ExperimentalView4D::N, "first extent"),
                          arg("C", &ExperimentalView4D::C, "second extent"), arg("H", &ExperimentalView4D::H, "rows"),
                          arg("W", &ExperimentalView4D::W, "columns"));
    }
    Tensor compose() const { return ExperimentalView{.input_tensor = input_tensor, .shape = {N, C, H, W}}.compose(); }
};

struct Unsqueeze {
    static constexpr const char* name = "ttnn.unsqueeze";
    static constexpr const char* doc = "A dimension of extent 1 inserted at `dim`.";
    Tensor input_tensor;
    int64_t dim = 0;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Unsqueeze::input_tensor, "tensor of any rank"),
                          arg("dim", &Unsqueeze::dim, "position, from -rank-1 to rank"));
    }
    Tensor compose() const;
};

struct UnsqueezeTo4D {
    static constexpr const char* name = "ttnn.unsqueeze_to_4D";
    static constexpr const char* doc = "Dimensions of extent 1 in front until there are four.";
    Tensor tensor;
    static constexpr auto fields() {
        return std::tuple(arg("tensor", &UnsqueezeTo4D::tensor, "tensor of at most four dimensions"));
    }
    Tensor compose() const;
};

struct Squeeze {
    static constexpr const char* name = "ttnn.squeeze";
    static constexpr const char* doc =
        "Without the dimensions of extent 1: all of them, or those in `dim` that have it.";
    Tensor input_tensor;
    std::optional<std::variant<int64_t, std::vector<int64_t>>> dim;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Squeeze::input_tensor, "tensor of any rank"),
                          opt("dim", &Squeeze::dim, "a dimension or several"));
    }
    Tensor compose() const;
};

struct Narrow {
    static constexpr const char* name = "ttnn.narrow";
    static constexpr const char* doc =
        "`length` positions of a dimension from `start`, without moving elements: they must lie together in memory.";
    Tensor input_tensor;
    int64_t dim = 0, start = 0, length = 1;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Narrow::input_tensor, "tensor of any rank"),
                          arg("dim", &Narrow::dim, "dimension"), arg("start", &Narrow::start, "first position"),
                          arg("length", &Narrow::length, "positions"));
    }
    Tensor compose() const;

 private:
    void check_layout(int64_t d) const;
};

struct Expand {
    static constexpr const char* name = "ttnn.expand";
    static constexpr const char* doc =
        "Dimensions of extent 1 repeated to those of output_shape, and new ones put in front; -1 keeps an extent.";
    Tensor input_tensor;
    std::vector<int64_t> output_shape;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Expand::input_tensor, "tensor of any rank"),
                          arg("output_shape", &Expand::output_shape, "new extents"),
                          kw("memory_config", &Expand::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
