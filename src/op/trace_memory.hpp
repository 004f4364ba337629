// Memory of a trace's intermediate tensors. What its programs alone know of, and write before they read it, shares a
// few blocks: each replay would otherwise go through fresh memory for every tensor, past all caches.
#pragma once
#include <span>

#include "queue/command_queue.hpp"

namespace ttnn {

/// Called when no command of the trace is running. Tensors whose lifetimes do not meet come to lie in one place.
void share_trace_memory(std::span<const CommandPtr> commands);

}  // namespace ttnn
