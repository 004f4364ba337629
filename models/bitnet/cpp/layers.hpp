// The layers of BitNet b1.58 on ttnn: RMSNorm, BitLinear, attention with a key-value cache, feed-forward network.
//
// Ternary values are exact in every format of the weights, and the sums of 8-bit activations are whole numbers that
// float32 holds, so with 8-bit activations all formats give the same bits. Between the layers everything is float32:
// rounding to 8 bits turns the smallest difference into a whole step. Attention runs in bfloat16.
#pragma once
#include <optional>
#include <ttnn/ttnn.hpp>

#include "source.hpp"

namespace bitnet {

enum class WeightForm : uint8_t { Bf16, Bfp8, Bfp4, TwoBits, FiveDigits };
enum class Activations : uint8_t { Int8, Bf16 };

/// Where and how layers put their arrays.
struct Placement {
    std::shared_ptr<ttnn::MeshDevice> device;
    WeightForm weights = WeightForm::TwoBits;
    Activations activations = Activations::Int8;
    bool packed() const { return weights >= WeightForm::TwoBits; }
    ttnn::Tensor put(std::span<const float> values, const ttnn::Shape& shape, ttnn::DataType dtype,
                     ttnn::Layout layout = ttnn::Layout::TILE) const;
};

class RmsNorm {
 public:
    RmsNorm(const Placement& place, const std::vector<float>& weight, double epsilon);
    ttnn::Tensor operator()(const ttnn::Tensor& x) const;

 private:
    ttnn::Tensor weight_;
    double epsilon_;
};

/// The input of linear layers: whole numbers from -127 to 127 and the factor (..., 1) that turns them back; or bfloat16
/// without a factor.
struct Input {
    ttnn::Tensor values;
    std::optional<ttnn::Tensor> factor;
};
Input quantise(const Placement& place, const ttnn::Tensor& x);

/// One or more ternary matrices that read the same input, side by side, each with its own scale.
class BitLinear {
 public:
    BitLinear(const Placement& place, const std::vector<Ternary>& parts);
    /// float32
    ttnn::Tensor operator()(const Input& x) const;

 private:
    ttnn::Tensor product(const ttnn::Tensor& x) const;
    bool packed_;
    ttnn::Tensor weight_;
    ttnn::TensorOrScalar scale_ = ttnn::Scalar();  ///< one, or one a column
};

/// Keys and values of all users: one stretch a user, or pages of 32 tokens that a table names.
struct Cache {
    Cache(const Placement& place, const Config& config, int64_t batch, int64_t tokens,
          std::optional<ttnn::Tensor> page_table);
    void fill(const ttnn::Tensor& keys, const ttnn::Tensor& values, int64_t user) const;
    void update(const ttnn::Tensor& keys, const ttnn::Tensor& values, const ttnn::Tensor& positions) const;
    ttnn::Tensor attend(const ttnn::Tensor& queries, const ttnn::Tensor& positions) const;

 private:
    ttnn::Tensor keys_, values_;
    std::optional<ttnn::Tensor> page_table_;
};

/// Cosines and sines: of all positions [1, 1, length, head_dim], or of each user's position [1, batch, 1, head_dim].
struct Angles {
    ttnn::Tensor cos, sin;
};

class Attention {
 public:
    Attention(const Placement& place, const WeightSource& source, int64_t layer, Cache cache);
    ttnn::Tensor prefill(const ttnn::Tensor& x, const Angles& angles, int64_t user) const;
    ttnn::Tensor decode(const ttnn::Tensor& x, const Angles& angles, const ttnn::Tensor& positions) const;

 private:
    ttnn::Tensor joined(const ttnn::Tensor& mixed) const;
    Placement place_;
    Config config_;
    BitLinear qkv_, out_;
    RmsNorm sub_norm_;
    Cache cache_;
};

/// down(sub_norm(relu(gate x)^2 * up x))
class FeedForward {
 public:
    FeedForward(const Placement& place, const WeightSource& source, int64_t layer);
    ttnn::Tensor operator()(const ttnn::Tensor& x) const;

 private:
    Placement place_;
    BitLinear gate_, up_, down_;
    RmsNorm sub_norm_;
};

/// The arithmetic that all layers ask of a card.
ttnn::ComputeKernelConfig precise();

}  // namespace bitnet
