// What a tensor is, without its contents: logical shape, dtype, layout, tile, memory config, and from these the padded
// shape and the pages that its buffer has on the device.
#pragma once
#include <optional>
#include <ostream>

#include "device/buffer.hpp"
#include "format/data_type.hpp"
#include "format/tile.hpp"
#include "tensor/memory_config.hpp"

namespace ttnn {

class TensorSpec {
 public:
    TensorSpec() = default;
    /// Block floats exist only in TILE layout; a ROW_MAJOR one raises.
    TensorSpec(Shape logical_shape, DataType dtype, Layout layout, MemoryConfig memory_config = {}, Tile tile = {});
    /// With a padded shape of its own, larger than the layout needs.
    TensorSpec with_padded_shape(Shape padded) const;
    TensorSpec with_memory_config(MemoryConfig config) const {
        return {shape_, dtype_, layout_, std::move(config), tile_};
    }
    TensorSpec with_dtype(DataType dtype) const { return {shape_, dtype, layout_, memory_config_, tile_}; }
    TensorSpec with_shape(Shape shape) const { return {std::move(shape), dtype_, layout_, memory_config_, tile_}; }

    const Shape& logical_shape() const { return shape_; }
    const Shape& padded_shape() const { return padded_; }
    DataType dtype() const { return dtype_; }
    Layout layout() const { return layout_; }
    const MemoryConfig& memory_config() const { return memory_config_; }
    const Tile& tile() const { return tile_; }
    bool is_tile() const { return layout_ == Layout::TILE; }

    /// The padded shape folded to two dimensions: rows (all but the last) and columns.
    int64_t physical_height() const { return padded_.rows(); }
    int64_t physical_width() const { return padded_.width(); }
    int64_t num_tiles() const { return physical_height() / tile_.height * (physical_width() / tile_.width); }
    /// Bytes of the contents on the host, in our order.
    size_t host_bytes() const;
    /// How the contents lie on a device; raises when the shard spec does not fit the shape.
    BufferConfig buffer_config() const;

    bool operator==(const TensorSpec& o) const;
    /// A hash of all fields, made once with the spec: keys of programs are made of it with every call.
    const HashKey& key() const { return key_; }

 private:
    void check_shards() const;
    HashKey make_key() const;
    BufferConfig sharded_config(BufferConfig c) const;
    BufferConfig nd_sharded_config(BufferConfig c) const;

    Shape shape_, padded_;
    DataType dtype_ = DataType::BFLOAT16;
    Layout layout_ = Layout::ROW_MAJOR;
    MemoryConfig memory_config_;
    Tile tile_;
    HashKey key_;
};

std::ostream& operator<<(std::ostream& out, const TensorSpec& spec);
inline void hash_value(Hasher& h, const TensorSpec& spec) {
    h.word(spec.key().a);
    h.word(spec.key().b);
}

/// A spec and how a buffer of it lies on a device (nothing for host tensors and views). Tensors share it: those that a
/// program makes are all alike.
struct PlacedSpec {
    TensorSpec spec;
    BufferPlan plan;
};

}  // namespace ttnn
