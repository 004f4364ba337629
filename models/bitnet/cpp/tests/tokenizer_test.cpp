#include "tokenizer.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "file_error.hpp"
#include "files.hpp"

namespace bitnet::test {
namespace {

Tokenizer make(std::string text, const std::string& from = "", const std::string& to = "") {
    if (!from.empty()) text.replace(text.find(from), from.size(), to);
    return Tokenizer("tokenizer.json", text, 262);
}

TEST(Tokenizer, JoinsByRank) {
    const Tokenizer t = make(small_tokenizer());
    const Token begin = *t.id("<|begin_of_text|>");
    EXPECT_EQ(t.encode("hell"), (std::vector<Token>{begin, *t.id("hell")}));
    EXPECT_EQ(t.encode_plain("hehel"), (std::vector<Token>{*t.id("he"), *t.id("he"), *t.id("l")}));
    EXPECT_EQ(t.encode_plain("he ll"),
              (std::vector<Token>{*t.id("he"), *t.id("\xC4\xA0"), *t.id("ll")}));  // a space is a byte
}

TEST(Tokenizer, SpecialTokensAreCutOut) {
    const Tokenizer t = make(small_tokenizer());
    const auto ids = t.encode_plain("he<|eot_id|>ll");
    EXPECT_EQ(ids, (std::vector<Token>{*t.id("he"), *t.id("<|eot_id|>"), *t.id("ll")}));
    EXPECT_EQ(t.bytes(ids[1]), "");
    EXPECT_EQ(t.stop().size(), 2u);
}

TEST(Tokenizer, TextComesInWholeCharacters) {
    const Tokenizer t = make(small_tokenizer());
    TextStream stream(t);
    std::string shown;
    for (Token token : t.encode_plain("a\xE2\x82\xAC\xC3\xA9")) {
        const std::string piece = stream.push(token);
        EXPECT_TRUE(piece.empty() || piece == "a" || piece == "\xE2\x82\xAC" || piece == "\xC3\xA9") << piece;
        shown += piece;
    }
    EXPECT_EQ(shown, "a\xE2\x82\xAC\xC3\xA9");
    stream.push(*t.id("\xC3\x83"));  // the byte C3 alone
    EXPECT_EQ(stream.rest(), "\xC3");
}

TEST(Tokenizer, BrokenTextIsRefused) { EXPECT_THROW(make(small_tokenizer()).encode("a\xFF"), std::invalid_argument); }

TEST(Tokenizer, BrokenFilesAreNamed) {
    const struct {
        const char *from, *to, *part;
    } cases[] = {{"\"BPE\"", "\"Unigram\"", "model is \"Unigram\""},
                 {"\"normalizer\":null", "\"normalizer\":{\"type\":\"NFC\"}", "has a normalizer"},
                 {"\"he ll\"", "\"he lx\"", "merge 2 joins \"he\" and \"lx\", which are no tokens"},
                 {"\"id\":259", "\"id\":262", "has the id 262, expected 0 to 261"},
                 {"\"he\":256", "\"he\":-1", "token \"he\" has the id -1"},
                 {"{1,3}", "{1,3", "no error"},  // an ordinary character then
                 {"\\\\p{N}", "\\\\p{Q", "wrong at"},
                 {"Isolated", "Removed", "pre_tokenizer has a part"},
                 {"\"SpecialToken\":{\"id\":\"<|begin", "\"SpecialToken\":{\"id\":\"<|other", "is not special"},
                 {"\"vocab\"", "\"words\"", "is no tokenizer"},
                 {"{", "", "is no tokenizer"}};
    for (const auto& c : cases) {
        std::string error = "no error";
        try {
            make(small_tokenizer(), c.from, c.to);
        } catch (const FileError& e) {
            error = e.what();
            EXPECT_EQ(error.find("[load] tokenizer.json: "), 0u);
        }
        EXPECT_NE(error.find(c.part), std::string::npos) << c.from << ": " << error;
    }
}

}  // namespace
}  // namespace bitnet::test
