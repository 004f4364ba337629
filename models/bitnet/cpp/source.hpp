// Where weights come from: a Hugging Face folder, a GGUF file, our packed file, or random numbers. All give the same
// names (Hugging Face's, without ".weight"), ternary matrices packed in two bits, and rows of floats. Tensors are read
// one at a time; a source checks all names, shapes and formats when it is opened and values when they are read.
#pragma once
#include <memory>
#include <string>

#include "config.hpp"
#include "ternary.hpp"

namespace bitnet {

enum class Packing : uint8_t { TwoBits, FiveDigits };

class WeightSource {
 public:
    virtual ~WeightSource() = default;
    const Config& config() const { return config_; }
    const std::string& path() const { return path_; }
    /// One line for people: what kind of file this is.
    virtual std::string kind() const = 0;
    /// Rows of a float tensor (vectors have one row), `columns` values each.
    virtual void floats(const std::string& name, int64_t first, int64_t count, float* out) const = 0;
    virtual Ternary ternary(const std::string& name, const Dims& shape) const = 0;
    /// The text of a tokenizer.json; empty where there is none.
    virtual std::string tokenizer() const { return {}; }

    std::vector<float> vector(const std::string& name, int64_t length) const;

 protected:
    std::string path_;
    Config config_;
};
using SourceRef = std::shared_ptr<const WeightSource>;

/// A folder with config.json, a .gguf file, or a packed file.
SourceRef open_source(const std::string& path);
SourceRef open_gguf(FileRef file);
SourceRef open_packed(FileRef file);
/// `config_text` and `tokenizer_text` are the texts of the folder's JSON files.
SourceRef open_hugging_face(const std::string& folder, const std::string& config_text,
                            const std::string& tokenizer_text, Safetensors tensors);
SourceRef random_source(const Config& config, uint64_t seed);

using Progress = std::function<void(int64_t done, int64_t all)>;
/// Writes all tensors of a source into our packed file: a safetensors file whose linear layers are in the form of
/// ternary.hpp, with the configuration and the tokenizer in its metadata.
void write_packed(const WeightSource& source, const std::string& path, Packing packing, const Progress& progress);

}  // namespace bitnet
