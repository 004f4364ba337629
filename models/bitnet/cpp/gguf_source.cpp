// BitNet in a GGUF file: ternary matrices as TQ1_0 or TQ2_0 blocks of 256 weights with a half as scale. A matrix has
// one scale, so all blocks that are not zero must agree. Rows of q and k are in half-split order for this architecture.
#include <array>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "file_error.hpp"
#include "source.hpp"

namespace bitnet {
namespace {

constexpr int64_t kBlock = 256, kTq1Bytes = 54, kTq2Bytes = 66;
using Block = std::array<int8_t, kBlock>;

// 48 bytes of five digits, in groups of 32 and 16 bytes, then 4 bytes of four digits.
void read_tq1(const uint8_t* bytes, Block& out) {
    constexpr struct { int first, bytes, digits; } groups[] = {{0, 32, 5}, {32, 16, 5}, {48, 4, 4}};
    size_t at = 0;
    for (const auto& g : groups)
        for (unsigned digit = 0, power = 1; digit < static_cast<unsigned>(g.digits); ++digit, power *= 3)
            for (int i = 0; i < g.bytes; ++i)
                out[at++] = static_cast<int8_t>(static_cast<int>((bytes[g.first + i] * power & 255) * 3 >> 8) - 1);
}

void read_tq2(const uint8_t* bytes, Block& out) {
    size_t at = 0;
    for (int group = 0; group < 64; group += 32)
        for (int shift = 0; shift < 8; shift += 2)
            for (int i = 0; i < 32; ++i) out[at++] = static_cast<int8_t>((bytes[group + i] >> shift & 3) - 1);
}

// GGUF's name of one of ours, both without ".weight".
std::string gguf_name(const std::string& name) {
    static const std::map<std::string, std::string> names = {{"model.embed_tokens", "token_embd"},
                                                             {"model.norm", "output_norm"},
                                                             {"lm_head", "output"},
                                                             {"input_layernorm", "attn_norm"},
                                                             {"post_attention_layernorm", "ffn_norm"},
                                                             {"self_attn.q_proj", "attn_q"},
                                                             {"self_attn.k_proj", "attn_k"},
                                                             {"self_attn.v_proj", "attn_v"},
                                                             {"self_attn.o_proj", "attn_output"},
                                                             {"self_attn.attn_sub_norm", "attn_sub_norm"},
                                                             {"mlp.gate_proj", "ffn_gate"},
                                                             {"mlp.up_proj", "ffn_up"},
                                                             {"mlp.down_proj", "ffn_down"},
                                                             {"mlp.ffn_sub_norm", "ffn_sub_norm"}};
    constexpr std::string_view layers = "model.layers.";
    if (!name.starts_with(layers)) return names.at(name);
    const size_t dot = name.find('.', layers.size());
    return "blk." + name.substr(layers.size(), dot - layers.size()) + "." + names.at(name.substr(dot + 1));
}

class GgufSource : public WeightSource {
 public:
    explicit GgufSource(FileRef file) : file_(std::move(file)) {
        path_ = file_.path();
        config_ = read_config(file_);
        for (const auto& [name, shape] : float_shapes(config_))
            file_.expect(gguf_name(name) + ".weight", shape, {GgufKind::F32, GgufKind::F16, GgufKind::BF16});
        for (int64_t layer = 0; layer < config_.layers; ++layer)
            for (const auto& [name, shape] : linear_shapes(config_, layer))
                file_.expect(gguf_name(name) + ".weight", shape, {GgufKind::TQ1_0, GgufKind::TQ2_0});
    }

    std::string kind() const override { return "GGUF file, ternary blocks"; }
    std::string tokenizer() const override { return tokenizer_json(file_); }

    void floats(const std::string& name, int64_t first, int64_t count, float* out) const override {
        const auto& t = file_.tensors().at(gguf_name(name) + ".weight");
        const FloatKind kind = t.kind == 0 ? FloatKind::F32 : t.kind == 1 ? FloatKind::F16 : FloatKind::BF16;
        const auto n = static_cast<size_t>(count * t.shape.back());
        widen(kind, t.bytes.data() + static_cast<size_t>(first * t.shape.back()) * width_of(kind), n, out);
        if (const size_t bad = first_not_finite(out, n); bad < n)
            throw FileError(path_, text("tensor ", gguf_name(name), ".weight holds ", out[bad]), kFetchAgain);
    }

