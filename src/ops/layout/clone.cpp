#include "ops/layout/clone.hpp"

#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

void Clone::validate() const {
    const DataType from = input_tensor.dtype(), to = dtype.value_or(from);
    require(from == to || (is_floating(from) && is_floating(to)), "[ttnn.clone] dtype: cannot convert ", from, " to ",
            to, "; use ttnn.typecast");
    require(from == to || input_tensor.layout() == Layout::TILE,
            "Clone: dtype conversion can only be done with tile layout; use ttnn.to_layout first");
}

TensorSpec Clone::output() const {
    const auto& s = input_tensor.spec();
    return {s.logical_shape(), dtype.value_or(s.dtype()), s.layout(), memory_config.value_or(s.memory_config()),
            s.tile()};
}

Program Clone::program() const {
    const auto& s = input_tensor.spec();
    const CoreRangeSet cores = input_tensor.device()->all_cores();
    const int64_t page = input_tensor.buffer()->config().page_size;
    Program p;
    p.device_programs = {
        {"CloneOperation", "CloneProgramFactory", {{StaticBufferKind::Dataflow, 2 * page, cores}}, {}}};
    p.compute = compute_kernel_config;
    if (dtype.value_or(s.dtype()) == s.dtype()) {
        p.run = [](const Operands& o) { relayout(o.in[0], o.out[0]); };
        return p;
    }
    p.run = [pieces = RowPieces(s)](const Operands& o) {
        const int64_t width = o.in[0].spec->logical_shape().width();
        parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
            const auto [begin, end] = pieces[static_cast<int64_t>(i)];
            std::vector<float> rows(static_cast<size_t>((end - begin) * width));
            load_rows(o.in[0], begin, end - begin, rows.data(), width);
            store_rows(o.out[0], begin, end - begin, rows.data(), width);
        });
    };
    return p;
}

}  // namespace ttnn
