#include "ops/eltwise/half_function.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <type_traits>
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

// All results of a function of a bf16 value.
template <class Result>
struct ResultTable {
    explicit ResultTable(FloatFunction f) : function(std::move(f)) {}

    // Not before as many elements have asked for the table as it costs.
    bool usable(size_t elements) {
        if (ready.load(std::memory_order_acquire)) return true;
        const size_t before = seen.fetch_add(elements, std::memory_order_relaxed) + elements;
        if (before < 2 * kernels::kHalves || begun.exchange(true)) return false;
        fill();
        ready.store(true, std::memory_order_release);
        return true;
    }

    FloatFunction function;
    std::vector<Result> results;

 private:
    void fill() {
        std::vector<uint16_t> x(kernels::kHalves);
        for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<uint16_t>(i);
        results.resize(kernels::kTableEntries);
        if constexpr (std::is_same_v<Result, float>) {
            kernels::table().convert.bfloat16_to_float(x.data(), results.data(), x.size());
            for (size_t i = 0; i < x.size(); i += kRun) function(results.data() + i, kRun);
        } else {
            compute(function, x.data(), results.data(), x.size());
        }
    }
    std::atomic<size_t> seen{0};
    std::atomic<bool> begun{false}, ready{false};
};

}  // namespace

struct HalfFunction::Shared : ResultTable<uint16_t> {
    using ResultTable::ResultTable;
};
struct WideFunction::Shared : ResultTable<float> {
    using ResultTable::ResultTable;
};

HalfFunction::HalfFunction(FloatFunction function) : shared_(std::make_shared<Shared>(std::move(function))) {}

HalfFunction::HalfFunction(const UnaryChain& chain)
    : HalfFunction([c = CompiledChain(chain)](float* x, size_t n) { c.run(x, n); }) {
    if (chain.size() == 1) quick_ = quick_function(chain[0], parameters_);
}

void HalfFunction::run(const uint16_t* x, uint16_t* y, size_t n, bool streaming) const {
    if (quick_) return quick_(x, y, n, parameters_, streaming);
    if (!shared_->usable(n)) return compute(shared_->function, x, y, n);
    kernels::table().half_maps.look_up(x, shared_->results.data(), y, n, streaming);
}

ElementWork work_of(HalfFunction function) {
    return [f = std::move(function)](const Operands& o, int64_t begin, int64_t count, bool streaming) {
        f.run(o.in[0].as<const uint16_t>() + begin, o.out[0].as<uint16_t>() + begin, static_cast<size_t>(count),
              streaming);
    };
}

WideFunction::WideFunction(const UnaryChain& chain) : chain_(chain) {
    float parameters[kernels::kUnaryParameters];
    if (chain.empty() || (chain.size() == 1 && quick_function(chain[0], parameters))) return;
    shared_ = std::make_shared<Shared>([c = chain_](float* x, size_t n) { c.run(x, n); });
}

void WideFunction::run(float* x, size_t n) const {
    if (!shared_ || !shared_->usable(n)) return chain_.run(x, n);
    for (size_t i = 0; i < n; ++i) x[i] = shared_->results[std::bit_cast<uint32_t>(x[i]) >> 16];
}

}  // namespace ttnn
