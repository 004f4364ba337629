// The results of a function of one bf16 value, all 65,536 of them: looked up, any function costs the same, with the
// bits that it has itself.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/thread_pool.hpp"
#include "kernels/table.hpp"
#include "ops/convert_run.hpp"
#include "ops/eltwise/activation.hpp"

namespace ttnn {

/// A chain of one function that bf16 go through in registers.
struct QuickFunction {
    kernels::HalfUnary function = nullptr;  ///< null where there is none
    float p[kernels::kUnaryParameters] = {};
};
QuickFunction quick_function(const UnaryChain& chain);
/// Whether every function of the chain costs less than looking its result up.
bool is_quick(const UnaryChain& chain);

/// T: float, or uint16_t for bf16. Copies share the table.
template <class T>
class Results {
 public:
    /// `function` works on up to 1024 floats in place.
    explicit Results(std::function<void(float*, size_t)> function)
        : shared_(std::make_shared<Shared>(std::move(function))) {}

    /// The table, or null while fewer elements have asked for it than it would cost.
    const T* worth(size_t elements) const {
        const size_t seen = shared_->seen.fetch_add(elements, std::memory_order_relaxed) + elements;
        if (seen < 2 * kernels::kHalves) return nullptr;
        std::call_once(shared_->once, [this] { fill(); });
        return shared_->table.data();
    }

 private:
    struct Shared {
        explicit Shared(std::function<void(float*, size_t)> f) : function(std::move(f)) {}
        std::function<void(float*, size_t)> function;
        std::atomic<size_t> seen{0};
        std::once_flag once;
        std::vector<T> table;
    };

    void fill() const {
        shared_->table.resize(kernels::kHalves);
        parallel_pieces(kernels::kHalves, 1024, [this](size_t begin, size_t end) {
            uint16_t halves[1024];
            float values[1024];
            for (size_t i = begin; i < end; ++i) halves[i - begin] = static_cast<uint16_t>(i);
            kernels::table().convert.bfloat16_to_float(halves, values, end - begin);
            shared_->function(values, end - begin);
            T* to = shared_->table.data() + begin;
            if constexpr (std::is_same_v<T, float>) std::copy(values, values + (end - begin), to);
            else kernels::table().convert.float_to_bfloat16(values, to, end - begin);
        });
    }
    std::shared_ptr<Shared> shared_;
};

}  // namespace ttnn
