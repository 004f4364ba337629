// Where a tensor goes: MemoryConfig with its ShardSpec (two-dimensional shards, one a core) or NdShardSpec (shards of
// any rank dealt over cores).
#pragma once
#include <array>
#include <optional>
#include <ostream>

#include "device/buffer_type.hpp"
#include "device/core.hpp"
#include "tensor/shape.hpp"

namespace ttnn {

enum class ShardOrientation : uint8_t { ROW_MAJOR = 0, COL_MAJOR = 1 };
enum class ShardDistributionStrategy : uint8_t { ROUND_ROBIN_1D = 0, GRID_2D = 1 };
std::ostream& operator<<(std::ostream& out, ShardOrientation o);
std::ostream& operator<<(std::ostream& out, ShardDistributionStrategy s);

struct ShardSpec {
    CoreRangeSet grid;
    std::array<int64_t, 2> shape{};  ///< height and width of a shard in elements
    ShardOrientation orientation = ShardOrientation::ROW_MAJOR;
    int64_t num_cores() const { return grid.num_cores(); }
    bool operator==(const ShardSpec&) const = default;
};

struct NdShardSpec {
    Shape shard_shape;
    CoreRangeSet grid;
    ShardOrientation orientation = ShardOrientation::ROW_MAJOR;
    ShardDistributionStrategy shard_distribution_strategy = ShardDistributionStrategy::ROUND_ROBIN_1D;
    int64_t num_cores() const { return grid.num_cores(); }
    bool operator==(const NdShardSpec&) const = default;
};

class MemoryConfig {
 public:
    MemoryConfig() = default;
    MemoryConfig(TensorMemoryLayout layout, BufferType type = BufferType::DRAM,
                 std::optional<ShardSpec> shard_spec = {});
    MemoryConfig(BufferType type, NdShardSpec nd_shard_spec);

    TensorMemoryLayout memory_layout() const { return layout_; }
    BufferType buffer_type() const { return type_; }
    const std::optional<ShardSpec>& shard_spec() const { return shard_spec_; }
    const std::optional<NdShardSpec>& nd_shard_spec() const { return nd_shard_spec_; }
    bool created_with_nd_shard_spec() const { return created_with_nd_; }
    bool is_sharded() const { return layout_ != TensorMemoryLayout::INTERLEAVED; }
    bool is_l1() const { return ttnn::is_l1(type_); }
    bool is_dram() const { return type_ == BufferType::DRAM; }
    MemoryConfig with_shard_spec(std::optional<ShardSpec> spec) const { return {layout_, type_, std::move(spec)}; }
    /// With the N-dimensional form of the shard spec filled in, as a tensor reports it.
    MemoryConfig completed() const;

    /// Configs are equal when they place a tensor alike; the derived N-dimensional form does not count.
    bool operator==(const MemoryConfig& o) const;

 private:
    TensorMemoryLayout layout_ = TensorMemoryLayout::INTERLEAVED;
    BufferType type_ = BufferType::DRAM;
    bool created_with_nd_ = false;
    std::optional<ShardSpec> shard_spec_;
    std::optional<NdShardSpec> nd_shard_spec_;
};

std::ostream& operator<<(std::ostream& out, const ShardSpec& spec);
std::ostream& operator<<(std::ostream& out, const NdShardSpec& spec);
std::ostream& operator<<(std::ostream& out, const MemoryConfig& config);

void hash_value(Hasher& h, const ShardSpec& spec);
void hash_value(Hasher& h, const MemoryConfig& config);

inline const MemoryConfig DRAM_MEMORY_CONFIG{TensorMemoryLayout::INTERLEAVED, BufferType::DRAM};
inline const MemoryConfig L1_MEMORY_CONFIG{TensorMemoryLayout::INTERLEAVED, BufferType::L1};

}  // namespace ttnn
