#include "ops/eltwise/half_function.hpp"

#include <algorithm>
#include <atomic>
#include <vector>

namespace ttnn {
namespace {

using FloatFunction = std::function<void(float*, size_t)>;
constexpr size_t kRun = 1024;

void compute(const FloatFunction& function, const uint16_t* x, uint16_t* y, size_t n) {
    const auto& convert = kernels::table().convert;
    float values[kRun];
    for (size_t begin = 0; begin < n; begin += kRun) {
        const size_t count = std::min(kRun, n - begin);
        convert.bfloat16_to_float(x + begin, values, count);
        function(values, count);
        convert.float_to_bfloat16(values, y + begin, count);
    }
}

}  // namespace

struct HalfFunction::Shared {
    explicit Shared(FloatFunction f) : function(std::move(f)) {}

    void fill() {
        table.resize(kernels::kTableEntries);
        for (size_t i = 0; i < kernels::kHalves; ++i) table[i] = static_cast<uint16_t>(i);
        compute(function, table.data(), table.data(), kernels::kHalves);
    }

    FloatFunction function;
    std::atomic<size_t> seen{0};
    std::atomic<bool> begun{false}, ready{false};
    std::vector<uint16_t> table;
};

HalfFunction::HalfFunction(FloatFunction function) : shared_(std::make_shared<Shared>(std::move(function))) {}

HalfFunction::HalfFunction(const UnaryChain& chain)
    : HalfFunction([c = CompiledChain(chain)](float* x, size_t n) { c.run(x, n); }) {
    if (chain.size() == 1) quick_ = quick_function(chain[0], parameters_);
}

// Not before as many elements have asked for the table as it costs.
bool HalfFunction::ready(size_t elements) const {
    if (shared_->ready.load(std::memory_order_acquire)) return true;
    const size_t seen = shared_->seen.fetch_add(elements, std::memory_order_relaxed) + elements;
    if (seen < 2 * kernels::kHalves || shared_->begun.exchange(true)) return false;
    shared_->fill();
    shared_->ready.store(true, std::memory_order_release);
    return true;
}

void HalfFunction::run(const uint16_t* x, uint16_t* y, size_t n, bool streaming) const {
    if (quick_) return quick_(x, y, n, parameters_, streaming);
    if (!ready(n)) return compute(shared_->function, x, y, n);
    kernels::table().half_maps.look_up(x, shared_->table.data(), y, n, streaming);
}

}  // namespace ttnn
