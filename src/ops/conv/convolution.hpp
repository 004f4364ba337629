// The convolution itself: a product of gathered patches of an NHWC image and a matrix of weights. conv2d, conv1d and
// conv_transpose2d prepare their weights and call it.
#pragma once
#include "op/launch.hpp"
#include "ops/conv/conv_config.hpp"
#include "ops/conv/window.hpp"

namespace ttnn {

struct Convolution {
    static constexpr const char* name = "Conv2dDeviceOperation";
    static constexpr const char* doc =
        "Convolution with prepared weights [1, 1, kernel height x width x in_channels / groups, out_channels].";
    Tensor input, weights;
    std::optional<Tensor> bias;
    Window window;
    int64_t groups = 1;
    std::optional<UnaryWithParam> activation;
    PaddingMode padding_mode = PaddingMode::Zeros;
    DataType dtype = DataType::BFLOAT16;
    Layout layout = Layout::TILE;
    MemoryConfig memory_config;
    MemoryConfig shards;  ///< how a card divides the work
    std::optional<Conv2dConfig> config;
    std::optional<ComputeKernelConfig> compute;
    static constexpr auto fields() {
        using C = Convolution;
        return std::tuple(arg("input", &C::input, "[N, H, W, C] or [1, 1, N H W, C]"),
                          arg("weights", &C::weights, "prepared weights"),
                          kw("bias", &C::bias, "[1, 1, 1, out_channels]"), kw("window", &C::window, "geometry"),
                          kw("groups", &C::groups, "groups of channels"),
                          kw("activation", &C::activation, "of the result"),
                          kw("padding_mode", &C::padding_mode, "what stands around the image"),
                          kw("dtype", &C::dtype, "of the output"), kw("layout", &C::layout, "of the output"),
                          kw("memory_config", &C::memory_config, "where the output goes"),
                          kw("shards", &C::shards, "how a card divides the work"),
                          kw("config", &C::config, "sizes of a card's blocks"),
                          kw("compute", &C::compute, "fidelity and accumulation"));
    }
    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

std::ostream& operator<<(std::ostream& out, const Window& w);
inline void hash_value(Hasher& h, const Window& w) {
    for (const Pair& pair : {Pair{w.height, w.width}, w.kernel, w.stride, w.dilation, w.spread}) hash_value(h, pair);
    for (int64_t n : {w.batch, w.top, w.bottom, w.left, w.right}) hash_value(h, n);
    hash_value(h, w.round_up);
}
inline void hash_value(Hasher& h, PaddingMode m) { h.word(static_cast<uint64_t>(m)); }

}  // namespace ttnn
