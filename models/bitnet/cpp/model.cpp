#include "model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "file_error.hpp"

namespace bitnet {
namespace {

using namespace ttnn;

constexpr int64_t kPage = 32, kHeadColumns = 8192;

// The length whose programs serve `tokens` tokens.
int64_t padded_length(int64_t tokens) {
    int64_t length = 32;
    while (length < tokens) length *= 2;
    return length;
}

// Half-split form: the angles of the first half of a head again for the second.
void fill_angles(int64_t length, int64_t width, double base, std::vector<float>& cos, std::vector<float>& sin) {
    for (int64_t t = 0; t < length; ++t)
        for (int64_t i = 0; i < width; ++i) {
            const double angle = static_cast<double>(t) *
                                 std::pow(base, -static_cast<double>(i % (width / 2) * 2) / static_cast<double>(width));
            cos.push_back(static_cast<float>(std::cos(angle)));
            sin.push_back(static_cast<float>(std::sin(angle)));
        }
}

float rounded(float x) { return std::bit_cast<float>(static_cast<uint32_t>(to_bfloat16(x)) << 16); }

}  // namespace

struct Model::Block {
    bitnet::RmsNorm input_norm, ffn_norm;
    Attention attention;
    FeedForward ffn;
    Tensor after(const Tensor& x, const Tensor& mixed) const {
        const Tensor sum = call(Add{.input_tensor_a = x, .input_tensor_b = mixed});
        return call(Add{.input_tensor_a = sum, .input_tensor_b = ffn(ffn_norm(sum))});
    }
};

Model::Model(SourceRef source, std::shared_ptr<MeshDevice> device, const ModelOptions& options,
             const Progress& progress)
    : source_(std::move(source)), place_{std::move(device), options.weights, options.activations}, options_(options) {
    const Config& c = config();
    if (options.batch < 1 || options.batch > 32)
        throw std::invalid_argument(text("[bitnet] batch: expected 1 to 32, got ", options.batch));
    if (options.max_tokens < 1 || options.max_tokens > c.context)
        throw std::invalid_argument(
            text("[bitnet] context: expected 1 to ", c.context, " tokens, got ", options.max_tokens));
    max_tokens_ = padded_length(options.max_tokens);
    positions_.assign(static_cast<size_t>(options.batch), 0);
    fill_angles(max_tokens_, c.head_dim(), c.rope_base, cos_, sin_);
    angles_ = {place_.put(cos_, {1, 1, max_tokens_, c.head_dim()}, DataType::BFLOAT16),
               place_.put(sin_, {1, 1, max_tokens_, c.head_dim()}, DataType::BFLOAT16)};
    norm_.emplace(place_, source_->vector("model.norm", c.hidden), c.epsilon);
    load_head();
    progress(1, c.layers + 1);

    std::optional<Tensor> table;
    if (options.paged) {  // pages of the users in turn
        const int64_t pages = max_tokens_ / kPage;
        std::vector<float> entries;
        for (int64_t user = 0; user < options.batch; ++user)
            for (int64_t i = 0; i < pages; ++i) entries.push_back(static_cast<float>(i * options.batch + user));
        table = place_.put(entries, {options.batch, pages}, DataType::INT32, Layout::ROW_MAJOR);
    }
    for (int64_t layer = 0; layer < c.layers; ++layer) {
        const auto norm = [&](const char* name) {
            return bitnet::RmsNorm(place_, source_->vector(text("model.layers.", layer, ".", name), c.hidden),
                                   c.epsilon);
        };
        blocks_.push_back({norm("input_layernorm"), norm("post_attention_layernorm"),
                           Attention(place_, *source_, layer, Cache(place_, c, options.batch, max_tokens_, table)),
                           FeedForward(place_, *source_, layer)});
        progress(layer + 2, c.layers + 1);
    }
    make_inputs();
}

Model::~Model() {
    if (trace_) place_.device->release_trace(*trace_);
}

// In pieces, so that loading never holds more than one of them as floats.
void Model::load_head() {
    const Config& c = config();
    for (int64_t first = 0; first < c.vocab; first += kHeadColumns) {
        const int64_t count = std::min(kHeadColumns, c.vocab - first);
        std::vector<float> rows(static_cast<size_t>(count * c.hidden)), turned(rows.size());
        source_->floats(c.tied ? "model.embed_tokens" : "lm_head", first, count, rows.data());
        for (int64_t block = 0; block < count; block += 32)
            for (int64_t k = 0; k < c.hidden; ++k)
                for (int64_t r = block; r < std::min(block + 32, count); ++r)
                    turned[static_cast<size_t>(k * count + r)] = rows[static_cast<size_t>(r * c.hidden + k)];
        rows = {};
        head_.push_back(place_.put(turned, {1, 1, c.hidden, count}, options_.head));
    }
}

void Model::make_inputs() {
    const Config& c = config();
    const int64_t batch = options_.batch, width = c.head_dim();
    const std::vector<float> zeros(static_cast<size_t>(batch * std::max(c.hidden, width)));
    const auto zero = [&](const Shape& shape, DataType dtype, Layout layout) {
        return place_.put(std::span(zeros).first(static_cast<size_t>(shape.volume())), shape, dtype, layout);
    };
    tokens_ = zero({1, 1, batch, c.hidden}, DataType::FLOAT32, Layout::TILE);
    at_ = zero({batch}, DataType::INT32, Layout::ROW_MAJOR);
    step_angles_ = {zero({1, batch, 1, width}, DataType::BFLOAT16, Layout::TILE),
                    zero({1, batch, 1, width}, DataType::BFLOAT16, Layout::TILE)};
}

void Model::reset() { std::fill(positions_.begin(), positions_.end(), 0); }

void Model::check(std::span<const Token> ids) const {
    for (Token id : ids)
        if (id < 0 || id >= config().vocab)
            throw std::invalid_argument(text("[bitnet] token: expected 0 to ", config().vocab - 1, ", got ", id));
}

Tensor Model::embed(std::span<const Token> ids, int64_t rows, bool on_device) const {
    const int64_t hidden = config().hidden;
    std::vector<float> values(static_cast<size_t>(rows * hidden));
    for (size_t i = 0; i < ids.size(); ++i)
        source_->floats("model.embed_tokens", ids[i], 1, values.data() + static_cast<int64_t>(i) * hidden);
    std::transform(values.begin(), values.end(), values.begin(), rounded);
    const TensorSpec spec({1, 1, rows, hidden}, DataType::FLOAT32, Layout::TILE, DRAM_MEMORY_CONFIG);
    return from_vector(values, spec, on_device ? place_.device : nullptr);
}

Tensor Model::logits(const Tensor& x) const {
    // The output matrix is the largest one: pairs of bfloat16 are multiplied at twice the rate of float32.
    const Tensor normed = call(Typecast{.input_tensor = (*norm_)(x), .dtype = DataType::BFLOAT16});
    std::vector<Tensor> parts;
    for (const Tensor& columns : head_)
        parts.push_back(call(Matmul{{.input_tensor_a = normed,
                                     .input_tensor_b = columns,
                                     .dtype = DataType::FLOAT32,
                                     .compute_kernel_config = precise()}}));
    return parts.size() == 1 ? parts[0] : call(Concat{.tensors = parts, .dim = -1});
}

void Model::check_prompt(std::span<const Token> ids) const {
    if (ids.empty()) throw std::invalid_argument("[bitnet] prompt: expected at least one token, got none");
    if (std::ssize(ids) > max_tokens_)
        throw CacheFull(text("[bitnet] the prompt has ", ids.size(), " tokens, the cache room for ", max_tokens_,
                             "; shorten it, or raise --context (this model: up to ", config().context, ")"));
    check(ids);
}

std::vector<float> Model::prefill(std::span<const Token> ids, int64_t user, bool all) {
    if (user < 0 || user >= options_.batch)
        throw std::invalid_argument(text("[bitnet] user: expected 0 to ", options_.batch - 1, ", got ", user));
    check_prompt(ids);
    const auto count = std::ssize(ids);
    const int64_t length = padded_length(count);
    std::vector<Token> padded(ids.begin(), ids.end());
    padded.resize(static_cast<size_t>(length));
    Tensor x = embed(padded, length, true);
    for (const Block& block : blocks_) x = block.after(x, block.attention.prefill(block.input_norm(x), angles_, user));
    positions_[static_cast<size_t>(user)] = count;
    const int64_t first = all ? 0 : count - 1;
    return to_vector(logits(
        call(Slice{.input_tensor = x, .slice_start = {0, 0, first, 0}, .slice_end = {1, 1, count, config().hidden}})));
}

void Model::write_inputs(std::span<const Token> tokens) {
    const int64_t width = config().head_dim();
    std::vector<Token> ids(tokens.begin(), tokens.end());
    std::vector<float> at, cos, sin;
    for (size_t user = 0; user < positions_.size(); ++user) {
        const bool active = positions_[user] > 0;
        if (!active) ids[user] = 0;
        at.push_back(active ? static_cast<float>(positions_[user]) : -1.0f);
        const int64_t row = positions_[user] * width;
        cos.insert(cos.end(), cos_.begin() + row, cos_.begin() + row + width);
        sin.insert(sin.end(), sin_.begin() + row, sin_.begin() + row + width);
    }
    const auto write = [](const std::vector<float>& values, const Tensor& to) {
        copy_host_to_device(from_vector(values, to.spec()), to, 0);
    };
    copy_host_to_device(embed(ids, options_.batch, false), tokens_, 0);
    write(at, at_);
    write(cos, step_angles_.cos);
    write(sin, step_angles_.sin);
}

Tensor Model::step() const {
    Tensor x = tokens_;
    for (const Block& block : blocks_)
        x = block.after(x, block.attention.decode(block.input_norm(x), step_angles_, at_));
    return logits(x);
}

std::vector<float> Model::decode(std::span<const Token> tokens) {
    if (std::ssize(tokens) != options_.batch)
        throw std::invalid_argument(
            text("[bitnet] tokens: expected one for each of ", options_.batch, " users, got ", tokens.size()));
    check(tokens);
    if (std::all_of(positions_.begin(), positions_.end(), [](int64_t p) { return p == 0; }))
        throw std::invalid_argument("[bitnet] decode: no user has a prompt yet; call prefill");
    for (size_t user = 0; user < positions_.size(); ++user)
        if (positions_[user] >= max_tokens_)
            throw CacheFull(text("[bitnet] the cache of ", max_tokens_, " tokens is full; raise --context"));
    write_inputs(tokens);
    auto& queue = place_.device->queue(0);
    if (trace_) {
        queue.replay(place_.device->trace(*trace_));
    } else if (options_.trace) {
        output_ = step();  // builds the programs
        queue.wait();
        queue.begin_recording();
        output_ = step();  // the same once more: a token at its position again
        trace_ = place_.device->add_trace(nullptr, 0);
        place_.device->set_trace(*trace_, queue.end_recording());
    } else {
        output_ = step();
    }
    for (int64_t& p : positions_) p += p > 0;
    return to_vector(output_);
}

}  // namespace bitnet
