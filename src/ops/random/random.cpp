#include "ops/random/random.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <random>

#include "ops/data_movement/logical_elements.hpp"
#include "ops/data_movement/movement_op.hpp"
#include "ops/normalization/row_programs.hpp"
#include "ops/vectors.hpp"
#include "ops/whole.hpp"

namespace ttnn {
namespace {

// Another seed at every call where the user gives none.
int64_t fresh_seed() {
    static std::atomic<uint64_t> next{std::random_device{}() | uint64_t{std::random_device{}()} << 32};
    return static_cast<int64_t>(next.fetch_add(0x9E3779B97F4A7C15u) | 1);
}
int64_t seed_or_fresh(int64_t seed) { return seed ? seed : fresh_seed(); }

// Buffers on as many cores as there are tiles.
Program tiles_program(const char* operation, const char* factory, const Tensor& t, StaticBufferKind kind,
                      std::initializer_list<int64_t> bytes) {
    const CoreCoord grid = t.device()->grid();
    const int64_t units = t.spec().num_tiles();
    const auto cores =
        units ? num_cores_to_corerangeset(std::min<int64_t>(units, grid.x * grid.y), grid) : CoreRangeSet();
    Program p;
    p.device_programs = {{operation, factory, {}, {}}};
    for (int64_t n : bytes) p.device_programs[0].buffers.push_back({kind, n, cores});
    return p;
}
int64_t tile_bytes(const Tensor& t) { return static_cast<int64_t>(t.spec().tile().bytes(t.dtype())); }

void check_random(const char* what, const char* name, const Tensor& t) {
    require(t.on_device(), what, ": Input tensor needs to be on device: [", name, "] use ttnn.to_device");
    check_on_device(name, t);
    require(t.dtype() == DataType::BFLOAT16 || t.dtype() == DataType::FLOAT32, what,
            ": Input tensor must be Float32 or Bfloat16: [", name, "] got ", t.dtype());
    require(t.layout() == Layout::TILE, what, ": Input tensor must be tilized: [", name, "] use ttnn.to_layout");
}

}  // namespace

std::vector<int64_t> Uniform::call_arguments() const { return {seed_or_fresh(seed)}; }

void Uniform::validate() const {
    check_random("Uniform", name, input);
    require(from <= to, "[", name, "] from: must not be larger than to, got ", from, " and ", to);
}

// The largest value below `high` that the dtype holds, so that no draw rounds up to the bound it excludes.
static float largest_below(float high, DataType t) {
    const float top = std::nextafter(high, -std::numeric_limits<float>::infinity());
    if (t != DataType::BFLOAT16) return top;
    const auto bits = std::bit_cast<uint32_t>(top);
    return std::bit_cast<float>((top < 0 ? bits + 0xFFFF : bits) & 0xFFFF0000);
}

Program Uniform::program() const {
    Program p = tiles_program("UniformDeviceOperation", "UniformProgramFactory", input, StaticBufferKind::Circular,
                              {2 * tile_bytes(input)});
    p.compute = compute_kernel_config;
    const auto bound = static_cast<float>(to);
    p.run = [low = static_cast<float>(from), high = bound,
             top = largest_below(bound, input.dtype())](const Operands& o) {
        const int64_t width = o.out[0].spec->logical_shape().width();
        const auto stream = static_cast<uint64_t>(o.arguments[0]);
        const RowPieces pieces(*o.out[0].spec);
        parallel_for(static_cast<size_t>(pieces.count()), [&](size_t i) {
            const auto [begin, end] = pieces[static_cast<int64_t>(i)];
            std::vector<float> rows(static_cast<size_t>((end - begin) * width));
            for (size_t j = 0; j < rows.size(); ++j)
                rows[j] = std::max(
                    low,
                    std::min(top, low + (high - low) * uniform_at(stream, static_cast<uint64_t>(begin * width) + j)));
            store_rows(o.out[0], begin, end - begin, rows.data(), width);
        });
    };
    return p;
}

std::vector<int64_t> Bernoulli::call_arguments() const { return {seed_or_fresh(seed)}; }

void Bernoulli::validate() const {
    check_random("Bernoulli", name, input);
    const DataType to = dtype.value_or(output_tensor ? output_tensor->dtype() : DataType::FLOAT32);
    require(to == DataType::BFLOAT16 || to == DataType::FLOAT32,
            "Bernoulli: Output tensor must be Float32 or Bfloat16: [", name, "] got ", to);
}

TensorSpec Bernoulli::output() const {
    const DataType to = dtype.value_or(output_tensor ? output_tensor->dtype() : DataType::FLOAT32);
    return {input.shape(), to, Layout::TILE, moved_memory_config(memory_config, input, input.shape()),
            input.spec().tile()};
}

Program Bernoulli::program() const {
    Program p = tiles_program("BernoulliDeviceOperation", "BernoulliProgramFactory", input, StaticBufferKind::Circular,
                              {2 * tile_bytes(input), 8192, 4096});
    p.compute = compute_kernel_config;
    p.run = [](const Operands& o) {
        const int64_t width = o.in[0].spec->logical_shape().width();
        const auto stream = static_cast<uint64_t>(o.arguments[0]);
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            for (int64_t i = 0; i < width; ++i)
                x[i] = uniform_at(stream, static_cast<uint64_t>(r * width + i)) < x[i] ? 1.0f : 0.0f;
        });
    };
    return p;
}

