#include "files.hpp"

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

namespace bitnet::test {
namespace {

using nlohmann::json;

// What a GGUF or safetensors file is made of.
struct Item {
    std::string name;
    Dims shape;
    std::string dtype;  // safetensors' name, or TQ1_0 and TQ2_0
    Bytes bytes;
};

template <class T>
void append(Bytes& out, const T& value) {
    const auto* from = reinterpret_cast<const std::byte*>(&value);
    out.insert(out.end(), from, from + sizeof value);
}

Item float_item(const WeightSource& source, const std::string& name, const Dims& shape) {
    const int64_t rows = shape.size() == 2 ? shape[0] : 1;
    std::vector<float> values(static_cast<size_t>(rows * shape.back()));
    source.floats(name, 0, rows, values.data());
    Item item{name, shape, "BF16", {}};
    for (float value : values) append(item.bytes, to_bfloat16(value));
    return item;
}

// The weights of a matrix, row by row (outputs first).
std::vector<int8_t> weights_of(const Ternary& matrix) {
    std::vector<float> values(static_cast<size_t>(matrix.rows * matrix.columns));
    unpack(matrix, values.data());
    std::vector<int8_t> out(values.size());
    for (int64_t r = 0; r < matrix.rows; ++r)
        for (int64_t c = 0; c < matrix.columns; ++c)
            out[static_cast<size_t>(r * matrix.columns + c)] =
                static_cast<int8_t>(values[static_cast<size_t>(c * matrix.rows + r)]);
    return out;
}

// Floats whose ternary form is the matrix again: larger ones for the ones.
Bytes master_bytes(const std::vector<int8_t>& weights) {
    Bytes out;
    for (int8_t w : weights) append(out, to_bfloat16(static_cast<float>(w) * 0.75f));
    return out;
}

Bytes strided_bytes(const std::vector<int8_t>& weights, const Dims& shape) {
    const auto quarter = static_cast<size_t>(shape[0] / 4 * shape[1]);
    Bytes out(quarter);
    for (size_t i = 0; i < quarter; ++i)
        for (size_t part = 0; part < 4; ++part)
            out[i] |= static_cast<std::byte>((weights[part * quarter + i] + 1) << (2 * part));
    return out;
}

constexpr uint16_t kHalfScale = 0x3000;  // 0.125

void append_tq1(Bytes& out, const int8_t* w) {
    const auto group = [&](int first, int count, int digits) {
        for (int i = 0; i < count; ++i) {
            int number = 0;
            for (int d = 0; d < 5; ++d) number = number * 3 + (d < digits ? w[first + d * count + i] + 1 : 0);
            out.push_back(static_cast<std::byte>((number * 256 + 242) / 243));
        }
    };
    group(0, 32, 5);
    group(160, 16, 5);
    group(240, 4, 4);
    append(out, kHalfScale);
}

void append_tq2(Bytes& out, const int8_t* w) {
    for (int half = 0; half < 256; half += 128)
        for (int i = 0; i < 32; ++i) {
            int byte = 0;
            for (int part = 0; part < 4; ++part) byte |= (w[half + part * 32 + i] + 1) << (2 * part);
            out.push_back(static_cast<std::byte>(byte));
        }
    append(out, kHalfScale);
}

Bytes safetensors_bytes(const std::vector<Item>& items) {
    json table;
    size_t at = 0;
    for (const Item& item : items) {
        table[item.name] = {
            {"dtype", item.dtype}, {"shape", item.shape}, {"data_offsets", {at, at + item.bytes.size()}}};
        at += item.bytes.size();
    }
    const std::string header = table.dump();
    Bytes out;
    append(out, static_cast<uint64_t>(header.size()));
    const Bytes text = bytes_of(header);
    out.insert(out.end(), text.begin(), text.end());
    for (const Item& item : items) out.insert(out.end(), item.bytes.begin(), item.bytes.end());
    return out;
}

class GgufWriter {
 public:
    void string(const std::string& text) {
        append(out, static_cast<uint64_t>(text.size()));
        const Bytes bytes = bytes_of(text);
        out.insert(out.end(), bytes.begin(), bytes.end());
    }
    void field(const std::string& name, uint32_t value) { head(name, 4), append(out, value); }
    void field(const std::string& name, float value) { head(name, 6), append(out, value); }
    void field(const std::string& name, const std::string& value) { head(name, 8), string(value); }
    void field(const std::string& name, const std::vector<std::string>& values) {
        head(name, 9), append(out, uint32_t{8}), append(out, static_cast<uint64_t>(values.size()));
        for (const auto& v : values) string(v);
    }
    void field(const std::string& name, const std::vector<int32_t>& values) {
        head(name, 9), append(out, uint32_t{5}), append(out, static_cast<uint64_t>(values.size()));
        for (int32_t v : values) append(out, v);
    }
    uint64_t fields = 0;
    Bytes out;

