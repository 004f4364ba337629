// bitnet: generate, chat, bench, inspect and convert BitNet b1.58 models.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>

#include "file_error.hpp"
#include "model.hpp"
#include "progress_bar.hpp"
#include "sampler.hpp"

namespace bitnet {
namespace {

constexpr int64_t kContext = 1024;  // tokens of the cache, of a model that knows so many positions

struct Options {
    std::string model, prompt, output;
    bool random = false, greedy = false, paged = false, untraced = false, bf16_activations = false;
    int64_t layers = kFull.layers, tokens = 128, batch = 1, prompt_tokens = 128;
    std::optional<int64_t> context;
    WeightForm weights = WeightForm::TwoBits;
    Packing packing = Packing::TwoBits;
    std::string head = "bf16";
    Sampling sampling{.temperature = 0.8, .top_k = 40, .top_p = 0.95, .seed = 1};
};

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

SourceRef open(const Options& o) {
    if (o.random == !o.model.empty())
        throw std::invalid_argument(
            "[bitnet] model: give a file or folder, or --random for random weights of the 2B-4T shape");
    if (!o.random) return open_source(o.model);
    Config config = kFull;
    config.layers = o.layers;
    return random_source(config, o.sampling.seed);
}

std::unique_ptr<Model> load(const SourceRef& source, const std::shared_ptr<ttnn::MeshDevice>& device,
                            const Options& o) {
    if (const int64_t most = source->config().context; o.context > most)
        std::cerr << "[bitnet] --context " << *o.context << ": this model knows " << most
                  << " positions; the cache holds so many tokens\n";
    const ModelOptions options{.weights = o.weights,
                               .activations = o.bf16_activations ? Activations::Bf16 : Activations::Int8,
                               .head = o.head == "bf16" ? ttnn::DataType::BFLOAT16 : ttnn::DataType::BFLOAT8_B,
                               .batch = o.batch,
                               .max_tokens = std::min(o.context.value_or(kContext), source->config().context),
                               .paged = o.paged,
                               .trace = !o.untraced};
    return std::make_unique<Model>(source, device, options, progress_bar("loading weights"));
}

// RssAnon and others of /proc/self/status, in MiB.
double memory(const std::string& name) {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with(name + ":")) return std::stod(line.substr(name.size() + 1)) / 1024;
    return 0;
}

std::optional<Tokenizer> tokenizer_of(const WeightSource& source) {
    const std::string text = source.tokenizer();
    if (text.empty()) return {};
    return Tokenizer(source.path(), text, source.config().vocab);
}

Tokenizer need_tokenizer(const WeightSource& source) {
    auto tokenizer = tokenizer_of(source);
    if (!tokenizer)
        throw FileError(source.path(), "has no tokenizer", "give a folder with tokenizer.json, or a converted file");
    return std::move(*tokenizer);
}

struct Answer {
    int64_t tokens = 0;
    double seconds = 0;
    bool full = false;  ///< the cache ended the text
};

// Continues `ids` until a stop token, `limit` tokens or the end of the cache; show(token) for each.
template <class Show>
Answer continue_text(Model& model, const std::vector<Token>& ids, int64_t limit, const std::vector<Token>& stop,
                     Sampler& sampler, Show show) {
    model.reset();
    auto logits = model.prefill(ids);
    Answer answer;
    const auto start = std::chrono::steady_clock::now();
    while (answer.tokens < limit) {
        const Token token = sampler(logits);
        if (std::find(stop.begin(), stop.end(), token) != stop.end()) break;
        show(token);
        ++answer.tokens;
        if (answer.tokens == limit) break;
        if ((answer.full = model.position() >= model.max_tokens())) break;
        logits = model.decode(std::vector<Token>{token});
    }
    answer.seconds = seconds_since(start);
    return answer;
}

void say_full(const Model& model) {
    std::cerr << "[bitnet] the cache of " << model.max_tokens()
              << " tokens is full: the text ends here; raise --context\n";
}

void report(const Answer& a) {
    std::cerr << a.tokens << " tokens, " << static_cast<double>(a.tokens) / a.seconds << " tokens/s\n";
}

// Without a tokenizer (random weights) a prompt is a list of token ids, and so is what comes.
std::vector<Token> ids_of(const std::string& text) {
    std::vector<Token> out;
    std::istringstream in(text.empty() ? "1 2 3 4 5 6 7 8" : text);
    for (Token id; in >> id;) out.push_back(id);
    if (!in.eof() || out.empty())
        throw std::invalid_argument("[bitnet] prompt: the model has no tokenizer; give token ids, \"1 2 3\"");
    return out;
}

void generate(const Options& o, const std::shared_ptr<ttnn::MeshDevice>& device) {
    const auto source = open(o);
    const auto tokenizer = tokenizer_of(*source);
    const auto ids = tokenizer ? tokenizer->encode(o.prompt) : ids_of(o.prompt);
    if (ids.empty()) throw std::invalid_argument("[bitnet] prompt: expected some text, got none");
    const auto model = load(source, device, o);
    model->check_prompt(ids);
    Sampler sampler(o.sampling);
    std::cout << o.prompt << std::flush;
    Answer answer;
    if (tokenizer) {
        TextStream stream(*tokenizer);
        answer = continue_text(*model, ids, o.tokens, tokenizer->stop(), sampler,
                               [&](Token t) { std::cout << stream.push(t) << std::flush; });
        std::cout << stream.rest() << std::endl;
    } else {
        answer =
            continue_text(*model, ids, o.tokens, {}, sampler, [&](Token t) { std::cout << ' ' << t << std::flush; });
        std::cout << std::endl;
    }
    if (answer.full) say_full(*model);
    report(answer);
}

// Turns as the 2B-4T model knows them: "User: ...<|eot_id|>Assistant: ". The whole conversation is read anew each turn.
void chat(const Options& o, const std::shared_ptr<ttnn::MeshDevice>& device) {
    const auto source = open(o);
    const Tokenizer tokenizer = need_tokenizer(*source);
    if (!tokenizer.id("<|eot_id|>"))
        throw FileError(source->path(), "its tokenizer has no <|eot_id|>", "this model does not chat: use generate");
    const auto model = load(source, device, o);
    Sampler sampler(o.sampling);
    std::string conversation;
    for (std::string line; std::cerr << "> ", std::getline(std::cin, line);) {
        if (line.empty()) continue;
        conversation += "User: " + line + "<|eot_id|>Assistant: ";
        const auto ids = tokenizer.encode(conversation);
        TextStream stream(tokenizer);
        std::string said;
        const Answer answer = continue_text(*model, ids, o.tokens, tokenizer.stop(), sampler, [&](Token t) {
            const std::string piece = stream.push(t);
            said += piece;
            std::cout << piece << std::flush;
        });
        std::cout << stream.rest() << std::endl;
        conversation += said + "<|eot_id|>";
        if (answer.full) {
            say_full(*model);
            return;
        }
    }
}

void bench(const Options& o, const std::shared_ptr<ttnn::MeshDevice>& device) {
    const auto source = open(o);
    const auto start = std::chrono::steady_clock::now();
    Options sized = o;
    if (const int64_t needed = o.prompt_tokens + o.tokens + 1; needed > o.context.value_or(kContext))
        sized.context = std::min(needed, source->config().context);
    const auto model = load(source, device, sized);
    std::cout << "loaded in     " << seconds_since(start) << " s, RssAnon " << memory("RssAnon") << " MiB, peak RSS "
              << memory("VmHWM") << " MiB (mapped files included)\n";
    std::vector<Token> prompt(static_cast<size_t>(o.prompt_tokens));
    for (size_t i = 0; i < prompt.size(); ++i)
        prompt[i] = static_cast<Token>((i * 7919 + 13) % static_cast<size_t>(model->config().vocab));
    for (int64_t user = 0; user < o.batch; ++user) model->prefill(prompt, user);  // warm
    const auto prompt_start = std::chrono::steady_clock::now();
    model->prefill(prompt, 0);
    const double prompt_seconds = seconds_since(prompt_start);
    std::cout << "prompt        " << o.prompt_tokens << " tokens in " << prompt_seconds << " s, "
              << static_cast<double>(o.prompt_tokens) / prompt_seconds << " tokens/s\n";
    const std::vector<Token> next(static_cast<size_t>(o.batch), 1);
    model->decode(next);  // warm, and recorded
    std::vector<double> times;
    for (int64_t i = 1; i < o.tokens; ++i) {
        const auto step_start = std::chrono::steady_clock::now();
        model->decode(next);
        times.push_back(seconds_since(step_start));
    }
    if (times.empty()) return;
    std::sort(times.begin(), times.end());
    const double median = times[times.size() / 2];
    std::cout << "decode        batch " << o.batch << ", median " << median * 1e3 << " ms, least " << times[0] * 1e3
              << " ms, " << static_cast<double>(o.batch) / median << " tokens/s\n"
              << "memory        RssAnon " << memory("RssAnon") << " MiB" << std::endl;
}

void inspect(const Options& o) {
    const auto source = open(o);
    const Config& c = source->config();
    int64_t linear = 0, floats = 0, zeros = 0;
    for (const auto& [name, shape] : float_shapes(c))
        floats += std::accumulate(shape.begin(), shape.end(), int64_t{1}, std::multiplies<>());
    std::vector<float> scales;
    const auto bar = progress_bar("reading weights");
    for (int64_t layer = 0; layer < c.layers; ++layer) {
        for (const auto& [name, shape] : linear_shapes(c, layer)) {
            const Ternary matrix = source->ternary(name, shape);
            linear += shape[0] * shape[1];
            int64_t ones = 0;
            for (uint32_t word : matrix.words) ones += std::popcount(word & 0x55555555u);
            zeros += shape[0] * shape[1] - ones;
            scales.push_back(matrix.scale);
        }
        bar(layer + 1, c.layers);
    }
    const auto [least, most] = std::minmax_element(scales.begin(), scales.end());
    std::cout << source->path() << ": " << source->kind() << "\n"
              << "layers " << c.layers << ", hidden " << c.hidden << ", heads " << c.heads << " (" << c.kv_heads
              << " key heads of " << c.head_dim() << "), feed-forward " << c.ffn << ", vocabulary " << c.vocab
              << (c.tied ? ", tied" : "") << ", context " << c.context << "\n"
              << "rotary base " << c.rope_base << ", epsilon " << c.epsilon << "\n"
              << "ternary weights " << linear << ", "
              << 100.0 * static_cast<double>(zeros) / static_cast<double>(linear) << " % zero, scales " << *least
              << " to " << *most << "\n"
              << "other weights " << floats << "\n"
              << "packed size " << (static_cast<double>(linear) / 4 + static_cast<double>(floats) * 2) / (1 << 20)
              << " MiB in two bits, "
              << (static_cast<double>(linear) * 208 / 1024 + static_cast<double>(floats) * 2) / (1 << 20)
              << " MiB in five digits a byte\n"
              << "tokenizer " << (source->tokenizer().empty() ? "none" : "yes") << std::endl;
}

void add_model(CLI::App& app, Options& o) {
    app.add_option("model", o.model, "Hugging Face folder, GGUF file or packed file");
    app.add_flag("--random", o.random, "random weights of the 2B-4T shape instead");
    app.add_option("--layers", o.layers, "layers of random weights")->check(CLI::Range(1, 1024));
}

void add_running(CLI::App& app, Options& o) {
    static const std::map<std::string, WeightForm> forms = {{"bf16", WeightForm::Bf16},
                                                            {"bfp8", WeightForm::Bfp8},
                                                            {"bfp4", WeightForm::Bfp4},
                                                            {"two-bits", WeightForm::TwoBits},
                                                            {"five-digits", WeightForm::FiveDigits}};
    app.add_option("--weights", o.weights, "format of the ternary weights: bf16, bfp8, bfp4, two-bits or five-digits")
        ->transform(CLI::CheckedTransformer(forms));
    app.add_flag("--bf16-activations", o.bf16_activations,
                 "activations of the linear layers in bfloat16, not in 8 bits");
    app.add_option("--head", o.head, "format of the output matrix")
        ->check(CLI::IsMember({"bf16", "bfp8"}))
        ->capture_default_str();
    app.add_option("-n,--tokens", o.tokens, "tokens to generate at most")
        ->check(CLI::Range(1, 1 << 24))
        ->capture_default_str();
    app.add_option("--context", o.context, "tokens that the cache holds; the model's, at most 1024, if not given")
        ->check(CLI::Range(1, 1 << 24));
    app.add_flag("--paged", o.paged, "keys and values in pages");
    app.add_flag("--untraced", o.untraced, "do not record and replay the step");
}

void add_sampling(CLI::App& app, Options& o) {
    app.add_option("-t,--temperature", o.sampling.temperature, "0: always the likeliest token")->capture_default_str();
    app.add_option("--top-k", o.sampling.top_k, "draw among so many tokens; 0: all")->capture_default_str();
    app.add_option("--top-p", o.sampling.top_p, "draw among the fewest that reach this share")->capture_default_str();
    app.add_option("--seed", o.sampling.seed, "of drawing, and of random weights")->capture_default_str();
    app.add_flag("--greedy", o.greedy, "the same as --temperature 0");
}

int run(int count, char** arguments) {
    CLI::App app("BitNet b1.58 on ttnn", "bitnet");
    app.require_subcommand(1);
    Options o;
    const auto on_device = [&o](auto action) {
        return [&o, action] {
            if (o.greedy) o.sampling.temperature = 0;
            o.sampling.check();
            const auto device = ttnn::MeshDevice::open({});
            action(o, device);
            device->close();
        };
    };
    auto* generating = app.add_subcommand("generate", "continue a text");
    auto* chatting = app.add_subcommand("chat", "talk, a line a turn, until the end of the input");
    auto* benching = app.add_subcommand("bench", "speed and memory of loading, prompt and decode");
    auto* inspecting = app.add_subcommand("inspect", "what a model's files hold; reads and checks all ternary weights");
    auto* converting = app.add_subcommand("convert", "write a packed file");
    for (auto* command : {generating, chatting, benching, inspecting, converting}) add_model(*command, o);
    for (auto* command : {generating, chatting, benching}) add_running(*command, o), add_sampling(*command, o);
    generating->add_option("-p,--prompt", o.prompt, "text to continue; ids of tokens where there is no tokenizer");
    benching->add_option("--batch", o.batch, "users at once")->check(CLI::Range(1, 32))->capture_default_str();
    benching->add_option("--prompt-tokens", o.prompt_tokens, "length of the prompt")
        ->check(CLI::Range(1, 1 << 20))
        ->capture_default_str();
    converting->add_option("-o,--output", o.output, "file to write")->required();
    converting->add_option("--packing", o.packing, "two-bits or five-digits")
        ->transform(CLI::CheckedTransformer(
            std::map<std::string, Packing>{{"two-bits", Packing::TwoBits}, {"five-digits", Packing::FiveDigits}}));
    generating->callback(on_device(generate));
    chatting->callback(on_device(chat));
    benching->callback(on_device(bench));
    inspecting->callback([&] { inspect(o); });
    converting->callback([&] {
        write_packed(*open(o), o.output, o.packing, progress_bar("converting"));
        std::cout << o.output << ": " << std::filesystem::file_size(o.output) << " bytes" << std::endl;
    });
    CLI11_PARSE(app, count, arguments);
    return 0;
}

}  // namespace
}  // namespace bitnet

int main(int count, char** arguments) {
    try {
        return bitnet::run(count, arguments);
    } catch (const std::exception& error) {
        std::cerr << error.what() << std::endl;
        return 1;
    }
}
