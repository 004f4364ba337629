// A file's bytes, mapped into memory: reading a tensor touches its pages alone, and the system may drop them again.
#pragma once
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace bitnet {

class MappedFile {
 public:
    static std::shared_ptr<const MappedFile> open(const std::string& path);
    /// Bytes in memory under the name of a file.
    static std::shared_ptr<const MappedFile> of_bytes(std::string path, std::vector<std::byte> bytes);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;

    const std::string& path() const { return path_; }
    std::span<const std::byte> bytes() const { return bytes_; }

 private:
    explicit MappedFile(std::string path) : path_(std::move(path)) {}
    std::string path_;
    std::span<const std::byte> bytes_;
    std::vector<std::byte> owned_;
};
using FileRef = std::shared_ptr<const MappedFile>;

}  // namespace bitnet
