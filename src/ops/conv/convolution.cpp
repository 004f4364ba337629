#include "ops/conv/convolution.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/block_io.hpp"
#include "ops/conv/conv_programs.hpp"
#include "ops/conv/image.hpp"
#include "ops/scratch.hpp"
#include "ops/tile_blocks.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const Window& w) {
    return out << w.batch << 'x' << w.height << 'x' << w.width << " kernel " << w.kernel[0] << 'x' << w.kernel[1]
               << " stride " << w.stride[0] << 'x' << w.stride[1] << " dilation " << w.dilation[0] << 'x'
               << w.dilation[1] << " padding " << w.top << ',' << w.bottom << ',' << w.left << ',' << w.right
               << " spread " << w.spread[0] << 'x' << w.spread[1] << (w.round_up ? " ceil" : "");
}

namespace {

using kernels::kPiece;

constexpr int64_t kColumns = 64;  // output channels a piece of work: a multiple of a tile and of every kernel's panel
constexpr int64_t kPatchBytes =
    1024 * 1024;  // patches of a piece of work, of which a block of k stays in a core's cache

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }

struct Plan {
    Window window;
    int64_t channels = 0, groups = 1, out_channels = 0;
    bool replicate = false;
    CompiledChain activation;

    int64_t in_group() const { return channels / groups; }
    int64_t out_group() const { return out_channels / groups; }
    int64_t k() const { return window.taps() * in_group(); }
    bool depthwise() const { return groups > 1 && in_group() == 1 && out_group() == 1; }
};

// One row of taps of one window whose elements lie side by side in the image: what is outside becomes zero.
template <class T>
void gather_line(const Plan& p, const T* line, int64_t x, T* dst) {
    const int64_t n = p.channels, taps = p.window.kernel[1];
    const int64_t begin = std::clamp<int64_t>(-x, 0, taps), end = std::clamp<int64_t>(p.window.width - x, begin, taps);
    if (begin) std::memset(dst, 0, static_cast<size_t>(begin * n) * sizeof(T));
    if (end > begin)
        std::memcpy(dst + begin * n, line + (x + begin) * n, static_cast<size_t>((end - begin) * n) * sizeof(T));
    if (end < taps) std::memset(dst + end * n, 0, static_cast<size_t>((taps - end) * n) * sizeof(T));
}

template <class T>
void gather_patch(const Plan& p, const T* image, int64_t group, int64_t row, T* dst) {
    const Window& w = p.window;
    if (p.groups > 1 || w.dilation[1] > 1 || w.spread[1] > 1 || p.replicate) {
        const int64_t n = p.in_group();
        for_each_tap(p.window, p.channels, p.replicate, image, row, [&](int64_t tap, const T* pixel) {
            if (pixel) std::memcpy(dst + tap * n, pixel + group * n, static_cast<size_t>(n) * sizeof(T));
            else std::memset(dst + tap * n, 0, static_cast<size_t>(n) * sizeof(T));
        });
        return;
    }
    const Position at = position_of(w, row);
    const T* base = image + at.image * w.height * w.width * p.channels;
    const int64_t line = w.kernel[1] * p.channels;
    for (int64_t r = 0; r < w.kernel[0]; ++r, dst += line) {
        const int64_t y = source(p.replicate, at.y + r * w.dilation[0], w.spread[0], w.height);
        if (y < 0) std::memset(dst, 0, static_cast<size_t>(line) * sizeof(T));
        else gather_line(p, base + y * w.width * p.channels, at.x, dst);
    }
}

// A pixel's channels, which are whole slabs, or zeros.
template <class T>
void put_pixel(const T* pixel, int64_t channels, int64_t height, T* to) {
    for (int64_t c = 0; c < channels; c += 32, to += height * 32)
        if (pixel) std::memcpy(to, pixel + c, 32 * sizeof(T));
        else std::memset(to, 0, 32 * sizeof(T));
}

