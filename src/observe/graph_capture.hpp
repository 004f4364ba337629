// Records what operations do as the official graph: function starts and ends, tensors, buffers, and the static buffers
// of programs. NORMAL records while computing; NO_DISPATCH plans only (no addresses, nothing runs). Calls of several
// threads are told apart: each has its own stack of open functions.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/observer.hpp"

namespace ttnn {

enum class RunMode { NORMAL = 0, NO_DISPATCH = 1 };

struct GraphNode {
    int64_t counter = 0;
    std::string node_type;
    std::map<std::string, std::string> params;
    std::vector<std::string> arguments;
    std::vector<int64_t> connections;
    std::vector<int64_t> input_tensors;
    int64_t stacking_level = 0;
    double duration_ns = 0;
};

/// A recording from its construction to finish() (or its end, which drops the nodes).
class GraphRecording {
 public:
    explicit GraphRecording(RunMode mode);
    ~GraphRecording();
    GraphRecording(const GraphRecording&) = delete;
    std::vector<GraphNode> finish();
    /// What has been recorded since the beginning or the last cut; the recording goes on.
    std::vector<GraphNode> cut();

 private:
    class GraphCapture* capture_;
};

/// Starts a capture; captures nest, and each sees what the inner ones see.
void begin_graph_capture(RunMode mode);
/// Ends the innermost capture and gives its nodes; raises when none is running.
std::vector<GraphNode> end_graph_capture();
bool is_graph_capture_active();

/// A function that is no operation, in the running captures: from begin to the matching end on the same thread.
void track_function_start(const std::string& name);
void track_function_end();

}  // namespace ttnn
