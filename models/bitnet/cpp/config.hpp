// Sizes of a BitNet model, from a Hugging Face config.json, from the fields of a GGUF file, or the published 2B-4T
// shape. Values that the forward pass cannot do without are required; a file that asks for something this model is not
// (another activation, scaled rotary embedding) is an error, never ignored.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gguf.hpp"
#include "safetensors.hpp"

namespace bitnet {

struct Config {
    int64_t hidden = 0, layers = 0, heads = 0, kv_heads = 0, ffn = 0, vocab = 0, context = 4096;
    double rope_base = 500000, epsilon = 1e-5;
    bool tied = true;
    int64_t head_dim() const { return hidden / heads; }
    int64_t kv_width() const { return kv_heads * head_dim(); }
    bool operator==(const Config&) const = default;
};

/// The published 2B-4T model.
inline constexpr Config kFull{.hidden = 2560, .layers = 30, .heads = 20, .kv_heads = 5, .ffn = 6912, .vocab = 128256};

/// How a Hugging Face checkpoint stores its linear layers.
enum class LinearForm : uint8_t {
    Master,      ///< floats, made ternary when they are loaded
    Multiplied,  ///< two bits a weight; the weight is value * weight_scale
    Divided      ///< two bits a weight; the weight is value / weight_scale
};

struct HuggingFaceConfig {
    Config config;
    LinearForm form = LinearForm::Master;
};

HuggingFaceConfig read_config(const std::string& path, const std::string& json_text);
Config read_config(const Gguf& file);
std::string to_json(const Config& config);

/// Names of the ternary matrices of a layer, with rows (out) and columns (in).
std::vector<std::pair<std::string, Dims>> linear_shapes(const Config& config, int64_t layer);
/// The same of all float tensors: embedding, norms, and the output matrix unless it is tied.
std::vector<std::pair<std::string, Dims>> float_shapes(const Config& config);

}  // namespace bitnet
