// Text from values: str("a", 1, 2.5) concatenates what operator<< prints. One small function instead of a formatting
// library, so that the package builds from source with nothing but a compiler.
#pragma once
#include <sstream>
#include <string>

namespace ttnn {

template <class... Args>
std::string str(const Args&... args) {
    std::ostringstream out;
    (out << ... << args);
    return std::move(out).str();
}

}  // namespace ttnn
