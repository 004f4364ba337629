// Layout, dtype and memory config.
#include "ops/layout/clone.hpp"
#include "ops/layout/layout_ops.hpp"
#include "python/bind_operation.hpp"

namespace ttnn::python {

void bind_layout(nb::module_& root) {
    bind_operation<Clone>(root, "data_movement");
    bind_operation<ToLayout>(root, "core");
    bind_operation<Tilize>(root, "data_movement");
    bind_operation<TilizeWithZeroPadding>(root, "data_movement");
    bind_operation<TilizeWithValPadding>(root, "data_movement");
    bind_operation<Untilize>(root, "data_movement");
    bind_operation<UntilizeWithUnpadding>(root, "data_movement");
    bind_operation<Typecast>(root, "copy");
    bind_operation<TypecastFrom>(root, "copy");
    bind_operation<ToMemoryConfig>(root, "core");
    bind_operation<InterleavedToSharded>(root, "data_movement");
    bind_operation<InterleavedToShardsOfGrid>(root, "data_movement");
    bind_operation<ShardedToInterleaved>(root, "data_movement");
    bind_operation<Reshard>(root, "data_movement");
    bind_operation<Move>(root, "data_movement");
    bind_operation<Reallocate>(root, "core");
    bind_operation<Copy>(root, "data_movement");
}

}  // namespace ttnn::python
