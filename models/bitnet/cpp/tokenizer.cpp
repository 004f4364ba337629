#include "tokenizer.hpp"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "file_error.hpp"

namespace bitnet {
namespace {

using nlohmann::json;
constexpr const char* kGiveByteLevel = "give a byte-level byte-pair tokenizer";
constexpr const char* kGpt2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

// Byte-level vocabularies write each byte as a printable character: itself where it is one, else the next of those from
// U+0100 on.
std::string utf8(uint32_t c) {
    if (c < 0x80) return {static_cast<char>(c)};
    return {static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
}

const std::array<std::string, 256>& byte_names() {
    static const auto names = [] {
        std::array<std::string, 256> out;
        uint32_t next = 0x100;
        for (uint32_t b = 0; b < 256; ++b) {
            const bool printable = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            out[b] = utf8(printable ? b : next++);
        }
        return out;
    }();
    return names;
}

std::string bytes_of(const std::string& name) {
    static const auto bytes = [] {
        std::unordered_map<std::string, char> out;
        for (size_t b = 0; b < 256; ++b) out[byte_names()[b]] = static_cast<char>(b);
        return out;
    }();
    std::string out;
    for (size_t at = 0; at < name.size();) {
        const size_t width = static_cast<unsigned char>(name[at]) < 0x80 ? 1 : 2;
        const auto found = bytes.find(name.substr(at, width));
        if (found == bytes.end()) return name;  // an added token, written as it is
        out += found->second;
        at += width;
    }
    return out;
}

constexpr uint64_t pair_key(Token a, Token b) {
    return static_cast<uint64_t>(static_cast<uint32_t>(a)) << 32 | static_cast<uint32_t>(b);
}

Token checked_id(const std::string& path, const json& value, int64_t vocab, const std::string& name) {
    if (!value.is_number_integer() || value.get<int64_t>() < 0 || value.get<int64_t>() >= vocab)
        throw FileError(path, text("token \"", name, "\" has the id ", value.dump(), ", expected 0 to ", vocab - 1),
                        "give the tokenizer of the same checkpoint");
    return value.get<Token>();
}

}  // namespace

struct Tokenizer::Pattern {
    std::shared_ptr<pcre2_code> code;

    Pattern(const std::string& path, const std::string& expression) {
        int error = 0;
        PCRE2_SIZE at = 0;
        auto* made = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(expression.data()), expression.size(),
                                   PCRE2_UTF | PCRE2_UCP, &error, &at, nullptr);
        if (!made)
            throw FileError(path, text("pre_tokenizer has the expression \"", expression, "\", wrong at ", at),
                            kGiveByteLevel);
        code.reset(made, pcre2_code_free);
    }

