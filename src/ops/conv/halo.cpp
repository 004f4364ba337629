#include "ops/conv/halo.hpp"

#include "base/div_up.hpp"

#include <algorithm>
#include <map>

namespace ttnn {
namespace {

// A run of pixels that one core sends to another: where it starts in the sender's shard, and how many.
struct Copy {
    int64_t to, source, count;
};

// The padded image, as far as windows reach, and which of its pixels are in the image.
struct Padded {
    const Window& w;
    int64_t out_h, out_w, height, width;

    explicit Padded(const Window& window) : w(window), out_h(w.out_height()), out_w(w.out_width()) {
        const auto reach = [&](int64_t out, size_t axis) {
            return (out - 1) * w.stride[axis] + w.dilation[axis] * (w.kernel[axis] - 1) + 1;
        };
        height = std::max(w.height + w.top + w.bottom, reach(out_h, 0));
        width = std::max(w.width + w.left + w.right, reach(out_w, 1));
    }
    int64_t first_pixel(int64_t out) const {  // of an output's window
        const int64_t x = out % out_w, y = out / out_w % out_h, n = out / out_w / out_h;
        return (n * height + y * w.stride[0]) * width + x * w.stride[1];
    }
    int64_t reach() const { return (w.kernel[0] - 1) * w.dilation[0] * width + (w.kernel[1] - 1) * w.dilation[1]; }
    // The pixel of the image, or -1.
    int64_t image_pixel(int64_t p) const {
        const int64_t x = p % width - w.left, y = p / width % height - w.top, n = p / width / height;
        return x < 0 || y < 0 || x >= w.width || y >= w.height ? -1 : (n * w.height + y) * w.width + x;
    }
    // Pixels of an output's window that are in the image, or in its padding where that counts.
    int64_t inside(int64_t out) const {
        const auto along = [](int64_t start, int64_t taps, int64_t step, int64_t size) {
            int64_t n = 0;
            for (int64_t i = 0; i < taps; ++i) n += start + i * step >= 0 && start + i * step < size;
            return n;
        };
        return along(out / out_w % out_h * w.stride[0] - w.top, w.kernel[0], w.dilation[0], w.height) *
               along(out % out_w * w.stride[1] - w.left, w.kernel[1], w.dilation[1], w.width);
    }
};

using Copies = std::map<int64_t, std::vector<Copy>>;  // by sender

// Walks over the padded pixels [begin, end] that core `to` needs; returns the number of runs of padding.
int64_t collect(const Padded& image, int64_t begin, int64_t end, int64_t in_rows, int64_t to, Copies& copies) {
    int64_t runs = 0, before = -2;
    for (int64_t p = begin; p <= end; ++p) {
        const int64_t pixel = image.image_pixel(p);
        if (pixel < 0) {
            runs += before != -1;
        } else {
            auto& list = copies[pixel / in_rows];
            if (before >= 0 && pixel == before + 1 && pixel % in_rows) ++list.back().count;
            else list.push_back({to, pixel % in_rows, 1});
        }
        before = pixel;
    }
    return runs;
}

// A table is a count, then for each run of copies to one core its place and the copies: three words of two bytes each.
int64_t table_bytes(const std::vector<Copy>& copies) {
    int64_t headers = 0, before = -1;
    for (const auto& c : copies) {
        headers += c.to != before;
        before = c.to;
    }
    return div_up(2 + 6 * (headers + static_cast<int64_t>(copies.size())), 4) * 4;
}

void share_copies(int64_t sender, std::vector<Copy> copies, bool tiled, Halo& halo) {
    std::vector<Copy> half[2];
    if (tiled) {  // blocks of 32 pixels in turn
        for (auto c : copies)
            while (c.count > 0) {
                const int64_t n = std::min(c.count, 32 - c.source % 32);
                half[c.source / 32 % 2].push_back({c.to, c.source, n});
                c.source += n;
                c.count -= n;
            }
        for (auto& h : half)
            std::stable_sort(h.begin(), h.end(), [](const Copy& a, const Copy& b) {
                return std::pair{a.source, a.to} < std::pair{b.source, b.to};
            });
    } else {  // what stays on the core first, then copy by copy in turn
        std::stable_sort(copies.begin(), copies.end(), [&](const Copy& a, const Copy& b) {
            return std::pair{a.to != sender, a.to} < std::pair{b.to != sender, b.to};
        });
        for (size_t i = 0; i < copies.size(); ++i) half[i % 2].push_back(copies[i]);
    }
    for (size_t i = 0; i < 2; ++i) halo.copies[i] = std::max(halo.copies[i], table_bytes(half[i]));
}

}  // namespace

Halo halo_of(const Window& window, int64_t in_rows, int64_t out_rows, bool tiled) {
    const Padded image(window);
    const int64_t outputs = window.out_rows();
    Halo halo;
    Copies copies;
    for (int64_t first = 0; first < outputs; first += out_rows) {
        const int64_t last = std::min(first + out_rows, outputs) - 1, begin = image.first_pixel(first),
                      end = image.first_pixel(last) + image.reach();
        halo.pixels = std::max(halo.pixels, end - begin + 1);
        int64_t segments = 1, divisors = 1;
        for (int64_t o = first + 1; o <= last; ++o) {
            segments += image.first_pixel(o) - image.first_pixel(o - 1) != window.stride[1];
            divisors += image.inside(o) != image.inside(o - 1);
        }
        halo.segments = std::max(halo.segments, segments);
        halo.divisors = std::max(halo.divisors, divisors);
        const int64_t runs = collect(image, begin, end, in_rows, first / out_rows, copies);
        halo.padding[0] = std::max(halo.padding[0], 4 * div_up(runs, 2) + 4);
        halo.padding[1] = std::max(halo.padding[1], 4 * (runs / 2) + 4);
    }
    for (const auto& [sender, list] : copies) share_copies(sender, list, tiled, halo);
    return halo;
}

DeviceProgram halo_program(const Halo& halo, const HaloShards& s) {
    DeviceProgram p{"HaloDeviceOperation", "UntilizeWithHaloProgramFactory", {}, {}};
    auto add = [&](int64_t bytes, bool borrows) {
        p.buffers.push_back({StaticBufferKind::Circular, bytes, s.cores, borrows});
    };
    add(s.bytes, true);
    add(halo.pixels * s.stick, true);
    for (int i = 0; i < 2; ++i) add(s.stick, false);
    const int64_t row = div_up(s.stick, 64) * 2 * 2048;  // a row of tiles of 16 bits, untilized, twice
    for (int i = 0; i < (s.tile_bytes ? 2 : 0); ++i) add(row, false);
    for (auto bytes : halo.padding) add(bytes, true);
    for (auto bytes : halo.copies) add(bytes, true);
    return p;
}

DeviceProgram image_to_shards_program(const HaloShards& s, int64_t unit) {
    DeviceProgram p{"InterleavedToShardedDeviceOperation",
                    "InterleavedToShardedProgramFactory",
                    {{StaticBufferKind::Dataflow, s.bytes, s.cores, true}},
                    {}};
    if (!s.tile_bytes)
        p.buffers.push_back({StaticBufferKind::Scratchpad, 4 * (div_up(s.stick, unit) * unit + unit), s.cores});
    return p;
}

}  // namespace ttnn
