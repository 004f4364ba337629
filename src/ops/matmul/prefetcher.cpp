#include "ops/matmul/prefetcher.hpp"

#include <cstring>

namespace ttnn {
namespace {

// The n-th tensor as errors name it.
std::string place(size_t i) { return str("[", DramPrefetcher::name, "] tensors[", i, "]: "); }

void check_on_device_of(const GlobalCircularBuffer& buffer, size_t i, const Tensor& t) {
    require(t.on_device() && t.is_allocated(), place(i), "expected a tensor on a device, got ", describe(t),
            "; move it with ttnn.to_device");
    require(t.device() == buffer.contents.device(), place(i), "lies on device ", t.device()->id(),
            ", but global_cb on device ", buffer.contents.device()->id(), "; make both on one device");
}

void check_weight(const GlobalCircularBuffer& buffer, size_t i, const Tensor& t) {
    check_on_device_of(buffer, i, t);
    require(is_floating(t.dtype()) && t.layout() == Layout::TILE, place(i), "expected floats in TILE layout, got ",
            describe(t), "; use ttnn.typecast or ttnn.to_layout");
    const MemoryConfig& config = t.memory_config();
    require(config.is_dram() && config.memory_layout() == TensorMemoryLayout::WIDTH_SHARDED && config.shard_spec(),
            place(i), "expected weights width sharded in DRAM, got ", config, "; use ttnn.to_memory_config");
    const int64_t banks = config.shard_spec()->num_cores(), senders = std::ssize(buffer.mapping);
    require(banks <= senders, place(i), "lies in ", banks, " banks, but global_cb has ", senders,
            " sender cores; make one with a sender for each bank");
}

void check_addresses(const GlobalCircularBuffer& buffer, size_t i, const Tensor& t, int64_t count) {
    check_on_device_of(buffer, i, t);
    require(t.dtype() == DataType::UINT32 && t.layout() == Layout::ROW_MAJOR, place(i),
            "the last tensor holds the weights' addresses: expected UINT32 in ROW_MAJOR layout, got ", describe(t));
    const auto& shards = t.memory_config().shard_spec();
    const int64_t held = shards ? shards->shape[0] * shards->shape[1] : t.shape().volume();
    require(held >= count, place(i), "expected the addresses of all layers' weights on each core, ", count, ", got ",
            held);
}

}  // namespace

void DramPrefetcher::validate() const {
    require(num_layers > 0, "[", name, "] num_layers: expected at least 1, got ", num_layers);
    require(global_cb.has_value(), "[", name,
            "] global_cb: expected the buffer that the products read, got none; make it with "
            "ttnn.create_global_circular_buffer");
    require(tensors.size() > 1, "[", name, "] tensors: expected weights and, last, their addresses, got ",
            tensors.size(), " tensors");
    const size_t weights = tensors.size() - 1;
    for (size_t i = 0; i < weights; ++i) check_weight(*global_cb, i, tensors[i]);
    check_addresses(*global_cb, weights, tensors[weights], static_cast<int64_t>(weights) * num_layers);
}

TensorSpec DramPrefetcher::output() const {
    return {Shape{32, 32}, tensors[0].dtype(), Layout::TILE, DRAM_MEMORY_CONFIG};
}

Program DramPrefetcher::program() const {
    std::vector<CoreRange> senders;
    for (const auto& [sender, receivers] : global_cb->mapping) senders.push_back({sender, sender});
    Program p;
    // The readers' memory is the global circular buffer, which is allocated already.
    p.device_programs = {{"DramPrefetcherOperation",
                          "DramPrefetcherProgramFactory",
                          {{StaticBufferKind::Circular, global_cb->size, CoreRangeSet(senders), true}},
                          {}}};
    p.run = [](const Operands& o) { std::memset(o.out[0].data, 0, o.out[0].spec->host_bytes()); };
    return p;
}

}  // namespace ttnn
