// Memory that a piece of work needs while it runs. A thread keeps what it used, so that in the steady state nothing is
// allocated, zeroed or paged in.
#pragma once
#include <cstddef>

namespace ttnn {

namespace detail {
/// Blocks are given back in the opposite order.
void* take_scratch(size_t bytes);
void give_scratch();
}  // namespace detail

/// n elements on a cache line, not initialised.
template <class T>
class Scratch {
 public:
    explicit Scratch(size_t n) : data_(static_cast<T*>(detail::take_scratch(n * sizeof(T)))), size_(n) {}
    ~Scratch() { detail::give_scratch(); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    T* data() const { return data_; }
    size_t size() const { return size_; }
    T* begin() const { return data_; }
    T* end() const { return data_ + size_; }
    T& operator[](size_t i) const { return data_[i]; }

 private:
    T* data_;
    size_t size_;
};

}  // namespace ttnn
