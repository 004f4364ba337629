#include "ops/transformer/paged_cache.hpp"

#include <algorithm>

#include "base/scratch.hpp"
#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/steps.hpp"
#include "ops/transformer/kv_cache.hpp"

namespace ttnn {
namespace {

TensorSpec written_spec(const char* name, const TensorSpec& cache, std::optional<int64_t> block,
                        std::optional<int64_t> heads, int64_t width) {
    return paged_spec(name, cache, {block.value_or(0), heads.value_or(0)}, width);
}

void check_tensors(const char* name, const Tensor& cache, const Tensor& input) {
    check_on_device(name, cache);
    check_on_device(name, input);
    require(cache.shape().rank() == 4 && input.shape().rank() == 4, "[", name,
            "] cache and input: expected rank 4, got ", cache.shape(), " and ", input.shape());
    require(input.shape()[0] == 1, "[", name, "] input: expected a first dimension of 1, got ", input.shape());
}

}  // namespace

// The one device of the mesh stands at coordinates of zeros.
static void check_mesh_coords(const char* name, const std::optional<MeshCoordinates>& coords) {
    if (!coords) return;
    bool here = !coords->list.empty();
    for (const auto& at : coords->list) here = here && std::ranges::all_of(at, [](int64_t c) { return c == 0; });
    require(here, "[", name, "] mesh_coords: there is one device, at zeros, got ", *coords,
            "; leave it out or name that device");
}

void PagedUpdateCache::validate() const {
    check_mesh_coords(caller, mesh_coords);
    check_tensors(name, cache_tensor, input_tensor);
    require(input_tensor.is_sharded(), "Expect input_tensor to be sharded: [", name,
            "] one user a core; use ttnn.to_memory_config");
    require(batch_offset == 0, "[", name, "] batch_offset: expected 0, got ", batch_offset);
    const Shape& in = input_tensor.shape();
    const TensorSpec spec = written_spec(name, cache_tensor.spec(), block_size, num_kv_heads, in[3]);
    const Shape& cache = spec.logical_shape();
    require(cache[3] == in[3], "[", name, "] input_tensor: expected ", cache[3], " columns of the cache, got ", in[3]);
    const int64_t shards =
        input_tensor.memory_config().shard_spec() ? input_tensor.memory_config().shard_spec()->num_cores() : in[1];
    require(shards == in[1], "Input tensor shard grid must have num_cores (", shards,
            ") equal to the number of users / batch (", in[1], "): [", name, "]");
    require(in[2] >= cache[1] || page_table, "[", name, "] input_tensor: expected ", cache[1], " heads, got ", in[2]);
    if (page_table) check_page_table(name, *page_table, in[1]);
    else
        require(cache[0] >= in[1] || (share_cache.value_or(false) && cache[0] == 1), "[", name,
                "] cache_tensor: expected caches of ", in[1], " users, got ", cache);
    require(update_idxs_tensor || std::ssize(update_idxs) >= in[1], "[", name, "] update_idxs: expected positions of ",
            in[1], " users, got ", update_idxs.size());
    require(!update_idxs_tensor || update_idxs_tensor->shape().volume() >= in[1], "[", name,
            "] update_idxs_tensor: expected positions of ", in[1], " users");
    const int64_t room = page_table ? page_table->shape()[1] * cache[2] : cache[2];
    if (!update_idxs_tensor)
        for (auto at : update_idxs)
            require(cache_position_modulo || at < room, "[", name, "] update_idxs: position ", at,
                    " is beyond a cache of ", room);
    require(!cache_position_modulo || (*cache_position_modulo > 0 && *cache_position_modulo <= room), "[", name,
            "] cache_position_modulo: expected 1 to ", room, ", got ", cache_position_modulo.value_or(0));
}

Program PagedUpdateCache::program() const {
    Program p;
    const auto cores = input_tensor.memory_config().shard_spec() ? input_tensor.memory_config().shard_spec()->grid
                                                                 : input_tensor.device()->all_cores();
    const int64_t wt = cache_tensor.spec().padded_shape().width() / 32;
    const int64_t cache_row = wt * static_cast<int64_t>(Tile{}.bytes(cache_tensor.dtype())),
                  input_row = wt * static_cast<int64_t>(Tile{}.bytes(input_tensor.dtype()));
    constexpr auto kBuffer = StaticBufferKind::Dataflow;
    p.device_programs = {{"PagedUpdateCacheDeviceOperation",
                          "PagedUpdateCacheProgramFactory",
                          {{kBuffer, 2 * cache_row, cores},
                           {kBuffer, input_row, cores, true},
                           {kBuffer, 2 * input_row, cores},
                           {kBuffer, 2 * input_row, cores},
                           {kBuffer, cache_row, cores}},
                          {}}};
    p.compute = compute_kernel_config;
    const TensorSpec spec = written_spec(name, cache_tensor.spec(), block_size, num_kv_heads, input_tensor.shape()[3]);
    p.run = [spec, caller = caller, ring = cache_position_modulo.value_or(0),
             shared = share_cache.value_or(false)](const Operands& o) {
        const View cache{o.out[0].data, &spec};
        const Shape &c = spec.logical_shape(), &in = o.in[1].spec->logical_shape();
        const SignedIntegers positions(o.in[2], o.arguments);
        const int64_t users = in[1], heads = std::min(c[1], in[2]), width = in[3];
        std::optional<PageTable> table;
        if (o.in[3]) table.emplace(o.in[3]);
        const Scratch<float> rows(static_cast<size_t>(in[2] * width));
        for (int64_t user = 0; user < users; ++user) {
            int64_t at = positions[static_cast<size_t>(user)];
            if (at < 0) continue;
            if (ring) at %= ring;
            const int64_t block = table ? (*table)(user, at / c[2]) : shared && c[0] == 1 ? 0 : user;
            if (table) at %= c[2];
            if (block < 0) continue;
            require(block < c[0] && at < c[2], "[", caller, "] page_table: block ", block, ", row ", at,
                    " is beyond the cache ", c);
            load_rows(o.in[1], user * in[2], in[2], rows.data(), width);
            for (int64_t h = 0; h < heads; ++h)
                write_cache_rows(cache, (block * c[1] + h) * c[2], at, 1, rows.data() + h * width, width, c[2]);
        }
    };
    return p;
}

std::vector<Tensor> PagedFusedUpdateCache::compose() const {
    PagedUpdateCache op{.update_idxs = update_idxs,
                        .update_idxs_tensor = update_idxs_tensor,
                        .share_cache = share_cache,
                        .page_table = page_table,
                        .batch_offset = batch_offset,
                        .compute_kernel_config = compute_kernel_config,
                        .mesh_coords = mesh_coords};
    op.caller = name;
    PagedUpdateCache second = op;
    op.cache_tensor = cache_tensor1;
    op.input_tensor = input_tensor1;
    second.cache_tensor = cache_tensor2;
    second.input_tensor = input_tensor2;
    second.validate();  // before the first cache changes
    Tensor first = call(op);
    return {first, call(second)};
}

void PagedFillCache::validate() const {
    check_mesh_coords(name, mesh_coords);
    check_tensors(name, cache_tensor, input_tensor);
    const Shape& in = input_tensor.shape();
    const TensorSpec spec = written_spec(name, cache_tensor.spec(), block_size, {}, in[3]);
    const Shape& cache = spec.logical_shape();
    require(cache[3] == in[3], "[", name, "] input_tensor: expected ", cache[3], " columns of the cache, got ", in[3]);
    require(cache[1] == in[1], "[", name, "] input_tensor: expected ", cache[1], " heads of the cache, got ", in[1]);
    check_page_table(name, page_table, 1);
    require(batch_idx_tensor || (batch_idx >= 0 && batch_idx < page_table.shape()[0]), "[", name,
            "] batch_idx: expected 0 to ", page_table.shape()[0] - 1, ", got ", batch_idx);
    for (const auto* one : {&batch_idx_tensor, &valid_seq_len_tensor})
        require(!*one || (*one)->shape().volume() > 0, "[", name,
                "] batch_idx_tensor, valid_seq_len_tensor: no element");
    const int64_t room = page_table.shape()[1] * cache[2];
    require(cache_position_modulo || in[2] <= room, "[", name, "] input_tensor: ", in[2],
            " tokens do not fit into pages of ", room);
    require(!cache_position_modulo || (*cache_position_modulo > 0 && *cache_position_modulo <= room), "[", name,
            "] cache_position_modulo: expected 1 to ", room, ", got ", cache_position_modulo.value_or(0));
}

Program PagedFillCache::program() const {
    Program p;
    const Shape& in = input_tensor.shape();
    const int64_t wt = input_tensor.spec().padded_shape().width() / 32, rows = in[1] * ((in[2] + 31) / 32);
    const auto cores =
        num_cores_to_corerangeset(std::max<int64_t>(1, std::min(rows, input_tensor.device()->model().num_workers())),
                                  input_tensor.device()->grid(), true);
    const int64_t pages =
        (page_table.shape()[1] * static_cast<int64_t>(element_size(page_table.dtype())) + 31) / 32 * 32;
    p.device_programs = {
        {"PagedFillCacheDeviceOperation",
         "PagedFillCacheProgramFactory",
         {{StaticBufferKind::Dataflow, 2 * wt * static_cast<int64_t>(Tile{}.bytes(input_tensor.dtype())), cores},
          {StaticBufferKind::Dataflow, pages, cores}},
         {}}};
    p.compute = compute_kernel_config;
    const TensorSpec spec = written_spec(name, cache_tensor.spec(), block_size, {}, in[3]);
    p.run = [spec, ring = cache_position_modulo.value_or(0)](const Operands& o) {
        const View cache{o.out[0].data, &spec};
        const Shape &c = spec.logical_shape(), &in = o.in[1].spec->logical_shape();
        const PageTable table(o.in[2]);
        const int64_t user = o.in[3] ? SignedIntegers(o.in[3])[0] : o.arguments[0];
        const int64_t tokens = o.in[4] ? std::min(in[2], SignedIntegers(o.in[4])[0]) : in[2], width = in[3];
        parallel_for(static_cast<size_t>(in[1]), [&](size_t i) {
            const auto head = static_cast<int64_t>(i);
            const Scratch<float> rows(static_cast<size_t>(c[2] * width));
            for (int64_t t = 0; t < tokens;) {
                const int64_t at = ring ? t % ring : t, row = at % c[2];
                int64_t count = std::min(c[2] - row, tokens - t);
                if (ring) count = std::min(count, ring - at);
                const int64_t block = table(user, at / c[2]);
                require(block < c[0], "[", name, "] page_table: block ", block, " is beyond the cache of ", c[0]);
                if (block >= 0) {
                    load_rows(o.in[1], head * in[2] + t, count, rows.data(), width);
                    write_cache_rows(cache, (block * c[1] + head) * c[2], row, count, rows.data(), width, c[2]);
                }
                t += count;
            }
        });
    };
    return p;
}

Tensor NlpKvCacheLoadSlice::compose() const {
    check_on_device(name, input_tensor);
    const Shape& s = input_tensor.shape();
    require(s.rank() == 4, "[", name, "] input_tensor: expected [b, heads, length, d], got ", s);
    require(seq_len_start >= 0 && seq_len_end > seq_len_start && seq_len_end <= s[2] && seq_len_start % 32 == 0 &&
                seq_len_end % 32 == 0,
            "[", name, "] seq_len_start, seq_len_end: expected multiples of 32 in order, up to ", s[2], ", got ",
            seq_len_start, " and ", seq_len_end);
    std::optional<MemoryConfig> config = memory_config;
    if (!config) {
        const auto grid = num_cores_to_corerangeset(s[0] * s[1], input_tensor.device()->grid(), true);
        config = MemoryConfig(TensorMemoryLayout::HEIGHT_SHARDED, BufferType::L1,
                              ShardSpec{grid, {seq_len_end - seq_len_start, (s[3] + 31) / 32 * 32}});
    }
    return steps::into(steps::slice(input_tensor, 2, seq_len_start, seq_len_end, config), output_tensor);
}

}  // namespace ttnn
