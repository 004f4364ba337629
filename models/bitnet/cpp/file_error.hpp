// The one error of the loaders: whatever is wrong with a file that a user gives (missing, cut short, damaged, of
// another model). Its text names the file, the tensor or field, the value found and what to do about it.
#pragma once
#include <sstream>
#include <stdexcept>
#include <string>

namespace bitnet {

struct FileError : std::runtime_error {
    FileError(const std::string& path, const std::string& what, const std::string& remedy)
        : std::runtime_error("[load] " + path + ": " + what + "; " + remedy) {}
};

inline constexpr const char* kFetchAgain = "the file is damaged or incomplete: download it again";

/// The arguments as one text.
template <class... Args>
std::string text(const Args&... args) {
    std::ostringstream out;
    (out << ... << args);
    return out.str();
}

}  // namespace bitnet
