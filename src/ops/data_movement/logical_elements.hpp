// The logical elements of a tensor as a plain array, row by row without padding: raw elements of its dtype, or floats
// for block floats. For operations that move single elements; they cost a copy of the tensor, so whole rows go through
// movement.hpp and float rows through block_io.hpp.
#pragma once
#include <span>
#include <vector>

#include "base/host_memory.hpp"
#include "base/scratch.hpp"
#include "format/convert.hpp"
#include "tensor/view.hpp"

namespace ttnn {

/// The dtype of the array's elements: FLOAT32 for block floats, otherwise the tensor's.
inline DataType logical_type(DataType t) { return is_block_float(t) ? DataType::FLOAT32 : t; }
inline size_t logical_element_size(DataType t) { return element_size(logical_type(t)); }

/// Such an array, in memory that is recycled as tensors' is; contents unspecified.
class PlainElements {
 public:
    PlainElements() = default;
    explicit PlainElements(size_t bytes) : memory_(bytes), size_(bytes) {}
    std::byte* data() const { return memory_.data(); }
    size_t size() const { return size_; }
    std::byte* begin() const { return data(); }
    std::byte* end() const { return data() + size_; }

 private:
    HostMemory memory_;
    size_t size_ = 0;
};

PlainElements logical_elements(const View& v);
void store_logical(const View& v, std::span<const std::byte> data);
/// The same from an array of floats (`held` FLOAT32) into a tensor of another float dtype.
void store_logical(const View& v, std::span<const std::byte> data, DataType held);
/// The elements of a tensor of integers.
std::vector<int64_t> logical_integers(const View& v);
/// The same as they are stored, for tensors as large as any.
class StoredIntegers {
 public:
    explicit StoredIntegers(const View& v) : elements_(logical_elements(v)), type_(v.spec->dtype()) {}
    int64_t operator[](int64_t i) const {
        const auto at = static_cast<size_t>(i);
        switch (type_) {  // the usual ones without a call
            case DataType::UINT32: return reinterpret_cast<const uint32_t*>(elements_.data())[at];
            case DataType::UINT16: return reinterpret_cast<const uint16_t*>(elements_.data())[at];
            default: return load_as_integer(type_, elements_.data(), at);
        }
    }

 private:
    PlainElements elements_;
    DataType type_;
};
/// The same in the thread's scratch memory, read as signed: positions and pages, which every decoded token asks for.
class SignedIntegers : public Scratch<int64_t> {
 public:
    explicit SignedIntegers(const View& v);
    /// Of `v`, or the given ones where there is no tensor.
    SignedIntegers(const View& v, std::span<const int64_t> given);
};
/// Element `index` of an array as a number; integers are exact.
double logical_number(DataType t, std::span<const std::byte> data, size_t index);

}  // namespace ttnn
