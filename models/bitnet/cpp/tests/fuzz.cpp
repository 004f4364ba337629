// bitnet_fuzz [files] [seed]: reads mutated files of every kind; ends with status 1 where too few get past the header.
// A crash or another error than FileError ends it at once.
#include <cstdlib>
#include <iostream>

#include "mutations.hpp"

int main(int count, char** arguments) {
    const int64_t files = count > 1 ? std::atoll(arguments[1]) : 100'000;
    const uint64_t seed = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 1;
    bool enough = true;
    for (const auto& [kind, c] : bitnet::test::read_mutated_files(files, seed)) {
        std::cout << kind << ": " << c.tried << " files, " << c.past_header << " past the header, " << c.loaded
                  << " loaded\n";
        enough = enough && c.past_header * 5 >= c.tried;
    }
    return enough ? 0 : 1;
}
