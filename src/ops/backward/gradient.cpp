#include "ops/backward/gradient.hpp"

#include <algorithm>

#include "ops/eltwise/flat.hpp"
#include "ops/eltwise/unary.hpp"

namespace ttnn {
namespace {

const Tensor* tensor_of(const TensorOrScalar& v) { return std::get_if<Tensor>(&v); }

// Device programs by letter. Buffers are in tiles of the gradient's dtype; `one` is a tile that holds a scalar. Most
// programs hold their buffers on the whole grid, copies and fused gradients only where there are tiles.
DeviceProgram device_program(char letter, const TensorSpec& out, CoreCoord grid) {
    const bool as_needed = letter == 'c' || letter == 'w';
    const int64_t tiles = (flat_size(out) + kBlock - 1) / kBlock;
    const CoreRangeSet cores =
        num_cores_to_corerangeset(as_needed ? std::clamp<int64_t>(tiles, 1, grid.x * grid.y) : grid.x * grid.y, grid);
    const int64_t tile = static_cast<int64_t>(Tile{}.bytes(out.dtype()));
    const int64_t one = is_block_float(out.dtype()) ? static_cast<int64_t>(Tile{}.bytes(DataType::BFLOAT16)) : tile;
    auto circular = [&](std::initializer_list<int64_t> bytes) {
        std::vector<StaticBuffer> list;
        for (auto b : bytes) list.push_back({StaticBufferKind::Circular, b, cores});
        return list;
    };
    auto binary = [&](std::initializer_list<int64_t> bytes) {
        return DeviceProgram{"BinaryNgDeviceOperation", "ProgramFactory", circular(bytes), {}};
    };
    const int64_t two = 2 * tile;
    switch (letter) {
        case 'b': return binary({two, two, two});              // two tensors
        case 's': return binary({two, one, two});              // tensor and scalar
        case 'l': return binary({two, tile, two, tile, two});  // both operands through a function first
        case 'a': return binary({two, tile, one, two});        // the tensor through a function first, and a scalar
        case 'e':                                              // the same where the dtype is narrow
            return out.dtype() == DataType::FLOAT32 ? binary({two, one, two}) : binary({two, tile, one, two});
        case 'p': return binary({two, tile, two, two});  // the first of two tensors through a function
        case 'q': return binary({two, two, tile, two});  // the second of two tensors through a function
        case 'c': return {"CopyDeviceOperation", "SameMemoryConfig", circular({two}), {}};
        case 't': return {"TernaryDeviceOperation", "TernaryProgramFactory", circular({two, two, two, two}), {}};
        case 'w': return {"UnaryBackwardDeviceOperation", "UnaryBackwardProgramFactory", circular({two, two, two}), {}};
        case 'u':
            return {"UnaryDeviceOperation",
                    "ProgramFactory",
                    {{StaticBufferKind::Dataflow, two, cores}, {StaticBufferKind::Dataflow, two, cores}},
                    {}};
        default: ensure(false, "device program ", letter);
    }
    return {};
}

// A compiled call: where operand i comes from (a tensor of the call or a number) and the stages of the outputs.
struct Plan {
    struct Operand {
        size_t view = 0;  // 0: no tensor
        float number = 0;
    };
    std::vector<Operand> operands;
    std::vector<GradientStage> stages;
    CompiledChain function;  // of the first operand, for the formulas' w
};

void copy_gradient(float*, const float* const*, size_t) {}

// One block of each operand as floats; numbers are spread once.
struct Blocks {
    Blocks(const Plan& plan, size_t capacity) : capacity(capacity), memory(capacity * (3 + plan.operands.size())) {
        pointers.fill(gradient());  // operands that a formula does not have
        for (size_t i = 0; i < plan.operands.size(); ++i) {
            std::fill_n(operand(i), capacity, plan.operands[i].number);
            pointers[i] = operand(i);
        }
        if (!plan.function.empty()) pointers.back() = result_of_function();
    }
    float* result() { return memory.data(); }
    float* gradient() { return memory.data() + capacity; }
    float* result_of_function() { return memory.data() + capacity * 2; }
    float* operand(size_t i) { return memory.data() + capacity * (3 + i); }

