#include "gguf.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include "file_error.hpp"

namespace bitnet {
namespace {

constexpr const char* kGiveBitNet = "give a GGUF file of a BitNet b1.58 model";

// Kinds of tensors: elements and bytes of a block.
struct KindRow {
    uint32_t kind;
    const char* name;
    uint64_t elements, bytes;
};
constexpr KindRow kKinds[] = {{0, "F32", 1, 4},    {1, "F16", 1, 2},       {2, "Q4_0", 32, 18},
                              {3, "Q4_1", 32, 20}, {8, "Q8_0", 32, 34},    {14, "Q6_K", 256, 210},
                              {30, "BF16", 1, 2},  {34, "TQ1_0", 256, 54}, {35, "TQ2_0", 256, 66},
                              {24, "I8", 1, 1},    {26, "I32", 1, 4}};

const KindRow* row_of(uint32_t kind) {
    const auto* found =
        std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& r) { return r.kind == kind; });
    return found == std::end(kKinds) ? nullptr : found;
}

// Types of fields.
enum Type : uint32_t { U8, I8, U16, I16, U32, I32, F32, Bool, String, Array, U64, I64, F64 };

class Cursor {
 public:
    explicit Cursor(const MappedFile& file) : file_(file) {}

    std::span<const std::byte> take(uint64_t count, const std::string& what) {
        if (count > file_.bytes().size() - at_)
            throw FileError(file_.path(), text("ends inside ", what, " at byte ", file_.bytes().size()), kFetchAgain);
        const auto out = file_.bytes().subspan(at_, count);
        at_ += count;
        return out;
    }
    template <class T>
    T scalar(const std::string& what) {
        T value;
        std::memcpy(&value, take(sizeof value, what).data(), sizeof value);
        return value;
    }
    /// A count of things that take at least `each` bytes, so no more than the rest of the file can hold.
    uint64_t count(uint64_t each, const std::string& what) {
        const auto n = scalar<uint64_t>(what);
        if (n > (file_.bytes().size() - at_) / each)
            throw FileError(file_.path(), text(what, " is ", n, ", more than the file can hold"), kFetchAgain);
        return n;
    }
    std::string string(const std::string& what) {
        const auto bytes = take(count(1, "length of " + what), what);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
    Gguf::Value value(uint32_t type, const std::string& name) {
        if (type == Array) return array(name);
        if (type == String) return string(name);
        if (type == Bool) return scalar<uint8_t>(name) != 0;
        if (type == F32 || type == F64) return real(type, name);
        return whole(type, name);
    }
    uint64_t at() const { return at_; }

 private:
    double real(uint32_t type, const std::string& name) {
        return type == F32 ? static_cast<double>(scalar<float>(name)) : scalar<double>(name);
    }
    int64_t whole(uint32_t type, const std::string& name) {
        switch (type) {
            case U8: return scalar<uint8_t>(name);
            case I8: return scalar<int8_t>(name);
            case U16: return scalar<uint16_t>(name);
            case I16: return scalar<int16_t>(name);
            case U32: return scalar<uint32_t>(name);
            case I32: return scalar<int32_t>(name);
            case U64: return static_cast<int64_t>(scalar<uint64_t>(name));
            case I64: return scalar<int64_t>(name);
            default: throw FileError(file_.path(), text("field ", name, " has unknown type ", type), kFetchAgain);
        }
    }
    Gguf::Value array(const std::string& name) {
        const auto type = scalar<uint32_t>(name);
        const uint64_t n = count(type == String ? 8 : 1, "length of " + name);
        if (type == String) return list<std::string>(n, [&] { return string(name); });
        if (type == F32 || type == F64) return list<double>(n, [&] { return real(type, name); });
        if (type == Bool) return list<int64_t>(n, [&] { return int64_t{scalar<uint8_t>(name)}; });
        return list<int64_t>(n, [&] { return whole(type, name); });
    }
    template <class T, class Read>
    std::vector<T> list(uint64_t n, Read read) {
        std::vector<T> out;
        for (uint64_t i = 0; i < n; ++i) out.push_back(read());
        return out;
    }

    const MappedFile& file_;
    uint64_t at_ = 0;
};

struct Row {
    std::string name;
    Gguf::Tensor tensor;
    uint64_t offset, size;
};

Row read_row(Cursor& cursor, const std::string& path, uint64_t index) {
    Row row{cursor.string(text("name of tensor ", index)), {}, 0, 0};
    const auto rank = cursor.scalar<uint32_t>(row.name);
    if (rank == 0 || rank > 4)
        throw FileError(path, text("tensor ", row.name, " has ", rank, " dimensions"), kFetchAgain);
    for (uint32_t i = 0; i < rank; ++i) {
        const auto extent = cursor.scalar<uint64_t>(row.name);
        if (extent == 0 || extent > UINT32_MAX)
            throw FileError(path, text("tensor ", row.name, " has an extent of ", extent), kFetchAgain);
        row.tensor.shape.insert(row.tensor.shape.begin(), static_cast<int64_t>(extent));
    }
    row.tensor.kind = cursor.scalar<uint32_t>(row.name);
    row.offset = cursor.scalar<uint64_t>(row.name);
    const KindRow* kind = row_of(row.tensor.kind);
    if (!kind)
        throw FileError(path, text("tensor ", row.name, " is stored as ", name_of(row.tensor.kind)),
                        "convert it to TQ1_0, TQ2_0, F16, BF16 or F32");
    uint64_t elements = 1;
    for (int64_t extent : row.tensor.shape)
        if (__builtin_mul_overflow(elements, static_cast<uint64_t>(extent), &elements)) elements = 0;
    const auto width = static_cast<uint64_t>(row.tensor.shape.back());
    if (elements == 0 || width % kind->elements || elements > UINT64_MAX / kind->bytes)
        throw FileError(path,
                        text("tensor ", row.name, " of shape ", to_text(row.tensor.shape), " does not divide into ",
                             kind->name, " blocks"),
                        kFetchAgain);
    row.size = elements / kind->elements * kind->bytes;
    return row;
}

}  // namespace

