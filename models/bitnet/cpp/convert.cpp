// Writing the packed file, tensor by tensor.
#include <algorithm>
#include <vector>

#include "source.hpp"

namespace bitnet {
namespace {

constexpr int64_t kRowsAtOnce = 1024;

void write_floats(const WeightSource& source, SafetensorsWriter& writer, const std::string& name, const Dims& shape) {
    const int64_t rows = shape.size() == 2 ? shape[0] : 1, columns = shape.back();
    std::vector<float> values;
    std::vector<uint16_t> halves;
    for (int64_t first = 0; first < rows; first += kRowsAtOnce) {
        const int64_t count = std::min(kRowsAtOnce, rows - first);
        values.resize(static_cast<size_t>(count * columns));
        source.floats(name, first, count, values.data());
        halves.resize(values.size());
        std::transform(values.begin(), values.end(), halves.begin(), to_bfloat16);
        writer.write(std::as_bytes(std::span(halves)));
    }
}

void write_ternary(const WeightSource& source, SafetensorsWriter& writer, const std::string& name, const Dims& shape,
                   Packing packing) {
    const Ternary matrix = source.ternary(name, shape);
    if (packing == Packing::TwoBits) writer.write(std::as_bytes(matrix.words));
    else writer.write(to_digits(matrix));
    writer.write(std::as_bytes(std::span(&matrix.scale, 1)));
}

}  // namespace

void write_packed(const WeightSource& source, const std::string& path, Packing packing, const Progress& progress) {
    const Config& config = source.config();
    const auto floats = float_shapes(config);
    std::vector<std::pair<std::string, Dims>> linears;
    for (int64_t layer = 0; layer < config.layers; ++layer)
        for (auto& row : linear_shapes(config, layer)) linears.push_back(std::move(row));

    const bool digits = packing == Packing::FiveDigits;
    std::vector<SafetensorsWriter::Row> rows;
    for (const auto& [name, shape] : floats) rows.push_back({name, "BF16", shape});
    for (const auto& [name, shape] : linears) {
        const int64_t tiles = shape[0] / 32 * (shape[1] / 32);
        rows.push_back({name, digits ? "U8" : "U32", {tiles, digits ? kTileDigitBytes : kTileWords}});
        rows.push_back({name + ".scale", "F32", {1}});
    }
    std::map<std::string, std::string> metadata = {
        {"format", "tessera-bitnet 1"}, {"packing", digits ? "five-digits" : "two-bits"}, {"config", to_json(config)}};
    if (const std::string tokenizer = source.tokenizer(); !tokenizer.empty()) metadata["tokenizer"] = tokenizer;

    SafetensorsWriter writer(path, rows, metadata);
    const auto all = std::ssize(floats) + std::ssize(linears);
    int64_t done = 0;
    for (const auto& [name, shape] : floats) {
        write_floats(source, writer, name, shape);
        progress(++done, all);
    }
    for (const auto& [name, shape] : linears) {
        write_ternary(source, writer, name, shape, packing);
        progress(++done, all);
    }
    writer.finish();
}

}  // namespace bitnet
