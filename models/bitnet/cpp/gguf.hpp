// GGUF files, version 2 and 3, little endian: fields by name, a table of tensors, aligned bytes. Every length and
// extent is checked before use.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "mapped_file.hpp"
#include "safetensors.hpp"

namespace bitnet {

enum class GgufKind : uint32_t { F32 = 0, F16 = 1, BF16 = 30, TQ1_0 = 34, TQ2_0 = 35 };
std::string name_of(uint32_t kind);

class Gguf {
 public:
    using Value = std::variant<bool, int64_t, double, std::string, std::vector<int64_t>, std::vector<double>,
                               std::vector<std::string>>;
    struct Tensor {
        Dims shape;  ///< rows first, as everywhere else
        uint32_t kind = 0;
        std::span<const std::byte> bytes;
    };

    explicit Gguf(FileRef file);
    const std::string& path() const { return file_->path(); }
    const FileRef& file() const { return file_; }
    const std::map<std::string, Value>& fields() const { return fields_; }
    const std::map<std::string, Tensor>& tensors() const { return tensors_; }

    bool has(const std::string& field) const { return fields_.contains(field); }
    /// The field, which must be there with this type; whole numbers serve as real ones.
    int64_t whole(const std::string& field) const;
    double real(const std::string& field) const;
    bool yes(const std::string& field, bool otherwise) const;  ///< `otherwise` where the field is missing
    const std::string& word(const std::string& field) const;
    const std::vector<std::string>& words(const std::string& field) const;
    const std::vector<int64_t>& wholes(const std::string& field) const;
    /// Raises unless the tensor is there with this shape and one of these kinds.
    const Tensor& expect(const std::string& name, const Dims& shape, const std::vector<GgufKind>& kinds) const;

 private:
    template <class T>
    const T& get(const std::string& field, const char* expected) const;
    FileRef file_;
    std::map<std::string, Value> fields_;
    std::map<std::string, Tensor> tensors_;
};

}  // namespace bitnet
