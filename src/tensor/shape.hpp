// The extent of a tensor in each dimension, outermost first; rank 0 to 12. Held in place, because shapes are made with
// every operation.
#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <span>
#include <vector>

#include "base/hash.hpp"

namespace ttnn {

class Shape {
 public:
    static constexpr size_t kMaxRank = 12;
    Shape() = default;
    Shape(std::initializer_list<int64_t> dims) : Shape(std::span(dims.begin(), dims.size())) {}
    /// Raises for a negative or too large extent and for more than 12 dimensions.
    explicit Shape(std::span<const int64_t> dims);
    explicit Shape(const std::vector<int64_t>& dims) : Shape(std::span<const int64_t>(dims)) {}

    size_t rank() const { return rank_; }
    bool empty() const { return rank_ == 0; }
    /// The extent of dimension `i`; negative counts from the end. Raises when out of range.
    int64_t operator[](int64_t i) const { return dims_[index(i)]; }
    void set(int64_t i, int64_t value) { dims_[index(i)] = value; }
    const int64_t* begin() const { return dims_.data(); }
    const int64_t* end() const { return dims_.data() + rank_; }
    std::vector<int64_t> dims() const { return {begin(), end()}; }

    int64_t volume() const;
    /// Product of all dimensions but the last two (1 below rank 3) / but the last (1 below rank 2).
    int64_t outer_volume() const;
    int64_t rows() const;
    int64_t height() const { return rank_ >= 2 ? (*this)[-2] : 1; }
    int64_t width() const { return rank_ >= 1 ? (*this)[-1] : 1; }
    /// The same volume with `rank` dimensions: ones are put in front, or leading dimensions multiplied together.
    Shape to_rank(size_t rank) const;

    bool operator==(const Shape& o) const;

 private:
    size_t index(int64_t i) const;
    std::array<int64_t, kMaxRank> dims_{};
    uint8_t rank_ = 0;
};

std::ostream& operator<<(std::ostream& out, const Shape& shape);

inline void hash_value(Hasher& h, const Shape& s) {
    h.word(s.rank());
    for (auto d : s) h.word(static_cast<uint64_t>(d));
}

/// dim in [-rank, rank) as a number from 0; raises otherwise, naming the operation.
int64_t normalized_dim(const char* operation, int64_t dim, size_t rank);

}  // namespace ttnn
