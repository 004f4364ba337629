#include "config.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "file_error.hpp"

namespace bitnet {
namespace {

using nlohmann::json;
constexpr const char* kGiveBitNet = "give a BitNet b1.58 model";
constexpr int64_t kLargest = 1 << 24, kMostLayers = 1024;

struct Count {
    int64_t Config::*member;
    const char *json_name, *gguf_name;
    int64_t largest;
};
constexpr Count kCounts[] = {{&Config::hidden, "hidden_size", "embedding_length", kLargest},
                             {&Config::layers, "num_hidden_layers", "block_count", kMostLayers},
                             {&Config::heads, "num_attention_heads", "attention.head_count", kLargest},
                             {&Config::kv_heads, "num_key_value_heads", "attention.head_count_kv", kLargest},
                             {&Config::ffn, "intermediate_size", "feed_forward_length", kLargest},
                             {&Config::vocab, "vocab_size", "vocab_size", kLargest},
                             {&Config::context, "max_position_embeddings", "context_length", kLargest}};

void check(const std::string& path, const Config& c) {
    for (const Count& count : kCounts)
        if (c.*count.member <= 0 || c.*count.member > count.largest)
            throw FileError(path, text(count.json_name, " is ", c.*count.member, ", expected 1 to ", count.largest),
                            kGiveBitNet);
    if (c.hidden % c.heads || c.heads % c.kv_heads || c.head_dim() % 64)
        throw FileError(path, text("hidden size ", c.hidden, ", ", c.heads, " heads, ", c.kv_heads, " key heads"),
                        "heads must divide the hidden size into multiples of 64, key heads the heads");
    if (c.ffn % 32)
        throw FileError(path, text("intermediate_size is ", c.ffn), "expected a multiple of 32: weights lie in tiles");
    for (double value : {c.rope_base, c.epsilon})
        if (!std::isfinite(value) || value <= 0)
            throw FileError(path, text("rope_theta ", c.rope_base, ", rms_norm_eps ", c.epsilon),
                            "expected positive numbers");
}

const json& at(const std::string& path, const json& fields, const char* name) {
    const auto found = fields.find(name);
    if (found == fields.end()) throw FileError(path, text(name, " is missing"), kGiveBitNet);
    return *found;
}

template <class T>
T number(const std::string& path, const json& fields, const char* name) {
    const json& value = at(path, fields, name);
    const bool fits = std::is_integral_v<T> ? value.is_number_integer() : value.is_number();
    if (!fits) throw FileError(path, text(name, " is ", value.dump(), ", expected a number"), kGiveBitNet);
    return value.get<T>();
}

void expect(const std::string& path, const json& fields, const char* name, const char* wanted) {
    const json& value = at(path, fields, name);
    if (value != wanted)
        throw FileError(path, text(name, " is ", value.dump(), ", expected \"", wanted, "\""), kGiveBitNet);
}

// quantization_config: absent or "online" for float master weights, "offline" for packed ones, whose linear class says
// how the scale is meant.
LinearForm read_form(const std::string& path, const json& fields) {
    const auto found = fields.find("quantization_config");
    if (found == fields.end() || found->is_null()) return LinearForm::Master;
    const json& q = *found;
    if (!q.is_object()) throw FileError(path, "quantization_config is " + q.dump(), "expected an object");
    expect(path, q, "quant_method", "bitnet");
    if (q.value("use_rms_norm", json(false)) != json(false))
        throw FileError(path, "quantization_config has use_rms_norm", "give a model with sub-norms of its own");
    const json mode = q.value("quantization_mode", json("offline")), kind = q.value("linear_class", json("bitlinear"));
    if (mode == "online") return LinearForm::Master;
    if (mode == "offline" && kind == "autobitlinear") return LinearForm::Multiplied;
    if (mode == "offline" && kind == "bitlinear") return LinearForm::Divided;
    throw FileError(path, text("quantization_mode is ", mode.dump(), ", linear_class ", kind.dump()),
                    "expected \"online\" or \"offline\", and \"bitlinear\" or \"autobitlinear\"");
}

}  // namespace

HuggingFaceConfig read_config(const std::string& path, const std::string& json_text) {
    json fields;
    try {
        fields = json::parse(json_text);
    } catch (const json::exception& error) {
        throw FileError(path, text("is not JSON (", error.what(), ")"), kFetchAgain);
    }
    if (!fields.is_object())
        throw FileError(path, text("holds ", fields.type_name(), ", expected an object"), kGiveBitNet);
    try {
        expect(path, fields, "model_type", "bitnet");
        expect(path, fields, "hidden_act", "relu2");
        if (fields.contains("rope_scaling") && !fields["rope_scaling"].is_null())
            throw FileError(path, "rope_scaling is " + fields["rope_scaling"].dump(), "only plain rotary is supported");
        HuggingFaceConfig out;
        for (const Count& count : kCounts) out.config.*count.member = number<int64_t>(path, fields, count.json_name);
        out.config.rope_base = number<double>(path, fields, "rope_theta");
        out.config.epsilon = number<double>(path, fields, "rms_norm_eps");
        const json tied = fields.value("tie_word_embeddings", json(false));
        if (!tied.is_boolean())
            throw FileError(path, "tie_word_embeddings is " + tied.dump(), "expected true or false");
        out.config.tied = tied.get<bool>();
        out.form = read_form(path, fields);
        check(path, out.config);
        return out;
    } catch (const json::exception& error) {
        throw FileError(path, text("holds what no configuration has (", error.what(), ")"), kFetchAgain);
    }
}

Config read_config(const Gguf& file) {
    const std::string architecture = file.word("general.architecture");
    if (architecture != "bitnet" && architecture != "bitnet-b1.58")
        throw FileError(file.path(), "general.architecture is " + architecture + ", expected bitnet", kGiveBitNet);
    const std::string prefix = architecture + ".";
    Config c;
    for (const Count& count : kCounts) {
        if (count.member == &Config::vocab && !file.has(prefix + count.gguf_name)) {
            c.vocab = std::ssize(file.words("tokenizer.ggml.tokens"));
            continue;
        }
        c.*count.member = file.whole(prefix + count.gguf_name);
    }
    c.rope_base = file.real(prefix + "rope.freq_base");
    c.epsilon = file.real(prefix + "attention.layer_norm_rms_epsilon");
    if (file.has(prefix + "rope.scaling.factor") && file.real(prefix + "rope.scaling.factor") != 1)
        throw FileError(file.path(), text("rope.scaling.factor is ", file.real(prefix + "rope.scaling.factor")),
                        "only plain rotary is supported");
    c.tied = !file.tensors().contains("output.weight");
    check(file.path(), c);
    return c;
}

std::string to_json(const Config& c) {
    nlohmann::ordered_json out = {{"architectures", {"BitNetForCausalLM"}},
                                  {"model_type", "bitnet"},
                                  {"hidden_act", "relu2"},
                                  {"rope_theta", c.rope_base},
                                  {"rms_norm_eps", c.epsilon},
                                  {"tie_word_embeddings", c.tied}};
    for (const Count& count : kCounts) out[count.json_name] = c.*count.member;
    return out.dump();
}

std::vector<std::pair<std::string, Dims>> linear_shapes(const Config& c, int64_t layer) {
    const std::string prefix = text("model.layers.", layer, ".");
    return {{prefix + "self_attn.q_proj", {c.hidden, c.hidden}},
            {prefix + "self_attn.k_proj", {c.kv_width(), c.hidden}},
            {prefix + "self_attn.v_proj", {c.kv_width(), c.hidden}},
            {prefix + "self_attn.o_proj", {c.hidden, c.hidden}},
            {prefix + "mlp.gate_proj", {c.ffn, c.hidden}},
            {prefix + "mlp.up_proj", {c.ffn, c.hidden}},
            {prefix + "mlp.down_proj", {c.hidden, c.ffn}}};
}

std::vector<std::pair<std::string, Dims>> float_shapes(const Config& c) {
    std::vector<std::pair<std::string, Dims>> out = {{"model.embed_tokens", {c.vocab, c.hidden}},
                                                     {"model.norm", {c.hidden}}};
    if (!c.tied) out.push_back({"lm_head", {c.vocab, c.hidden}});
    for (int64_t i = 0; i < c.layers; ++i) {
        const std::string prefix = text("model.layers.", i, ".");
        out.push_back({prefix + "input_layernorm", {c.hidden}});
        out.push_back({prefix + "post_attention_layernorm", {c.hidden}});
        out.push_back({prefix + "self_attn.attn_sub_norm", {c.hidden}});
        out.push_back({prefix + "mlp.ffn_sub_norm", {c.ffn}});
    }
    return out;
}

}  // namespace bitnet
