#include "ops/reduction/reduce_programs.hpp"

#include <algorithm>
#include <numeric>

#include "ops/data_movement/device_programs.hpp"
#include "ops/data_movement/program_chain.hpp"
#include "ops/layout/layout_programs.hpp"

namespace ttnn {
namespace {

constexpr auto kDataflow = StaticBufferKind::Dataflow;
constexpr const char* kReduce = "ReduceDeviceOperation";

int64_t tile_bytes(DataType t) { return static_cast<int64_t>(Tile{}.bytes(t)); }
// The tile of factors that a sum is multiplied with.
int64_t factor_bytes(DataType t) { return tile_bytes(t == DataType::FLOAT32 ? t : DataType::BFLOAT16); }
int64_t tiles_down(const TensorSpec& s) { return s.padded_shape().height() / s.tile().height; }
int64_t tiles_across(const TensorSpec& s) { return s.physical_width() / s.tile().width; }

// The tensor as the card reduces it step by step.
class ReducePlan : public ProgramChain {
 public:
    ReducePlan(const MeshDevice& device, const TensorSpec& input, bool to_shards = false)
        : ProgramChain(device, input.with_memory_config(input.memory_config().is_sharded()
                                                            ? MemoryConfig(TensorMemoryLayout::INTERLEAVED,
                                                                           input.memory_config().buffer_type())
                                                            : input.memory_config())) {
        if (to_shards && input.is_tile() && input.memory_config().shard_spec()) shards_ = input.memory_config();
    }

    void slice() {
        add(units_program("SliceDeviceOperation", "SliceTileProgramFactory", device_, spec_.num_tiles(),
                          {{kDataflow, 2 * tile_bytes(spec_.dtype())},
                           {StaticBufferKind::Scratchpad, 4 * static_cast<int64_t>(spec_.logical_shape().rank())}}));
    }