    size_t capacity;
    std::vector<float> memory;
    std::array<const float*, kGradientOperands> pointers{};
};

template <class Load, class Store>
void run_block(const Plan& plan, const Operands& o, Blocks& blocks, size_t count, Load load, Store store) {
    load(o.in[0], blocks.gradient());
    for (size_t i = 0; i < plan.operands.size(); ++i)
        if (plan.operands[i].view) load(o.in[plan.operands[i].view], blocks.operand(i));
    if (!plan.function.empty()) {
        std::copy_n(blocks.operand(0), count, blocks.result_of_function());
        plan.function.run(blocks.result_of_function(), count);
    }
    for (size_t i = 0; i < plan.stages.size(); ++i) {
        std::copy_n(blocks.gradient(), count, blocks.result());
        plan.stages[i](blocks.result(), blocks.pointers.data(), count);
        store(o.out[i], blocks.result());
    }
}

// Tensors that lie alike: over the storage, padding included.
void run_flat(const Plan& plan, const Operands& o) {
    const auto& s = *o.out[0].spec;
    const int64_t block = block_elements(s), size = flat_size(s), piece = block * kBlocksPerPiece;
    parallel_for(static_cast<size_t>((size + piece - 1) / piece), [&](size_t p) {
        Blocks blocks(plan, static_cast<size_t>(block));
        const int64_t first = static_cast<int64_t>(p) * piece, end = std::min(size, first + piece);
        for (int64_t at = first; at < end; at += block) {
            const int64_t count = std::min(block, end - at);
            run_block(
                plan, o, blocks, static_cast<size_t>(count),
                [&](const View& v, float* x) { load_flat(v, at, count, x); },
                [&](const View& v, const float* x) { store_flat(v, at, count, x); });
        }
    });
}

// Layouts or paddings differ: row by row.
void run_rows(const Plan& plan, const Operands& o) {
    const auto& s = *o.out[0].spec;
    if (s.logical_shape().volume() == 0) return;
    const RowPieces pieces(s);
    const int64_t width = s.logical_shape().width();
    parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
        const auto [begin, end] = pieces[static_cast<int64_t>(i)];
        const int64_t rows = end - begin;
        Blocks blocks(plan, static_cast<size_t>(rows * width));
        run_block(
            plan, o, blocks, static_cast<size_t>(rows * width),
            [&, first = begin](const View& v, float* x) { load_rows(v, first, rows, x, width); },
            [&, first = begin](const View& v, const float* x) { store_rows(v, first, rows, x, width); });
    });
}

}  // namespace

std::vector<DeviceProgram> device_programs(const char* letters, const TensorSpec& spec, CoreCoord grid) {
    std::vector<DeviceProgram> out;
    for (const char* c = letters; *c; ++c) out.push_back(device_program(*c, spec, grid));
    return out;
}

bool GradientCall::required(size_t i) const {
    return i >= arguments.are_required_outputs.size() || arguments.are_required_outputs[i];
}

const std::optional<Tensor>& GradientCall::preallocated(size_t i) const {
    static const std::optional<Tensor> none;
    return i == 0 ? arguments.x_grad : i == 1 ? arguments.y_grad : none;
}

void GradientCall::validate() const {
    const auto& g = arguments.grad_tensor;
    require(is_floating(g.dtype()), "[", name, "] grad_tensor: dtype ", g.dtype(),
            " has no gradients; use ttnn.typecast");
    for (const auto& v : operands) {
        const Tensor* t = tensor_of(v);
        if (!t) continue;
        require(is_floating(t->dtype()), "[", name, "] input dtype ", t->dtype(),
                " has no gradients; use ttnn.typecast");
        require(t->shape() == g.shape(), "[", name, "] input: expected the shape of grad_tensor, ", g.shape(), ", got ",
                t->shape());
    }
    for (size_t i = 0; i < row.gradients; ++i)
        require(!preallocated(i) || preallocated(i)->shape() == g.shape(), "[", name,
                "] preallocated gradient: expected the shape of grad_tensor, ", g.shape());
}

std::vector<TensorSpec> GradientCall::output() const {
    const auto& s = arguments.grad_tensor.spec();
    const TensorSpec one(s.logical_shape(), s.dtype(), s.layout(),
                         elementwise_memory_config(arguments.memory_config, arguments.x), s.tile());
    std::vector<TensorSpec> out;
    for (size_t i = 0; i < row.gradients; ++i)
        if (computed(i)) out.push_back(preallocated(i) ? preallocated(i)->spec() : one);
    return out;
}

Program GradientCall::program() const {
    const auto specs = output();
    Program p;
    p.device_programs =
        device_programs(row.device_programs, arguments.grad_tensor.spec(), arguments.grad_tensor.device()->grid());
    Plan plan;
    if (row.function != UnaryOpType::IDENTITY) plan.function = CompiledChain({{row.function, {}}});
    bool flat = true;
    size_t view = 0;
    for (const auto& v : operands) {
        const Tensor* t = tensor_of(v);
        plan.operands.push_back(t ? Plan::Operand{++view, 0}
                                  : Plan::Operand{0, static_cast<float>(std::get<Scalar>(v).value)});
        for (const auto& s : specs) flat = flat && (!t || lies_like(t->spec(), s));
    }
    for (size_t i = 0; i < row.gradients; ++i)
        if (computed(i)) plan.stages.push_back(row.stages[i] ? row.stages[i] : copy_gradient);
    for (const auto& s : specs) flat = flat && lies_like(arguments.grad_tensor.spec(), s);
    p.run = [plan = std::move(plan), flat](const Operands& o) {
        if (o.out.empty()) return;
        flat ? run_flat(plan, o) : run_rows(plan, o);
    };
    return p;
}

std::vector<std::optional<Tensor>> GradientCall::run(LaunchRequest request) const {
    request.destinations.clear();
    for (size_t i = 0; i < row.gradients; ++i)
        if (computed(i)) request.destinations.push_back(preallocated(i).value_or(Tensor{}));
    auto computed_gradients = launch(request);
    std::vector<std::optional<Tensor>> out(row.gradients);
    size_t next = 0;
    for (size_t i = 0; i < row.gradients; ++i) {
        if (!required(i)) continue;
        if (passes(i)) out[i] = arguments.grad_tensor;
        else out[i] = std::move(computed_gradients[next++]);
    }
    return out;
}

}  // namespace ttnn
