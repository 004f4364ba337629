#include "ops/backward/structural.hpp"

#include "op/destination.hpp"
#include "ops/block_io.hpp"
#include "ops/eltwise/unary.hpp"

namespace ttnn {
namespace {

std::vector<float> elements_of(const View& v) {
    const auto& shape = v.spec->logical_shape();
    std::vector<float> out(static_cast<size_t>(shape.volume()));
    if (!out.empty()) load_rows(v, 0, shape.rows(), out.data(), shape.width());
    return out;
}
void write(const View& v, const std::vector<float>& elements) {
    const auto& shape = v.spec->logical_shape();
    if (!elements.empty()) store_rows(v, 0, shape.rows(), elements.data(), shape.width());
}

TensorSpec spec_like(const Tensor& t, const std::optional<MemoryConfig>& memory_config) {
    const auto& s = t.spec();
    return {s.logical_shape(), s.dtype(), s.layout(), elementwise_memory_config(memory_config, t), s.tile()};
}

// A tensor seen as outer x extent x inner around one dimension.
struct Around {
    int64_t outer = 1, extent = 1, inner = 1;
    Around(const Shape& s, int64_t dim) : extent(s[dim]) {
        const auto rank = static_cast<int64_t>(s.rank());
        for (int64_t i = 0; i < rank; ++i)
            if (i != dim) (i < dim ? outer : inner) *= s[i];
    }
};

// out[k] = grad times the product of all x but x[k]: products from the left and from the right, so zeros do no harm.
void products_of_others(const float* x, float* out, int64_t n, int64_t step, float grad) {
    float product = grad;
    for (int64_t k = 0; k < n; ++k) {
        out[k * step] = product;
        product *= x[k * step];
    }
    product = 1;
    for (int64_t k = n - 1; k >= 0; --k) {
        out[k * step] *= product;
        product *= x[k * step];
    }
}

}  // namespace

void ProdBw::validate() const {
    require(grad_tensor.shape().volume() > 0, "[", name, "] grad_tensor is empty");
    if (!dim) return;
    const auto& s = input_tensor.shape();
    const int64_t d = normalized_dim(name, *dim, s.rank());
    const Around a(s, d);
    require(grad_tensor.shape().volume() == a.outer * a.inner, "[", name,
            "] grad_tensor: expected the shape of input_tensor, ", s, ", with extent 1 in dimension ", d, ", got ",
            grad_tensor.shape());
}

std::vector<TensorSpec> ProdBw::output() const { return {spec_like(input_tensor, memory_config)}; }

Program ProdBw::program() const {
    const auto& shape = input_tensor.shape();
    Program p;
    p.device_programs = device_programs("bub", input_tensor.spec(), input_tensor.device()->grid());
    const bool all = !dim;
    Around a = all ? Around(Shape{shape.volume()}, 0) : Around(shape, normalized_dim(name, *dim, shape.rank()));
    p.run = [a](const Operands& o) {
        const auto grad = elements_of(o.in[0]), x = elements_of(o.in[1]);
        std::vector<float> out(x.size());
        for (int64_t i = 0; i < a.outer; ++i)
            for (int64_t j = 0; j < a.inner; ++j) {
                const int64_t at = i * a.extent * a.inner + j;
                products_of_others(x.data() + at, out.data() + at, a.extent, a.inner,
                                   grad[static_cast<size_t>(i * a.inner + j)]);
            }
        write(o.out[0], out);
    };
    return p;
}

void RepeatBw::validate() const {
    const auto &in = input_tensor.shape(), &g = grad_tensor.shape();
    require(shape.rank() >= in.rank(), "[", name, "] shape: expected at least ", in.rank(), " counts, got ", shape);
    const Shape x = in.to_rank(shape.rank());
    bool fits = g.rank() == shape.rank();
    for (int64_t i = 0; fits && i < static_cast<int64_t>(g.rank()); ++i) fits = g[i] == x[i] * shape[i];
    require(fits, "[", name, "] grad_tensor: expected input_tensor's shape ", in, " times ", shape, ", got ", g);
}

std::vector<TensorSpec> RepeatBw::output() const { return {spec_like(input_tensor, memory_config)}; }

Program RepeatBw::program() const {
    Program p;
    p.run = [x = input_tensor.shape().to_rank(shape.rank()), g = grad_tensor.shape()](const Operands& o) {
        const auto grad = elements_of(o.in[0]);
        std::vector<float> out(static_cast<size_t>(x.volume()));
        for (size_t i = 0; i < grad.size(); ++i) {
            int64_t rest = static_cast<int64_t>(i), at = 0, step = 1;
            for (int64_t d = static_cast<int64_t>(g.rank()) - 1; d >= 0; --d) {
                at += rest % g[d] % x[d] * step;
                rest /= g[d];
                step *= x[d];
            }
            out[static_cast<size_t>(at)] += grad[i];
        }
        write(o.out[0], out);
    };
    return p;
}

void ConcatBw::validate() const {
    const auto &g = grad_tensor.shape(), &a = input_tensor_a.shape(), &b = input_tensor_b.shape();
    require(g.rank() == 4 && a.rank() == 4 && b.rank() == 4, "concat_bw expects rank-4 tensors, got grad rank ",
            g.rank(), ", input rank ", a.rank(), ", other rank ", b.rank());
    const int64_t d = normalized_dim(name, dim, 4);
    for (int64_t i = 0; i < 4; ++i) {
        const bool fits = i == d ? g[i] == a[i] + b[i] : g[i] == a[i] && g[i] == b[i];
        require(fits, "[", name, "] grad_tensor: ", g, " is not the shape of inputs ", a, " and ", b,
                " concatenated in dimension ", d);
    }
    require(!input_a_grad || input_a_grad->shape() == a, "[", name, "] input_a_grad: expected ", a);
    require(!input_b_grad || input_b_grad->shape() == b, "[", name, "] input_b_grad: expected ", b);
}

std::vector<TensorSpec> ConcatBw::output() const {
    std::vector<TensorSpec> out;
    if (required(0)) out.push_back(input_a_grad ? input_a_grad->spec() : spec_like(input_tensor_a, memory_config));
    if (required(1)) out.push_back(input_b_grad ? input_b_grad->spec() : spec_like(input_tensor_b, memory_config));
    return out;
}

Program ConcatBw::program() const {
    const int64_t d = normalized_dim(name, dim, 4);
    const Around grad(grad_tensor.shape(), d);
    struct Part {
        int64_t begin, extent;
    };
    std::vector<Part> parts;
    if (required(0)) parts.push_back({0, input_tensor_a.shape()[d]});
    if (required(1)) parts.push_back({input_tensor_a.shape()[d], input_tensor_b.shape()[d]});
    Program p;
    p.run = [grad, parts = std::move(parts)](const Operands& o) {
        const auto g = elements_of(o.in[0]);
        for (size_t i = 0; i < parts.size(); ++i) {
            std::vector<float> out;
            for (int64_t k = 0; k < grad.outer; ++k) {
                const auto from = g.begin() + (k * grad.extent + parts[i].begin) * grad.inner;
                out.insert(out.end(), from, from + parts[i].extent * grad.inner);
            }
            write(o.out[i], out);
        }
    };
    return p;
}

std::vector<std::optional<Tensor>> ConcatBw::run(LaunchRequest request) const {
    request.destinations.clear();
    if (required(0)) request.destinations.push_back(input_a_grad.value_or(Tensor{}));
    if (required(1)) request.destinations.push_back(input_b_grad.value_or(Tensor{}));
    auto launched = launch(request);
    std::vector<std::optional<Tensor>> out(2);
    size_t next = 0;
    for (size_t i = 0; i < 2; ++i)
        if (required(i)) out[i] = std::move(launched[next++]);
    return out;
}

void EmbeddingBw::validate() const {
    require(input_tensor.layout() == Layout::ROW_MAJOR, "Index tensor layout must be ROW_MAJOR but got ",
            input_tensor.layout(), ": [", name, "] use ttnn.to_layout");
    require(input_tensor.dtype() == DataType::UINT32, "Index tensor must be of type UINT32: [", name, "] got ",
            input_tensor.dtype());
    require(output_gradient_tensor.shape().width() == weight_tensor.shape().width() &&
                output_gradient_tensor.shape().rows() == input_tensor.shape().volume(),
            "[", name, "] output_gradient_tensor: expected ", input_tensor.shape().volume(), " rows of ",
            weight_tensor.shape().width(), ", got ", output_gradient_tensor.shape());
}

TensorSpec EmbeddingBw::output() const {
    if (output_tensor) return destination_spec(name, *this, &EmbeddingBw::output_tensor);
    const auto& w = weight_tensor.shape();
    const auto& g = output_gradient_tensor.spec();
    return {Shape{1, 1, w.height(), w.width()}, dtype.value_or(g.dtype()), Layout::TILE,
            memory_config.value_or(g.memory_config()), g.tile()};
}

Program EmbeddingBw::program() const {
    Program p;
    p.run = [](const Operands& o) {
        const auto& table = o.out[0].spec->logical_shape();
        const int64_t width = table.width(), rows = table.height();
        const auto grad = elements_of(o.in[2]);
        std::vector<float> out(static_cast<size_t>(rows * width));
        const int64_t count = o.in[0].spec->logical_shape().volume();
        std::vector<uint32_t> index(static_cast<size_t>(count));
        const auto& ids = o.in[0].spec->logical_shape();
        if (count) load_rows_raw(o.in[0], 0, ids.rows(), index.data(), ids.width());
        for (int64_t i = 0; i < count; ++i) {
            const int64_t row = index[static_cast<size_t>(i)];
            require(row < rows, "[ttnn.embedding_bw] index ", row, " is beyond the table's ", rows, " rows");
            for (int64_t c = 0; c < width; ++c)
                out[static_cast<size_t>(row * width + c)] += grad[static_cast<size_t>(i * width + c)];
        }
        write(o.out[0], out);
    };
    return p;
}

}  // namespace ttnn
