#include "observe/graph_capture.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "base/error.hpp"
#include "device/device.hpp"
#include "op/event.hpp"

namespace ttnn {
namespace {

using Params = std::map<std::string, std::string>;

}  // namespace

// An ended capture may still get an event that another thread has begun to send, so captures are kept and used again.
class GraphCapture final : public Observer {
 public:
    void start(RunMode mode) {
        std::lock_guard lock(mutex_);
        mode_ = mode;
        active_ = true;
        add("capture_start", {});
        if (mode == RunMode::NO_DISPATCH)
            for (auto& d : open_devices()) replaced_.emplace_back(d, d->exchange_execution(make_plan_execution()));
        attach(this);
    }
    std::vector<GraphNode> finish() {
        detach(this);
        std::lock_guard lock(mutex_);
        for (auto& [device, execution] : replaced_) device->exchange_execution(execution);
        active_ = false;
        replaced_.clear();
        return take();
    }
    std::vector<GraphNode> cut() {
        std::lock_guard lock(mutex_);
        auto nodes = take();
        add("capture_start", {});
        return nodes;
    }

    void operation_begin(const OperationEvent& e) override {
        std::lock_guard lock(mutex_);
        if (!active_) return;
        const int64_t start = begin_function(e.name, e.inputs);
        for (const auto& [name, value] : e.arguments()) node(start).arguments.push_back(name + "=" + value);
    }
    void operation_end(const OperationEvent& e) override {
        std::lock_guard lock(mutex_);
        end_function(e.outputs);
    }
    void program(const ProgramEvent& e) override {
        std::lock_guard lock(mutex_);
        if (!active_) return;
        for (const auto& p : e.program->device_programs) device_program(p, e);
    }
    void buffer_allocate(const Buffer& b) override {
        std::lock_guard lock(mutex_);
        if (!active_) return;
        Params params = buffer_params(b);
        params["address"] = str(mode_ == RunMode::NORMAL ? b.address() : 0);
        add("buffer_allocate", std::move(params));
    }
    void buffer_deallocate(const Buffer& b) override {
        std::lock_guard lock(mutex_);
        if (active_) add("buffer_deallocate", buffer_params(b));
    }
    void function_start(const std::string& name) {
        std::lock_guard lock(mutex_);
        if (active_) begin_function(name, {});
    }
    void function_end() {
        std::lock_guard lock(mutex_);
        end_function({});
    }

 private:
    std::vector<GraphNode> take() {
        add("capture_end", {});
        open_.clear();
        tensors_.clear();
        return std::exchange(nodes_, {});
    }
    static Params buffer_params(const Buffer& b) {
        const auto& c = b.config();
        return {{"buffer_id", str(b.unique_id())},
                {"buffer_type", str(static_cast<int>(c.type))},
                {"device_id", str(b.device()->id())},
                {"layout", std::string(name(c.layout))},
                {"max_size_per_bank", str(b.bytes_per_bank())},
                {"num_cores", str(c.num_cores)},
                {"page_size", str(c.page_size)},
                {"size", str(c.bytes())},
                {"type", std::string(name(c.type))},
                {"address", str(b.address())}};
    }
    struct Open {
        int64_t node;
        std::string name;
        std::chrono::steady_clock::time_point begun;
    };
    GraphNode& node(int64_t i) { return nodes_[static_cast<size_t>(i)]; }
    // A new node below the open function of this thread, or below the capture's start.
    int64_t add(const char* type, Params params) {
        GraphNode n;
        n.counter = static_cast<int64_t>(nodes_.size());
        n.node_type = type;
        n.params = std::move(params);
        if (n.counter > 0) {
            const auto& open = open_[std::this_thread::get_id()];
            n.stacking_level = static_cast<int64_t>(open.size()) + 1;
            node(open.empty() ? 0 : open.back().node).connections.push_back(n.counter);
        }
        nodes_.push_back(std::move(n));
        return nodes_.back().counter;
    }
    int64_t tensor_node(const Tensor& t) {
        const auto found = tensors_.find(t.id());
        if (found != tensors_.end()) return found->second;
        Params params{{"tensor_id", str(t.id())},
                      {"shape", str(t.shape())},
                      {"dtype", str(t.dtype())},
                      {"layout", str(t.layout())},
                      {"memory_config", str(t.memory_config())},
                      {"size", str(t.on_device() ? t.spec().buffer_config().bytes()
                                                 : static_cast<int64_t>(t.spec().host_bytes()))}};
        if (t.on_device() && t.is_allocated()) {
            params["device_id"] = str(t.device()->id());
            params["address"] = str(t.buffer()->address());
            params["buffer_type"] = str(static_cast<int>(t.memory_config().buffer_type()));
        }
        return tensors_[t.id()] = add("tensor", std::move(params));
    }
    int64_t begin_function(const std::string& name, std::span<const Tensor> inputs) {
        std::vector<int64_t> ids;
        for (const auto& t : inputs)
            if (t) ids.push_back(tensor_node(t));
        const int64_t start = add("function_start", {{"name", name}, {"inputs", str(ids.size())}});
        node(start).input_tensors = ids;
        for (auto id : ids) node(id).connections.push_back(start);
        open_[std::this_thread::get_id()].push_back({start, name, std::chrono::steady_clock::now()});
        return start;
    }
    // A function that began before the capture has no start here, and its end is left out too.
    void end_function(const std::optional<std::span<const Tensor>>& outputs) {
        auto& open = open_[std::this_thread::get_id()];
        if (!active_ || open.empty()) return;
        const Open function = open.back();
        const auto took = std::chrono::steady_clock::now() - function.begun;
        const int64_t end = add("function_end", {{"name", function.name}});
        open.pop_back();
        node(function.node).duration_ns = std::chrono::duration<double, std::nano>(took).count();
        node(end).duration_ns = node(function.node).duration_ns;
        if (!outputs) return;
        for (const auto& t : *outputs) {
            if (!t) continue;
            const int64_t id = tensor_node(t);
            node(end).connections.push_back(id);
        }
    }
    void device_program(const DeviceProgram& p, const ProgramEvent& e) {
        const int64_t start = begin_function(p.name, {});
        auto& params = node(start).params;
        params["program_cache_hit"] = e.cache_hit ? "true" : "false";
        params["program_factory_type"] = p.factory;
        int64_t address = e.device->l1_base();
        for (const auto& b : p.buffers) static_buffer(b, e, address);
        if (!p.buffers.empty()) add("circular_buffer_deallocate_all", {});
        end_function({});
    }
    void static_buffer(const StaticBuffer& b, const ProgramEvent& e, int64_t& address) {
        static constexpr const char* types[] = {"circular_buffer_allocate", "dataflow_buffer_allocate",
                                                "scratchpad_allocate"};
        Params params{{"address", str(mode_ == RunMode::NORMAL ? address : 0)},
                      {"core_range_set", str(b.cores)},
                      {"size", str(b.bytes)},
                      {"device_id", str(e.device->id())}};
        if (b.kind == StaticBufferKind::Circular) params["globally_allocated"] = b.borrows ? "1" : "0";
        if (b.kind == StaticBufferKind::Dataflow) params["borrows_memory"] = b.borrows ? "1" : "0";
        add(types[static_cast<int>(b.kind)], std::move(params));
        if (!b.borrows) address += b.bytes;
    }

