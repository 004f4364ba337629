// .safetensors files: eight bytes with the length of a JSON table, the table, the tensors' bytes. Every extent is
// checked when the file is opened, so that a cut file names the tensor that it cut.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "mapped_file.hpp"

namespace bitnet {

using Dims = std::vector<int64_t>;
std::string to_text(const Dims& dims);

struct StoredTensor {
    std::string dtype;  ///< F32, BF16, U8, ...
    Dims shape;
    std::span<const std::byte> bytes;
    FileRef file;  ///< keeps the bytes mapped
};

class Safetensors {
 public:
    explicit Safetensors(FileRef file);
    /// All .safetensors files of a folder as one.
    static Safetensors of_folder(const std::string& folder);

    const std::string& path() const { return path_; }
    const std::map<std::string, StoredTensor>& tensors() const { return tensors_; }
    const std::map<std::string, std::string>& metadata() const { return metadata_; }
    /// Raises unless the tensor is there with this shape and one of these dtypes.
    const StoredTensor& expect(const std::string& name, const Dims& shape,
                               const std::vector<std::string>& dtypes) const;

 private:
    Safetensors() = default;
    void add(const FileRef& file);
    std::string path_;
    std::map<std::string, StoredTensor> tensors_;
    std::map<std::string, std::string> metadata_;
};

/// Writes a file tensor by tensor, in the order of the table. The file has its name only when it is complete.
class SafetensorsWriter {
 public:
    struct Row {
        std::string name, dtype;
        Dims shape;
    };
    SafetensorsWriter(std::string path, const std::vector<Row>& rows,
                      const std::map<std::string, std::string>& metadata);
    ~SafetensorsWriter();  ///< removes what was not finished
    SafetensorsWriter(const SafetensorsWriter&) = delete;
    void write(std::span<const std::byte> bytes);
    void finish();

 private:
    std::string path_, part_;
    int file_ = -1;
    size_t expected_ = 0, written_ = 0;
};

}  // namespace bitnet
