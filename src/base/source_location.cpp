#include "base/source_location.hpp"

#include <atomic>

namespace ttnn {
namespace {
std::atomic<SourceLocationProvider> provider{nullptr};
const std::string nowhere;
}  // namespace

void set_source_location_provider(SourceLocationProvider p) { provider = p; }

const std::string& current_source_location() {
    const auto p = provider.load();
    const std::string* text = p ? p() : nullptr;
    return text ? *text : nowhere;
}

}  // namespace ttnn