// The pixels at x, x + stride ... of a line, `run` of them: those outside become zeros.
template <class T>
void put_line(const Plan& p, const T* line, int64_t x, int64_t run, int64_t height, T* to) {
    const int64_t stride = p.window.stride[1], width = p.window.width;
    const int64_t begin = std::clamp<int64_t>((stride - 1 - x) / stride, 0, run),
                  end = std::clamp<int64_t>((width - x + stride - 1) / stride, begin, run);
    for (int64_t c = 0; c < p.channels; c += 32, to += height * 32) {
        std::fill(to, to + begin * 32, T{});
        const T* from = line + (x + begin * stride) * p.channels + c;
        for (int64_t j = begin; j < end; ++j, from += stride * p.channels)
            std::memcpy(to + j * 32, from, 32 * sizeof(T));
        std::fill(to + end * 32, to + run * 32, T{});
    }
}

// Tap by tap for the output positions of a line: their pixels are neighbours, and so are the rows of the slabs.
template <class T>
void gather_pixels(const Plan& p, const T* image, int64_t row, int64_t count, int64_t height, T* slabs) {
    const Window& w = p.window;
    const int64_t across = w.out_width();
    for (int64_t i = 0, run; i < count; i += run) {
        const Position at = position_of(w, row + i);
        run = std::min(count - i, across - (row + i) % across);
        for (int64_t tap = 0; tap < w.taps(); ++tap) {
            const int64_t y = source(p.replicate, at.y + tap / w.kernel[1] * w.dilation[0], w.spread[0], w.height);
            const T* line = image + (at.image * w.height + y) * w.width * p.channels;
            T* to = slabs + tap * p.channels * height + i * 32;
            if (y >= 0 && !p.replicate && w.spread[1] == 1) {
                put_line(p, line, at.x + tap % w.kernel[1] * w.dilation[1], run, height, to);
                continue;
            }
            for (int64_t j = 0, x = at.x + tap % w.kernel[1] * w.dilation[1]; j < run; ++j, x += w.stride[1]) {
                const int64_t from = y < 0 ? -1 : source(p.replicate, x, w.spread[1], w.width);
                put_pixel(from < 0 ? nullptr : line + from * p.channels, p.channels, height, to + j * 32);
            }
        }
    }
}

// Patches of output positions [row, row + count) for a group as slabs of 32 columns, `height` rows each.
template <class T>
void gather(const Plan& p, const T* image, int64_t group, int64_t row, int64_t count, int64_t height, T* slabs) {
    if (p.groups == 1 && p.channels % 32 == 0) return gather_pixels(p, image, row, count, height, slabs);
    const int64_t k = p.k(), wide = tiles_of(k) * 32;
    T* line = scratch<struct PatchLine, T>(static_cast<size_t>(wide));
    std::fill(line + k, line + wide, T{});
    for (int64_t i = 0; i < count; ++i) {
        gather_patch(p, image, group, row + i, line);
        for (int64_t c = 0; c < wide; c += 32) std::memcpy(slabs + c * height + i * 32, line + c, 32 * sizeof(T));
    }
}

template <class T>
const kernels::Blocks<T>& blocks_of() {
    if constexpr (std::is_same_v<T, float>) return kernels::table().blocks.floats;
    else return kernels::table().blocks.halves();
}

// All weights as panels of 32 columns, group after group.
template <class T>
struct PackedWeights {
    T* data;
    int64_t across, depth;  ///< panels of a group, pieces of a panel
    size_t size() const { return static_cast<size_t>(depth) * kPiece; }
    const T* at(int64_t group, int64_t column) const {
        return data + (group * across + column / 32) * depth * static_cast<int64_t>(kPiece);
    }
};

