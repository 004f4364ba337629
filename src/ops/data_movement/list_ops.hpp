// Operations on lists of tensors or on parts of one that slice and concat make up: stack, split, chunk and roll.
#pragma once
#include "ops/data_movement/region_ops.hpp"

namespace ttnn {

struct Stack {
    static constexpr const char* name = "ttnn.stack";
    static constexpr const char* doc = "Tensors of one shape side by side along a new dimension.";
    std::vector<Tensor> input_tensors;
    int64_t dim = 0;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensors", &Stack::input_tensors, "list of tensors"),
                          arg("dim", &Stack::dim, "position of the new dimension"));
    }
    Tensor compose() const;
};

struct Split {
    static constexpr const char* name = "ttnn.split";
    static constexpr const char* doc =
        "Parts of `split_size` positions along a dimension (the last may be shorter), or of the sizes given.";
    Tensor input_tensor;
    std::variant<int64_t, std::vector<int64_t>> split_size;
    int64_t dim = 0;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Split::input_tensor, "tensor of any rank"),
                          arg("split_size", &Split::split_size, "positions of a part, or a list of them"),
                          opt("dim", &Split::dim, "dimension"),
                          kw("memory_config", &Split::memory_config, "where the outputs go"));
    }
    std::vector<Tensor> compose() const;
};

struct Chunk {
    static constexpr const char* name = "ttnn.chunk";
    static constexpr const char* doc =
        "At most `chunks` parts of equal extent along a dimension; the last may be smaller.";
    Tensor input_tensor;
    int64_t chunks = 1, dim = 0;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Chunk::input_tensor, "tensor of any rank"),
                          arg("chunks", &Chunk::chunks, "parts"), arg("dim", &Chunk::dim, "dimension"));
    }
    std::vector<Tensor> compose() const;
};

struct Roll {
    static constexpr const char* name = "ttnn.roll";
    static constexpr const char* doc =
        "Positions moved on by `shifts` along a dimension, those past the end to its beginning; each of a list in its "
        "dimension.";
    Tensor input_tensor;
    std::vector<int64_t> shifts, dim;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &Roll::input_tensor, "tensor of any rank"),
                          arg("shifts", &Roll::shifts, "positions for each dimension"),
                          arg("dim", &Roll::dim, "dimensions"),
                          kw("memory_config", &Roll::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

struct RollOne {
    static constexpr const char* name = "ttnn.roll";
    static constexpr const char* doc =
        "Positions moved on by `shifts` along one dimension; without a dimension along the flattened tensor.";
    Tensor input_tensor;
    int64_t shifts = 0;
    std::optional<int64_t> dim;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &RollOne::input_tensor, "tensor of any rank"),
                          arg("shifts", &RollOne::shifts, "positions"), opt("dim", &RollOne::dim, "dimension"),
                          kw("memory_config", &RollOne::memory_config, "where the output goes"));
    }
    Tensor compose() const;
};

}  // namespace ttnn
