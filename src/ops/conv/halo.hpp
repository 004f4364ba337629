// What sliding a window over an image that lies in shards asks of a card: each core takes the pixels that its outputs
// need, borders of other shards and padding included (the halo), before it computes. Sizes in pixels ("sticks").
#pragma once
#include <vector>

#include "ops/conv/window.hpp"
#include "program/program.hpp"

namespace ttnn {

struct Halo {
    int64_t pixels = 0;    ///< most that a core needs
    int64_t segments = 0;  ///< most runs of evenly spaced windows of a core
    int64_t divisors = 0;  ///< most changes of the number of pixels that are in the image, from window to window
    /// Bytes of the tables of padding and of copies, two of each: two processors share the work.
    int64_t padding[2] = {0, 0}, copies[2] = {0, 0};
};

/// `in_rows` and `out_rows`: pixels and outputs of a shard. Tiled images are copied in blocks of 32 pixels.
Halo halo_of(const Window& window, int64_t in_rows, int64_t out_rows, bool tiled);

struct HaloShards {
    CoreRangeSet cores;      ///< that compute
    int64_t bytes = 0;       ///< of a shard of the input
    int64_t stick = 0;       ///< of a pixel's channels on one core
    int64_t tile_bytes = 0;  ///< of a tile of the input; 0 for row-major images
};
DeviceProgram halo_program(const Halo& halo, const HaloShards& shards);
/// An interleaved image into those shards; `unit`: alignment of where it lies.
DeviceProgram image_to_shards_program(const HaloShards& shards, int64_t unit);

}  // namespace ttnn