 private:
    void head(const std::string& name, uint32_t type) {
        string(name);
        append(out, type);
        ++fields;
    }
};

std::string gguf_name(std::string name) {
    const std::pair<const char*, const char*> rules[] = {{"model.embed_tokens", "token_embd"},
                                                         {"model.norm", "output_norm"},
                                                         {"model.layers.", "blk."},
                                                         {"input_layernorm", "attn_norm"},
                                                         {"post_attention_layernorm", "ffn_norm"},
                                                         {"self_attn.attn_sub_norm", "attn_sub_norm"},
                                                         {"self_attn.o_proj", "attn_output"},
                                                         {"self_attn.", "attn_"},
                                                         {"mlp.ffn_sub_norm", "ffn_sub_norm"},
                                                         {"mlp.", "ffn_"},
                                                         {"_proj", ""}};
    for (const auto& [from, to] : rules)
        if (const size_t at = name.find(from); at != std::string::npos) name.replace(at, std::strlen(from), to);
    return name + ".weight";
}

void write_gguf_fields(GgufWriter& w, const Config& c) {
    w.field("general.architecture", std::string("bitnet"));
    const auto count = [&](const char* name, int64_t value) {
        w.field(std::string("bitnet.") + name, static_cast<uint32_t>(value));
    };
    count("embedding_length", c.hidden);
    count("block_count", c.layers);
    count("attention.head_count", c.heads);
    count("attention.head_count_kv", c.kv_heads);
    count("feed_forward_length", c.ffn);
    count("context_length", c.context);
    w.field("bitnet.rope.freq_base", static_cast<float>(c.rope_base));
    w.field("bitnet.attention.layer_norm_rms_epsilon", static_cast<float>(c.epsilon));
    const json tokenizer = json::parse(small_tokenizer());
    std::vector<std::string> tokens(static_cast<size_t>(c.vocab));
    for (const auto& [name, id] : tokenizer["model"]["vocab"].items()) tokens[id.get<size_t>()] = name;
    std::vector<int32_t> types(tokens.size(), 1);
    for (const auto& token : tokenizer["added_tokens"]) {
        tokens[token["id"].get<size_t>()] = token["content"];
        types[token["id"].get<size_t>()] = 3;
    }
    w.field("tokenizer.ggml.model", std::string("gpt2"));
    w.field("tokenizer.ggml.pre", std::string("llama-bpe"));
    w.field("tokenizer.ggml.tokens", tokens);
    w.field("tokenizer.ggml.token_type", types);
    w.field("tokenizer.ggml.merges", tokenizer["model"]["merges"].get<std::vector<std::string>>());
    w.field("tokenizer.ggml.bos_token_id", static_cast<uint32_t>(c.vocab - 3));
}

Bytes gguf_bytes(const std::vector<Item>& items, const Config& config) {
    GgufWriter w;
    write_gguf_fields(w, config);
    uint64_t at = 0;
    Bytes data;
    GgufWriter table;
    for (const Item& item : items) {
        table.string(gguf_name(item.name));
        append(table.out, static_cast<uint32_t>(item.shape.size()));
        for (size_t i = item.shape.size(); i-- > 0;) append(table.out, static_cast<uint64_t>(item.shape[i]));
        append(table.out, uint32_t{item.dtype == "TQ1_0" ? 34u : item.dtype == "TQ2_0" ? 35u : 30u});
        append(table.out, at);
        data.insert(data.end(), item.bytes.begin(), item.bytes.end());
        data.resize((data.size() + 31) / 32 * 32);
        at = data.size();
    }
    Bytes out = bytes_of("GGUF");
    append(out, uint32_t{3});
    append(out, static_cast<uint64_t>(items.size()));
    append(out, w.fields);
    out.insert(out.end(), w.out.begin(), w.out.end());
    out.insert(out.end(), table.out.begin(), table.out.end());
    out.resize((out.size() + 31) / 32 * 32);
    out.insert(out.end(), data.begin(), data.end());
    return out;
}

void add_linear(std::vector<Item>& items, Kind kind, const std::string& name, const Dims& shape,
                const Ternary& matrix) {
    const auto weights = weights_of(matrix);
    Item item{name, shape, "", {}};
    switch (kind) {
        case Kind::Master:
            item.dtype = "BF16";
            item.bytes = master_bytes(weights);
            break;
        case Kind::Tq1:
        case Kind::Tq2:
            item.dtype = kind == Kind::Tq1 ? "TQ1_0" : "TQ2_0";
            for (size_t i = 0; i < weights.size(); i += 256)
                kind == Kind::Tq1 ? append_tq1(item.bytes, weights.data() + i)
                                  : append_tq2(item.bytes, weights.data() + i);
            break;
        default:
            item.dtype = "U8";
            item.shape[0] /= 4;
            item.bytes = strided_bytes(weights, shape);
            Item scale{name + ".weight_scale", {1}, "BF16", {}};
            append(scale.bytes, to_bfloat16(kind == Kind::Divided ? 8.0f : 0.125f));
            items.push_back(scale);
    }
    if (kind != Kind::Tq1 && kind != Kind::Tq2) item.name += ".weight";
    items.push_back(item);
}

Bytes packed_bytes(const WeightSource& source, Packing packing);

// Random weights with the tokenizer of the tests.
class WithTokenizer : public WeightSource {
 public:
    explicit WithTokenizer(SourceRef inner) : inner_(std::move(inner)) { config_ = inner_->config(); }
    std::string kind() const override { return inner_->kind(); }
    void floats(const std::string& name, int64_t first, int64_t count, float* out) const override {
        inner_->floats(name, first, count, out);
    }
    Ternary ternary(const std::string& name, const Dims& shape) const override { return inner_->ternary(name, shape); }
    std::string tokenizer() const override { return small_tokenizer(); }

