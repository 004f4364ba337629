// Quantization: floats as whole numbers with a scale and a zero point, for the whole tensor or for each position of one
// dimension.
#pragma once
#include "op/launch.hpp"

namespace ttnn {

/// A scale and a zero point, as numbers or tensors.
struct QuantizationPair {
    TensorOrScalar scale, zero_point;
};

/// One operation: out = round-or-not((x - from.zero_point) * from.scale / to.scale + to.zero_point).
struct QuantizationCall {
    const char* name;
    const Tensor& input;
    std::optional<QuantizationPair> from, to;
    std::optional<int64_t> axis;
    DataType dtype;
    const std::optional<MemoryConfig>& memory_config;

    void validate() const;
    TensorSpec output() const;
    Program program() const;

 private:
    void check_parameter(const TensorOrScalar& v, const char* what) const;
};

#define QUANTIZATION_ENDS                                                                                         \
    kw("axis", &S::axis, "dimension along which scales and zero points differ"),                                  \
        kw("dtype", &S::dtype, "of the output"), kw("memory_config", &S::memory_config, "where the output goes"), \
        out("output_tensor", &S::output_tensor)

#define QUANTIZATION_RULES                                        \
    void validate() const { quantization().validate(); }          \
    TensorSpec output() const { return quantization().output(); } \
    Program program() const { return quantization().program(); }

struct Quantize {
    static constexpr const char* name = "ttnn.quantize";
    static constexpr const char* doc = "round(x / scale) + zero_point, as int32 or (saturating) uint8.";
    Tensor input_tensor;
    TensorOrScalar scale = Scalar(1.0), zero_point = Scalar(0);
    std::optional<int64_t> axis;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = Quantize;
        return std::tuple(arg("input_tensor", &S::input_tensor, "float tensor"),
                          arg("scale", &S::scale, "number or tensor"),
                          arg("zero_point", &S::zero_point, "whole number or tensor"), QUANTIZATION_ENDS);
    }
    QuantizationCall quantization() const;
    QUANTIZATION_RULES
};

struct Dequantize {
    static constexpr const char* name = "ttnn.dequantize";
    static constexpr const char* doc = "(x - zero_point) * scale, in bfloat16 unless dtype says otherwise.";
    Tensor input_tensor;
    TensorOrScalar scale = Scalar(1.0), zero_point = Scalar(0);
    std::optional<int64_t> axis;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = Dequantize;
        return std::tuple(arg("input_tensor", &S::input_tensor, "int32 or uint8 tensor"),
                          arg("scale", &S::scale, "number or tensor"),
                          arg("zero_point", &S::zero_point, "whole number or tensor"), QUANTIZATION_ENDS);
    }
    QuantizationCall quantization() const;
    QUANTIZATION_RULES
};

struct Requantize {
    static constexpr const char* name = "ttnn.requantize";
    static constexpr const char* doc = "Whole numbers of one scale and zero point in those of another.";
    Tensor input_tensor;
    TensorOrScalar in_scale = Scalar(1.0), in_zero_point = Scalar(0), out_scale = Scalar(1.0),
                   out_zero_point = Scalar(0);
    std::optional<int64_t> axis;
    std::optional<DataType> dtype;
    std::optional<MemoryConfig> memory_config;
    std::optional<Tensor> output_tensor;
    static constexpr auto fields() {
        using S = Requantize;
        return std::tuple(arg("input_tensor", &S::input_tensor, "int32 or uint8 tensor"),
                          arg("in_scale", &S::in_scale, "number or tensor"),
                          arg("in_zero_point", &S::in_zero_point, "whole number or tensor"),
                          arg("out_scale", &S::out_scale, "number or tensor"),
                          arg("out_zero_point", &S::out_zero_point, "whole number or tensor"), QUANTIZATION_ENDS);
    }
    QuantizationCall quantization() const;
    QUANTIZATION_RULES
};
#undef QUANTIZATION_ENDS
#undef QUANTIZATION_RULES

}  // namespace ttnn
