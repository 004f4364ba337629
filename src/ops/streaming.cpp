#include "ops/streaming.hpp"

#include "base/cpu.hpp"
#include "kernels/table.hpp"

namespace ttnn {

bool streams(const View& out) {
    return out.spec->dtype() == DataType::BFLOAT16 && bypasses_cache(out.spec->host_bytes()) &&
           reinterpret_cast<uintptr_t>(out.data) % 64 == 0;
}

void store_flat(const View& dst, int64_t begin, int64_t count, const float* src, bool streaming) {
    constexpr int64_t piece = 32;
    if (!streaming || count % piece) return store_flat(dst, begin, count, src);
    kernels::table().half_maps.narrow_pieces(src, dst.as<uint16_t>() + begin, piece, static_cast<size_t>(count / piece),
                                             true);
}

}  // namespace ttnn
