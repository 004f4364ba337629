// Operations whose positions come from a tensor: gather, scatter, scatter_add, index_fill, indexed_fill and nonzero;
// and plus_one, which counts such positions up. They work on the logical elements as plain arrays, so that every layout
// serves.
#pragma once
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {

struct Gather {
    static constexpr const char* name = "ttnn.gather";
    static constexpr const char* doc =
        "For each position of `index` the element of the input with that coordinate replaced in `dim`, as "
        "torch.gather.";
    Tensor input;
    int64_t dim = 0;
    Tensor index;
    bool sparse_grad = false;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> out;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(
            arg("input", &Gather::input, "tensor of any rank"), arg("dim", &Gather::dim, "dimension that is indexed"),
            arg("index", &Gather::index,
                "positions, uint32 or uint16, no larger than the input in the other dimensions"),
            kw("sparse_grad", &Gather::sparse_grad, "accepted for compatibility"),
            kw("memory_config", &Gather::memory_config, "where the output goes"), ttnn::out("out", &Gather::out),
            kw("sub_core_grids", &Gather::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct Scatter {
    static constexpr const char* name = "ttnn.scatter";
    static constexpr const char* doc =
        "The input with the elements of `src` put where `index` says in `dim`; `reduce` combines them with what is "
        "there.";
    Tensor input;
    int64_t dim = 0;
    Tensor index, src;
    std::optional<MemoryConfig> memory_config;
    std::optional<std::string> reduce;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input", &Scatter::input, "tensor of any rank"),
                          arg("dim", &Scatter::dim, "dimension that is indexed"),
                          arg("index", &Scatter::index, "positions, integers", kIntegers),
                          arg("src", &Scatter::src, "elements, at least as many as positions"),
                          kw("memory_config", &Scatter::memory_config, "where the output goes"),
                          kw("reduce", &Scatter::reduce, "None, \"add\", \"multiply\", \"amin\" or \"amax\""),
                          kw("sub_core_grids", &Scatter::sub_core_grids, "cores that the program may use"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

struct ScatterAdd {
    static constexpr const char* name = "ttnn.scatter_add";
    static constexpr const char* doc = "The input with the elements of `src` added where `index` says in `dim`.";
    Tensor input;
    int64_t dim = 0;
    Tensor index, src;
    std::optional<MemoryConfig> memory_config;
    std::optional<CoreRangeSet> sub_core_grids;
    static constexpr auto fields() {
        return std::tuple(arg("input", &ScatterAdd::input, "tensor of any rank"),
                          arg("dim", &ScatterAdd::dim, "dimension that is indexed"),
                          arg("index", &ScatterAdd::index, "positions, integers", kIntegers),
                          arg("src", &ScatterAdd::src, "elements, at least as many as positions"),
                          kw("memory_config", &ScatterAdd::memory_config, "where the output goes"),
                          kw("sub_core_grids", &ScatterAdd::sub_core_grids, "cores that the program may use"));
    }
    Tensor compose() const {
        return call(Scatter{.input = input,
                            .dim = dim,
                            .index = index,
                            .src = src,
                            .memory_config = memory_config,
                            .reduce = "add",
                            .sub_core_grids = sub_core_grids});
    }
};

struct IndexFill {
    static constexpr const char* name = "ttnn.index_fill";
    static constexpr const char* doc = "The input with `value` at the positions `index` of dimension `dim`.";
    Tensor input;
    int64_t dim = 0;
    Tensor index;
    Scalar value;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input", &IndexFill::input, "ROW_MAJOR tensor"),
                          arg("dim", &IndexFill::dim, "dimension, not negative"),
                          arg("index", &IndexFill::index, "positions, one dimension of uint32"),
                          arg("value", &IndexFill::value, "number"),
                          kw("memory_config", &IndexFill::memory_config, "where the output goes"));
    }
    void validate() const;
    TensorSpec output() const { return moved_spec(input, input.shape(), memory_config); }
    Program program() const;
};

struct IndexedFill {
    static constexpr const char* name = "ttnn.indexed_fill";
    static constexpr const char* doc =
        "input_tensor_a with slice batch_id[i] along `dim` replaced by slice i of input_tensor_b.";
    Tensor batch_id, input_tensor_a, input_tensor_b;
    std::optional<MemoryConfig> memory_config;
    int64_t dim = 0;
    static constexpr auto fields() {
        return std::tuple(arg("batch_id", &IndexedFill::batch_id, "positions, uint32"),
                          arg("input_tensor_a", &IndexedFill::input_tensor_a, "tensor to change"),
                          arg("input_tensor_b", &IndexedFill::input_tensor_b, "new slices"),
                          kw("memory_config", &IndexedFill::memory_config, "where the output goes"),
                          kw("dim", &IndexedFill::dim, "dimension"));
    }
    void validate() const;
    TensorSpec output() const { return moved_spec(input_tensor_a, input_tensor_a.shape(), memory_config); }
    Program program() const;
};

struct NonZero {
    static constexpr const char* name = "ttnn.nonzero";
    static constexpr const char* doc =
        "[count, coordinates]: how many elements are not zero (first element, [1, 1, 1, 8]) and four coordinates for "
        "each of them one after another.";
    Tensor input_tensor;
    std::optional<MemoryConfig> memory_config;
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &NonZero::input_tensor, "tensor of rank 4"),
                          kw("memory_config", &NonZero::memory_config, "where the outputs go"));
    }
    void validate() const;
    std::vector<TensorSpec> output() const;
    Program program() const;
};

struct PlusOne {
    static constexpr const char* name = "ttnn.plus_one";
    static constexpr const char* doc = "One added to each element, in place; for positions of a cache.";
    Tensor input_tensor;
    std::optional<CoreRangeSet> sub_core_grids;
    bool skip_negative_entries = false;
    Tensor destination() const { return input_tensor; }
    static constexpr auto fields() {
        return std::tuple(arg("input_tensor", &PlusOne::input_tensor, "ROW_MAJOR int32 or uint32"),
                          opt("sub_core_grids", &PlusOne::sub_core_grids, "cores that the program may use"),
                          opt("skip_negative_entries", &PlusOne::skip_negative_entries, "negative elements stay"));
    }
    void validate() const;
    TensorSpec output() const { return input_tensor.spec(); }
    Program program() const;
};

}  // namespace ttnn
