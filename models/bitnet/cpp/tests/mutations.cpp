#include "mutations.hpp"

#include <algorithm>
#include <cstring>
#include <random>

#include "file_error.hpp"
#include "tokenizer.hpp"

namespace bitnet::test {
namespace {

using Random = std::mt19937_64;

size_t below(Random& random, size_t n) { return n == 0 ? 0 : random() % n; }

// Where the table of a file ends: numbers there matter most.
size_t header_end(const Files& files) {
    if (files.kind == Kind::Tq1 || files.kind == Kind::Tq2) return 6000;
    uint64_t length = 0;
    std::memcpy(&length, files.tensors.data(), 8);
    return 8 + length;
}

template <class Text>
void change_number(Text& text, size_t end, Random& random) {
    std::vector<size_t> digits;
    for (size_t i = 0; i < end; ++i)
        if (const auto c = static_cast<char>(text[i]); c >= '0' && c <= '9') digits.push_back(i);
    if (!digits.empty())
        text[digits[below(random, digits.size())]] = static_cast<typename Text::value_type>('0' + below(random, 10));
}

template <class Text>
void mutate(Text& text, size_t header, Random& random) {
    using Unit = typename Text::value_type;
    const size_t size = text.size(), end = below(random, 2) ? size : std::min(header, size), at = below(random, end);
    const size_t length = std::min(size - at, below(random, 64));
    switch (below(random, 8)) {
        case 0: text[at] = static_cast<Unit>(static_cast<uint8_t>(text[at]) ^ 1u << below(random, 8)); break;
        case 1: text[at] = static_cast<Unit>(random()); break;
        case 2: text.resize(at); break;
        case 3:
            text.erase(text.begin() + static_cast<std::ptrdiff_t>(at),
                       text.begin() + static_cast<std::ptrdiff_t>(at + length));
            break;
        case 4:
            std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(at), length,
                        static_cast<Unit>(below(random, 2) ? 0 : 0xFF));
            break;
        case 5: {
            const Text piece(text.begin() + static_cast<std::ptrdiff_t>(at),
                             text.begin() + static_cast<std::ptrdiff_t>(at + length));
            text.insert(text.begin() + static_cast<std::ptrdiff_t>(below(random, size)), piece.begin(), piece.end());
            break;
        }
        default: change_number(text, end, random);
    }
}

void read_whole(const WeightSource& source) {
    const Config& config = source.config();
    std::vector<float> values;
    for (const auto& [name, shape] : float_shapes(config)) {
        const int64_t rows = shape.size() == 2 ? shape[0] : 1;
        values.resize(static_cast<size_t>(rows * shape.back()));
        source.floats(name, 0, rows, values.data());
    }
    for (int64_t layer = 0; layer < config.layers; ++layer)
        for (const auto& [name, shape] : linear_shapes(config, layer)) source.ternary(name, shape);
    const Tokenizer tokenizer(source.path(), source.tokenizer(), config.vocab);
    try {
        for (Token token : tokenizer.encode("Well, hello 1234 <|eot_id|> \xC3\xA9")) tokenizer.bytes(token);
    } catch (const std::invalid_argument&) {  // a character that the damaged vocabulary lacks
    }
}

bool header_is_read(const Files& files) {
    const auto file = MappedFile::of_bytes("header", files.tensors);
    try {
        if (files.kind == Kind::Tq1 || files.kind == Kind::Tq2) Gguf reader(file);
        else Safetensors reader(file);
        return true;
    } catch (const FileError&) { return false; }
}

void damage(Files& files, Random& random) {
    const size_t part = files.config.empty() ? 0 : below(random, 6);
    for (size_t times = 1 + below(random, 2); times > 0; --times) {
        if (part == 1 && !files.config.empty()) mutate(files.config, files.config.size(), random);
        else if (part == 2 && !files.tokenizer.empty()) mutate(files.tokenizer, files.tokenizer.size(), random);
        else if (!files.tensors.empty())
            mutate(files.tensors, std::min(header_end(files), files.tensors.size()), random);
    }
}

}  // namespace

std::map<std::string, Count> read_mutated_files(int64_t count, uint64_t seed) {
    std::vector<Files> originals;
    for (Kind kind : kKinds) originals.push_back(make_files(kind));
    std::map<std::string, Count> counts;
    for (int64_t i = 0; i < count; ++i) {
        Random random(seed * 1'000'003 + static_cast<uint64_t>(i));  // so that one file can be made again
        Files files = originals[static_cast<size_t>(i) % originals.size()];
        damage(files, random);
        Count& c = counts[name_of(files.kind)];
        ++c.tried;
        c.past_header += header_is_read(files);
        try {
            read_whole(*open(files));
            ++c.loaded;
        } catch (const FileError&) {}
    }
    return counts;
}

}  // namespace bitnet::test
