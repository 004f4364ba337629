// The results of a function of one bf16 value, all 65,536 of them: looked up, any function costs the same, with the
// bits that it has itself.
#pragma once
#include <atomic>
#include <functional>
#include <memory>
#include <vector>

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

    /// The table, or null while fewer elements have asked for it than it would cost, or another thread fills it. Called
    /// by the threads of a parallel_for, so it neither waits nor starts another.
    const T* worth(size_t elements) const {
        if (shared_->ready.load(std::memory_order_acquire)) return shared_->table.data();
        const size_t seen = shared_->seen.fetch_add(elements, std::memory_order_relaxed) + elements;
        if (seen < 2 * kernels::kHalves || shared_->begun.exchange(true)) return nullptr;
        fill();
        shared_->ready.store(true, std::memory_order_release);
        return shared_->table.data();
    }

 private:
    struct Shared {
        explicit Shared(std::function<void(float*, size_t)> f) : function(std::move(f)) {}
        std::function<void(float*, size_t)> function;
        std::atomic<size_t> seen{0};
        std::atomic<bool> begun{false}, ready{false};
        std::vector<T> table;
    };

    void fill() const {
        shared_->table.resize(kernels::kHalves);
        constexpr size_t run = 1024;
        for (size_t begin = 0; begin < kernels::kHalves; begin += run) {
            uint16_t halves[run];
            float values[run];
            for (size_t i = 0; i < run; ++i) halves[i] = static_cast<uint16_t>(begin + i);
            kernels::table().convert.bfloat16_to_float(halves, values, run);
            shared_->function(values, run);
            T* to = shared_->table.data() + begin;
            if constexpr (std::is_same_v<T, float>) std::copy(values, values + run, to);
            else kernels::table().convert.float_to_bfloat16(values, to, run);
        }
    }
    std::shared_ptr<Shared> shared_;
};

}  // namespace ttnn