    /// Calls found(begin, end) for each match.
    template <class F>
    void each_match(std::string_view text, F found) const {
        const std::unique_ptr<pcre2_match_data, void (*)(pcre2_match_data*)> data(
            pcre2_match_data_create_from_pattern(code.get(), nullptr), pcre2_match_data_free);
        const auto* subject = reinterpret_cast<PCRE2_SPTR>(text.data());
        for (size_t at = 0; at < text.size();) {
            const int result =
                pcre2_match(code.get(), subject, text.size(), at, at ? PCRE2_NO_UTF_CHECK : 0, data.get(), nullptr);
            if (result == PCRE2_ERROR_NOMATCH) return;
            if (result < 0) throw std::invalid_argument("[tokenizer] the text is not UTF-8, or too long for one piece");
            const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(data.get());
            if (ends[1] <= at) return;  // a pattern that matches nothing gets no further
            found(ends[0], ends[1]);
            at = ends[1];
        }
    }
};

namespace {

// The parts of a pre_tokenizer or post_processor, which may be a sequence.
std::vector<json> parts_of(const json& whole, const char* list) {
    if (whole.is_null()) return {};
    if (whole.value("type", "") != "Sequence") return {whole};
    return whole.at(list).get<std::vector<json>>();
}

std::vector<std::string> expressions(const std::string& path, const json& pre_tokenizer) {
    std::vector<std::string> out;
    for (const json& part : parts_of(pre_tokenizer, "pretokenizers")) {
        const std::string type = part.value("type", "");
        if (type == "Split" && part.value("behavior", "") == "Isolated" && !part.value("invert", false)) {
            out.push_back(part.at("pattern").at("Regex").get<std::string>());
        } else if (type == "ByteLevel" && !part.value("add_prefix_space", false)) {
            if (part.value("use_regex", true)) out.push_back(kGpt2);
        } else {
            throw FileError(path, text("pre_tokenizer has a part ", part.dump().substr(0, 80)), kGiveByteLevel);
        }
    }
    return out;
}

}  // namespace

Tokenizer::~Tokenizer() = default;
Tokenizer::Tokenizer(Tokenizer&&) noexcept = default;

Tokenizer::Tokenizer(const std::string& path, const std::string& json_text, int64_t vocab) {
    try {
        const json file = json::parse(json_text);
        const json& model = file.at("model");
        if (model.value("type", "BPE") != "BPE")
            throw FileError(path, "model is " + model.at("type").dump(), kGiveByteLevel);
        if (!file.value("normalizer", json()).is_null()) throw FileError(path, "it has a normalizer", kGiveByteLevel);
        read_tokens(path, model.at("vocab"), file.value("added_tokens", json::array()), vocab);
        whole_pieces_ = model.value("ignore_merges", false);
        read_merges(path, model.at("merges"));
        for (const auto& e : expressions(path, file.value("pre_tokenizer", json()))) patterns_.emplace_back(path, e);
        for (const json& part : parts_of(file.value("post_processor", json()), "processors"))
            if (part.value("type", "") == "TemplateProcessing") read_template(path, part.at("single"));
    } catch (const json::exception& error) {
        throw FileError(path, text("is no tokenizer (", error.what(), ")"), kFetchAgain);
    }
}

void Tokenizer::read_tokens(const std::string& path, const json& tokens, const json& added, int64_t vocab) {
    for (const auto& [name, id] : tokens.items()) ids_[name] = checked_id(path, id, vocab, name);
    for (const json& token : added) {
        const auto name = token.at("content").get<std::string>();
        if (name.empty()) throw FileError(path, "an added token is empty", kGiveByteLevel);
        special_[name] = checked_id(path, token.at("id"), vocab, name);
    }
    for (const auto& [name, id] : ids_) names_[id] = bytes_of(name);
    for (const auto& [name, id] : special_) names_[id].clear();
    for (const std::string& name : byte_names()) of_byte_.push_back(ids_.contains(name) ? ids_.at(name) : -1);
}

// Merges are "left right", or lists of the two.
void Tokenizer::read_merges(const std::string& path, const json& merges) {
    int32_t rank = 0;
    for (const json& merge : merges) {
        std::string left, right;
        if (merge.is_array()) {
            left = merge.at(0).get<std::string>();
            right = merge.at(1).get<std::string>();
        } else {
            const auto both = merge.get<std::string>();
            const size_t space = both.find(' ');
            left = both.substr(0, space);
            right = space == std::string::npos ? "" : both.substr(space + 1);
        }
        const auto a = ids_.find(left), b = ids_.find(right), both = ids_.find(left + right);
        if (a == ids_.end() || b == ids_.end() || both == ids_.end())
            throw FileError(path,
                            text("merge ", rank, " joins \"", left, "\" and \"", right, "\", which are no tokens"),
                            kFetchAgain);
        joins_.emplace(pair_key(a->second, b->second), Join{rank++, both->second});
    }
}

void Tokenizer::read_template(const std::string& path, const json& pieces) {
    std::vector<Token>* to = &before_;
    for (const json& piece : pieces) {
        if (piece.contains("Sequence")) {
            to = &after_;
            continue;
        }
        const auto name = piece.at("SpecialToken").at("id").get<std::string>();
        const auto found = special_.find(name);
        if (found == special_.end())
            throw FileError(path, "post_processor names \"" + name + "\", which is not special", kFetchAgain);
        to->push_back(found->second);
    }
}

void Tokenizer::join(std::string_view piece, std::vector<Token>& out) const {
    std::vector<Token> tokens;
    std::string name;
    for (char c : piece) {
        const auto byte = static_cast<unsigned char>(c);
        name += byte_names()[byte];
        if (of_byte_[byte] < 0)
            throw std::invalid_argument(
                text("[tokenizer] byte ", static_cast<int>(byte), " is no token: leave the character out"));
        tokens.push_back(of_byte_[byte]);
    }
    if (const auto whole = ids_.find(name); whole_pieces_ && whole != ids_.end()) {
        out.push_back(whole->second);
        return;
    }
    while (tokens.size() > 1) {
        Join best{INT32_MAX, -1};
        for (size_t i = 0; i + 1 < tokens.size(); ++i)
            if (const auto found = joins_.find(pair_key(tokens[i], tokens[i + 1]));
                found != joins_.end() && found->second.rank < best.rank)
                best = found->second;
        if (best.token < 0) break;
        size_t to = 0;
        for (size_t i = 0; i < tokens.size(); ++to) {
            const auto found = i + 1 < tokens.size() ? joins_.find(pair_key(tokens[i], tokens[i + 1])) : joins_.end();
            const bool joined = found != joins_.end() && found->second.rank == best.rank;
            tokens[to] = joined ? best.token : tokens[i];
            i += joined ? 2 : 1;
        }
        tokens.resize(to);
    }
    out.insert(out.end(), tokens.begin(), tokens.end());
}

void Tokenizer::split(std::string_view text, size_t pattern, std::vector<Token>& out) const {
    if (text.empty()) return;
    if (pattern == patterns_.size()) return join(text, out);
    size_t at = 0;  // what lies between matches is a piece too
    patterns_[pattern].each_match(text, [&](size_t begin, size_t end) {
        split(text.substr(at, begin - at), pattern + 1, out);
        split(text.substr(begin, end - begin), pattern + 1, out);
        at = end;
    });
    split(text.substr(at), pattern + 1, out);
}

std::vector<Token> Tokenizer::encode_plain(const std::string& text) const {
    std::vector<Token> out;
    const std::string_view all = text;
    size_t at = 0;
    while (at < all.size()) {
        size_t begin = all.size(), length = 0;
        Token token = -1;
        for (const auto& [name, id] : special_) {
            const size_t found = all.find(name, at);
            if (found < begin || (found == begin && name.size() > length && token >= 0)) {
                begin = found;
                length = name.size();
                token = id;
            }
        }
        split(all.substr(at, begin - at), 0, out);
        if (token >= 0) out.push_back(token);
        at = begin + length;
        if (token < 0) break;
    }
    return out;
}

std::vector<Token> Tokenizer::encode(const std::string& text) const {
    std::vector<Token> out = before_;
    const auto inner = encode_plain(text);
    out.insert(out.end(), inner.begin(), inner.end());
    out.insert(out.end(), after_.begin(), after_.end());
    return out;
}

std::string Tokenizer::bytes(Token token) const {
    const auto found = names_.find(token);
    return found == names_.end() ? std::string() : found->second;
}

std::optional<Token> Tokenizer::id(const std::string& token) const {
    if (const auto found = special_.find(token); found != special_.end()) return found->second;
    if (const auto found = ids_.find(token); found != ids_.end()) return found->second;
    return {};
}

std::vector<Token> Tokenizer::stop() const {
    std::vector<Token> out;
    for (const char* name : {"<|end_of_text|>", "<|eot_id|>", "<|endoftext|>"})
        if (const auto found = special_.find(name); found != special_.end()) out.push_back(found->second);
    return out;
}

std::string TextStream::push(Token token) {
    waiting_ += tokenizer_.bytes(token);
    // An unfinished character at the end: its first byte says how long it is.
    size_t whole = waiting_.size();
    for (size_t back = 1; back <= std::min<size_t>(3, waiting_.size()); ++back) {
        const auto c = static_cast<unsigned char>(waiting_[waiting_.size() - back]);
        if ((c & 0xC0) == 0x80) continue;
        const size_t length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if (length > back) whole = waiting_.size() - back;
        break;
    }
    std::string out = waiting_.substr(0, whole);
    waiting_.erase(0, whole);
    return out;
}

std::string TextStream::rest() { return std::exchange(waiting_, {}); }

}  // namespace bitnet
