// What a kernel sees of a tensor: bytes and the spec that says how they lie. It owns nothing.
#pragma once
#include <cstddef>

#include "tensor/tensor_spec.hpp"

namespace ttnn {

struct View {
    std::byte* data = nullptr;  ///< null for an absent optional tensor
    const TensorSpec* spec = nullptr;
    explicit operator bool() const { return spec != nullptr; }
    template <class T>
    T* as() const {
        return reinterpret_cast<T*>(data);
    }
};

}  // namespace ttnn