    // One of the outer dimensions, whole tiles at a time; several of the dimension's tiles are read together.
    void outer(int64_t d, DataType to) {
        const int64_t extent = spec_.logical_shape()[d];
        int64_t together = std::clamp<int64_t>(extent, 1, 8);
        while (extent % together) --together;
        const int64_t units = spec_.num_tiles() / std::max<int64_t>(1, extent);
        add(program_on("FastReduceNCDeviceOperation", "FastReduceNCProgramFactory",
                       first_cores_by_rows(units, device_.grid()),
                       {2 * together * tile_bytes(spec_.dtype()), 2048, 2 * tile_bytes(to)}));
        shrink(d, to);
    }
    void width(DataType to, bool negates) {
        const int64_t rows = spec_.physical_height() / 32, in = tile_bytes(spec_.dtype());
        const auto cores = first_cores(rows, device_.grid());
        if (shards_ && shards_->memory_layout() == TensorMemoryLayout::HEIGHT_SHARDED) {
            in_shards("ReduceMultiCoreWProgramFactory", shards_->shard_spec()->shape[0] / 32, to);
        } else if (!spec_.is_tile()) {
            const int64_t across = (spec_.physical_width() + 31) / 32;
            add(row_program("ReduceMultiCoreWProgramFactory",
                            first_cores_by_rows(spec_.physical_height(), device_.grid()), across, to, in));
        } else if (negates) {
            add(program_on(kReduce, "ReduceMultiCoreWProgramFactory", cores,
                           {2 * in, factor_bytes(spec_.dtype()), 2 * tile_bytes(to), in, in}));
        } else {
            const int64_t together = per_core(rows) * tiles_across(spec_) >= 4 ? 8 : 2;
            add(program_on(kReduce, "ReduceMultiCoreWProgramFactory", cores,
                           {together * in, factor_bytes(spec_.dtype()), 2 * tile_bytes(to)}));
        }
        shrink(-1, to);
    }
    // `alone`: not the second half of a reduction over both; then tall columns are divided among cores, whose results a
    // second program joins.
    void height(DataType to, bool negates, bool alone, bool wide_parts) {
        const int64_t images = spec_.padded_shape().outer_volume(), in = tile_bytes(spec_.dtype()),
                      columns = images * ((spec_.physical_width() + 31) / 32),
                      down = (spec_.padded_shape().height() + 31) / 32;
        const char* factory = "ReduceMultiCoreHProgramFactory";
        const auto cores = first_cores(columns, device_.grid());
        const int64_t parts = std::min(num_cores() / std::max<int64_t>(1, columns), down);
        const bool tall = alone && parts >= 2 && down >= (spec_.is_tile() ? 32 : 16);
        if (shards_ && alone && shards_->memory_layout() == TensorMemoryLayout::WIDTH_SHARDED) {
            in_shards(factory, shards_->shard_spec()->shape[1] / 32, to);
        } else if (!spec_.is_tile() && !tall) {
            add(row_program(factory, cores, 1, to, std::clamp<int64_t>(down, 2, 8) * in));
        } else if (negates) {
            add(program_on(kReduce, factory, cores,
                           {4 * in, factor_bytes(spec_.dtype()), 2 * tile_bytes(to), 2 * in, 4 * in}));
        } else if (tall) {
            const DataType part = wide_parts ? DataType::FLOAT32 : spec_.dtype();
            const auto all = first_cores(columns * parts, device_.grid());
            const int64_t together = (spec_.dtype() == DataType::FLOAT32 ? 2 : 8) * in;
            add(spec_.is_tile()
                    ? program_on(kReduce, factory, all,
                                 {together, factor_bytes(spec_.dtype()), 2 * tile_bytes(wide_parts ? part : to)})
                    : row_program(factory, all, 1, wide_parts ? part : to, together));
            spec_ = spec_.with_dtype(part);
            add(row_program(factory, cores, 1, to, 2 * tile_bytes(part)));
        } else {
            add(program_on(kReduce, factory, cores,
                           {(per_core(columns) >= 4 ? 8 : 2) * in, factor_bytes(spec_.dtype()), 2 * tile_bytes(to)}));
        }
        shrink(-2, to);
    }
    void both_at_once() {
        const int64_t in = tile_bytes(spec_.dtype());
        add(program_on(kReduce, "ReduceSingleCoreHwProgramFactory", first_cores(1, device_.grid()),
                       {2 * in, factor_bytes(spec_.dtype()), 2 * in}));
        shrink(-1, spec_.dtype());
        shrink(-2, spec_.dtype());
    }
    // Mean and variance in one pass over `units` lines (or sets of lines, when both dimensions go) of `length` tiles.
    void welford(int64_t units, int64_t length, bool both) {
        const int64_t in = tile_bytes(spec_.dtype());
        const bool whole_line = length >= 32 && length * in <= device_.model().l1_size - device_.l1_base();
        DeviceProgram p = program_on("WelfordReduceDeviceOperation", "WelfordReduceProgramFactory",
                                     first_cores(units, device_.grid()), {(whole_line ? length : 8) * in, 2 * in});
        const auto cores = p.buffers[0].cores;
        if (both) {
            p.buffers.push_back({kDataflow, 4 * tile_bytes(DataType::FLOAT32), cores});
            p.buffers.push_back({kDataflow, 2 * tile_bytes(DataType::BFLOAT16), cores});
        }
        add(std::move(p));
    }
    // The product of all elements, or over the first of four dimensions.
    void product(const char* operation, const char* factory, int64_t units) {
        const int64_t two = 2 * tile_bytes(spec_.dtype());
        add(program_on(operation, factory, first_cores(units, device_.grid()), {two, two}));
    }
    void clone() { add(clone_program(device_, spec_, spec_)); }

    // Without the dimensions of one: elements move only when the last two extents change.
    void finish(const Shape& from, const TensorSpec& output) {
        const Shape& to = output.logical_shape();
        if (spec_.is_tile() && (from.height() != to.height() || from.width() != to.width())) {
            spec_ = TensorSpec(from, spec_.dtype(), Layout::TILE, spec_.memory_config());
            reshape(to);
        }
        if (!spec_.is_tile() && !output.is_tile() && from.rank() > 0 && to.rank() > 0 && from.width() != to.width()) {
            spec_ = spec_.with_shape(from);
            reshape(to);
        }
        if (!spec_.is_tile() || output.is_tile()) return;
        add(layout_device_programs("UntilizeWithUnpaddingDeviceOperation", device_, spec_, output));
    }
    void shrink(int64_t d, DataType to) {
        Shape s = spec_.logical_shape();
        s.set(d, 1);
        spec_ = spec_.with_shape(s).with_dtype(to);
        shards_.reset();
    }

