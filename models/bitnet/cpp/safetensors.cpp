#include "safetensors.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "file_error.hpp"

namespace bitnet {
namespace {

using nlohmann::json;
constexpr uint64_t kLongestHeader = 100'000'000;  // as in the format's own reader

size_t width_of(const std::string& dtype) {
    static const std::map<std::string, size_t> widths = {{"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8},
                                                         {"I32", 4}, {"I16", 2}, {"I8", 1},  {"U64", 8},  {"U32", 4},
                                                         {"U16", 2}, {"U8", 1},  {"BOOL", 1}};
    const auto found = widths.find(dtype);
    return found == widths.end() ? 0 : found->second;
}

// Bytes of a tensor; nothing when the product does not fit.
std::optional<uint64_t> size_of(const std::string& dtype, const Dims& shape) {
    uint64_t size = width_of(dtype);
    for (int64_t extent : shape)
        if (extent < 0 || __builtin_mul_overflow(size, static_cast<uint64_t>(extent), &size)) return {};
    return size;
}

uint64_t header_length(const MappedFile& file) {
    uint64_t length = 0;
    if (file.bytes().size() >= 8) std::memcpy(&length, file.bytes().data(), 8);
    if (length < 2 || length > kLongestHeader || length > file.bytes().size() - 8)
        throw FileError(file.path(), text("a header of ", length, " bytes in a file of ", file.bytes().size()),
                        kFetchAgain);
    return length;
}

StoredTensor read_row(const FileRef& file, uint64_t start, const std::string& name, const json& row) {
    StoredTensor t;
    t.file = file;
    t.dtype = row.at("dtype").get<std::string>();
    t.shape = row.at("shape").get<Dims>();
    const auto offsets = row.at("data_offsets").get<std::vector<uint64_t>>();
    const uint64_t room = file->bytes().size() - start;
    if (width_of(t.dtype) == 0)
        throw FileError(file->path(), text("tensor ", name, " is stored as ", t.dtype), "give a file of plain numbers");
    const auto size = size_of(t.dtype, t.shape);
    if (offsets.size() != 2 || !size || offsets[0] > offsets[1] || offsets[1] - offsets[0] != *size ||
        offsets[1] > room)
        throw FileError(file->path(),
                        text("tensor ", name, " of shape ", to_text(t.shape), " lies at ",
                             row.at("data_offsets").dump(), " of ", room, " bytes"),
                        kFetchAgain);
    t.bytes = file->bytes().subspan(start + offsets[0], *size);
    return t;
}

}  // namespace

std::string to_text(const Dims& dims) {
    std::string out = "[";
    for (size_t i = 0; i < dims.size(); ++i) out += (i ? ", " : "") + std::to_string(dims[i]);
    return out + "]";
}

Safetensors::Safetensors(FileRef file) : path_(file->path()) { add(file); }

void Safetensors::add(const FileRef& file) {
    const uint64_t length = header_length(*file);
    const auto* text_begin = reinterpret_cast<const char*>(file->bytes().data()) + 8;
    try {
        const json table = json::parse(text_begin, text_begin + length);
        for (const auto& [name, row] : table.items()) {
            if (name == "__metadata__") {
                for (const auto& [key, value] : row.items()) metadata_[key] = value.get<std::string>();
                continue;
            }
            if (!tensors_.emplace(name, read_row(file, 8 + length, name, row)).second)
                throw FileError(file->path(), "tensor " + name + " is in two files", "remove one of them");
        }
    } catch (const json::exception& error) {
        throw FileError(file->path(), text("the header is no tensor table (", error.what(), ")"), kFetchAgain);
    }
}

Safetensors Safetensors::of_folder(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
        if (entry.path().extension() == ".safetensors") paths.push_back(entry.path());
    if (error) throw FileError(folder, "cannot be read (" + error.message() + ")", "give a folder");
    if (paths.empty()) throw FileError(folder, "no .safetensors file", "give the folder of a Hugging Face checkpoint");
    std::sort(paths.begin(), paths.end());
    Safetensors all;
    all.path_ = folder;
    for (const auto& path : paths) all.add(MappedFile::open(path));
    return all;
}

const StoredTensor& Safetensors::expect(const std::string& name, const Dims& shape,
                                        const std::vector<std::string>& dtypes) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end())
        throw FileError(path_, "tensor " + name + " is missing", "give a complete BitNet b1.58 checkpoint");
    const StoredTensor& t = found->second;
    if (std::find(dtypes.begin(), dtypes.end(), t.dtype) == dtypes.end()) {
        std::string names;
        for (const auto& d : dtypes) names += (names.empty() ? "" : " or ") + d;
        throw FileError(t.file->path(), text("tensor ", name, " is stored as ", t.dtype, ", expected ", names),
                        "its config says otherwise: give a checkpoint whose config.json fits its tensors");
    }
    if (t.shape != shape)
        throw FileError(t.file->path(),
                        text("tensor ", name, " has shape ", to_text(t.shape), ", expected ", to_text(shape)),
                        "give a checkpoint whose tensors fit its configuration");
    return t;
}

SafetensorsWriter::SafetensorsWriter(std::string path, const std::vector<Row>& rows,
                                     const std::map<std::string, std::string>& metadata)
    : path_(std::move(path)), part_(path_ + ".part") {
    nlohmann::ordered_json table;
    for (const auto& [key, value] : metadata) table["__metadata__"][key] = value;
    for (const Row& row : rows) {
        const size_t size = *size_of(row.dtype, row.shape);
        table[row.name] = {{"dtype", row.dtype}, {"shape", row.shape}, {"data_offsets", {expected_, expected_ + size}}};
        expected_ += size;
    }
    std::string header = table.dump();
    header.append(63 - (header.size() + 8 + 63) % 64, ' ');  // the tensors begin at a cache line
    // The part takes the place of what is there, which may be a device.
    struct stat status {};
    if (::stat(path_.c_str(), &status) == 0 && !S_ISREG(status.st_mode))
        throw FileError(path_, "cannot be written (it is no regular file)", "give another path");
    file_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file_ < 0)
        throw FileError(path_, text("cannot be written (", std::strerror(errno), ")"), "give a path that can be");
    const uint64_t length = header.size();
    expected_ += 8 + length;
    write(std::as_bytes(std::span(&length, 1)));
    write(std::as_bytes(std::span(header)));
}

SafetensorsWriter::~SafetensorsWriter() {
    if (file_ < 0) return;
    ::close(file_);
    ::unlink(part_.c_str());
}

void SafetensorsWriter::write(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t done = ::write(file_, bytes.data(), bytes.size());
        if (done <= 0)
            throw FileError(path_, text("cannot be written (", std::strerror(errno), ")"), "make room on the disk");
        bytes = bytes.subspan(static_cast<size_t>(done));
        written_ += static_cast<size_t>(done);
    }
}

void SafetensorsWriter::finish() {
    if (written_ != expected_)
        throw std::logic_error(text("SafetensorsWriter: ", written_, " of ", expected_, " bytes written"));
    ::close(file_);
    file_ = -1;
    if (std::rename(part_.c_str(), path_.c_str()) != 0)
        throw FileError(path_, text("cannot be written (", std::strerror(errno), ")"), "give a path that can be");
}

}  // namespace bitnet
