// Valid files of every kind in memory, with small models of random weights: what the tests read and the fuzzer mutates.
#pragma once
#include <string>
#include <vector>

#include "source.hpp"

namespace bitnet::test {

using Bytes = std::vector<std::byte>;

enum class Kind : uint8_t { Master, Multiplied, Divided, Tq1, Tq2, TwoBits, FiveDigits };
inline constexpr Kind kKinds[] = {Kind::Master, Kind::Multiplied, Kind::Divided,   Kind::Tq1,
                                  Kind::Tq2,    Kind::TwoBits,    Kind::FiveDigits};
std::string name_of(Kind kind);

/// A model as files: `config` and `tokenizer` are empty where they are inside `tensors`.
struct Files {
    Kind kind = Kind::Master;
    std::string config, tokenizer;
    Bytes tensors;
};

/// One layer, hidden size 256, 256 tokens and three special ones.
Config small_config();
std::string small_tokenizer();
Files make_files(Kind kind);
/// As the program opens them.
SourceRef open(const Files& files);

Bytes bytes_of(const std::string& text);
std::string read_file(const std::string& path);

}  // namespace bitnet::test
