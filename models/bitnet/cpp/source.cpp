#include "source.hpp"

#include <cmath>
#include <cstring>
#include <filesystem>

#include "file_error.hpp"

namespace bitnet {
namespace {

// Rows of a tensor in a file, checked to be finite.
void read_rows(const std::string& path, const std::string& name, FloatKind kind, std::span<const std::byte> bytes,
               int64_t columns, int64_t first, int64_t count, float* out) {
    const auto n = static_cast<size_t>(count * columns);
    widen(kind, bytes.data() + static_cast<size_t>(first * columns) * width_of(kind), n, out);
    if (const size_t bad = first_not_finite(out, n); bad < n)
        throw FileError(
            path,
            text("tensor ", name, " holds ", out[bad], " at element ", first * columns + static_cast<int64_t>(bad)),
            kFetchAgain);
}

class HuggingFaceSource : public WeightSource {
 public:
    HuggingFaceSource(const std::string& folder, const std::string& config_text, std::string tokenizer_text,
                      Safetensors tensors)
        : files_(std::move(tensors)), tokenizer_(std::move(tokenizer_text)) {
        path_ = folder;
        const auto read = read_config(folder + "/config.json", config_text);
        config_ = read.config;
        form_ = read.form;
        for (const auto& [name, shape] : float_shapes(config_)) floats_of(name, shape);
        for (int64_t layer = 0; layer < config_.layers; ++layer)
            for (const auto& [name, shape] : linear_shapes(config_, layer)) check_linear(name, shape);
    }

    std::string kind() const override {
        return form_ == LinearForm::Master ? "Hugging Face checkpoint, float master weights"
                                           : "Hugging Face checkpoint, packed weights";
    }
    std::string tokenizer() const override { return tokenizer_; }

    void floats(const std::string& name, int64_t first, int64_t count, float* out) const override {
        const StoredTensor& t = files_.tensors().at(name + ".weight");
        read_rows(t.file->path(), name + ".weight", *float_kind(t.dtype), t.bytes, t.shape.back(), first, count, out);
    }

    Ternary ternary(const std::string& name, const Dims& shape) const override {
        const StoredTensor& t = files_.tensors().at(name + ".weight");
        if (form_ != LinearForm::Master) return packed(name, shape, t);
        return from_floats({*float_kind(t.dtype), t.bytes.data()}, shape[0], shape[1], [&](size_t index, float value) {
            throw FileError(t.file->path(), text("tensor ", name, ".weight holds ", value, " at element ", index),
                            kFetchAgain);
        });
    }

 private:
    const StoredTensor& floats_of(const std::string& name, const Dims& shape) const {
        return files_.expect(name + ".weight", shape, {"BF16", "F16", "F32"});
    }
    void check_linear(const std::string& name, const Dims& shape) const {
        if (form_ == LinearForm::Master) {
            floats_of(name, shape);
            return;
        }
        files_.expect(name + ".weight", {shape[0] / 4, shape[1]}, {"U8"});
        const auto found = files_.tensors().find(name + ".weight_scale");
        const Dims scale_shape = found != files_.tensors().end() && found->second.shape.empty() ? Dims{} : Dims{1};
        files_.expect(name + ".weight_scale", scale_shape, {"BF16", "F16", "F32"});
    }

    // Byte row r holds rows r, r + out / 4, r + 2 out / 4 and r + 3 out / 4 in its bit pairs, as value + 1.
    Ternary packed(const std::string& name, const Dims& shape, const StoredTensor& t) const {
        const StoredTensor& stored_scale = files_.tensors().at(name + ".weight_scale");
        float scale;
        read_rows(stored_scale.file->path(), name + ".weight_scale", *float_kind(stored_scale.dtype),
                  stored_scale.bytes, 1, 0, 1, &scale);
        if (!(scale > 0))
            throw FileError(stored_scale.file->path(), text("tensor ", name, ".weight_scale is ", scale),
                            "expected a positive scale");
        const int64_t quarter = shape[0] / 4, columns = shape[1];
        return pack(
            shape[0], columns, form_ == LinearForm::Divided ? 1 / scale : scale, [&](int64_t row, int8_t* weights) {
                const std::byte* bytes = t.bytes.data() + row % quarter * columns;
                const auto shift = static_cast<int>(row / quarter * 2);
                for (int64_t i = 0; i < columns; ++i) {
                    const auto code = static_cast<int>(bytes[i]) >> shift & 3;
                    if (code == 3)
                        throw FileError(
                            t.file->path(),
                            text("tensor ", name, ".weight: row ", row, ", column ", i, " is 2, not -1, 0 or 1"),
                            kFetchAgain);
                    weights[i] = static_cast<int8_t>(code - 1);
                }
            });
    }