 private:
    SourceRef inner_;
};

Bytes packed_bytes(const WeightSource& source, Packing packing) {
    const std::string path = std::filesystem::temp_directory_path() / ("bitnet-test-" + std::to_string(::getpid()));
    write_packed(source, path, packing, [](int64_t, int64_t) {});
    const Bytes out = bytes_of(read_file(path));
    std::filesystem::remove(path);
    return out;
}

std::string config_text(Kind kind, const Config& config) {
    json out = json::parse(to_json(config));
    if (kind == Kind::Multiplied || kind == Kind::Divided)
        out["quantization_config"] = {{"quant_method", "bitnet"},
                                      {"quantization_mode", "offline"},
                                      {"linear_class", kind == Kind::Multiplied ? "autobitlinear" : "bitlinear"}};
    return out.dump();
}

}  // namespace

std::string name_of(Kind kind) {
    constexpr const char* names[] = {"master", "multiplied", "divided", "tq1", "tq2", "two-bits", "five-digits"};
    return names[static_cast<size_t>(kind)];
}

Bytes bytes_of(const std::string& text) {
    const auto* from = reinterpret_cast<const std::byte*>(text.data());
    return {from, from + text.size()};
}

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Config small_config() {
    return {.hidden = 256, .layers = 1, .heads = 4, .kv_heads = 2, .ffn = 256, .vocab = 262, .context = 128};
}

std::string small_tokenizer() {
    json vocab, merges = {"h e", "l l", "he ll"};
    int32_t id = 0;
    for (uint32_t b = 0, next = 0x100; b < 256; ++b) {
        const bool printable = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
        const uint32_t c = printable ? b : next++;
        const std::string name =
            c < 0x80 ? std::string{static_cast<char>(c)}
                     : std::string{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
        vocab[name] = id++;
    }
    for (const char* name : {"he", "ll", "hell"}) vocab[name] = id++;
    json added;
    for (const char* name : {"<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"})
        added.push_back({{"id", id++}, {"content", name}, {"special", true}});
    const json out = {
        {"model", {{"type", "BPE"}, {"vocab", vocab}, {"merges", merges}}},
        {"added_tokens", added},
        {"normalizer", nullptr},
        {"pre_tokenizer",
         {{"type", "Sequence"},
          {"pretokenizers",
           {{{"type", "Split"}, {"pattern", {{"Regex", "\\p{N}{1,3}"}}}, {"behavior", "Isolated"}, {"invert", false}},
            {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", true}}}}}},
        {"post_processor",
         {{"type", "TemplateProcessing"},
          {"single", {{{"SpecialToken", {{"id", "<|begin_of_text|>"}}}}, {{"Sequence", {{"id", "A"}}}}}}}}};
    return out.dump();
}

Files make_files(Kind kind) {
    const Config config = small_config();
    const auto source = random_source(config, 1);
    if (kind == Kind::TwoBits || kind == Kind::FiveDigits)
        return {kind, "", "",
                packed_bytes(WithTokenizer(source), kind == Kind::TwoBits ? Packing::TwoBits : Packing::FiveDigits)};
    const bool gguf = kind == Kind::Tq1 || kind == Kind::Tq2;
    std::vector<Item> items;
    for (const auto& [name, shape] : float_shapes(config)) items.push_back(float_item(*source, name, shape));
    if (!gguf)
        for (Item& item : items) item.name += ".weight";
    for (const auto& [name, shape] : linear_shapes(config, 0))
        add_linear(items, kind, name, shape, source->ternary(name, shape));
    if (gguf) return {kind, "", "", gguf_bytes(items, config)};
    return {kind, config_text(kind, config), small_tokenizer(), safetensors_bytes(items)};
}

SourceRef open(const Files& files) {
    auto file = MappedFile::of_bytes(name_of(files.kind) + ".file", files.tensors);
    switch (files.kind) {
        case Kind::Tq1:
        case Kind::Tq2: return open_gguf(std::move(file));
        case Kind::TwoBits:
        case Kind::FiveDigits: return open_packed(std::move(file));
        default: return open_hugging_face("folder", files.config, files.tokenizer, Safetensors(std::move(file)));
    }
}

}  // namespace bitnet::test
