#include "ops/transformer/paged.hpp"

#include <algorithm>
#include <cstring>

#include "base/error.hpp"
#include "base/thread_pool.hpp"
#include "tensor/relayout.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, const PagedCacheGeometryOverride& g) {
    return out << "PagedCacheGeometryOverride(block_size=" << g.block_size << ", num_kv_heads=" << g.num_kv_heads
               << ")";
}

TensorSpec paged_spec(const char* name, const TensorSpec& cache, const PagedCacheGeometryOverride& geometry,
                      int64_t width) {
    if (!geometry.active()) return cache;
    const Shape& s = cache.logical_shape();
    const int64_t heads = geometry.num_kv_heads ? geometry.num_kv_heads : s[1],
                  block = geometry.block_size ? geometry.block_size : s[2];
    require(heads * block * width == s[1] * s[2] * s[3], "[", name, "] block_size, num_kv_heads: ", heads, " heads of ",
            block, " tokens of ", width, " elements do not fill a block of ", s);
    return cache.with_shape(Shape{s[0], heads, block, width});
}

void check_page_table(const char* name, const Tensor& table, int64_t users) {
    require(table.on_device(), "[", name, "] page_table: expected a tensor on the device; use ttnn.to_device");
    require(is_integer(table.dtype()), "[", name, "] page_table: expected int32, uint32 or uint16, got ",
            table.dtype());
    require(table.shape().rank() == 2, "[", name, "] page_table: expected [users, blocks], got ", table.shape());
    require(table.shape()[0] >= users || table.is_sharded(), "[", name, "] page_table: expected rows for ", users,
            " users, got ", table.shape());
}

PageTable::PageTable(const View& v) : users(v.spec->logical_shape()[0]), blocks(v.spec->logical_shape()[1]), pages_(v) {
    const DataType t = v.spec->dtype();
    for (auto& p : pages_)
        if (t == DataType::UINT16 && p == 0xFFFF) p = -1;
}

int64_t PageTable::operator()(int64_t user, int64_t index) const {
    return user < users && index < blocks ? pages_[static_cast<size_t>(user * blocks + index)] : -1;
}

namespace {

size_t head_bytes(const TensorSpec& s) {
    const Shape& p = s.padded_shape();
    if (!s.is_tile()) return static_cast<size_t>(p[2] * p[3]) * element_size(s.dtype());
    return static_cast<size_t>(p[2] / s.tile().height * (p[3] / s.tile().width)) * s.tile().bytes(s.dtype());
}

}  // namespace

namespace {

TensorSpec gathered_spec(const TensorSpec& geometry, std::span<const int64_t> length) {
    const Shape& s = geometry.logical_shape();
    const int64_t block = s[2], longest = *std::max_element(length.begin(), length.end());
    const int64_t blocks = std::max<int64_t>(1, (longest + block - 1) / block);
    return {Shape{std::ssize(length), s[1], blocks * block, s[3]},
            geometry.dtype(),
            geometry.layout(),
            {},
            geometry.tile()};
}

}  // namespace

GatheredCache::GatheredCache(const char* name, const View& cache, const TensorSpec& geometry, const PageTable& table,
                             std::span<const int64_t> length)
    : spec(gathered_spec(geometry, length)), bytes_(spec.host_bytes()) {
    const Shape& s = geometry.logical_shape();
    const int64_t block = s[2], heads = s[1], blocks = spec.logical_shape()[2] / block;
    const size_t each = head_bytes(geometry);
    parallel_for(length.size(), [&](size_t u) {
        const auto user = static_cast<int64_t>(u);
        for (int64_t i = 0; i < blocks; ++i) {
            const int64_t page = i * block < length[u] ? table(user, i) : -1;
            require(page < s[0], "[", name, "] page_table: block ", page, " of user ", user, " is beyond the cache of ",
                    s[0]);
            for (int64_t h = 0; h < heads; ++h) {
                std::byte* to = bytes_.data() + static_cast<size_t>((user * heads + h) * blocks + i) * each;
                if (page < 0) std::memset(to, 0, each);
                else std::memcpy(to, cache.data + static_cast<size_t>(page * heads + h) * each, each);
            }
        }
    });
}

}  // namespace ttnn