void Dropout::validate() const {
    check_on_device(name, input_tensor);
    require(input_tensor.layout() == Layout::TILE || input_tensor.is_sharded(),
            "Dropout operation requires tensor to be in Tile layout when working with non-sharded input tensor. Input "
            "tensor layout: ",
            input_tensor.layout(), ": [", name, "] use ttnn.to_layout");
    require(is_floating(input_tensor.dtype()), "[", name, "] input_tensor: expected a float dtype, got ",
            input_tensor.dtype());
    require(probability >= 0 && probability <= 1, "[", name, "] probability: expected 0 to 1, got ", probability);
    if (memory_config)
        require(memory_config->memory_layout() == input_tensor.memory_config().memory_layout(),
                "Dropout operation requires Input and Output memory layout to match. Input layout: ",
                input_tensor.memory_config().memory_layout(), ", Output layout: ", memory_config->memory_layout());
}

TensorSpec Dropout::output() const { return moved_spec(input_tensor, input_tensor.shape(), memory_config); }

Program Dropout::program() const {
    Program p = tiles_program("DropoutDeviceOperation", "DropoutMeshWorkloadFactory", input_tensor,
                              StaticBufferKind::Dataflow, {2 * tile_bytes(input_tensor), 2 * tile_bytes(input_tensor)});
    p.run = [drop = static_cast<float>(probability), keep = static_cast<float>(scale)](const Operands& o) {
        const int64_t width = o.in[0].spec->logical_shape().width();
        const auto stream = static_cast<uint64_t>(o.arguments[0]);
        for_each_row(o.in[0], o.out[0], [&](float* x, int64_t r) {
            for (int64_t i = 0; i < width; ++i)
                x[i] = uniform_at(stream, static_cast<uint64_t>(r * width + i)) < drop ? 0.0f : x[i] * keep;
        });
    };
    return p;
}

// --- sampling

namespace {

// The draws of each user; a seeded user has a stream of its own.
class Streams {
 public:
    void seed(std::optional<int64_t> user, uint64_t seed) {
        const std::lock_guard lock(mutex_);
        if (user) state_.at(static_cast<size_t>(*user)) = {seed, 0};
        else state_.fill({seed, 0});
    }
    static constexpr size_t kUsers = 256;
    /// A 53-bit number for the user's next draw.
    int64_t draw(size_t user) {
        const std::lock_guard lock(mutex_);
        auto& [seed, count] = state_[user % kUsers];
        if (!seed) return fresh_seed();
        return static_cast<int64_t>(*seed * 0x9E3779B97F4A7C15u + ++count);
    }

