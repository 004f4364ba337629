// ttnn.embedding: rows of a table by index.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// What the card may know of a table: nothing, that one row is padding, or that there are two rows.
enum class EmbeddingsType : uint8_t { GENERIC = 0, PADDED = 1, BINARY = 2 };
inline std::ostream& operator<<(std::ostream& out, EmbeddingsType t) {
    constexpr const char* names[] = {"GENERIC", "PADDED", "BINARY"};
    return out << "EmbeddingsType." << names[static_cast<size_t>(t)];
}

struct Embedding {
    static constexpr const char* name = "ttnn.embedding";
    static constexpr const char* doc =
        "Rows of `weight` [rows, width] for indices of any rank: shape of the indices plus [width].";
    Tensor input_tensor, weight;
    std::optional<int64_t> padding_idx;
    std::optional<Layout> layout;
    EmbeddingsType embeddings_type = EmbeddingsType::GENERIC;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        return std::tuple(
            arg("input_tensor", &Embedding::input_tensor, "indices: uint32, or bfloat16 holding whole numbers"),
            arg("weight", &Embedding::weight, "table, [rows, width] or [1, 1, rows, width]"),
            kw("padding_idx", &Embedding::padding_idx, "row whose gradient is zero"),
            kw("layout", &Embedding::layout, "of the output; the table's"),
            kw("embeddings_type", &Embedding::embeddings_type,
               "accepted for compatibility: all rows are read from the table"),
            kw("dtype", &Embedding::dtype, "of the output; the table's"),
            kw("memory_config", &Embedding::memory_config, "where the output goes"),
            out("output_tensor", &Embedding::output_tensor));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

}  // namespace ttnn