 private:
    std::optional<MemoryConfig> shards_;  ///< of a tensor that nothing has changed yet
    // Whole lines lie in each shard, which is reduced where it is to a number of tiles.
    void in_shards(const char* factory, int64_t results, DataType to) {
        const ShardSpec& shard = *shards_->shard_spec();
        const int64_t in = tile_bytes(spec_.dtype());
        DeviceProgram p = program_on(kReduce, factory, shard.grid, {2 * in, factor_bytes(spec_.dtype())});
        p.buffers.push_back({kDataflow, shard.shape[0] * shard.shape[1] / 1024 * in, shard.grid, true});
        p.buffers.push_back({kDataflow, results * tile_bytes(to), shard.grid, true});
        add(std::move(p));
    }
    int64_t num_cores() const { return device_.grid().x * device_.grid().y; }
    // Units of work of the core that has fewest.
    int64_t per_core(int64_t units) const { return std::max<int64_t>(1, units / num_cores()); }
    // Rows that are not in tiles are put into them on the way.
    DeviceProgram row_program(const char* factory, const CoreRangeSet& cores, int64_t across, DataType to,
                              int64_t staged) const {
        const int64_t in = tile_bytes(spec_.dtype());
        return program_on(
            kReduce, factory, cores,
            {2 * across * in, across * in, factor_bytes(spec_.dtype()), staged, tile_bytes(to), 2 * tile_bytes(to)});
    }
};

struct Reduction {
    const ReduceCall& call;
    std::vector<int64_t> dims;  ///< that go, ascending
    int64_t rank;
    DataType dtype = call.input.dtype();
    int64_t h = rank - 2, w = rank - 1;
    bool all = static_cast<int64_t>(dims.size()) == rank;
    bool sums = call.kind == ReduceKind::Sum, averages = call.kind == ReduceKind::Mean;
    /// Smallest elements of formats without an order-preserving negation of their own pass through a negated copy.
    bool negates = call.kind == ReduceKind::Min && dtype != DataType::BFLOAT16 && dtype != DataType::FLOAT32 &&
                   dtype != DataType::INT32;
    /// What partial sums are kept in.
    DataType wide = dtype == DataType::BFLOAT16 ? DataType::FLOAT32 : dtype;
    bool both() const { return dims == std::vector{h, w}; }
};

// One dimension after the other, from the last; an outer one is swapped with the height.
void reduce_each(ReducePlan& plan, const Reduction& r, const std::vector<int64_t>& dims) {
    for (auto d = dims.rbegin(); d != dims.rend(); ++d) {
        const DataType to = d + 1 == dims.rend() || !r.averages || r.all ? r.dtype : r.wide;
        const bool wide_parts = r.sums || r.averages;
        if (*d == r.w) {
            plan.width(to, r.negates);
            continue;
        }
        // Rows move only when that changes their order.
        auto exchange = [&] {
            const Shape& s = plan.spec().logical_shape();
            if (plan.spec().is_tile() || s[*d] != 1 || s[r.h] != 1) plan.swap(*d, r.h);
        };
        if (*d != r.h) exchange();
        plan.height(to, r.negates, true, wide_parts);
        if (*d != r.h) exchange();
    }
}

void reduce_matrix(ReducePlan& plan, const Reduction& r) {
    if (r.call.kind != ReduceKind::Min && r.dtype == DataType::BFLOAT16 && plan.spec().num_tiles() == 1)
        return plan.both_at_once();
    plan.width(r.sums && r.call.scalar == 1.0 ? r.wide : r.dtype, r.negates);
    plan.height(r.dtype, r.negates, false, false);
}

// Sums in bfloat16 and bfloat8_b: outer dimensions first, by whole tiles.
void reduce_sum(ReducePlan& plan, const Reduction& r) {
    std::vector<int64_t> outer, inner;
    for (int64_t d : r.dims) (d < r.h ? outer : inner).push_back(d);
    for (auto d = outer.rbegin(); d != outer.rend(); ++d)
        plan.outer(*d, r.all || (d + 1 == outer.rend() && inner.empty()) ? r.dtype : r.wide);
    if (!outer.empty() && has_padding(plan.spec())) plan.slice();
    if (inner.size() == 2) reduce_matrix(plan, r);
    else reduce_each(plan, r, inner);
}

void reduce_spread(ReducePlan& plan, const Reduction& r, const TensorSpec& output) {
    if (r.rank == 0) return;
    int64_t count = 1;
    for (int64_t d : r.dims) count *= r.call.input.shape()[d];
    if (count == 1) return;  // the result is a constant
    const bool one_outer = r.dims.size() == 1 && r.dims[0] < r.h;
    std::vector<int64_t> order, kept;
    for (int64_t d = 0; d < r.rank; ++d)
        if (std::find(r.dims.begin(), r.dims.end(), d) == r.dims.end()) order.push_back(d);
    for (int64_t d : order) kept.push_back(r.call.input.shape()[d]);
    order.insert(order.end(), r.dims.begin(), r.dims.end());
    const bool last_height = r.dims.size() == 1 && r.dims[0] == r.h;
    const bool moves = !one_outer && !last_height && !std::is_sorted(order.begin(), order.end());
    if (one_outer) plan.swap(r.dims[0], r.h);
    if (moves) plan.permute(order);
    if (!plan.spec().is_tile()) plan.tilize();
    const TensorSpec& s = plan.spec();
    const bool both = r.dims.size() > 1, line = !both && r.dims[0] == r.w;
    const int64_t images = s.padded_shape().outer_volume();
    if (line) plan.welford(s.physical_height() / 32, tiles_across(s), false);
    else if (!both) plan.welford(images * tiles_across(s), tiles_down(s), false);
    else plan.welford(Shape(kept).volume(), tiles_down(s), true);
    if (one_outer) {
        plan.shrink(r.h, r.dtype);
        plan.swap(r.dims[0], r.h);
    } else {
        for (size_t i = 0; i < r.dims.size(); ++i)
            plan.shrink(moves ? r.rank - 1 - static_cast<int64_t>(i) : r.dims[i], r.dtype);
    }
    plan.finish(plan.spec().logical_shape(), output);
}

// Products go over outer dimensions by whole tiles; the last two dimensions are brought to the front for that.
void reduce_product(ReducePlan& plan, const Reduction& r) {
    if (r.all && !r.call.dim) return plan.product("ProdAllDeviceOperation", "ProdAllProgramFactory", 1);
    const int64_t d = r.dims.at(0);
    const char *operation = "ProdNcDeviceOperation", *factory = "ProdNcProgramFactory";
    if (d < r.h) {
        plan.shrink(d, r.dtype);
        return plan.product(operation, factory, plan.spec().num_tiles());
    }
    plan.view(plan.spec().with_shape(plan.spec().logical_shape().to_rank(4)));
    const bool last = d == r.w;
    plan.permute(last ? std::vector<int64_t>{3, 0, 1, 2} : std::vector<int64_t>{2, 0, 1, 3});
    plan.shrink(0, r.dtype);
    plan.product(operation, factory, plan.spec().num_tiles());
    plan.permute({1, 2, 0, 3});
    if (last) plan.permute({0, 1, 3, 2});
}

}  // namespace

std::vector<DeviceProgram> reduce_device_programs(const ReduceCall& call, const std::vector<bool>& reduced,
                                                  const TensorSpec& output) {
    const TensorSpec& input = call.input.spec();
    if (input.logical_shape().volume() == 0) {
        ReducePlan empty(*call.input.device(), input);
        if (input.is_tile()) empty.fill_padding();
        return empty.take();
    }
    Reduction r{call, {}, static_cast<int64_t>(reduced.size())};
    for (int64_t d = 0; d < r.rank; ++d)
        if (reduced[static_cast<size_t>(d)]) r.dims.push_back(d);
    r.all = static_cast<int64_t>(r.dims.size()) == r.rank;
    r.h = r.rank - 2;
    r.w = r.rank - 1;
    ReducePlan plan(*call.input.device(), input, output.memory_config().is_sharded());
    if (call.kind == ReduceKind::Std || call.kind == ReduceKind::Var) {
        reduce_spread(plan, r, output);
        return plan.take();
    }
    if (r.rank == 0 || r.dims.empty()) {
        plan.fill_padding();
        if (input.is_tile()) plan.clone();
        return plan.take();
    }
    const bool tiled_sum = r.sums && (r.dtype == DataType::BFLOAT16 || is_block_float(r.dtype)) && call.scalar == 1.0;
    if (input.is_tile()) {
        plan.fill_padding();
    } else if (output.is_tile()) {
        // Rows are swapped before they become tiles.
        const bool rows_first = !r.sums && !r.averages && call.kind != ReduceKind::Prod && r.dims.back() < r.h;
        if (rows_first) {
            plan.swap(r.dims.back(), r.h);
            plan.tilize();
            plan.height(r.dtype, r.negates, true, false);
            plan.swap(r.dims.back(), r.h);
            r.dims.pop_back();
        } else {
            plan.tilize();
        }
    }
    if (call.kind == ReduceKind::Prod) {
        reduce_product(plan, r);
        Shape kept = input.logical_shape();
        for (int64_t d : r.dims) kept.set(d, 1);
        plan.finish(call.dim ? kept : output.logical_shape(), output);
        return plan.take();
    }
    if (tiled_sum && plan.spec().is_tile()) reduce_sum(plan, r);
    else if (r.both() && plan.spec().is_tile()) reduce_matrix(plan, r);
    else reduce_each(plan, r, r.dims);
    plan.finish(plan.spec().logical_shape(), output);
    return plan.take();
}

std::vector<DeviceProgram> mean_of_rows_programs(const MeshDevice& d, const TensorSpec& images, DataType to) {
    ReducePlan plan(d, images);
    plan.height(to, false, true, true);
    return plan.take();
}

}  // namespace ttnn
