#include "base/copy.hpp"

#include <cstdint>

#include "base/cpu.hpp"
#include "base/thread_pool.hpp"

namespace ttnn {

void copy_bytes(std::byte* dst, const std::byte* src, size_t bytes) {
    constexpr size_t piece = size_t{256} << 10;
    const bool streaming = bypasses_cache(bytes) && reinterpret_cast<uintptr_t>(dst) % kLine == 0;
    parallel_pieces(bytes, piece, [&](size_t begin, size_t end) {
        const size_t lines = (end - begin) / kLine, done = begin + lines * kLine;
        copy_lines(dst + begin, src + begin, lines, streaming);
        std::memcpy(dst + done, src + done, end - done);
        if (streaming) finish_streaming();
    });
}

}  // namespace ttnn
