#include "ops/conv/conv_programs.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "ops/conv/halo.hpp"

namespace ttnn {
namespace {

int64_t up(int64_t n, int64_t to) { return div_up(n, to) * to; }
int64_t tile_bytes(DataType t) { return static_cast<int64_t>(Tile{}.bytes(t)); }

// A convolution along one dimension goes along the rows of an image of one row.
Window in_rows_of(Window w) {
    if (w.width != 1 || w.kernel[1] != 1 || w.left || w.right) return w;
    std::swap(w.height, w.width);
    for (Pair* p : {&w.kernel, &w.stride, &w.dilation}) std::swap((*p)[0], (*p)[1]);
    std::swap(w.top, w.left);
    std::swap(w.bottom, w.right);
    return w;
}

// How image, weights and outputs are divided; extents in tiles unless said otherwise.
struct Division {
    const Convolution& c;
    const Window w = in_rows_of(c.window);
    CoreCoord grid = c.input.device()->grid();
    bool block = c.shards.memory_layout() == TensorMemoryLayout::BLOCK_SHARDED;
    bool tiled = c.input.layout() == Layout::TILE;
    int64_t channels = c.input.shape().width(), columns, rows;  ///< cores
    int64_t image_columns;                                      ///< cores across that have channels
    int64_t in_rows;                                            ///< pixels of a core
    int64_t core_channels;                                      ///< channels of a core
    int64_t height, width;                                      ///< outputs of a core
    int64_t out_columns;                                        ///< cores across that have outputs
    int64_t act_height, act_width;                              ///< block of gathered patches

