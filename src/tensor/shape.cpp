#include "tensor/shape.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace ttnn {

Shape::Shape(std::span<const int64_t> dims) : rank_(static_cast<uint8_t>(dims.size())) {
    require(dims.size() <= kMaxRank, "Shape: at most ", kMaxRank, " dimensions, got ", dims.size());
    int64_t volume = 1;
    for (auto d : dims) {
        require(d >= 0, "Shape: dimensions must not be negative, got ", d);
        require(d <= UINT32_MAX && (d == 0 || volume <= (int64_t{1} << 50) / d), "Shape: too large: a dimension of ",
                d);
        volume *= std::max<int64_t>(d, 1);
    }
    std::copy(dims.begin(), dims.end(), dims_.begin());
}

size_t Shape::index(int64_t i) const {
    const int64_t r = rank_;
    require(i >= -r && i < r, "ShapeBase[] index out of range. ", i, " not in [", -r, ", ", r, ")");
    return static_cast<size_t>(i < 0 ? i + r : i);
}

int64_t Shape::volume() const {
    int64_t v = 1;
    for (auto d : *this) v *= d;
    return v;
}

int64_t Shape::rows() const {
    int64_t v = 1;
    for (size_t i = 0; i + 1 < rank_; ++i) v *= dims_[i];
    return v;
}

int64_t Shape::outer_volume() const {
    int64_t v = 1;
    for (size_t i = 0; i + 2 < rank_; ++i) v *= dims_[i];
    return v;
}

Shape Shape::to_rank(size_t rank) const {
    std::vector<int64_t> out(rank, 1);
    for (size_t i = 0; i < rank_; ++i) {
        const int64_t at = static_cast<int64_t>(i) + static_cast<int64_t>(rank) - rank_;
        if (rank == 0) require(dims_[i] == 1, "Shape.to_rank: ", *this, " cannot have rank 0");
        else out[static_cast<size_t>(std::max<int64_t>(at, 0))] *= dims_[i];
    }
    return Shape(out);
}

bool Shape::operator==(const Shape& o) const { return std::equal(begin(), end(), o.begin(), o.end()); }

std::ostream& operator<<(std::ostream& out, const Shape& shape) {
    out << "Shape([";
    for (size_t i = 0; i < shape.rank(); ++i) out << (i ? ", " : "") << shape.begin()[i];
    return out << "])";
}

int64_t normalized_dim(const char* operation, int64_t dim, size_t rank) {
    const int64_t r = static_cast<int64_t>(rank), n = dim < 0 ? dim + r : dim;
    require(n >= 0 && n < r, operation, ": Dimension out of range (expected to be in range of [", -r, ", ", r - 1,
            "], but got ", dim, ")");
    return n;
}

}  // namespace ttnn
