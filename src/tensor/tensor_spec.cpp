#include "tensor/tensor_spec.hpp"

#include <algorithm>

#include "base/div_up.hpp"
#include "base/error.hpp"

namespace ttnn {
namespace {

int64_t round_up(int64_t n, int64_t to) { return (n + to - 1) / to * to; }
// Tiles pad the last two dimensions (a vector becomes one row of tiles, rank 0 one tile); row-major pads the width to
// whole shards.
Shape default_padding(const Shape& shape, Layout layout, const Tile& tile, const MemoryConfig& config) {
    if (layout == Layout::TILE) {
        std::vector<int64_t> dims = shape.dims();
        while (dims.size() < 2) dims.insert(dims.begin(), 1);
        dims[dims.size() - 2] = round_up(dims[dims.size() - 2], tile.height);
        dims[dims.size() - 1] = round_up(dims[dims.size() - 1], tile.width);
        return Shape(dims);
    }
    Shape padded = shape.rank() ? shape : Shape{1};
    if (config.shard_spec()) padded.set(-1, round_up(padded[-1], config.shard_spec()->shape[1]));
    return padded;
}

}  // namespace

TensorSpec::TensorSpec(Shape logical_shape, DataType dtype, Layout layout, MemoryConfig memory_config, Tile tile)
    : shape_(std::move(logical_shape)),
      dtype_(dtype),
      layout_(layout),
      memory_config_(memory_config.completed()),
      tile_(tile) {
    require(!is_block_float(dtype) || layout == Layout::TILE, "Only TILE layout is supported for ", name(dtype),
            " dtype!");
    require(dtype != DataType::INVALID && layout != Layout::INVALID, "TensorSpec: dtype and layout must be valid");
    require(dtype != DataType::FP8_E4M3 && dtype != DataType::INT8, "TensorSpec: dtype ", dtype,
            " is not supported; use bfloat16, bfloat8_b or an integer");
    padded_ = default_padding(shape_, layout_, tile_, memory_config_);
    check_shards();
    key_ = make_key();
}

TensorSpec TensorSpec::with_padded_shape(Shape padded) const {
    TensorSpec out = *this;
    out.padded_ = std::move(padded);
    out.key_ = out.make_key();
    return out;
}

void TensorSpec::check_shards() const {
    const auto& spec = memory_config_.shard_spec();
    if (!spec || layout_ != Layout::TILE) return;
    require(spec->shape[0] % tile_.height == 0 && spec->shape[1] % tile_.width == 0, "Physical shard shape (",
            spec->shape[0], ", ", spec->shape[1], ") must be tile {", tile_.height, ", ", tile_.width, "} sized!");
}

size_t TensorSpec::host_bytes() const {
    if (is_tile()) return static_cast<size_t>(num_tiles()) * tile_.bytes(dtype_);
    return static_cast<size_t>(padded_.volume()) * element_size(dtype_);
}

BufferConfig TensorSpec::buffer_config() const {
    BufferConfig c;
    c.type = memory_config_.buffer_type();
    c.layout = memory_config_.memory_layout();
    c.host_bytes = static_cast<int64_t>(host_bytes());
    if (padded_.volume() == 0) return c;
    if (memory_config_.created_with_nd_shard_spec()) return nd_sharded_config(c);
    if (memory_config_.is_sharded()) return sharded_config(c);
    require(c.type != BufferType::L1_SMALL, "L1_SMALL takes sharded buffers only; give the memory config a shard spec");
    c.page_size = is_tile() ? static_cast<int64_t>(tile_.bytes(dtype_))
                            : physical_width() * static_cast<int64_t>(element_size(dtype_));
    c.num_pages = is_tile() ? num_tiles() : physical_height();
    return c;
}

BufferConfig TensorSpec::sharded_config(BufferConfig c) const {
    const auto& spec = memory_config_.shard_spec();
    require(spec.has_value(), "Sharded buffers must have a shard spec: the memory config says ",
            memory_config_.memory_layout(), " but has none");
    const int64_t sh = spec->shape[0], sw = spec->shape[1];
    const int64_t down = div_up(physical_height(), sh), across = div_up(physical_width(), sw),
                  cores = spec->num_cores();
    const auto layout = memory_config_.memory_layout();
    if (layout == TensorMemoryLayout::HEIGHT_SHARDED)
        require(sw == physical_width(), "Shard width ", sw, " must match physical width ", physical_width(),
                " for height sharded");
    if (layout == TensorMemoryLayout::WIDTH_SHARDED)
        require(sh == physical_height(), "Shard height ", sh, " must match physical height ", physical_height(),
                " for width sharded");
    const int64_t shards = down * across;
    require(shards <= cores, "Number of shards along height ", down, " and width ", across,
            " must not exceed number of cores ", cores);
    c.page_size =
        is_tile() ? static_cast<int64_t>(tile_.bytes(dtype_)) : sw * static_cast<int64_t>(element_size(dtype_));
    c.num_pages = is_tile() ? num_tiles() : physical_height() * across;
    c.pages_per_bank = is_tile() ? sh / tile_.height * (sw / tile_.width) : sh;
    c.num_cores = shards;
    c.cores = spec->grid;
    return c;
}

// Shards are dealt over the cores in turn, so a core may hold several.
BufferConfig TensorSpec::nd_sharded_config(BufferConfig c) const {
    const auto& spec = *memory_config_.nd_shard_spec();
    const Shape shard = spec.shard_shape.to_rank(std::max(padded_.rank(), spec.shard_shape.rank())),
                whole = padded_.to_rank(shard.rank());
    int64_t shards = 1, shard_volume = 1;
    for (size_t i = 0; i < shard.rank(); ++i) {
        shards *= div_up(whole.begin()[i], shard.begin()[i]);
        shard_volume *= shard.begin()[i];
    }
    const int64_t page_elements = is_tile() ? static_cast<int64_t>(tile_.volume()) : shard.width();
    require(!is_tile() || (shard.width() % tile_.width == 0 && shard.height() % tile_.height == 0),
            "Physical shard shape (", shard.height(), ", ", shard.width(), ") must be tile {", tile_.height, ", ",
            tile_.width, "} sized!");
    c.page_size = is_tile() ? static_cast<int64_t>(tile_.bytes(dtype_))
                            : page_elements * static_cast<int64_t>(element_size(dtype_));
    c.num_pages = is_tile() ? num_tiles() : physical_height() * div_up(physical_width(), shard.width());
    c.num_cores = std::min(shards, spec.num_cores());
    c.pages_per_bank = div_up(shards, spec.num_cores()) * (shard_volume / page_elements);
    c.cores = spec.grid;
    return c;
}

bool TensorSpec::operator==(const TensorSpec& o) const {
    return shape_ == o.shape_ && padded_ == o.padded_ && dtype_ == o.dtype_ && layout_ == o.layout_ &&
           memory_config_ == o.memory_config_ && (layout_ != Layout::TILE || tile_ == o.tile_);
}

std::ostream& operator<<(std::ostream& out, const TensorSpec& s) {
    return out << "TensorSpec(shape=" << s.logical_shape() << ", dtype=" << s.dtype() << ", layout=" << s.layout()
               << ", " << s.memory_config() << ")";
}

HashKey TensorSpec::make_key() const {
    Hasher h;
    hash_value(h, shape_);
    hash_value(h, padded_);
    h.word(static_cast<uint64_t>(dtype_) << 16 | static_cast<uint64_t>(layout_) << 8 | tile_.transpose);
    h.word(static_cast<uint64_t>(tile_.height) << 32 | tile_.width);
    hash_value(h, memory_config_);
    return h.key();
}

}  // namespace ttnn
