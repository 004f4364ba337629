#include "ops/whole_call.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"

namespace ttnn {
namespace {

const WholeCall& call_of(const void* p) { return *static_cast<const WholeCall*>(p); }

Program whole_program(const void* p) {
    const WholeCall& c = call_of(p);
    const int64_t page = static_cast<int64_t>(c.inputs[0].spec().tile().bytes(c.inputs[0].dtype()));
    Program out;
    std::string factory = c.device_operation;
    const size_t at = factory.rfind("DeviceOperation") != std::string::npos ? factory.rfind("DeviceOperation")
                                                                            : factory.rfind("Operation");
    factory = factory.substr(0, at) + "ProgramFactory";
    out.device_programs = {
        {c.device_operation,
         factory,
         {{StaticBufferKind::Circular, 2 * page * std::ssize(c.inputs), c.inputs[0].device()->all_cores()},
          {StaticBufferKind::Circular, 2 * page * std::ssize(c.outputs), c.inputs[0].device()->all_cores()}},
         {}}};
    out.run = [run = c.run](const Operands& o) {
        WholeOperands w{{}, {}, o};
        for (const auto& v : o.in) w.in.push_back(v ? floats_of(v) : std::vector<float>());
        for (const auto& v : o.out) w.out.emplace_back(static_cast<size_t>(v.spec->logical_shape().volume()));
        run(w);
        for (size_t i = 0; i < o.out.size(); ++i)
            if (!w.out[i].empty()) store_floats(o.out[i], w.out[i].data());
    };
    return out;
}

}  // namespace

std::vector<Tensor> launch_whole(const WholeCall& call) {
    LaunchRequest r{.name = call.name,
                    .operation = &call,
                    .inputs = call.inputs,
                    .destinations = call.given,
                    .key = {},
                    .validate = [](const void*) {},
                    .output = [](const void* p) { return call_of(p).outputs; },
                    .program = whole_program,
                    .write_arguments =
                        [](const void* p, OperationEvent::Arguments& out) {
                            out.emplace_back("attributes", call_of(p).attributes);
                        }};
    r.key.bytes(call.name);
    r.key.bytes(call.device_operation);
    r.key.bytes(call.attributes);
    for (const auto& s : call.outputs) hash_value(r.key, s);
    return launch(r);
}

TensorSpec spec_of_given(const char* name, const std::optional<Tensor>& given, const TensorSpec& want) {
    if (!given) return want;
    require(given->shape().volume() == want.logical_shape().volume(), "[", name,
            "] preallocated output tensor: expected ", want.logical_shape(), ", got ", describe(*given));
    return given->spec();
}

std::vector<float> folded(const std::vector<float>& x, Shape& shape, int64_t d, Fold fold) {
    const Lines lines(shape, d);
    const auto& rows = kernels::table().rows;
    const auto n = static_cast<size_t>(lines.length), inner = static_cast<size_t>(lines.stride);
    shape.set(d, 1);
    std::vector<float> out(static_cast<size_t>(shape.volume()));
    if (out.empty() || n == 0) return out;
    const auto whole = fold == Fold::Sum ? rows.sum : fold == Fold::Max ? rows.max : rows.min;
    const auto next = fold == Fold::Sum   ? rows.accumulate_sum
                      : fold == Fold::Max ? rows.accumulate_max
                                          : rows.accumulate_min;
    parallel_for(out.size() / inner, [&](size_t outer) {
        const float* from = x.data() + outer * n * inner;
        float* to = out.data() + outer * inner;
        if (inner == 1) {
            *to = whole(from, n);
            return;
        }
        std::copy_n(from, inner, to);
        for (size_t i = 1; i < n; ++i) next(to, from + i * inner, inner);
    });
    return out;
}

std::vector<int64_t> broadcast_index(const Shape& small, const Shape& large) {
    std::vector<int64_t> out(static_cast<size_t>(large.volume()));
    int64_t step = 1, inner = 1;
    for (int64_t i = 1; i <= static_cast<int64_t>(large.rank()); ++i) {
        const int64_t extent = large[-i], own = i <= static_cast<int64_t>(small.rank()) ? small[-i] : 1;
        if (own != 1)
            for (size_t j = 0; j < out.size(); ++j) out[j] += static_cast<int64_t>(j) / inner % extent * step;
        step *= own;
        inner *= extent;
    }
    return out;
}

}  // namespace ttnn
