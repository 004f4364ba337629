// Worker cores by coordinates: CoreCoord, CoreRange, CoreRangeSet and CoreGrid, as in the official API.
#pragma once
#include <compare>
#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "base/hash.hpp"

namespace ttnn {

struct CoreCoord {
    int64_t x = 0, y = 0;
    auto operator<=>(const CoreCoord&) const = default;
};

struct CoreRange {
    CoreCoord start, end;  ///< both inclusive
    CoreRange() = default;
    CoreRange(CoreCoord start, CoreCoord end);
    CoreRange(CoreCoord one) : CoreRange(one, one) {}
    int64_t width() const { return end.x - start.x + 1; }
    int64_t height() const { return end.y - start.y + 1; }
    int64_t num_cores() const { return width() * height(); }
    bool contains(CoreCoord c) const { return c.x >= start.x && c.x <= end.x && c.y >= start.y && c.y <= end.y; }
    bool overlaps(const CoreRange& o) const {
        return start.x <= o.end.x && o.start.x <= end.x && start.y <= o.end.y && o.start.y <= end.y;
    }
    auto operator<=>(const CoreRange&) const = default;
};

class CoreRangeSet {
 public:
    CoreRangeSet() = default;
    CoreRangeSet(std::vector<CoreRange> ranges);
    CoreRangeSet(CoreRange range) : CoreRangeSet(std::vector{range}) {}

    const std::vector<CoreRange>& ranges() const { return ranges_; }
    bool empty() const { return ranges_.empty(); }
    int64_t num_cores() const;
    bool contains(CoreCoord c) const;
    bool contains(const CoreRangeSet& o) const;
    CoreRange bounding_box() const;
    CoreRangeSet merge(const CoreRangeSet& o) const;
    CoreRangeSet subtract(const CoreRangeSet& o) const;
    /// The cores in order: row by row (x first), or column by column.
    std::vector<CoreCoord> cores(bool row_major = true) const;
    bool operator==(const CoreRangeSet&) const = default;

 private:
    std::vector<CoreRange> ranges_;
};

struct CoreGrid {
    int64_t x = 1, y = 1;
    int64_t num_cores() const { return x * y; }
    CoreRangeSet ranges() const { return CoreRange{{0, 0}, {x - 1, y - 1}}; }
    bool operator==(const CoreGrid&) const = default;
};

std::ostream& operator<<(std::ostream& out, const CoreCoord& c);
std::ostream& operator<<(std::ostream& out, const CoreRange& r);
std::ostream& operator<<(std::ostream& out, const CoreRangeSet& s);
std::ostream& operator<<(std::ostream& out, const CoreGrid& g);

inline void hash_value(Hasher& h, const CoreCoord& c) {
    h.word(static_cast<uint64_t>(c.x) << 32 | static_cast<uint32_t>(c.y));
}
inline void hash_value(Hasher& h, const CoreRange& r) {
    hash_value(h, r.start);
    hash_value(h, r.end);
}
inline void hash_value(Hasher& h, const CoreRangeSet& s) { hash_value(h, s.ranges()); }
inline void hash_value(Hasher& h, const CoreGrid& g) { hash_value(h, CoreCoord{g.x, g.y}); }

/// The first `n` cores of a grid as ranges: whole rows (or columns), then the rest of one. Raises when the grid has
/// fewer.
CoreRangeSet num_cores_to_corerangeset(int64_t n, CoreCoord grid, bool row_wise = false);

}  // namespace ttnn
