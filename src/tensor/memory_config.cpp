#include "tensor/memory_config.hpp"

#include "base/error.hpp"

namespace ttnn {

std::ostream& operator<<(std::ostream& out, ShardOrientation o) {
    return out << "ShardOrientation::" << (o == ShardOrientation::ROW_MAJOR ? "ROW_MAJOR" : "COL_MAJOR");
}
std::ostream& operator<<(std::ostream& out, ShardDistributionStrategy s) {
    return out << "ShardDistributionStrategy::"
               << (s == ShardDistributionStrategy::ROUND_ROBIN_1D ? "ROUND_ROBIN_1D" : "GRID_2D");
}

MemoryConfig::MemoryConfig(TensorMemoryLayout layout, BufferType type, std::optional<ShardSpec> shard_spec)
    : layout_(layout), type_(type), shard_spec_(std::move(shard_spec)) {
    require(layout != TensorMemoryLayout::INTERLEAVED || !shard_spec_,
            "MemoryConfig: an interleaved layout takes no shard_spec");
    if (shard_spec_)
        require(shard_spec_->shape[0] > 0 && shard_spec_->shape[1] > 0,
                "ShardSpec: the shard shape must be positive, got [", shard_spec_->shape[0], ", ",
                shard_spec_->shape[1], "]");
}

MemoryConfig::MemoryConfig(BufferType type, NdShardSpec spec)
    : layout_(TensorMemoryLayout::ND_SHARDED), type_(type), created_with_nd_(true), nd_shard_spec_(std::move(spec)) {}

MemoryConfig MemoryConfig::completed() const {
    MemoryConfig out = *this;
    if (!shard_spec_ || nd_shard_spec_) return out;
    const bool block = layout_ == TensorMemoryLayout::BLOCK_SHARDED;
    out.nd_shard_spec_ =
        NdShardSpec{Shape{shard_spec_->shape[0], shard_spec_->shape[1]}, shard_spec_->grid, shard_spec_->orientation,
                    block ? ShardDistributionStrategy::GRID_2D : ShardDistributionStrategy::ROUND_ROBIN_1D};
    return out;
}

bool MemoryConfig::operator==(const MemoryConfig& o) const {
    return layout_ == o.layout_ && type_ == o.type_ && shard_spec_ == o.shard_spec_ &&
           (!created_with_nd_ || !o.created_with_nd_ || nd_shard_spec_ == o.nd_shard_spec_);
}

namespace {

void print_json(std::ostream& out, const CoreRangeSet& grid) {
    out << "[";
    for (size_t i = 0; i < grid.ranges().size(); ++i) {
        const auto& r = grid.ranges()[i];
        out << (i ? ", " : "") << "{\"start\":{\"x\":" << r.start.x << ",\"y\":" << r.start.y
            << "},\"end\":{\"x\":" << r.end.x << ",\"y\":" << r.end.y << "}}";
    }
    out << "]";
}

}  // namespace

// The unbalanced brackets are those of the official module: programs compare this text.
std::ostream& operator<<(std::ostream& out, const ShardSpec& s) {
    out << "ShardSpec{grid=[";
    for (size_t i = 0; i < s.grid.ranges().size(); ++i) {
        const auto& r = s.grid.ranges()[i];
        out << (i ? ", " : "") << "{\"start\":{\"x\":" << r.start.x << ",\"y\":" << r.start.y
            << "},\"end\":{\"x\":" << r.end.x << ",\"y\":" << r.end.y << "}";
    }
    return out << "], shape=[" << s.shape[0] << ", " << s.shape[1] << "], orientation=" << s.orientation << "}";
}

std::ostream& operator<<(std::ostream& out, const NdShardSpec& s) {
    out << "{\"shard_shape\":[";
    for (size_t i = 0; i < s.shard_shape.rank(); ++i) out << (i ? ", " : "") << s.shard_shape.begin()[i];
    out << "],\"grid\":";
    print_json(out, s.grid);
    return out << ",\"orientation\":\"" << s.orientation << "\",\"shard_distribution_strategy\":\""
               << s.shard_distribution_strategy << "\"}";
}

std::ostream& operator<<(std::ostream& out, const MemoryConfig& c) {
    out << "MemoryConfig(memory_layout=" << c.memory_layout() << ",buffer_type=" << c.buffer_type() << ",shard_spec=";
    if (c.shard_spec()) out << *c.shard_spec();
    else out << "std::nullopt";
    out << ",nd_shard_spec=";
    if (c.nd_shard_spec()) out << *c.nd_shard_spec();
    else out << "std::nullopt";
    return out << ",created_with_nd_shard_spec=" << c.created_with_nd_shard_spec()
               << ",per_core_allocation=0,range_lockstep_allocation=0)";
}

void hash_value(Hasher& h, const ShardSpec& s) {
    hash_value(h, s.grid);
    h.word(static_cast<uint64_t>(s.shape[0]));
    h.word(static_cast<uint64_t>(s.shape[1]));
    h.word(static_cast<uint64_t>(s.orientation));
}

void hash_value(Hasher& h, const MemoryConfig& c) {
    h.word(static_cast<uint64_t>(c.memory_layout()) << 8 | static_cast<uint64_t>(c.buffer_type()));
    hash_value(h, c.shard_spec());
    if (c.created_with_nd_shard_spec()) {
        hash_value(h, c.nd_shard_spec()->shard_shape);
        hash_value(h, c.nd_shard_spec()->grid);
        h.word(static_cast<uint64_t>(c.nd_shard_spec()->orientation) << 8 |
               static_cast<uint64_t>(c.nd_shard_spec()->shard_distribution_strategy));
    }
}

}  // namespace ttnn
