// What a device's memories hold now, as the memory report and `_ttnn.reports` show it: the device's sizes, its live
// buffers, and where their pages lie. Sizes are in bytes; all are copies, so nothing is locked once they are returned.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "device/buffer.hpp"

namespace ttnn {

struct DeviceInfo {
    int64_t device_id, num_y_cores, num_x_cores, num_y_compute_cores, num_x_compute_cores;
    int64_t worker_l1_size, l1_num_banks, l1_bank_size, address_at_first_l1_bank, address_at_first_l1_cb_buffer;
    int64_t num_banks_per_storage_core, num_compute_cores, num_storage_cores;
    int64_t total_l1_memory, total_l1_for_tensors, total_l1_for_interleaved_buffers, total_l1_for_sharded_buffers;
    int64_t cb_limit;  ///< bytes a core has for static buffers of programs
};

struct BufferInfo {
    int64_t device_id, address, max_size_per_bank;
    BufferType buffer_type;
    TensorMemoryLayout buffer_layout;
    int64_t unique_id, page_size, aligned_page_size, num_pages, num_cores, pages_per_bank, size;
    std::vector<CoreCoord> cores;  ///< sharded: cores that hold shards, in the order of the shards
    std::string owner, source;     ///< shape, dtype and layout of the tensor; the source line that made it
};

struct BufferPageInfo {
    int64_t device_id, address, core_y, core_x, bank_id, page_index, page_address, page_size;
    BufferType buffer_type;
};

/// The pages of a buffer on one core, which lie side by side.
struct BufferChunkInfo {
    int64_t device_id, address, bank_id, core_x, core_y, chunk_address, chunk_size, page_size, num_pages;
    BufferType buffer_type;
};

DeviceInfo device_info(MeshDevice& device);
/// Live buffers, oldest first.
std::vector<BufferInfo> buffer_infos(const MeshDevice& device);
/// Pages of the live L1 buffers. Banks lie on the cores row by row (a card deals them in an order of its own).
std::vector<BufferPageInfo> buffer_pages(const MeshDevice& device);
std::vector<BufferChunkInfo> buffer_chunks(const MeshDevice& device);

}  // namespace ttnn
