// The binary operations: what they have in common. Tensors broadcast as in NumPy; scalars may stand on either side.
// Each operation is one row of binary_ops.inc.
#pragma once
#include "op/launch.hpp"
#include "ops/eltwise/activation.hpp"

namespace ttnn {

/// Which dtypes an operation takes and how they mix.
enum class BinaryPolicy : uint8_t {
    Arithmetic,      ///< floats of any kind together; equal integers but uint8
    Product,         ///< as Arithmetic, and floats with int32 or uint32
    Quotient,        ///< floats and int32 together, uint32 on the right of a float; int32 by int32 gives float32
    Comparison,      ///< floats together; equal integers; uint8 and uint16 give uint16
    Extremum,        ///< equal dtypes: floats, int32, uint32
    SameFloat,       ///< equal floats
    Modulo,          ///< equal dtypes: floats, int32, uint32
    FloatModulo,     ///< equal dtypes: floats, int32
    Bits,            ///< equal integers: int32, uint32, uint16
    Shift,           ///< equal integers: int32, uint32
    Int32,           ///< int32 only
    CompositeFloat,  ///< floats together, int32 as floats
};

struct BinaryRow {
    const char* name;     ///< "ttnn.add"
    const char* op_type;  ///< "ADD", in messages
    kernels::BinaryId floats;
    int integers;  ///< kernels::IntegerBinaryId, or -1
    BinaryPolicy policy;
};

struct BinaryCall {
    const BinaryRow& row;
    const TensorOrScalar& a;
    const TensorOrScalar& b;
    std::optional<DataType> dtype;
    const std::optional<MemoryConfig>& memory_config;
    const std::optional<Tensor>& output_tensor;
    UnaryChain activations, a_activations, b_activations;
    const std::optional<CoreRangeSet>& sub_core_grids;
    bool in_place = false;

    void validate() const;
    TensorSpec output() const;
    Program program() const;
};

/// What a card would run for a call, conversions of its operands included.
std::vector<DeviceProgram> binary_device_programs(const BinaryCall& call, const TensorSpec& out);

/// Tilizing of a row-major operand, as binary operations do it.
DeviceProgram tilize_program(const Tensor& tensor);

/// Shape that both broadcast to; raises the official errors otherwise.
Shape broadcast_shape(const Shape& a, const Shape& b);
/// Memory config of the output of several tensors: the first one's, or the shards of the one with the most cores.
MemoryConfig combined_memory_config(const std::optional<MemoryConfig>& asked, const Tensor& a, const Tensor* b);

}  // namespace ttnn
