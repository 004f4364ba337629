// Pooling over windows of images.
#include "ops/pool/pool.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_pool(nb::module_& root) {
    bind_operation<MaxPool2d>(root, "pool");
    bind_operation<AvgPool2d>(root, "pool");
    bind_operation<GlobalAvgPool2d>(root, "pool");
    bind_operation<AdaptiveAvgPool2d>(root, "experimental");
    bind_operation<AdaptiveMaxPool2d>(root, "experimental");
}

}  // namespace ttnn::python
