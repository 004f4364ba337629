#include "observe/graph_capture.hpp"

#include <chrono>
#include <memory>
#include <mutex>

#include "base/error.hpp"
#include "device/device.hpp"
#include "op/event.hpp"

namespace ttnn {
namespace {

using Params = std::map<std::string, std::string>;

class GraphCapture final : public Observer {
 public:
    explicit GraphCapture(RunMode mode) : mode_(mode) {
        add("capture_start", {});
        open_.push_back(0);
        if (mode == RunMode::NO_DISPATCH)
            for (auto& d : open_devices()) replaced_.emplace_back(d, d->exchange_execution(make_plan_execution()));
        attach(this);
    }
    std::vector<GraphNode> finish() {
        detach(this);
        for (auto& [device, execution] : replaced_) device->exchange_execution(execution);
        std::lock_guard lock(mutex_);
        add("capture_end", {});
        return std::move(nodes_);
    }

    void operation_begin(const OperationEvent& e) override {
        std::lock_guard lock(mutex_);
        const int64_t start = begin_function(e.name, *e.inputs);
        for (const auto& [name, value] : e.arguments())
            nodes_[static_cast<size_t>(start)].arguments.push_back(name + "=" + value);
    }
    void operation_end(const OperationEvent& e) override {
        std::lock_guard lock(mutex_);
        end_function(e.name, e.outputs);
    }
    void program(const ProgramEvent& e) override {
        std::lock_guard lock(mutex_);
        for (const auto& p : e.program->device_programs) device_program(p, e);
    }
    void buffer_allocate(const Buffer& b) override {
        std::lock_guard lock(mutex_);
        Params params = buffer_params(b);
        params["address"] = str(mode_ == RunMode::NORMAL ? b.address() : 0);
        add("buffer_allocate", std::move(params));
    }
    void buffer_deallocate(const Buffer& b) override {
        std::lock_guard lock(mutex_);
        add("buffer_deallocate", buffer_params(b));
    }

 private:
    static Params buffer_params(const Buffer& b) {
        const auto& c = b.config();
        return {{"buffer_type", str(static_cast<int>(c.type))},
                {"device_id", str(b.device().id())},
                {"layout", std::string(name(c.layout))},
                {"max_size_per_bank", str(b.bytes_per_bank())},
                {"num_cores", str(c.num_cores)},
                {"page_size", str(c.page_size)},
                {"size", str(c.bytes())},
                {"type", std::string(name(c.type))},
                {"address", str(b.address())}};
    }
    int64_t add(const char* type, Params params) {
        GraphNode n;
        n.counter = static_cast<int64_t>(nodes_.size());
        n.node_type = type;
        n.params = std::move(params);
        n.stacking_level = static_cast<int64_t>(open_.size());
        if (!open_.empty()) nodes_[static_cast<size_t>(open_.back())].connections.push_back(n.counter);
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
                      {"memory_config", str(t.memory_config())}};
        if (t.on_device() && t.is_allocated()) {
            params["device_id"] = str(t.device()->id());
            params["address"] = str(t.buffer()->address());
            params["buffer_type"] = str(static_cast<int>(t.memory_config().buffer_type()));
        }
        return tensors_[t.id()] = add("tensor", std::move(params));
    }
    int64_t begin_function(const std::string& name, const std::vector<Tensor>& inputs) {
        std::vector<int64_t> ids;
        for (const auto& t : inputs)
            if (t) ids.push_back(tensor_node(t));
        const int64_t start = add("function_start", {{"name", name}, {"inputs", str(ids.size())}});
        nodes_[static_cast<size_t>(start)].input_tensors = ids;
        for (auto id : ids) nodes_[static_cast<size_t>(id)].connections.push_back(start);
        open_.push_back(start);
        begun_.push_back(std::chrono::steady_clock::now());
        return start;
    }
    void end_function(const std::string& name, const std::vector<Tensor>* outputs) {
        const auto took = std::chrono::steady_clock::now() - begun_.back();
        const int64_t start = open_.back();
        const int64_t end = add("function_end", {{"name", name}});
        open_.pop_back();
        begun_.pop_back();
        nodes_[static_cast<size_t>(start)].duration_ns = std::chrono::duration<double, std::nano>(took).count();
        nodes_[static_cast<size_t>(end)].duration_ns = nodes_[static_cast<size_t>(start)].duration_ns;
        if (!outputs) return;
        for (const auto& t : *outputs)
            if (t) nodes_[static_cast<size_t>(end)].connections.push_back(tensor_node(t));
    }
    void device_program(const DeviceProgram& p, const ProgramEvent& e) {
        const int64_t start = begin_function(p.name, {});
        auto& params = nodes_[static_cast<size_t>(start)].params;
        params["program_cache_hit"] = e.cache_hit ? "true" : "false";
        params["program_factory_type"] = p.factory;
        int64_t address = e.device->l1_base();
        for (const auto& b : p.buffers) static_buffer(b, e, address);
        if (!p.buffers.empty()) add("circular_buffer_deallocate_all", {});
        end_function(p.name, nullptr);
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

    const RunMode mode_;
    std::recursive_mutex mutex_;
    std::vector<GraphNode> nodes_;
    std::vector<int64_t> open_;
    std::vector<std::chrono::steady_clock::time_point> begun_;
    std::map<uint64_t, int64_t> tensors_;
    std::vector<std::pair<std::shared_ptr<MeshDevice>, std::shared_ptr<Execution>>> replaced_;
};

std::vector<std::unique_ptr<GraphCapture>>& captures() {
    static auto* list = new std::vector<std::unique_ptr<GraphCapture>>;
    return *list;
}

}  // namespace

void begin_graph_capture(RunMode mode) { captures().push_back(std::make_unique<GraphCapture>(mode)); }

std::vector<GraphNode> end_graph_capture() {
    require(!captures().empty(), "end_graph_capture: no capture is running; call begin_graph_capture first");
    auto capture = std::move(captures().back());
    captures().pop_back();
    return capture->finish();
}

bool is_graph_capture_active() { return !captures().empty(); }

}  // namespace ttnn