std::string name_of(uint32_t kind) {
    const KindRow* row = row_of(kind);
    return row ? row->name : text("format ", kind);
}

Gguf::Gguf(FileRef file) : file_(std::move(file)) {
    Cursor cursor(*file_);
    if (std::memcmp(cursor.take(4, "the magic").data(), "GGUF", 4) != 0)
        throw FileError(path(), "does not begin with GGUF", "give a GGUF file");
    const auto version = cursor.scalar<uint32_t>("the version");
    if (version != 2 && version != 3)
        throw FileError(path(), text("GGUF version ", version), "convert it to version 2 or 3, little endian");
    const uint64_t tensors = cursor.count(24, "number of tensors"), fields = cursor.count(12, "number of fields");
    for (uint64_t i = 0; i < fields; ++i) {
        const std::string name = cursor.string(text("name of field ", i));
        const auto type = cursor.scalar<uint32_t>(name);
        fields_[name] = cursor.value(type, name);
    }
    std::vector<Row> rows;
    for (uint64_t i = 0; i < tensors; ++i) rows.push_back(read_row(cursor, path(), i));
    const int64_t alignment = has("general.alignment") ? whole("general.alignment") : 32;
    if (alignment <= 0 || alignment > 1 << 20 || (alignment & (alignment - 1)))
        throw FileError(path(), text("general.alignment is ", alignment), kFetchAgain);
    const auto step = static_cast<uint64_t>(alignment);
    const uint64_t start = (cursor.at() + step - 1) / step * step, size = file_->bytes().size();
    for (Row& row : rows) {
        if (start > size || row.offset > size - start || row.size > size - start - row.offset)
            throw FileError(path(),
                            text("tensor ", row.name, " of ", row.size, " bytes lies at byte ", row.offset, " of ",
                                 size < start ? 0 : size - start),
                            kFetchAgain);
        row.tensor.bytes = file_->bytes().subspan(start + row.offset, row.size);
        if (!tensors_.emplace(row.name, row.tensor).second)
            throw FileError(path(), "tensor " + row.name + " is there twice", kFetchAgain);
    }
}

template <class T>
const T& Gguf::get(const std::string& field, const char* expected) const {
    const auto found = fields_.find(field);
    if (found == fields_.end()) throw FileError(path(), "field " + field + " is missing", kGiveBitNet);
    const T* value = std::get_if<T>(&found->second);
    if (!value) throw FileError(path(), text("field ", field, " is not ", expected), kGiveBitNet);
    return *value;
}

int64_t Gguf::whole(const std::string& field) const { return get<int64_t>(field, "a whole number"); }
double Gguf::real(const std::string& field) const {
    const auto found = fields_.find(field);
    if (found != fields_.end() && std::holds_alternative<int64_t>(found->second))
        return static_cast<double>(std::get<int64_t>(found->second));
    return get<double>(field, "a number");
}
bool Gguf::yes(const std::string& field, bool otherwise) const {
    return has(field) ? get<bool>(field, "true or false") : otherwise;
}
const std::string& Gguf::word(const std::string& field) const { return get<std::string>(field, "a string"); }
const std::vector<std::string>& Gguf::words(const std::string& field) const {
    return get<std::vector<std::string>>(field, "a list of strings");
}
const std::vector<int64_t>& Gguf::wholes(const std::string& field) const {
    return get<std::vector<int64_t>>(field, "a list of whole numbers");
}

const Gguf::Tensor& Gguf::expect(const std::string& name, const Dims& shape, const std::vector<GgufKind>& kinds) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) throw FileError(path(), "tensor " + name + " is missing", kGiveBitNet);
    const Tensor& t = found->second;
    if (t.shape != shape)
        throw FileError(path(), text("tensor ", name, " has shape ", to_text(t.shape), ", expected ", to_text(shape)),
                        "give a file whose tensors fit its fields");
    if (std::find(kinds.begin(), kinds.end(), static_cast<GgufKind>(t.kind)) == kinds.end()) {
        std::string names;
        for (GgufKind kind : kinds) names += (names.empty() ? "" : " or ") + name_of(static_cast<uint32_t>(kind));
        throw FileError(path(), text("tensor ", name, " is stored as ", name_of(t.kind)), "convert it to " + names);
    }
    return t;
}

}  // namespace bitnet
