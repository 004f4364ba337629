// Files with damage, as transport, disks and careless tools do it: flipped bits, cuts, repeated and zeroed stretches,
// and other numbers in the tables.
#pragma once
#include <map>
#include <string>

#include "files.hpp"

namespace bitnet::test {

struct Count {
    int64_t tried = 0, past_header = 0, loaded = 0;
};

/// Opens and reads whole `count` mutated files, all kinds in turn. What a loader raises other than FileError (and a
/// tokenizer's std::invalid_argument while it encodes) leaves this function.
std::map<std::string, Count> read_mutated_files(int64_t count, uint64_t seed);

}  // namespace bitnet::test
