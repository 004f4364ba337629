// Addresses in order of allocation, as observed on the official module.
#include "device/allocator.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "device/device.hpp"
#include "tensor/tensor.hpp"

namespace ttnn {
namespace {

Tensor make(const std::shared_ptr<MeshDevice>& device, Shape shape, Layout layout, BufferType type) {
    return Tensor::on_device(
        TensorSpec(std::move(shape), DataType::BFLOAT16, layout, MemoryConfig(TensorMemoryLayout::INTERLEAVED, type)),
        device);
}

TEST(Allocator, DramGrowsUpL1Down) {
    const auto device = MeshDevice::open({}, card_model("n150"));
    std::vector<Tensor> keep;
    auto next = [&](Shape shape, Layout layout, BufferType type) {
        keep.push_back(make(device, std::move(shape), layout, type));
        return keep.back().buffer()->address();
    };
    EXPECT_EQ(next({32, 32}, Layout::TILE, BufferType::DRAM), 1048640);
    EXPECT_EQ(next({32, 32}, Layout::TILE, BufferType::DRAM), 1050688);
    EXPECT_EQ(next({128, 256}, Layout::TILE, BufferType::DRAM), 1052736);
    EXPECT_EQ(next({32, 32}, Layout::TILE, BufferType::DRAM), 1058880);
    EXPECT_EQ(next({32, 32}, Layout::TILE, BufferType::DRAM), 1060928);
    EXPECT_EQ(next({1, 5}, Layout::ROW_MAJOR, BufferType::DRAM), 1062976);
    EXPECT_EQ(next({3, 40}, Layout::ROW_MAJOR, BufferType::DRAM), 1063008);
    EXPECT_EQ(next({32, 32}, Layout::TILE, BufferType::L1), 1497088);
    EXPECT_EQ(next({1, 5}, Layout::ROW_MAJOR, BufferType::L1), 1497056);
    keep[1].deallocate();
    EXPECT_EQ(next({32, 32}, Layout::TILE, BufferType::DRAM), 1050688) << "a freed address is reused at once";
    device->close();
}

TEST(Allocator, OutOfMemoryNamesTheHolders) {
    const auto device = MeshDevice::open({}, card_model("p150"));
    const Tensor small = make(device, {32, 32}, Layout::TILE, BufferType::L1);
    try {
        make(device, {16384, 16384}, Layout::TILE, BufferType::L1);
        FAIL() << "512 MiB fit into L1";
    } catch (const OutOfMemory& e) {
        const std::string text = e.what();
        EXPECT_NE(text.find("Out of Memory: Not enough space to allocate 536870912 B L1 buffer across 130 banks, where "
                            "each bank needs to store 4130816 B, "
                            "but bank size is 1461120 B"),
                  std::string::npos)
            << text;
        EXPECT_NE(text.find("Shape([32, 32])"), std::string::npos) << text;
    }
    EXPECT_EQ(device->region(BufferType::L1).statistics().allocated_per_bank, 2048) << "nothing changed";
}

}  // namespace
}  // namespace ttnn
