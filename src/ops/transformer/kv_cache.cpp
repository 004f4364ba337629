// Block floats are written by whole tile rows, so their neighbours are read and written back; that changes no bit of
// them, because unpacked values keep the group's exponent.
#include "ops/transformer/kv_cache.hpp"

#include <algorithm>
#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"

namespace ttnn {
namespace {

void check_pair(const char* name, const Tensor& cache, const Tensor& input) {
    require(cache.on_device() && input.on_device(), "[", name,
            "] Operands to update_cache need to be on device: move them with ttnn.to_device");
    require(cache.shape().rank() == 4 && input.shape().rank() == 4, "[", name,
            "] cache and input: expected rank 4, got ", cache.shape(), " and ", input.shape());
    require(cache.shape()[-1] == input.shape()[-1], "[", name, "] input: expected head dimension ", cache.shape()[-1],
            " of the cache, got ", input.shape()[-1]);
    require(cache.shape()[1] == input.shape()[1], "[", name, "] input: expected ", cache.shape()[1],
            " heads of the cache, got ", input.shape()[1]);
}

}  // namespace

// Rows [row, row + count) of a matrix that starts at logical row `first`.
void write_cache_rows(const View& cache, int64_t first, int64_t row, int64_t count, const float* src, int64_t width,
                      int64_t length) {
    if (!is_block_float(cache.spec->dtype())) return store_rows(cache, first + row, count, src, width);
    const int64_t height = cache.spec->tile().height, begin = row / height * height,
                  end = std::min(length, (row + count + height - 1) / height * height);
    std::vector<float> whole(static_cast<size_t>((end - begin) * width));
    load_rows(cache, first + begin, end - begin, whole.data(), width);
    std::copy(src, src + count * width, whole.begin() + (row - begin) * width);
    store_rows(cache, first + begin, end - begin, whole.data(), width);
}

void FillCacheArguments::validate(const char* name) const {
    check_pair(name, cache, input);
    require(input.shape()[0] == 1, "Input tensor batch size must be 1: [", name, "] input has shape ", input.shape());
    require(batch_idx >= 0 && batch_idx < cache.shape()[0], "[", name, "] batch_idx: expected 0 to ",
            cache.shape()[0] - 1, ", got ", batch_idx);
    require(update_idx >= 0 && update_idx + input.shape()[2] <= cache.shape()[2], "[", name,
            "] input: ", input.shape()[2], " rows from ", update_idx, " do not fit into a cache of ", cache.shape()[2]);
}

Program FillCacheArguments::program() const {
    Program p;
    p.device_programs = {{"UpdateKVCacheOperation", "FillCacheMultiCoreProgramFactory", {}, {}}};
    p.run = [user = batch_idx, start = update_idx](const Operands& o) {
        const Shape &cache = o.in[0].spec->logical_shape(), &input = o.in[1].spec->logical_shape();
        const int64_t tokens = input[2], width = input[3];
        parallel_for(static_cast<size_t>(input[1]), [&](size_t head) {
            std::vector<float> rows(static_cast<size_t>(tokens * width));
            load_rows(o.in[1], static_cast<int64_t>(head) * tokens, tokens, rows.data(), width);
            write_cache_rows(o.out[0], (user * cache[1] + static_cast<int64_t>(head)) * cache[2], start, tokens,
                             rows.data(), width, cache[2]);
        });
    };
    return p;
}

void UpdateCacheArguments::validate(const char* name) const {
    check_pair(name, cache, input);
    require(input.shape()[0] == 1, "[", name, "] input: expected [1, heads, batch, head_dim], got ", input.shape());
    require(update_idx >= 0 && update_idx < cache.shape()[2], "[", name, "] update_idx: expected 0 to ",
            cache.shape()[2] - 1, ", got ", update_idx);
    require(batch_offset >= 0 && batch_offset <= input.shape()[2] - cache.shape()[0], "[", name, "] input: expected ",
            cache.shape()[0], " rows (users) from batch_offset ", batch_offset, " on, got ", input.shape()[2]);
}

Program UpdateCacheArguments::program() const {
    Program p;
    p.device_programs = {{"UpdateKVCacheOperation", "UpdateCacheMultiCoreProgramFactory", {}, {}}};
    p.compute = compute_kernel_config;
    p.run = [offset = batch_offset](const Operands& o) {
        const int64_t row = o.arguments[0];
        const Shape &cache = o.in[0].spec->logical_shape(), &input = o.in[1].spec->logical_shape();
        std::vector<float> line(static_cast<size_t>(cache[3]));
        for (int64_t user = 0; user < cache[0]; ++user)
            for (int64_t head = 0; head < cache[1]; ++head) {
                load_rows(o.in[1], head * input[2] + offset + user, 1, line.data(), cache[3]);
                write_cache_rows(o.out[0], (user * cache[1] + head) * cache[2], row, 1, line.data(), cache[3],
                                 cache[2]);
            }
    };
    return p;
}

}  // namespace ttnn
