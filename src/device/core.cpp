// Set operations work core by core on small grids; clarity over speed, since they run when programs are built.
#include "device/core.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace ttnn {

CoreRange::CoreRange(CoreCoord s, CoreCoord e) : start(s), end(e) {
    require(e.x >= s.x && e.y >= s.y, "Invalid core range for start_coord: ", s, ", end_coord: ", e);
    require(s.x >= 0 && s.y >= 0, "CoreRange: coordinates must not be negative, got ", s);
}

CoreRangeSet::CoreRangeSet(std::vector<CoreRange> ranges) : ranges_(std::move(ranges)) {
    for (size_t i = 0; i < ranges_.size(); ++i)
        for (size_t j = 0; j < i; ++j)
            require(!ranges_[i].overlaps(ranges_[j]),
                    "Cannot create CoreRangeSet with specified core ranges because core ranges ", ranges_[j], " and ",
                    ranges_[i], " overlap!");
}

int64_t CoreRangeSet::num_cores() const {
    int64_t n = 0;
    for (const auto& r : ranges_) n += r.num_cores();
    return n;
}

bool CoreRangeSet::contains(CoreCoord c) const {
    return std::any_of(ranges_.begin(), ranges_.end(), [&](const auto& r) { return r.contains(c); });
}

bool CoreRangeSet::contains(const CoreRangeSet& o) const {
    const auto cores = o.cores();
    return std::all_of(cores.begin(), cores.end(), [&](auto c) { return contains(c); });
}

CoreRange CoreRangeSet::bounding_box() const {
    require(!ranges_.empty(), "Cannot get bounding_box of an empty CoreRangeSet!");
    CoreRange box = ranges_[0];
    for (const auto& r : ranges_) {
        box.start = {std::min(box.start.x, r.start.x), std::min(box.start.y, r.start.y)};
        box.end = {std::max(box.end.x, r.end.x), std::max(box.end.y, r.end.y)};
    }
    return box;
}

std::vector<CoreCoord> CoreRangeSet::cores(bool row_major) const {
    std::vector<CoreCoord> out;
    for (const auto& r : ranges_) {
        const int64_t n = r.num_cores(), line = row_major ? r.width() : r.height();
        for (int64_t i = 0; i < n; ++i) {
            const int64_t major = i / line, minor = i % line;
            out.push_back(row_major ? CoreCoord{r.start.x + minor, r.start.y + major}
                                    : CoreCoord{r.start.x + major, r.start.y + minor});
        }
    }
    return out;
}

namespace {

// Joins cores to runs along x, then equal runs of neighbouring rows to rectangles.
CoreRangeSet from_cores(std::vector<CoreCoord> cores) {
    std::sort(cores.begin(), cores.end(), [](auto a, auto b) { return std::pair{a.y, a.x} < std::pair{b.y, b.x}; });
    cores.erase(std::unique(cores.begin(), cores.end()), cores.end());
    std::vector<CoreRange> runs;
    for (auto c : cores) {
        if (!runs.empty() && runs.back().end.y == c.y && runs.back().end.x + 1 == c.x) runs.back().end.x = c.x;
        else runs.emplace_back(c);
    }
    std::vector<CoreRange> out;
    for (const auto& run : runs) {
        auto above = std::find_if(out.begin(), out.end(), [&](const auto& r) {
            return r.end.y + 1 == run.start.y && r.start.x == run.start.x && r.end.x == run.end.x;
        });
        if (above != out.end()) above->end.y = run.end.y;
        else out.push_back(run);
    }
    return CoreRangeSet(std::move(out));
}

}  // namespace

CoreRangeSet CoreRangeSet::merge(const CoreRangeSet& o) const {
    auto all = cores();
    const auto more = o.cores();
    all.insert(all.end(), more.begin(), more.end());
    return from_cores(std::move(all));
}

CoreRangeSet CoreRangeSet::subtract(const CoreRangeSet& o) const {
    auto left = cores();
    std::erase_if(left, [&](auto c) { return o.contains(c); });
    return from_cores(std::move(left));
}

CoreRangeSet num_cores_to_corerangeset(int64_t n, CoreCoord grid, bool row_wise) {
    require(n > 0 && n <= grid.x * grid.y, "num_cores_to_corerangeset: expected a number of cores from 1 to ",
            grid.x * grid.y, ", got ", n);
    const int64_t line = row_wise ? grid.x : grid.y, full = n / line, rest = n % line;
    std::vector<CoreRange> out;
    if (full)
        out.push_back(row_wise ? CoreRange{{0, 0}, {line - 1, full - 1}} : CoreRange{{0, 0}, {full - 1, line - 1}});
    if (rest) out.push_back(row_wise ? CoreRange{{0, full}, {rest - 1, full}} : CoreRange{{full, 0}, {full, rest - 1}});
    return CoreRangeSet(std::move(out));
}

std::ostream& operator<<(std::ostream& out, const CoreCoord& c) { return out << c.x << "-" << c.y; }
std::ostream& operator<<(std::ostream& out, const CoreRange& r) {
    return out << "[" << r.start << " - " << r.end << "]";
}
std::ostream& operator<<(std::ostream& out, const CoreRangeSet& s) {
    out << "{";
    for (size_t i = 0; i < s.ranges().size(); ++i) out << (i ? ", " : "") << s.ranges()[i];
    return out << "}";
}
std::ostream& operator<<(std::ostream& out, const CoreGrid& g) {
    return out << "ttnn.CoreGrid(x=" << g.x << ", y=" << g.y << ")";
}

}  // namespace ttnn
