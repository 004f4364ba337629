// permute, transpose and reshape.
#pragma once
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

struct Permute {
    static constexpr const char* name = "ttnn.permute";
    static constexpr const char* doc = "Dimensions in another order: output dimension i is input dimension dims[i].";
    Tensor input_tensor;
    std::vector<int64_t> dims;
    std::optional<MemoryConfig> memory_config;
    double pad_value = 0;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Permute::input_tensor, "tensor of any rank"),
                          arg("dims", &Permute::dims, "a permutation of the dimensions"),
                          opt("pad_value", &Permute::pad_value, "accepted for compatibility: padding is never visible"),
                          kw("memory_config", &Permute::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

/// The device operation below permute and transpose.
struct PermuteMovement {
    static constexpr const char* name = "ttnn.permute";
    static constexpr const char* doc = "Moves the elements of a permutation.";
    Tensor input_tensor;
    std::vector<int64_t> dims;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &PermuteMovement::input_tensor, "tensor"),
                          arg("dims", &PermuteMovement::dims, "order"),
                          kw("memory_config", &PermuteMovement::memory_config, "where the output goes"));
    }
    void validate() const { check_on_device(name, input_tensor); }
    TensorSpec output() const;
    Program program() const;
};

struct Transpose {
    static constexpr const char* name = "ttnn.transpose";
    static constexpr const char* doc = "Two dimensions swapped.";
    Tensor input_tensor;
    int64_t dim1 = 0, dim2 = 1;
    std::optional<MemoryConfig> memory_config;
    double pad_value = 0;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Transpose::input_tensor, "tensor of any rank"),
            arg("dim1", &Transpose::dim1, "a dimension"), arg("dim2", &Transpose::dim2, "another dimension"),
            opt("pad_value", &Transpose::pad_value, "accepted for compatibility: padding is never visible"),
            kw("memory_config", &Transpose::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

/// The shape asked for with its -1 filled in; raises unless the volumes agree.
Shape reshape_target(const Shape& from, std::vector<int64_t> shape);

/// Whether the card keeps the map from pages to pages of a reshape, or makes it at each call.
enum class TileReshapeMapMode : uint8_t { CACHE = 0, RECREATE = 1 };
inline std::ostream& operator<<(std::ostream& out, TileReshapeMapMode m) {
    return out << "TileReshapeMapMode." << (m == TileReshapeMapMode::CACHE ? "CACHE" : "RECREATE");
}

struct Reshape {
    static constexpr const char* name = "ttnn.reshape";
    static constexpr const char* doc =
        "The elements in another shape of the same volume; one extent may be -1. A view where the layout allows.";
    Tensor input_tensor;
    std::vector<int64_t> shape;
    std::optional<std::vector<int64_t>> padded_shape;
    std::optional<MemoryConfig> memory_config;
    std::optional<Scalar> pad_value;
    TileReshapeMapMode reshape_tile_mode = TileReshapeMapMode::CACHE;
    std::optional<CoreRangeSet> sub_core_grids;
    bool skip_padding_fill = false;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Reshape::input_tensor, "tensor of any rank, on a device or the host"),
            arg("shape", &Reshape::shape, "new extents"),
            opt("padded_shape", &Reshape::padded_shape, "with it the logical shape may be any under that padding"),
            kw("memory_config", &Reshape::memory_config, "where the output goes"),
            kw("pad_value", &Reshape::pad_value, "accepted for compatibility: padding is never visible"),
            kw("reshape_tile_mode", &Reshape::reshape_tile_mode,
               "accepted for compatibility: no map of pages is needed"),
            kw("sub_core_grids", &Reshape::sub_core_grids, "cores that the program may use"),
            kw("skip_padding_fill", &Reshape::skip_padding_fill,
               "accepted for compatibility: padding is never visible"));
    }
    Tensor compose() const;

 private:
    Tensor under_padding() const;
};

struct ReshapeMovement {
    static constexpr const char* name = "ttnn.reshape";
    static constexpr const char* doc = "Moves the elements into another shape.";
    Tensor input_tensor;
    Shape shape;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &ReshapeMovement::input_tensor, "tensor"),
                          arg("shape", &ReshapeMovement::shape, "shape"),
                          kw("memory_config", &ReshapeMovement::memory_config, "where the output goes"));
    }
    void validate() const { check_on_device(name, input_tensor); }
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
