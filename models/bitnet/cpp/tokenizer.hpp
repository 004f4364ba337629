// Byte-level byte-pair tokenizers as tokenizer.json describes them: special tokens are cut out, the rest is divided by
// regular expressions, and within a piece the pair of the lowest rank is joined until none is left.
#pragma once
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace bitnet {

using Token = int32_t;

class Tokenizer {
 public:
    /// `path` is for messages; raises FileError unless the text is such a tokenizer with ids below `vocab`.
    Tokenizer(const std::string& path, const std::string& json_text, int64_t vocab);
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;

    /// With the special tokens that the tokenizer puts around a text. Raises std::invalid_argument for broken UTF-8.
    std::vector<Token> encode(const std::string& text) const;
    /// Without them; special tokens inside the text count as such.
    std::vector<Token> encode_plain(const std::string& text) const;
    /// Bytes of a token; nothing for special tokens and ids that it does not know.
    std::string bytes(Token token) const;
    std::optional<Token> id(const std::string& token) const;
    size_t size() const { return names_.size(); }
    /// Tokens that end a text: <|end_of_text|>, <|eot_id|> and their like, where there are some.
    std::vector<Token> stop() const;

 private:
    struct Pattern;
    void read_tokens(const std::string& path, const nlohmann::json& tokens, const nlohmann::json& added, int64_t vocab);
    void read_merges(const std::string& path, const nlohmann::json& merges);
    void read_template(const std::string& path, const nlohmann::json& pieces);
    void split(std::string_view text, size_t pattern, std::vector<Token>& out) const;
    void join(std::string_view piece, std::vector<Token>& out) const;

    std::unordered_map<std::string, Token> ids_, special_;
    std::unordered_map<Token, std::string> names_;
    struct Join {
        int32_t rank;
        Token token;
    };
    std::unordered_map<uint64_t, Join> joins_;
    std::vector<Pattern> patterns_;
    std::vector<Token> before_, after_, of_byte_;
    bool whole_pieces_ = false;  ///< a piece that is a token is not joined from its bytes
};

/// Bytes of tokens as text that may be shown: what is not yet a whole character waits for the next token.
class TextStream {
 public:
    explicit TextStream(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}
    std::string push(Token token);
    std::string rest();

 private:
    const Tokenizer& tokenizer_;
    std::string waiting_;
};

}  // namespace bitnet