    RunMode mode_ = RunMode::NORMAL;
    bool active_ = false;
    std::recursive_mutex mutex_;
    std::vector<GraphNode> nodes_;
    std::map<std::thread::id, std::vector<Open>> open_;
    std::map<uint64_t, int64_t> tensors_;  // tensor id -> node
    std::vector<std::pair<std::shared_ptr<MeshDevice>, std::shared_ptr<Execution>>> replaced_;
};

namespace {

struct Captures {
    std::mutex mutex;
    std::vector<GraphCapture*> idle, nested;
};
Captures& captures() {
    static auto* c = new Captures;
    return *c;
}

GraphCapture* start_capture(RunMode mode) {
    auto& c = captures();
    GraphCapture* capture = nullptr;
    {
        std::lock_guard lock(c.mutex);
        if (!c.idle.empty()) {
            capture = c.idle.back();
            c.idle.pop_back();
        }
    }
    if (!capture) capture = new GraphCapture;
    capture->start(mode);
    return capture;
}

std::vector<GraphNode> finish_capture(GraphCapture* capture) {
    auto nodes = capture->finish();
    std::lock_guard lock(captures().mutex);
    captures().idle.push_back(capture);
    return nodes;
}

}  // namespace

GraphRecording::GraphRecording(RunMode mode) : capture_(start_capture(mode)) {}
GraphRecording::~GraphRecording() {
    if (capture_) finish_capture(capture_);
}
std::vector<GraphNode> GraphRecording::cut() {
    require(capture_, "graph recording: it has been finished already");
    return capture_->cut();
}
std::vector<GraphNode> GraphRecording::finish() {
    require(capture_, "graph recording: it has been finished already");
    return finish_capture(std::exchange(capture_, nullptr));
}

void begin_graph_capture(RunMode mode) {
    auto* capture = start_capture(mode);
    std::lock_guard lock(captures().mutex);
    captures().nested.push_back(capture);
}

std::vector<GraphNode> end_graph_capture() {
    GraphCapture* capture = nullptr;
    {
        std::lock_guard lock(captures().mutex);
        require(!captures().nested.empty(), "end_graph_capture: no capture is running; call begin_graph_capture first");
        capture = captures().nested.back();
        captures().nested.pop_back();
    }
    return finish_capture(capture);
}

bool is_graph_capture_active() {
    std::lock_guard lock(captures().mutex);
    return !captures().nested.empty();
}

void track_function_start(const std::string& name) {
    std::lock_guard lock(captures().mutex);
    for (auto* c : captures().nested) c->function_start(name);
}

void track_function_end() {
    std::lock_guard lock(captures().mutex);
    for (auto* c : captures().nested) c->function_end();
}

}  // namespace ttnn
