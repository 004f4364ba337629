// A function of one bf16 value: there are only 65,536 results. Looked up, any function costs the same, with the bits
// that it has itself.
#pragma once
#include <functional>
#include <memory>

#include "kernels/table.hpp"
#include "ops/eltwise/activation.hpp"
#include "ops/eltwise/element_work.hpp"

namespace ttnn {

/// Copies share the table.
class HalfFunction {
 public:
    /// `function` works on up to 1024 floats in place.
    explicit HalfFunction(std::function<void(float*, size_t)> function);
    /// One function that costs less in registers than looked up needs no table.
    explicit HalfFunction(const UnaryChain& chain);

    /// Called by the threads of a parallel_for, so it neither waits for the table nor starts another: until there is
    /// one, results are computed.
    void run(const uint16_t* x, uint16_t* y, size_t n, bool streaming) const;

 private:
    struct Shared;

    kernels::HalfUnary quick_ = nullptr;
    float parameters_[kernels::kUnaryParameters] = {};
    std::shared_ptr<Shared> shared_;
};

/// The function from the first input to the output, both bf16 and alike.
ElementWork work_of(HalfFunction function);

/// The same from floats that bf16 holds, as elements of block floats, to floats.
class WideFunction {
 public:
    explicit WideFunction(const UnaryChain& chain);
    /// In place.
    void run(float* x, size_t n) const;

 private:
    struct Shared;

    CompiledChain chain_;
    std::shared_ptr<Shared> shared_;  // null: one function that costs less computed
};

}  // namespace ttnn
