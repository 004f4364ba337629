// Every kind of file gives the same weights; what is wrong with a file is said with its name.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "file_error.hpp"
#include "mutations.hpp"
#include "tokenizer.hpp"

namespace bitnet::test {
namespace {

std::vector<uint32_t> words(const WeightSource& source, const std::string& name) {
    for (const auto& [found, shape] : linear_shapes(source.config(), 0))
        if (found == name) {
            const Ternary matrix = source.ternary(name, shape);
            return {matrix.words.begin(), matrix.words.end()};
        }
    return {};
}

std::string error_of(const Files& files) {
    try {
        const auto source = open(files);
        for (const auto& [name, shape] : linear_shapes(source->config(), 0)) source->ternary(name, shape);
    } catch (const FileError& error) { return error.what(); }
    return "no error";
}

void expect_error(const Files& files, const std::string& part) {
    const std::string error = error_of(files);
    EXPECT_NE(error.find(part), std::string::npos) << error;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
}

void replace(Bytes& bytes, const std::string& from, const std::string& to) {
    ASSERT_EQ(from.size(), to.size());
    std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    replace(text, from, to);
    bytes = bytes_of(text);
}

class EveryKind : public testing::TestWithParam<Kind> {};

TEST_P(EveryKind, GivesTheSameWeights) {
    const auto source = open(make_files(GetParam())), random = random_source(small_config(), 1);
    EXPECT_EQ(source->config().ffn, 256);
    EXPECT_NEAR(source->config().epsilon, 1e-5, 1e-9);
    for (const auto& [name, shape] : linear_shapes(small_config(), 0)) {
        EXPECT_EQ(words(*source, name), words(*random, name)) << name;
        const float scale = source->ternary(name, shape).scale;
        if (GetParam() == Kind::Master) EXPECT_NEAR(scale, 0.375f, 0.01f);  // half of the weights are 0.75
        else if (GetParam() < Kind::TwoBits) EXPECT_EQ(scale, 0.125f);
        else EXPECT_EQ(scale, random->ternary(name, shape).scale);
    }
    std::vector<float> rows(2 * 256), expected(2 * 256);
    source->floats("model.embed_tokens", 3, 2, rows.data());
    random->floats("model.embed_tokens", 3, 2, expected.data());
    for (size_t i = 0; i < rows.size(); ++i) EXPECT_NEAR(rows[i], expected[i], std::fabs(expected[i]) / 256);
}

TEST_P(EveryKind, HasTheTokenizer) {
    const auto source = open(make_files(GetParam()));
    const Tokenizer tokenizer("tokenizer", source->tokenizer(), source->config().vocab);
    std::string text;
    for (Token token : tokenizer.encode("hell, hello 12345 \xC3\xA9")) text += tokenizer.bytes(token);
    EXPECT_EQ(text, "hell, hello 12345 \xC3\xA9");
}

TEST_P(EveryKind, CutAnywhereIsAnError) {
    const Files whole = make_files(GetParam());
    for (size_t part = 0; part < 40; ++part) {
        Files cut = whole;
        cut.tensors.resize(whole.tensors.size() * part / 40);
        if (cut.tensors.empty()) continue;
        EXPECT_NE(error_of(cut), "no error") << part;
    }
}

INSTANTIATE_TEST_SUITE_P(Loaders, EveryKind, testing::ValuesIn(kKinds), [](const auto& info) {
    std::string name = name_of(info.param);
    std::erase(name, '-');
    return name;
});

TEST(Loaders, MutatedFilesNeverCrash) {
    for (const auto& [kind, c] : read_mutated_files(700, 7)) {
        EXPECT_EQ(c.tried, 100) << kind;
        EXPECT_GE(c.past_header, 20) << kind;
        EXPECT_GT(c.loaded, 0) << kind;
        EXPECT_LT(c.loaded, 100) << kind;
    }
}

TEST(Loaders, WrongConfigurationsAreNamed) {
    const struct {
        const char *from, *to, *part;
    } cases[] = {
        {"\"bitnet\"", "\"llama\"", "model_type is \"llama\", expected \"bitnet\""},
        {"relu2", "silu", "hidden_act is \"silu\""},
        {"\"hidden_size\":256", "\"hidden_size\":-1", "hidden_size is -1"},
        {"\"hidden_size\":256", "\"hidden_size\":1e9", "hidden_size is 1000000000.0, expected a number"},
        {"\"num_hidden_layers\":1", "\"num_hidden_layers\":2", "model.layers.1.input_layernorm.weight is missing"},
        {"\"num_hidden_layers\":1", "\"num_hidden_layers\":999999", "num_hidden_layers is 999999, expected 1 to 1024"},
        {"\"num_key_value_heads\":2", "\"num_key_value_heads\":3", "heads must divide"},
        {"\"intermediate_size\":256", "\"intermediate_size\":250", "expected a multiple of 32"},
        {"\"intermediate_size\":256", "\"intermediate_size\":512", "has shape [256], expected [512]"},
        {"\"rms_norm_eps\":1e-05", "\"rms_norm_eps\":0.0", "expected positive numbers"},
        {"\"rms_norm_eps\":1e-05", "\"rms_norm_eps\":\"x\"", "rms_norm_eps is \"x\", expected a number"},
        {"\"tie_word_embeddings\":true", "\"tie_word_embeddings\":\"y\"", "expected true or false"},
        {"\"tie_word_embeddings\":true", "\"tie_word_embeddings\":false", "lm_head.weight is missing"},
        {"\"vocab_size\":", "\"rope_scaling\":{\"f\":2},\"vocab_size\":", "only plain rotary"},
        {"\"vocab_size\":", "\"vocab\":", "vocab_size is missing"},
        {"autobitlinear", "other", "linear_class \"other\""},
        {"\"offline\"", "\"sometimes\"", "quantization_mode is \"sometimes\""},
        {"\"quant_method\"", "\"use_rms_norm\":true,\"quant_method\"", "use_rms_norm"},
        {"{", "[", "is not JSON"}};
    const Files files = make_files(Kind::Multiplied);
    for (const auto& c : cases) {
        Files wrong = files;
        replace(wrong.config, c.from, c.to);
        expect_error(wrong, c.part);
    }
    Files list = files;
    list.config = "[1]";
    expect_error(list, "holds array, expected an object");
}

TEST(Loaders, ReadingsOfTheScaleFollowTheConfiguration) {
    Files files = make_files(Kind::Multiplied);
    replace(files.config, "autobitlinear", "bitlinear");
    EXPECT_EQ(open(files)->ternary("model.layers.0.mlp.up_proj", {256, 256}).scale, 8.0f);
    replace(files.config, "offline", "online");
    expect_error(files, "is stored as U8, expected BF16 or F16 or F32");
}

TEST(Loaders, WrongWeightsAreNamed) {
    Files packed = make_files(Kind::Multiplied);
    packed.tensors.back() = std::byte{0xFF};  // of down_proj
    expect_error(packed, "down_proj.weight: row 63, column 255 is 2, not -1, 0 or 1");
    Files words = make_files(Kind::TwoBits);
    words.tensors[words.tensors.size() - 8] = std::byte{0xAA};
    expect_error(words, "down_proj: word 4095 holds a code");
    Files scale = make_files(Kind::TwoBits);
    std::memset(scale.tensors.data() + scale.tensors.size() - 4, 0, 4);
    expect_error(scale, "down_proj.scale is 0; expected a positive scale");
    std::memset(scale.tensors.data() + scale.tensors.size() - 4, 0xFF, 4);
    expect_error(scale, "down_proj.scale holds");
    Files master = make_files(Kind::Master);
    std::memset(master.tensors.data() + master.tensors.size() - 2, 0xFF, 2);
    expect_error(master, "down_proj.weight holds");
    Files tq1 = make_files(Kind::Tq1);
    tq1.tensors.back() = std::byte{0x34};  // of the scale of the last block
    expect_error(tq1, "blk.0.ffn_down.weight has scales 0.125 and 0.25; a BitNet matrix has one");
}

TEST(Loaders, WrongHeadersAreNamed) {
    Files files = make_files(Kind::TwoBits);
    replace(files.tensors, "tessera-bitnet 1", "tessera-bitnet 9");
    expect_error(files, "bitnet convert");
    files = make_files(Kind::TwoBits);
    replace(files.tensors, "two-bits", "ten-bits");
    expect_error(files, "packing is \"ten-bits\"");
    files = make_files(Kind::TwoBits);
    replace(files.tensors, "\"packing\"", "\"packung\"");
    expect_error(files, "metadata has no packing");
    files = make_files(Kind::FiveDigits);
    replace(files.tensors, "\"dtype\":\"U8\"", "\"dtype\":\"XY\"");
    expect_error(files, "is stored as XY");
    files = make_files(Kind::Master);
    replace(files.tensors, "\"shape\":[256,256]", "\"shape\":[256,999]");
    expect_error(files, "lies at");
    files.tensors = bytes_of("short");
    expect_error(files, "a header of 0 bytes in a file of 5");
}

TEST(Loaders, WrongGgufFilesAreNamed) {
    const struct {
        const char *from, *to, *part;
    } cases[] = {{"GGUF", "GGML", "does not begin with GGUF"},
                 {"bitnet.block_count", "bitnet.block_kount", "field bitnet.block_count is missing"},
                 {"blk.0.attn_q.weight", "blk.0.attn_x.weight", "tensor blk.0.attn_q.weight is missing"},
                 {"llama-bpe", "llama-xyz", "expected llama-bpe or gpt-2"},
                 {"general.architecture", "general.arkhitecture", "field general.architecture is missing"}};
    const Files files = make_files(Kind::Tq2);
    for (const auto& c : cases) {
        Files wrong = files;
        replace(wrong.tensors, c.from, c.to);
        std::string error = error_of(wrong);
        if (error == "no error") {
            try {
                open(wrong)->tokenizer();
            } catch (const FileError& e) { error = e.what(); }
        }
        EXPECT_NE(error.find(c.part), std::string::npos) << error;
    }
}

TEST(Loaders, FoldersAndFilesAreTold) {
    const std::string folder = std::filesystem::temp_directory_path() / ("bitnet-folder-" + std::to_string(::getpid()));
    std::filesystem::create_directory(folder);
    const auto write = [&](const std::string& name, const auto& content) {
        std::ofstream(folder + "/" + name, std::ios::binary)
            .write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    };
    EXPECT_THROW(open_source(folder), FileError);
    const Files files = make_files(Kind::Master);
    write("config.json", files.config);
    EXPECT_THROW(open_source(folder), FileError);
    write("model.safetensors", files.tensors);
    EXPECT_EQ(open_source(folder)->tokenizer(), "");
    write("tokenizer.json", files.tokenizer);
    EXPECT_EQ(open_source(folder)->kind(), "Hugging Face checkpoint, float master weights");
    write("m.gguf", make_files(Kind::Tq1).tensors);
    EXPECT_EQ(open_source(folder + "/m.gguf")->kind(), "GGUF file, ternary blocks");
    write("more.safetensors", files.tensors);
    EXPECT_THROW(open_source(folder), FileError);  // each tensor twice
    write_packed(*open_source(folder + "/m.gguf"), folder + "/packed", Packing::FiveDigits, [](int64_t, int64_t) {});
    EXPECT_EQ(open_source(folder + "/packed")->kind(), "packed file, five digits a byte");
    EXPECT_THROW(open_source(folder + "/nothing"), FileError);
    write("empty", std::string());
    EXPECT_THROW(open_source(folder + "/empty"), FileError);
    EXPECT_THROW(
        write_packed(*open_source(folder + "/m.gguf"), folder + "/no/where", Packing::TwoBits, [](int64_t, int64_t) {}),
        FileError);
    std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace bitnet::test
