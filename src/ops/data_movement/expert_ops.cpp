#include "ops/data_movement/expert_ops.hpp"

#include <algorithm>

#include "base/thread_pool.hpp"
#include "ops/data_movement/movement_op.hpp"

namespace ttnn {
namespace {

// Row `i` of a ROW_MAJOR tensor of 16-bit elements.
uint16_t* row(const View& v, int64_t i) { return v.as<uint16_t>() + i * v.spec->physical_width(); }

// The place of each expert among the device's own ones, or -1.
std::vector<int64_t> local_places(const View& mapping) {
    std::vector<int64_t> out;
    int64_t next = 0;
    for (int64_t e = 0; e < mapping.spec->logical_shape().height(); ++e)
        out.push_back(*row(mapping, e) != 0 ? next++ : -1);
    return out;
}

// A chunk of tokens: their scores, and which experts they use.
void remap_chunk(const Operands& o, const std::vector<int64_t>& places, int64_t begin, int64_t end, uint16_t* used) {
    const int64_t local = o.out[0].spec->logical_shape().width(), choices = o.in[2].spec->logical_shape().width();
    std::fill_n(used, local, uint16_t{0});
    for (int64_t t = begin; t < end; ++t) {
        const uint16_t *scores = row(o.in[0], t), *chosen = row(o.in[2], t);
        uint16_t* out = row(o.out[0], t);
        std::fill_n(out, local, uint16_t{0});
        for (int64_t k = 0; k < choices; ++k) {
            const int64_t at = chosen[k] < places.size() ? places[chosen[k]] : -1;
            if (at < 0) continue;
            out[at] = scores[chosen[k]];
            used[at] = 1;
        }
    }
}

void remap(const Operands& o, int64_t reduction_size) {
    const Shape& s = o.in[0].spec->logical_shape();
    const auto places = local_places(o.in[1]);
    const int64_t tokens = s[1] * s[2], chunks = o.out[1].spec->logical_shape().height();
    parallel_for(static_cast<size_t>(s[0] * chunks), [&](size_t i) {
        const int64_t at = static_cast<int64_t>(i), first = at / chunks * tokens, from = at % chunks * reduction_size;
        remap_chunk(o, places, first + from, first + std::min(tokens, from + reduction_size), row(o.out[1], at));
    });
}

}  // namespace

void ExpertTokenRemap::validate() const {
    for (const auto* t : {&topk_tensor, &expert_mapping_tensor, &expert_metadata_tensor}) check_on_device(name, *t);
    const Shape &scores = topk_tensor.shape(), &mapping = expert_mapping_tensor.shape(),
                &chosen = expert_metadata_tensor.shape();
    require(scores.rank() == 4, "[", name, "] topk_tensor: expected scores [D, B, S, E], got ", scores);
    require(mapping.rank() == 4 && mapping[0] == 1 && mapping[1] == 1 && mapping[2] == scores[3], "[", name,
            "] expert_mapping_tensor: expected [1, 1, ", scores[3], ", devices], got ", mapping);
    require(mapping[3] == 1, "[", name, "] expert_mapping_tensor: needs ", mapping[3],
            " devices, and the mesh has one; give it [1, 1, ", scores[3], ", 1]");
    require(chosen.rank() == 4 && chosen[0] == scores[0] && chosen[1] == scores[1] && chosen[2] == scores[2], "[", name,
            "] expert_metadata_tensor: expected [", scores[0], ", ", scores[1], ", ", scores[2], ", K], got ", chosen);
    require(reduction_size > 0, "[", name, "] reduction_size: expected at least 1, got ", reduction_size);
}

std::vector<TensorSpec> ExpertTokenRemap::output() const {
    const Shape& s = topk_tensor.shape();
    const int64_t local = s[3] / expert_mapping_tensor.shape()[3],
                  chunks = (s[1] * s[2] + reduction_size - 1) / reduction_size;
    return {moved_spec(topk_tensor, Shape{s[0], s[1], s[2], local}, memory_config),
            moved_spec(topk_tensor, Shape{s[0], 1, chunks, local}, memory_config).with_dtype(DataType::UINT16)};
}

Program ExpertTokenRemap::program() const {
    Program p;
    const auto row_bytes = [](const Tensor& t) { return 2 * t.spec().physical_width(); };
    const CoreRangeSet cores = topk_tensor.device()->all_cores();
    DeviceProgram device{"MoeExpertTokenRemapDeviceOperation", "Multicore", {}, {}};
    for (const auto* t : {&topk_tensor, &expert_mapping_tensor, &expert_metadata_tensor})
        device.buffers.push_back({StaticBufferKind::Circular, row_bytes(*t), cores});
    p.device_programs = {std::move(device)};
    p.run = [size = reduction_size](const Operands& o) { remap(o, size); };
    return p;
}

}  // namespace ttnn