    Safetensors files_;
    std::string tokenizer_;
    LinearForm form_;
};

class PackedSource : public WeightSource {
 public:
    explicit PackedSource(FileRef file) : file_(std::move(file)) {
        path_ = file_.path();
        const auto format = metadata("format");
        if (format != "tessera-bitnet 1")
            throw FileError(path_, "metadata names the format \"" + format + "\"",
                            "write it anew with: bitnet convert");
        config_ = read_config(path_, metadata("config")).config;
        const auto packing = metadata("packing");
        if (packing != "two-bits" && packing != "five-digits")
            throw FileError(path_, "packing is \"" + packing + "\"", "expected two-bits or five-digits");
        digits_ = packing == "five-digits";
        for (const auto& [name, shape] : float_shapes(config_)) file_.expect(name, shape, {"BF16", "F32"});
        for (int64_t layer = 0; layer < config_.layers; ++layer)
            for (const auto& [name, shape] : linear_shapes(config_, layer)) {
                const int64_t tiles = shape[0] / 32 * (shape[1] / 32);
                file_.expect(name, {tiles, digits_ ? kTileDigitBytes : kTileWords}, {digits_ ? "U8" : "U32"});
                file_.expect(name + ".scale", {1}, {"F32"});
            }
    }

    std::string kind() const override {
        return digits_ ? "packed file, five digits a byte" : "packed file, two bits a weight";
    }
    std::string tokenizer() const override {
        const auto found = file_.metadata().find("tokenizer");
        return found == file_.metadata().end() ? std::string() : found->second;
    }

    void floats(const std::string& name, int64_t first, int64_t count, float* out) const override {
        const StoredTensor& t = file_.tensors().at(name);
        read_rows(path_, name, *float_kind(t.dtype), t.bytes, t.shape.back(), first, count, out);
    }

    Ternary ternary(const std::string& name, const Dims& shape) const override {
        const StoredTensor& t = file_.tensors().at(name);
        float scale;
        read_rows(path_, name + ".scale", FloatKind::F32, file_.tensors().at(name + ".scale").bytes, 1, 0, 1, &scale);
        if (!(scale > 0))
            throw FileError(path_, text("tensor ", name, ".scale is ", scale), "expected a positive scale");
        return digits_ ? from_digits(shape[0], shape[1], scale, t.bytes) : words(name, shape, scale, t);
    }

 private:
    std::string metadata(const std::string& key) const {
        const auto found = file_.metadata().find(key);
        if (found == file_.metadata().end())
            throw FileError(path_, "metadata has no " + key, "give a file that bitnet convert wrote");
        return found->second;
    }

    // The words as they lie in the file, where they are aligned; a writer of ours sees to that.
    Ternary words(const std::string& name, const Dims& shape, float scale, const StoredTensor& t) const {
        Ternary out{shape[0], shape[1], scale, {}, t.file};
        if (reinterpret_cast<uintptr_t>(t.bytes.data()) % alignof(uint32_t) == 0) {
            out.words = {reinterpret_cast<const uint32_t*>(t.bytes.data()), t.bytes.size() / 4};
        } else {
            auto copy = std::make_shared<std::vector<uint32_t>>(t.bytes.size() / 4);
            std::memcpy(copy->data(), t.bytes.data(), t.bytes.size());
            out.words = *copy;
            out.owner = std::move(copy);
        }
        if (const size_t bad = first_bad_word(out.words); bad < out.words.size())
            throw FileError(path_, text("tensor ", name, ": word ", bad, " holds a code that is not -1, 0 or 1"),
                            kFetchAgain);
        return out;
    }

    Safetensors file_;
    bool digits_ = false;
};

std::string read_text(const std::string& path) {
    const auto file = MappedFile::open(path);
    return {reinterpret_cast<const char*>(file->bytes().data()), file->bytes().size()};
}

}  // namespace

std::vector<float> WeightSource::vector(const std::string& name, int64_t length) const {
    std::vector<float> out(static_cast<size_t>(length));
    floats(name, 0, 1, out.data());
    return out;
}

SourceRef open_hugging_face(const std::string& folder, const std::string& config_text,
                            const std::string& tokenizer_text, Safetensors tensors) {
    return std::make_shared<HuggingFaceSource>(folder, config_text, tokenizer_text, std::move(tensors));
}

SourceRef open_packed(FileRef file) { return std::make_shared<PackedSource>(std::move(file)); }

SourceRef open_source(const std::string& path) {
    if (std::filesystem::is_directory(path)) {
        const std::string tokenizer = path + "/tokenizer.json";
        return open_hugging_face(path, read_text(path + "/config.json"),
                                 std::filesystem::exists(tokenizer) ? read_text(tokenizer) : "",
                                 Safetensors::of_folder(path));
    }
    auto file = MappedFile::open(path);
    const auto bytes = file->bytes();
    if (bytes.size() >= 4 && std::memcmp(bytes.data(), "GGUF", 4) == 0) return open_gguf(std::move(file));
    return open_packed(std::move(file));
}

}  // namespace bitnet
