#include "ops/data_movement/program_chain.hpp"

#include <numeric>

#include "ops/data_movement/device_programs.hpp"
#include "ops/layout/layout_programs.hpp"

namespace ttnn {

bool has_padding(const TensorSpec& s) { return s.logical_shape().rank() < 2 || s.logical_shape() != s.padded_shape(); }

void ProgramChain::add(std::vector<DeviceProgram> programs) {
    for (auto& p : programs) programs_.push_back(std::move(p));
}

void ProgramChain::step(DeviceProgram program, TensorSpec to) {
    add(std::move(program));
    spec_ = std::move(to);
}

void ProgramChain::typecast(DataType to) {
    if (spec_.dtype() == to) return;
    const TensorSpec cast = spec_.with_dtype(to);
    add(layout_device_programs("TypecastDeviceOperation", device_, spec_, cast));
    spec_ = cast;
}

void ProgramChain::tilize() { tilize(spec_.dtype()); }

void ProgramChain::tilize(DataType type) {
    if (spec_.is_tile()) return;
    const TensorSpec tiles(spec_.logical_shape(), type, Layout::TILE, spec_.memory_config());
    add(layout_device_programs(has_padding(tiles) ? "TilizeWithValPaddingDeviceOperation" : "TilizeDeviceOperation",
                               device_, spec_, tiles));
    spec_ = tiles;
}

void ProgramChain::untilize(bool cut) {
    if (!spec_.is_tile()) return;
    const DataType type = is_block_float(spec_.dtype()) ? DataType::BFLOAT16 : spec_.dtype();
    const TensorSpec rows(spec_.logical_shape(), type, Layout::ROW_MAJOR, spec_.memory_config());
    add(layout_device_programs(cut ? "UntilizeWithUnpaddingDeviceOperation" : "UntilizeDeviceOperation", device_, spec_,
                               rows));
    spec_ = rows;
}

void ProgramChain::permute(const std::vector<int64_t>& order) {
    std::vector<int64_t> dims;
    for (int64_t d : order) dims.push_back(spec_.logical_shape()[d]);
    const TensorSpec to = spec_.with_shape(Shape(dims));
    add(permute_device_programs(device_, spec_, order, to));
    spec_ = to;
}

void ProgramChain::swap(int64_t a, int64_t b) {
    const auto rank = static_cast<int64_t>(spec_.logical_shape().rank());
    std::vector<int64_t> order(static_cast<size_t>(rank));
    std::iota(order.begin(), order.end(), 0);
    auto at = [&](int64_t d) -> int64_t& { return order[static_cast<size_t>(d < 0 ? d + rank : d)]; };
    std::swap(at(a), at(b));
    permute(order);
}

void ProgramChain::fill_padding() {
    if (has_padding(spec_)) add(fill_pad_program(device_, spec_));
}

void ProgramChain::reshape(const Shape& shape) {
    const DataType own = spec_.dtype();
    if (is_block_float(own)) typecast(DataType::BFLOAT16);
    const TensorSpec to = spec_.with_shape(shape);
    step(to.is_tile() ? reshape_tiles_program(device_, spec_, to) : reshape_rows_program(device_, spec_, to), to);
    if (is_block_float(own)) fill_padding();
    typecast(own);
}

void ProgramChain::move_to(const MemoryConfig& config) {
    if (spec_.memory_config() == config) return;
    const TensorSpec to = spec_.with_memory_config(config);
    add(layout_device_programs(
        spec_.memory_config().is_sharded() ? "ShardedToInterleavedDeviceOperation" : "CopyDeviceOperation", device_,
        spec_, to));
    spec_ = to;
}

}  // namespace ttnn