template <class T>
PackedWeights<T> pack(const Plan& p, const View& weights) {
    PackedWeights<T> out{nullptr, tiles_of(p.out_group()), tiles_of(p.k())};
    out.data = scratch<struct WeightPanels, T>(static_cast<size_t>(out.across * out.depth * p.groups) * kPiece);
    if (p.groups == 1) {
        const TileBlocks blocks(weights, p.k());
        parallel_for(static_cast<size_t>(out.across), [&](size_t unit) {
            alignas(64) T block[kPiece];
            T* panel = out.data + static_cast<int64_t>(unit) * out.depth * static_cast<int64_t>(kPiece);
            for (int64_t k = 0; k < p.k(); k += 32, panel += kPiece)
                blocks_of<T>().pack(blocks.load<T>(0, k, static_cast<int64_t>(unit) * 32, block), panel);
        });
        return out;
    }
    float* natural = scratch<struct NaturalWeights, float>(static_cast<size_t>(p.k() * p.out_channels));
    load_rows(weights, 0, p.k(), natural, p.out_channels);
    parallel_for(static_cast<size_t>(out.across * p.groups), [&](size_t unit) {
        const int64_t group = static_cast<int64_t>(unit) / out.across,
                      column = static_cast<int64_t>(unit) % out.across * 32;
        const int64_t width = std::min<int64_t>(32, p.out_group() - column);
        alignas(64) float block[kPiece] = {};
        alignas(64) uint16_t halves[kPiece];
        T* panel = out.data + static_cast<int64_t>(unit) * out.depth * static_cast<int64_t>(kPiece);
        for (int64_t k = 0; k < p.k(); k += 32, panel += kPiece) {
            const int64_t height = std::min<int64_t>(32, p.k() - k);
            for (int64_t i = 0; i < height; ++i)
                std::memcpy(block + i * 32, natural + (k + i) * p.out_channels + group * p.out_group() + column,
                            static_cast<size_t>(width) * sizeof(float));
            std::fill(block + height * 32, block + kPiece, 0.0f);
            if constexpr (std::is_same_v<T, float>) {
                blocks_of<T>().pack(block, panel);
            } else {
                kernels::table().convert.float_to_bfloat16(block, halves, kPiece);
                blocks_of<T>().pack(halves, panel);
            }
        }
    });
    return out;
}

// Rows of `n` output channels, `stride` apart: bias and activation.
void finish_rows(const Plan& p, const float* bias, float* rows, int64_t count, int64_t n, int64_t stride) {
    if (!bias && p.activation.empty()) return;
    for (int64_t i = 0; i < count; ++i) {
        float* row = rows + i * stride;
        if (bias) kernels::table().rows.accumulate_sum(row, bias, static_cast<size_t>(n));
        if (!p.activation.empty()) p.activation.run(row, static_cast<size_t>(n));
    }
}

// Panels of 32 columns of c, count x 32 each, for columns [begin, end) of a group; k in blocks that stay in cache.
template <class T>
void multiply(const PackedWeights<T>& panels, const T* slabs, int64_t count, int64_t height, int64_t group,
              int64_t begin, int64_t end, float* c) {
    constexpr int64_t most = std::is_same_v<T, float> ? 8 : 16;
    const auto step = static_cast<size_t>(height * 32);
    for (int64_t k = 0; k < panels.depth; k += most)
        blocks_of<T>().multiply({slabs + k * height * 32, step},
                                {panels.at(group, begin) + k * static_cast<int64_t>(kPiece),
                                 static_cast<size_t>(tiles_of(end - begin)), panels.size()},
                                static_cast<size_t>(std::min(most, panels.depth - k)), static_cast<size_t>(count),
                                {c, step}, k == 0, {});
}

// A piece of work: output positions [row, row + count) of output channels [first, last), which are whole groups or, of
// a single group, columns at multiples of 64.
struct Piece {
    int64_t row, count, first, last;
};