 private:
    std::mutex mutex_;
    std::array<std::pair<std::optional<uint64_t>, uint64_t>, kUsers> state_;
};

Streams& streams() {
    static Streams all;
    return all;
}

// Position of the drawn value among `values`.
size_t draw_one(const std::vector<float>& values, int64_t k, float p, float temp, float u) {
    const auto n = static_cast<int64_t>(values.size()), count = std::clamp<int64_t>(k > 0 ? k : n, 1, n);
    std::vector<size_t> order(values.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::partial_sort(order.begin(), order.begin() + count, order.end(),
                      [&](size_t a, size_t b) { return values[a] > values[b] || (values[a] == values[b] && a < b); });
    std::vector<double> weight(static_cast<size_t>(count));
    double total = 0;
    for (size_t i = 0; i < weight.size(); ++i)
        total += weight[i] =
            std::exp((static_cast<double>(values[order[i]]) - static_cast<double>(values[order[0]])) * temp);
    double kept = 0;
    size_t end = 0;
    while (end < weight.size() && (end == 0 || kept < static_cast<double>(p) * total)) kept += weight[end++];
    double left = static_cast<double>(u) * kept;
    for (size_t i = 0; i < end; ++i)
        if ((left -= weight[i]) < 0) return order[i];
    return order[end - 1];
}

}  // namespace

std::vector<int64_t> Sampling::call_arguments() const {
    const Shape& s = input_values_tensor.shape();
    std::vector<int64_t> out(static_cast<size_t>(s.rank() >= 2 ? s[-2] : 1));
    for (size_t i = 0; i < out.size(); ++i)
        out[i] = seed && *seed ? static_cast<int64_t>(static_cast<uint64_t>(*seed) + i) : streams().draw(i);
    return out;
}

void Sampling::validate() const {
    check_on_device(name, input_values_tensor);
    const Shape &v = input_values_tensor.shape(), &i = input_indices_tensor.shape();
    require(v.rank() == 4 && v[0] == 1 && v[1] == 1 && v[2] > 0 && v[3] > 0, "[", name,
            "] input_values_tensor: expected [1, 1, users, n], got ", v);
    require(i == v, "Input values and indices must have the same shape! [", name, "] got ", v, " and ", i);
    for (const auto* t : {&k, &p, &temp})
        require(t->shape().volume() >= v[2], "[", name, "] k, p and temp: expected ", v[2], " elements, got ",
                t->shape());
}

TensorSpec Sampling::output() const {
    return {
        Shape{1, 1, 1, input_values_tensor.shape()[2]}, DataType::UINT32, Layout::ROW_MAJOR,
        input_values_tensor.memory_config().is_sharded() ? DRAM_MEMORY_CONFIG : input_values_tensor.memory_config()};
}

Program Sampling::program() const {
    Program p;
    p.device_programs = {{"SamplingDeviceOperation", "SamplingProgramFactory", {}, {}}};
    p.run = [](const Operands& o) {
        const Shape& s = o.in[0].spec->logical_shape();
        const auto indices = logical_integers(o.in[1]), counts = logical_integers(o.in[2]);
        const auto limits = floats_of(o.in[3]), factors = floats_of(o.in[4]);
        std::vector<uint32_t> chosen(static_cast<size_t>(s[2]));
        parallel_for(chosen.size(), [&](size_t user) {
            std::vector<float> values(static_cast<size_t>(s[3]));
            load_rows(o.in[0], static_cast<int64_t>(user), 1, values.data(), s[3]);
            const float u = uniform_at(static_cast<uint64_t>(o.arguments[user]), 0);
            const size_t at = draw_one(values, counts[user], limits[user], factors[user], u);
            chosen[user] = static_cast<uint32_t>(indices[user * values.size() + at]);
        });
        store_rows_raw(o.out[0], 0, 1, chosen.data(), s[2]);
    };
    return p;
}

Tensor ManualSeed::compose() const {
    const auto numbers = [](const TensorOrScalar& v) {
        std::vector<int64_t> out;
        if (auto* s = std::get_if<Scalar>(&v)) return out = {s->integer};
        for (float x : to_vector(std::get<Tensor>(v))) out.push_back(static_cast<int64_t>(x));
        return out;
    };
    if (auto* s = std::get_if<Scalar>(&seeds))
        require(s->is_integer && s->integer >= 0, "[", name, "] seeds: expected a whole number from 0, got ", *s);
    const auto given = numbers(seeds), users = user_ids ? numbers(*user_ids) : std::vector<int64_t>();
    const bool is_tensor = std::holds_alternative<Tensor>(seeds);
    require(is_tensor || (device && *device), "[", name, "] device: needed when seeds is a number");
    require(!is_tensor || user_ids, "[", name, "] user_ids: needed when seeds is a tensor");
    require(!user_ids || given.size() == users.size(), "[", name, "] user_ids: expected one for each of ", given.size(),
            " seeds, got ", users.size());
    for (auto u : users)
        require(u >= 0 && u < static_cast<int64_t>(Streams::kUsers), "[", name, "] user_ids: expected 0 to ",
                Streams::kUsers - 1, ", got ", u);
    if (!user_ids) streams().seed({}, static_cast<uint64_t>(given.at(0)));
    for (size_t i = 0; i < users.size(); ++i) streams().seed(users[i], static_cast<uint64_t>(given[i]));
    if (is_tensor) return std::get<Tensor>(seeds);
    const float value = static_cast<float>(given[0]);
    return from_vector({&value, 1}, {Shape{1}, DataType::UINT32, Layout::ROW_MAJOR}, *device);
}

}  // namespace ttnn
