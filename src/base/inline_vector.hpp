// A vector whose first N elements lie in place: short lists that every call makes (the tensors of an operation) take no
// memory from the heap. Longer ones move there as a whole.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

namespace ttnn {

template <class T, size_t N>
class InlineVector {
 public:
    InlineVector() = default;
    InlineVector(std::initializer_list<T> list) {
        for (const auto& x : list) push_back(x);
    }
    InlineVector(const std::vector<T>& list) {
        for (const auto& x : list) push_back(x);
    }

    void push_back(T value) {
        if (size_ < N) {
            few_[size_++] = std::move(value);
            return;
        }
        if (size_ == N) many_.assign(std::make_move_iterator(few_.begin()), std::make_move_iterator(few_.end()));
        many_.push_back(std::move(value));
        ++size_;
    }
    void clear() {
        for (size_t i = 0; i < size_ && i < N; ++i) few_[i] = T{};
        many_.clear();
        size_ = 0;
    }

    size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }
    T* begin() { return size_ > N ? many_.data() : few_.data(); }
    T* end() { return begin() + size_; }
    const T* begin() const { return size_ > N ? many_.data() : few_.data(); }
    const T* end() const { return begin() + size_; }
    T& operator[](size_t i) { return begin()[i]; }
    const T& operator[](size_t i) const { return begin()[i]; }
    T& back() { return begin()[size_ - 1]; }
    const T& back() const { return begin()[size_ - 1]; }
    friend bool operator==(const InlineVector& a, const InlineVector& b) {
        return std::equal(a.begin(), a.end(), b.begin(), b.end());
    }
    operator std::span<const T>() const { return {begin(), size_}; }
    operator std::vector<T>() && { return {std::make_move_iterator(begin()), std::make_move_iterator(end())}; }

 private:
    std::array<T, N> few_{};
    std::vector<T> many_;
    size_t size_ = 0;
};

}  // namespace ttnn