template <class T>
void run_piece(const Plan& p, const T* image, const PackedWeights<T>& panels, const float* bias, const View& out,
               const Piece& piece) {
    const int64_t n = p.out_group(), width = piece.last - piece.first, height = tiles_of(piece.count) * 32;
    T* slabs = scratch<struct PatchSlabs, T>(static_cast<size_t>(panels.depth * height * 32));
    float* c = scratch<struct ConvolutionSums, float>(static_cast<size_t>(tiles_of(std::min(n, width)) * height * 32));
    float* all = scratch<struct AllGroups, float>(p.groups > 1 ? static_cast<size_t>(piece.count * width) : 0);
    for (int64_t group = piece.first / n; group * n < piece.last; ++group) {
        gather(p, image, group, piece.row, piece.count, height, slabs);
        const int64_t begin = std::max<int64_t>(piece.first - group * n, 0), end = std::min(n, piece.last - group * n);
        multiply(panels, slabs, piece.count, height, group, begin, end, c);
        for (int64_t column = begin; column < end; column += 32) {
            const int64_t columns = std::min<int64_t>(32, end - column);
            float* panel = c + (column - begin) * height;
            if (p.groups == 1) {
                finish_rows(p, bias ? bias + column : nullptr, panel, piece.count, columns, 32);
                store_block(out, piece.row, piece.count, column, columns, panel, 32);
                continue;
            }
            for (int64_t i = 0; i < piece.count; ++i)
                std::memcpy(all + i * width + group * n + column, panel + i * 32,
                            static_cast<size_t>(columns) * sizeof(float));
        }
    }
    if (p.groups == 1) return;
    finish_rows(p, bias, all, piece.count, width, width);
    store_rows(out, piece.row, piece.count, all, width);
}

// The pixels below a window are multiplied where they lie: in lines of the image, copied with their padding.
template <class T>
struct PaddedLines {
    static constexpr int64_t kPositions = 256;  // of a piece of work

    const Plan& p;
    int64_t across = p.window.out_width(), down = p.window.out_height();
    int64_t wide = across + p.window.kernel[1] - 1, reach = (p.window.kernel[0] - 1) * p.window.dilation[0];
    int64_t most = std::max<int64_t>(1, kPositions / std::max<int64_t>(1, wide)), pieces = (down + most - 1) / most;
    int64_t lines = pieces ? (down + pieces - 1) / pieces : 0;  // of a piece
    /// A matrix unit multiplies all positions, from the first line's first to the last one's last, those between two
    /// lines for nothing.
    bool at_once = std::is_same_v<T, uint16_t> && kernels::table().blocks.bfloat16 == kernels::Bfloat16Way::Tiles;

    // Short lines would lose more by positions for nothing than gathering costs, or be short products. What is below a
    // line of windows must fit a core's cache.
    bool worthwhile() const {
        const Window& w = p.window;
        const Pair one{1, 1};
        return p.groups == 1 && p.channels % 32 == 0 && w.stride == one && w.spread == one && w.dilation[1] == 1 &&
               !p.replicate && (wide - across) * 6 <= across &&
               (reach + 1) * wide * p.channels * static_cast<int64_t>(sizeof(T)) <= kPatchBytes;
    }

    // Lines [y, y + count) of the padded image; returns the pixel at their left end.
    const T* copy(const T* image, int64_t y, int64_t count, int64_t positions) const {
        const Window& w = p.window;
        const int64_t n = p.channels;
        T* to = scratch<struct PaddedImage, T>(static_cast<size_t>((reach * wide + positions + wide) * n));
        T* line = to;
        for (int64_t end = y + count; y < end; ++y, line += wide * n) {
            const bool inside = y >= w.top && y < w.top + w.height;
            const int64_t left = inside ? w.left : wide, right = inside ? w.right : 0;
            std::fill(line, line + left * n, T{});
            if (inside) std::copy_n(image + (y - w.top) * w.width * n, w.width * n, line + left * n);
            std::fill(line + (wide - right) * n, line + wide * n, T{});
        }
        return to;
    }

