#include "observe/memory_report.hpp"

#include <algorithm>

#include "device/device.hpp"

namespace ttnn {
namespace {

BufferInfo info_of(const Buffer& b, int64_t device_id) {
    const auto& c = b.config();
    return {.device_id = device_id,
            .address = b.address(),
            .max_size_per_bank = b.bytes_per_bank(),
            .buffer_type = c.type,
            .buffer_layout = c.layout,
            .unique_id = b.unique_id(),
            .page_size = c.page_size,
            .aligned_page_size = b.aligned_page_size(),
            .num_pages = c.num_pages,
            .num_cores = c.num_cores,
            .pages_per_bank = c.pages_per_bank,
            .size = c.bytes(),
            .cores = c.cores.cores(),
            .owner = b.owner(),
            .source = b.source()};
}

// Calls f(core, slot, page) for each page: interleaved ones go round the banks, sharded ones fill core after core.
template <class F>
void for_each_page(const BufferInfo& b, CoreCoord grid, F f) {
    const int64_t banks = grid.x * grid.y;
    for (int64_t page = 0; page < b.num_pages; ++page) {
        if (b.cores.empty()) {
            const int64_t bank = page % banks;
            f(CoreCoord{bank % grid.x, bank / grid.x}, page / banks, page);
        } else {
            const int64_t per_core = std::max<int64_t>(1, b.pages_per_bank), at = page / per_core;
            if (at >= static_cast<int64_t>(b.cores.size())) return;
            f(b.cores[static_cast<size_t>(at)], page % per_core, page);
        }
    }
}

}  // namespace

DeviceInfo device_info(MeshDevice& device) {
    const auto& m = device.model();
    const int64_t bank = device.region(BufferType::L1).bytes(), workers = m.num_workers();
    return {.device_id = device.id(),
            .num_y_cores = m.logical_grid.y,
            .num_x_cores = m.logical_grid.x,
            .num_y_compute_cores = m.grid.y,
            .num_x_compute_cores = m.grid.x,
            .worker_l1_size = m.l1_size,
            .l1_num_banks = workers,
            .l1_bank_size = bank,
            .address_at_first_l1_bank = 0,
            .address_at_first_l1_cb_buffer = device.l1_base(),
            .num_banks_per_storage_core = 0,
            .num_compute_cores = workers,
            .num_storage_cores = 0,
            .total_l1_memory = workers * m.l1_size,
            .total_l1_for_tensors = workers * bank,
            .total_l1_for_interleaved_buffers = workers * bank,
            .total_l1_for_sharded_buffers = workers * bank,
            .cb_limit = m.l1_size - device.l1_base()};
}

std::vector<BufferInfo> buffer_infos(const MeshDevice& device) {
    std::vector<BufferInfo> out;
    device.for_each_buffer([&](const Buffer& b) { out.push_back(info_of(b, device.id())); });
    return out;
}

std::vector<BufferPageInfo> buffer_pages(const MeshDevice& device) {
    std::vector<BufferPageInfo> out;
    const CoreCoord grid = device.grid();
    for (const auto& b : buffer_infos(device)) {
        if (!is_l1(b.buffer_type)) continue;
        for_each_page(b, grid, [&](CoreCoord core, int64_t slot, int64_t page) {
            out.push_back({b.device_id, b.address, core.y, core.x, core.y * grid.x + core.x, page,
                           b.address + slot * b.aligned_page_size, b.aligned_page_size, b.buffer_type});
        });
    }
    return out;
}

std::vector<BufferChunkInfo> buffer_chunks(const MeshDevice& device) {
    std::vector<BufferChunkInfo> out;
    const CoreCoord grid = device.grid();
    for (const auto& b : buffer_infos(device)) {
        if (!is_l1(b.buffer_type)) continue;
        std::vector<int64_t> pages(static_cast<size_t>(grid.x * grid.y));
        for_each_page(
            b, grid, [&](CoreCoord core, int64_t, int64_t) { ++pages[static_cast<size_t>(core.y * grid.x + core.x)]; });
        for (size_t bank = 0; bank < pages.size(); ++bank) {
            if (!pages[bank]) continue;
            const auto id = static_cast<int64_t>(bank);
            out.push_back({b.device_id, b.address, id, id % grid.x, id / grid.x, b.address,
                           pages[bank] * b.aligned_page_size, b.aligned_page_size, pages[bank], b.buffer_type});
        }
    }
    return out;
}

}  // namespace ttnn