    explicit Division(const Convolution& conv) : c(conv) {
        const int64_t tall = div_up(w.out_rows(), 32), wide = div_up(c.weights.shape().width(), 32);
        const int64_t unit = tiled && !block ? 32 : 8;
        columns = block ? std::min<int64_t>(grid.x, div_up(channels, tiled ? 32 : 8)) : 1;
        core_channels = up(div_up(channels, columns), block && tiled ? 32 : unit);
        const int64_t out_width = div_up(wide, grid.x);
        image_columns = div_up(channels, core_channels);
        columns = block ? std::max(image_columns, div_up(wide, out_width)) : 1;
        height = div_up(tall, block ? grid.y : grid.x * grid.y);
        rows = div_up(tall, height);
        width = block ? out_width : wide;
        out_columns = block ? div_up(wide, width) : 1;
        in_rows = up(div_up(w.batch * w.height * w.width, rows), 32);
        const int64_t asked = c.config ? c.config->act_block_h_override / 32 : 0;
        act_height = asked > 0 && height % asked == 0 ? asked : height;
        act_width = div_up(core_channels * w.kernel[1], 32);
    }
    /// Whether two processors gather the patches of a block.
    bool two_readers() const { return act_height > (block ? 1 : 2); }
    CoreRangeSet cores(int64_t down, int64_t across) const {
        if (block) return CoreRange{{0, 0}, {across - 1, down - 1}};
        return num_cores_to_corerangeset(down, grid, true);
    }
    /// That take part in passing weights on: a rectangle.
    CoreRangeSet rectangle() const { return cores(rows, columns).bounding_box(); }
    int64_t element() const { return c.input.dtype() == DataType::FLOAT32 ? 4 : 2; }
    int64_t stick() const { return core_channels * element(); }
    HaloShards image() const {
        const int64_t down = div_up(w.batch * w.height * w.width, in_rows);
        const int64_t tile = tile_bytes(c.input.dtype());
        return {cores(down, image_columns), tiled ? in_rows / 32 * div_up(core_channels, 32) * tile : in_rows * stick(),
                stick(), tiled ? tile : 0};
    }
};

// Bytes of the table of where each window begins: runs of evenly spaced ones. Blocks of patches have a table each; two
// processors may share a block.
int64_t window_table(const Division& d) {
    const Window& w = d.w;
    const int64_t outputs = w.out_rows(), across = w.out_width();
    const auto runs = [&](int64_t begin, int64_t end) {
        if (begin >= end) return int64_t{0};
        const bool even =
            w.left + w.right + (w.kernel[1] - 1) * w.dilation[1] == 0 && w.stride[0] == 1 && w.stride[1] == 1;
        return even ? 1 : (end - 1) / across - begin / across + 1;
    };
    int64_t most = 0;
    for (int64_t core = 0; core < d.rows; ++core) {
        int64_t bytes = 0;
        for (int64_t b = 0; b < d.height; b += d.act_height) {
            const int64_t first = (core * d.height + b) * 32,
                          half = d.two_readers() ? div_up(d.act_height, 2) * 32 : d.act_height * 32,
                          end = first + d.act_height * 32;
            bytes += 4 * runs(first, std::min(first + half, outputs)) + 4;
            if (d.two_readers()) bytes += 4 * runs(first + half, std::min(end, outputs)) + 4;
        }
        most = std::max(most, bytes);
    }
    return most;
}

DeviceProgram products(const Division& d, const Halo& halo) {
    const Convolution& c = d.c;
    const bool wide = c.compute && c.compute->fp32_dest_acc_en;
    const auto cores = d.rectangle();
    DeviceProgram p{Convolution::name, "Conv2dShardedProgramFactory", {}, {}};
    auto add = [&](int64_t bytes, bool borrows = false) {
        p.buffers.push_back({StaticBufferKind::Circular, bytes, cores, borrows});
    };
    const int64_t blocks = d.height / d.act_height,
                  in = tile_bytes(c.input.dtype() == DataType::FLOAT32 ? DataType::FLOAT32 : DataType::BFLOAT16),
                  out = tile_bytes(c.dtype), parts = d.act_height * d.width;
    // All of the weights stay where more than one block of patches needs them.
    const int64_t taps = !d.block && blocks > 1 ? d.w.kernel[0] : 1;
    add(d.act_width * d.width * taps * tile_bytes(c.weights.dtype()) *
        (c.config && c.config->enable_weights_double_buffer ? 2 : 1));
    if (wide && c.dtype != DataType::FLOAT32) add(parts * tile_bytes(DataType::FLOAT32));
    else add(parts * out, true);
    const int64_t patches = d.act_height * d.act_width * in,
                  twice = c.config && c.config->enable_act_double_buffer ? 2 : 1;
    const bool packs = is_block_float(c.dtype);  // patches become what the output is on the way into tiles
    if (d.two_readers() && (packs || !d.block)) {
        const int64_t first = div_up(d.act_height, 2) * d.act_width * in;
        add(first * twice);
        add((patches - first) * twice);
    } else {
        add(patches * twice);
    }
    for (int i = 0; i < (packs ? 2 : 1); ++i) add(packs ? patches / in * out : patches);
    if (c.bias) add(d.width * tile_bytes(c.bias->dtype()));
    add(d.height * d.width * out, true);
    add(window_table(d), true);
    add(64);
    add(halo.pixels * d.stick(), true);
    return p;
}

// What is known of the others: a product of a row of tiles at a time.
DeviceProgram plain_products(const Convolution& c) {
    const int64_t tile = tile_bytes(c.dtype), columns = div_up(c.weights.shape().width(), 32);
    const auto cores =
        c.memory_config.shard_spec() ? c.memory_config.shard_spec()->grid : c.input.device()->all_cores();
    return {Convolution::name,
            "Conv2dShardedProgramFactory",
            {{StaticBufferKind::Circular, 2 * tile * std::min<int64_t>(columns, 8), cores},
             {StaticBufferKind::Circular, 2 * tile, cores}},
            {}};
}

// Whether all of it can lie in L1 at once; otherwise the card goes over slices of the image.
bool fits(const MeshDevice& d, const std::vector<DeviceProgram>& programs) {
    for (const auto& p : programs) {
        int64_t bytes = 0;
        for (const auto& b : p.buffers) bytes += b.bytes;
        if (bytes > d.model().l1_size - d.l1_base()) return false;
    }
    return true;
}

std::vector<DeviceProgram> sharded_programs(const Convolution& c) {
    const Division d(c);
    const Halo halo = halo_of(d.w, d.in_rows, d.height * 32, d.tiled);
    HaloShards image = d.image();
    std::vector<DeviceProgram> out;
    if (!c.input.is_sharded())
        out.push_back(image_to_shards_program(image, c.input.device()->alignment(BufferType::DRAM)));
    image.cores = d.cores(d.rows, d.image_columns);
    out.push_back(halo_program(halo, image));
    out.push_back(products(d, halo));
    if (!c.memory_config.is_sharded())
        out.push_back({"ShardedToInterleavedDeviceOperation",
                       "ShardedToInterleavedProgramFactory",
                       {{StaticBufferKind::Dataflow, d.height * d.width * tile_bytes(c.dtype),
                         d.cores(d.rows, d.out_columns), true}},
                       {}});
    return out;
}

}  // namespace

std::vector<DeviceProgram> convolution_device_programs(const Convolution& c) {
    constexpr int64_t kMostPixels = 1 << 22;  // beyond, an image is sliced on any card
    const Window& w = c.window;
    const bool sharded = c.shards.memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED ||
                         c.shards.memory_layout() == TensorMemoryLayout::BLOCK_SHARDED;
    if (sharded && !w.is_product() && w.spread == Pair{1, 1} && w.out_rows() > 0 &&
        w.batch * w.height * w.width < kMostPixels)
        if (auto programs = sharded_programs(c); fits(*c.input.device(), programs)) return programs;
    return {plain_products(c)};
}

}  // namespace ttnn