    // Panels of `count` lines of positions.
    void multiply(const PackedWeights<T>& panels, const T* pixels, int64_t count, int64_t first, int64_t last,
                  float* c) const {
        const int64_t most_pieces = at_once ? 32 : 32 / static_cast<int64_t>(sizeof(T));
        const int64_t run = p.window.kernel[1] * p.channels / 32, jump = p.window.dilation[0] * wide * p.channels,
                      together = std::max<int64_t>(1, most_pieces / run);
        const auto area = static_cast<size_t>(tiles_of(count * wide) * 32 * 32),
                   all = static_cast<size_t>(tiles_of(last - first));
        const size_t each = at_once ? all : 1;  // panels
        const int64_t parts = at_once ? 1 : count, positions = at_once ? count * wide : across;
        for (int64_t tap = 0; tap < p.window.kernel[0]; tap += together) {
            const auto taps = static_cast<size_t>(std::min(together, p.window.kernel[0] - tap) * run);
            const T* panel = panels.at(0, first) + tap * run * static_cast<int64_t>(kPiece);
            for (size_t j = 0; j < all; j += each)
                for (int64_t i = 0; i < parts; ++i)
                    blocks_of<T>().multiply_in_place(
                        {pixels + tap * jump + i * wide * p.channels, static_cast<size_t>(p.channels),
                         static_cast<size_t>(run), static_cast<size_t>(jump)},
                        {panel + j * panels.size(), each, panels.size()}, taps, static_cast<size_t>(positions),
                        {c + j * area + i * wide * 32, area}, tap == 0);
        }
    }

    // Lines [y, y + lines) of output channels [first, last) of one image.
    void run(const T* images, const PackedWeights<T>& panels, const float* bias, const View& out, int64_t image,
             int64_t y, int64_t first, int64_t last) const {
        const int64_t count = std::min(lines, down - y), positions = count * wide, height = tiles_of(positions) * 32;
        const T* pixels =
            copy(images + image * p.window.height * p.window.width * p.channels, y, count + reach, height);
        float* c = scratch<struct LineSums, float>(static_cast<size_t>(tiles_of(last - first) * height * 32));
        multiply(panels, pixels, count, first, last, c);
        for (int64_t column = first; column < last; column += 32, c += height * 32) {
            const int64_t columns = std::min<int64_t>(32, last - column);
            for (int64_t i = 0; i < count; ++i) {
                float* line = c + i * wide * 32;
                finish_rows(p, bias ? bias + column : nullptr, line, across, columns, 32);
                store_block(out, (image * down + y + i) * across, across, column, columns, line, 32);
            }
        }
    }
};

// Calls f(piece, first, last) for pieces of the output's positions and of its channels: few pieces of positions are
// divided by channels, too, though patches are then gathered more than once.
template <class F>
void for_pieces(const Plan& p, int64_t pieces, F f) {
    const int64_t parts =
        p.groups == 1 && pieces < 8 ? std::min<int64_t>(4, (p.out_channels + kColumns - 1) / kColumns) : 1;
    const int64_t columns = round_up((p.out_channels + parts - 1) / parts, p.groups == 1 ? kColumns : 1);
    parallel_for(
        static_cast<size_t>(pieces * parts),
        [&](size_t unit) {
            const int64_t first = static_cast<int64_t>(unit) % parts * columns;
            if (first < p.out_channels)
                f(static_cast<int64_t>(unit) / parts, first, std::min(p.out_channels, first + columns));
        },
        Schedule::Neighbours);
}

template <class T>
void run_products(const Plan& p, const View& in, const View& weights, const float* bias, const View& out) {
    const Image<T> image = load_image<T>(p.window, p.channels, in);
    const PackedWeights<T> panels = pack<T>(p, weights);
    if (const PaddedLines<T> l{p}; l.worthwhile())
        return for_pieces(p, p.window.batch * l.pieces, [&](int64_t piece, int64_t first, int64_t last) {
            l.run(image.data, panels, bias, out, piece / l.pieces, piece % l.pieces * l.lines, first, last);
        });
    const int64_t rows = p.window.out_rows();
    const int64_t most =
        std::clamp<int64_t>(kPatchBytes / (panels.depth * 32 * static_cast<int64_t>(sizeof(T))) / 32, 1, 6);
    // A number of pieces that threads can share evenly.
    const int64_t wanted = round_up((tiles_of(rows) + most - 1) / most, 4),
                  each = (tiles_of(rows) + wanted - 1) / wanted * 32;
    for_pieces(p, (rows + each - 1) / each, [&](int64_t piece, int64_t first, int64_t last) {
        const int64_t row = piece * each;
        run_piece(p, image.data, panels, bias, out, {row, std::min(each, rows - row), first, last});
    });
}

