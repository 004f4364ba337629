// What the card's attention programs hold in L1: chunks of queries, keys and values, their scores, and for each query
// the running maximum and sum of its softmax.
#pragma once
#include "ops/transformer/attention.hpp"

namespace ttnn {

std::vector<DeviceProgram> attention_device_programs(const ScaledDotProductAttention& a);
DeviceProgram decode_device_program(const ScaledDotProductAttentionDecode& a);

}  // namespace ttnn