    Ternary ternary(const std::string& name, const Dims& shape) const override {
        const std::string stored = gguf_name(name) + ".weight";
        const auto& t = file_.tensors().at(stored);
        const bool tq1 = t.kind == static_cast<uint32_t>(GgufKind::TQ1_0);
        const int64_t bytes = tq1 ? kTq1Bytes : kTq2Bytes, blocks = shape[1] / kBlock;
        const auto* first = reinterpret_cast<const uint8_t*>(t.bytes.data());
        const float scale = one_scale(stored, first, shape[0] * blocks, bytes);
        Block block;
        return pack(shape[0], shape[1], scale, [&](int64_t row, int8_t* weights) {
            for (int64_t b = 0; b < blocks; ++b) {
                const uint8_t* from = first + (row * blocks + b) * bytes;
                tq1 ? read_tq1(from, block) : read_tq2(from, block);
                const bool zero = scale_of(from, bytes) == 0;
                for (int64_t i = 0; i < kBlock; ++i) {
                    const int8_t weight = block[static_cast<size_t>(i)];
                    if (weight > 1)
                        throw FileError(path_, text("tensor ", stored, ": row ", row, " holds 2, not -1, 0 or 1"),
                                        kFetchAgain);
                    weights[b * kBlock + i] = zero ? int8_t{0} : weight;
                }
            }
        });
    }

 private:
    static float scale_of(const uint8_t* block, int64_t bytes) {
        uint16_t bits;
        std::memcpy(&bits, block + bytes - 2, 2);
        return half_to_float(bits);
    }

    float one_scale(const std::string& stored, const uint8_t* first, int64_t blocks, int64_t bytes) const {
        float scale = 0;
        for (int64_t b = 0; b < blocks; ++b) {
            const float here = scale_of(first + b * bytes, bytes);
            if (!std::isfinite(here) || here < 0)
                throw FileError(path_, text("tensor ", stored, ": block ", b, " has the scale ", here), kFetchAgain);
            if (here != 0 && scale != 0 && here != scale)
                throw FileError(path_, text("tensor ", stored, " has scales ", scale, " and ", here),
                                "a BitNet matrix has one: convert the model from its ternary checkpoint");
            if (here != 0) scale = here;
        }
        return scale == 0 ? 1.0f : scale;
    }

    // The fields that describe a byte-pair tokenizer, as the tokenizer.json that they stand for.
    static std::string tokenizer_json(const Gguf& file) {
        if (!file.has("tokenizer.ggml.model") || file.word("tokenizer.ggml.model") != "gpt2") return {};
        nlohmann::json out, vocab = nlohmann::json::object(), added = nlohmann::json::array();
        const auto& tokens = file.words("tokenizer.ggml.tokens");
        std::vector<int64_t> types;
        if (file.has("tokenizer.ggml.token_type")) types = file.wholes("tokenizer.ggml.token_type");
        constexpr int64_t control = 3;
        for (size_t i = 0; i < tokens.size(); ++i) {
            vocab[tokens[i]] = i;
            if (i < types.size() && types[i] == control)
                added.push_back({{"id", i}, {"content", tokens[i]}, {"special", true}});
        }
        out["model"] = {{"type", "BPE"}, {"vocab", vocab}, {"merges", file.words("tokenizer.ggml.merges")}};
        out["added_tokens"] = added;
        const std::string pre = file.has("tokenizer.ggml.pre") ? file.word("tokenizer.ggml.pre") : "default";
        out["pre_tokenizer"] = pretokenizer(file.path(), pre);
        if (file.has("tokenizer.ggml.bos_token_id") && file.yes("tokenizer.ggml.add_bos_token", true)) {
            const auto id = static_cast<size_t>(file.whole("tokenizer.ggml.bos_token_id"));
            if (id >= tokens.size())
                throw FileError(file.path(), text("tokenizer.ggml.bos_token_id is ", id), kFetchAgain);
            out["post_processor"] = {
                {"type", "TemplateProcessing"},
                {"single", {{{"SpecialToken", {{"id", tokens[id]}}}}, {{"Sequence", {{"id", "A"}}}}}}};
        }
        return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    static nlohmann::json pretokenizer(const std::string& path, const std::string& name) {
        constexpr const char* llama3 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"
            "\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        const nlohmann::json bytes = {
            {"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", name != "llama-bpe"}};
        if (name == "gpt-2" || name == "default") return bytes;
        if (name != "llama-bpe" && name != "llama3")
            throw FileError(path, "tokenizer.ggml.pre is " + name, "expected llama-bpe or gpt-2");
        return {{"type", "Sequence"},
                {"pretokenizers",
                 {{{"type", "Split"}, {"pattern", {{"Regex", llama3}}}, {"behavior", "Isolated"}},
                  {{"type", "ByteLevel"}, {"add_prefix_space", false}, {"use_regex", false}}}}};
    }

    Gguf file_;
};

}  // namespace

SourceRef open_gguf(FileRef file) { return std::make_shared<GgufSource>(std::move(file)); }

}  // namespace bitnet
