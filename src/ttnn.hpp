// The public C++ API. Operations are structs: ttnn::call(ttnn::Clone{.input_tensor = x}).
#pragma once
#include "device/device.hpp"
#include "op/launch.hpp"
#include "ops/block_io.hpp"
#include "ops/host_convert.hpp"
#include "ops/layout/clone.hpp"
#include "tensor/print.hpp"
#include "tensor/tensor.hpp"
