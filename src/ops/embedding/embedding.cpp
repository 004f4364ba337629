#include "ops/embedding/embedding.hpp"

#include <atomic>

#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "op/destination.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/embedding/embedding_programs.hpp"
#include "tensor/elements.hpp"

namespace ttnn {

void Embedding::validate() const {
    check_on_device(name, input_tensor);
    check_on_device(name, weight);
    const DataType ids = input_tensor.dtype();
    require(ids == DataType::UINT32 || ids == DataType::BFLOAT16,
            "Input must be UINT32 or BFLOAT16: [ttnn.embedding] got ", ids, "; use ttnn.typecast");
    require(weight.dtype() == DataType::BFLOAT16 || is_block_float(weight.dtype()),
            "Weights tensor must have BFLOAT16 dtype: [ttnn.embedding] got ", weight.dtype(), "; use ttnn.typecast");
    require(weight.shape().rank() >= 2 && weight.shape().outer_volume() == 1,
            "First two dimensions for the weights must be 1: [ttnn.embedding] weight has shape ", weight.shape());
    require(!dtype || !is_block_float(*dtype) || layout.value_or(weight.layout()) == Layout::TILE,
            "Only TILE layout is supported for ", dtype.value_or(weight.dtype()), " dtype!");
}

TensorSpec Embedding::output() const {
    if (output_tensor) return destination_spec(name, *this, &Embedding::output_tensor);
    const Shape& ids = input_tensor.shape();
    std::vector<int64_t> dims = ids.dims();
    // [batch, 1, 1, n] counts as [batch, n].
    if (dims.size() == 4 && dims[1] == 1 && dims[2] == 1) dims = {dims[0], dims[3]};
    dims.push_back(weight.shape().width());
    const DataType t = dtype.value_or(is_block_float(weight.dtype()) ? DataType::BFLOAT16 : weight.dtype());
    return {Shape(dims), t, layout.value_or(weight.layout()),
            memory_config.value_or(input_tensor.memory_config().is_sharded() ? DRAM_MEMORY_CONFIG
                                                                             : input_tensor.memory_config())};
}

Program Embedding::program() const {
    Program p;
    p.device_programs = embedding_device_programs(*this, output());
    p.run = [](const Operands& o) {
        const Elements ids(o.in[0]);
        const int64_t width = o.out[0].spec->logical_shape().width(), rows = o.in[1].spec->logical_shape().height(),
                      columns = std::max<int64_t>(1, ids.columns());
        const RowPieces pieces(*o.out[0].spec);
        parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
            const auto [begin, end] = pieces[static_cast<int64_t>(i)];
            const Scratch<float> out(static_cast<size_t>((end - begin) * width));
            for (int64_t r = begin; r < end; ++r) {
                const auto id = static_cast<int64_t>(ids(r / columns, r % columns));
                require(id >= 0 && id < rows, "[ttnn.embedding] index ", id, " is outside the table of ", rows,
                        " rows");
                load_rows(o.in[1], id, 1, out.data() + (r - begin) * width, width);
            }
            store_rows(o.out[0], begin, end - begin, out.data(), width);
        });
    };
    return p;
}

}  // namespace ttnn