// Each channel for itself: the taps' weights are rows of channels like the pixels, so whole rows are multiplied and
// added.
void run_depthwise(const Plan& p, const View& in, const View& weights, const float* bias, const View& out) {
    const auto& k = kernels::table().rows;
    const Image<float> image = load_image<float>(p.window, p.channels, in);
    const int64_t n = p.channels, rows = p.window.out_rows(), piece = 32;
    std::vector<float> taps(static_cast<size_t>(p.window.taps() * n));
    load_rows(weights, 0, p.window.taps(), taps.data(), n);
    parallel_for(static_cast<size_t>((rows + piece - 1) / piece), [&](size_t unit) {
        const int64_t first = static_cast<int64_t>(unit) * piece, count = std::min(piece, rows - first);
        std::vector<float> result(static_cast<size_t>(count * n));
        for (int64_t i = 0; i < count; ++i) {
            float* row = result.data() + i * n;
            for_each_tap(p.window, p.channels, p.replicate, image.data, first + i,
                         [&](int64_t tap, const float* pixel) {
                             if (pixel) k.multiply_add(row, pixel, taps.data() + tap * n, static_cast<size_t>(n));
                         });
        }
        finish_rows(p, bias, result.data(), count, n, n);
        store_rows(out, first, count, result.data(), n);
    });
}

void run_convolution(const Plan& p, const View& in, const View& weights, const View& bias, const View& out) {
    std::vector<float> line;
    if (bias) {
        line.resize(static_cast<size_t>(p.out_channels));
        load_rows(bias, 0, 1, line.data(), p.out_channels);
    }
    const float* first = bias ? line.data() : nullptr;
    if (p.depthwise()) return run_depthwise(p, in, weights, first, out);
    if (fits_bfloat16(in.spec->dtype()) && fits_bfloat16(weights.spec->dtype()) &&
        kernels::table().blocks.bfloat16 != kernels::Bfloat16Way::Widened)
        return run_products<uint16_t>(p, in, weights, first, out);
    run_products<float>(p, in, weights, first, out);
}

}  // namespace

void Convolution::validate() const {
    constexpr const char* operation = "ttnn.conv2d";
    check_window(operation, window);
    for (const Tensor& t : {input, weights})
        require(is_floating(t.dtype()), "[", operation, "] dtype ", t.dtype(),
                " is not supported; use ttnn.typecast to bfloat16 or float32");
    const Shape& s = input.shape();
    const int64_t rows = window.batch * window.height * window.width, k = weights.shape().height(),
                  out_channels = weights.shape().width();
    require(s.rank() == 4 && s.rows() == rows, "Attempting to reshape between two shapes with different volumes: [",
            operation, "] input_tensor ", s, " has not batch_size x input_height x input_width = ", window.batch, " x ",
            window.height, " x ", window.width, " positions");
    require(k * groups == window.taps() * s.width(), "[", operation, "] weight_tensor: expected ", window.taps(), " x ",
            s.width() / groups, " rows of prepared weights for ", s.width(), " channels, got ", weights.shape());
    require(groups > 0 && s.width() % groups == 0 && out_channels % groups == 0, "[", operation, "] groups: ", groups,
            " does not divide ", s.width(), " input and ", out_channels, " output channels");
}

TensorSpec Convolution::output() const {
    return {Shape({1, 1, window.out_rows(), weights.shape().width()}), dtype, layout, memory_config};
}

Program Convolution::program() const {
    Program p;
    p.device_programs = convolution_device_programs(*this);
    Plan plan{window, input.shape().width(), groups, weights.shape().width(), padding_mode == PaddingMode::Replicate,
              {}};
    if (activation) plan.activation = CompiledChain({*activation});
    p.run = [plan](const Operands& o) { run_convolution(plan, o.in[0], o.in[1], o.in[2], o.out[0]); };
    return p;
}

}  // namespace ttnn
