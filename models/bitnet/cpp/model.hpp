// BitNet on ttnn: embedding, blocks, tied or own output matrix; prompts of single users and steps of one token for all
// users, with a cache of fixed length. Steps have the same shapes always, so they are recorded once and replayed.
//
// Embedding rows are read from the source where they are needed: the table is never held twice.
#pragma once
#include "layers.hpp"
#include "tokenizer.hpp"

namespace bitnet {

struct ModelOptions {
    WeightForm weights = WeightForm::TwoBits;
    Activations activations = Activations::Int8;
    ttnn::DataType head = ttnn::DataType::BFLOAT16;  ///< of the output matrix: BFLOAT16 or BFLOAT8_B
    int64_t batch = 1, max_tokens = 256;
    bool paged = false, trace = true;
};

/// A prompt or step that the cache has no room for.
struct CacheFull : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Model {
 public:
    /// `progress(done, all)` is called after each part.
    Model(
        SourceRef source, std::shared_ptr<ttnn::MeshDevice> device, const ModelOptions& options,
        const Progress& progress = [](int64_t, int64_t) {});
    ~Model();
    Model(const Model&) = delete;

    const Config& config() const { return source_->config(); }
    /// The options' number, rounded up to a power of two of tiles and limited to the model's context.
    int64_t max_tokens() const { return max_tokens_; }
    int64_t position(int64_t user = 0) const { return positions_[static_cast<size_t>(user)]; }
    void reset();  ///< forgets all tokens

    /// Raises where prefill would: CacheFull for more tokens than the cache has room for.
    void check_prompt(std::span<const Token> ids) const;
    /// Reads a prompt into a user's empty cache; logits of its last token, or of all its tokens.
    std::vector<float> prefill(std::span<const Token> ids, int64_t user = 0, bool all = false);
    /// Appends one token to every user that has a prompt (the others' are ignored); logits [batch, vocab].
    std::vector<float> decode(std::span<const Token> tokens);

 private:
    struct Block;
    void check(std::span<const Token> ids) const;
    ttnn::Tensor embed(std::span<const Token> ids, int64_t rows, bool on_device) const;
    ttnn::Tensor logits(const ttnn::Tensor& x) const;
    ttnn::Tensor step() const;
    void load_head();
    void write_inputs(std::span<const Token> tokens);
    void make_inputs();

    SourceRef source_;
    Placement place_;
    ModelOptions options_;
    int64_t max_tokens_;
    std::vector<int64_t> positions_;
    std::vector<Block> blocks_;
    std::optional<RmsNorm> norm_;
    std::vector<ttnn::Tensor> head_;  ///< columns of the output matrix, in pieces
    Angles angles_;
    std::vector<float> cos_, sin_;  ///< of all positions
    // What a step reads and writes.
    ttnn::Tensor tokens_, at_, output_;
    Angles step_angles_;
    std::optional<uint64_t> trace_;
};

}  // namespace bitnet
