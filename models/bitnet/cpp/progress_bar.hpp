// A bar on standard error, drawn only where a person can see it.
#pragma once
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

namespace bitnet {

/// For a source's or model's progress: draws, and clears the line at the end.
inline std::function<void(int64_t, int64_t)> progress_bar(std::string title) {
    return [title = std::move(title)](int64_t done, int64_t all) {
        if (!isatty(STDERR_FILENO)) return;
        constexpr int64_t width = 32;
        const auto filled = static_cast<size_t>(width * done / all);
        const std::string bar = std::string(filled, '#') + std::string(width - filled, '-');
        if (done < all)
            std::fprintf(stderr, "\r%s [%s] %3d%%", title.c_str(), bar.c_str(), static_cast<int>(100 * done / all));
        else std::fprintf(stderr, "\r\033[K");
        std::fflush(stderr);
    };
}

}  // namespace bitnet
