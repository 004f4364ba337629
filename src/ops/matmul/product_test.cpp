// Matrix products of every dtype, layout and form against sums in double over the elements of the operands; and the
// same bits whatever the number of threads.
#include "ops/matmul/product.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "tensor/elements.hpp"

namespace ttnn {
namespace {

struct Matrix {
    TensorSpec spec;
    std::vector<std::byte> bytes;
    Matrix(const Shape& shape, DataType t, Layout layout, unsigned seed, Tile tile = {})
        : spec(shape, t, layout, {}, tile), bytes(spec.host_bytes(), std::byte{0xFF}) {  // padding is NaN
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal;
        const auto rows = shape.rows(), height = shape.height(), width = shape.width();
        std::vector<float> block(static_cast<size_t>(height * width));
        for (int64_t r = 0; r < rows; r += height) {
            for (auto& x : block) x = normal(engine);
            store_rows(view(), r, height, block.data(), width);
        }
    }
    View view() { return {bytes.data(), &spec}; }
};

struct Form {
    int64_t batches, m, k, n;
    bool shared = false, transpose_a = false, transpose_b = false, bias = false;
};

void check(const Form& f, DataType ta, DataType tb, DataType tc, Layout layout, Tile tile = {}) {
    SCOPED_TRACE(testing::Message() << f.batches << "x" << f.m << "x" << f.k << "x" << f.n << " shared " << f.shared
                                    << " ta " << f.transpose_a << " tb " << f.transpose_b << " " << name(ta) << " "
                                    << name(tb));
    Matrix a(f.transpose_a ? Shape({f.batches, f.k, f.m}) : Shape({f.batches, f.m, f.k}), ta, layout, 1, tile);
    const int64_t matrices = f.shared ? 1 : f.batches;
    Matrix b(f.transpose_b ? Shape({matrices, f.n, f.k}) : Shape({matrices, f.k, f.n}), tb, layout, 2, tile);
    Matrix bias(Shape({1, f.n}), DataType::FLOAT32, Layout::TILE, 3);
    Matrix c(Shape({f.batches, f.m, f.n}), tc, layout, 4, tile);
    ProductPlan p;
    p.m = f.m, p.k = f.k, p.n = f.n, p.batches = f.batches, p.transpose_a = f.transpose_a,
    p.transpose_b = f.transpose_b;
    for (int64_t i = 0; i < f.batches && !f.shared; ++i) p.b_index.push_back(i);
    const View no_bias;
    set_num_threads(2);
    run_product(p, a.view(), b.view(), f.bias ? bias.view() : no_bias, c.view());
    const auto two_threads = c.bytes;
    set_num_threads(1);
    run_product(p, a.view(), b.view(), f.bias ? bias.view() : no_bias, c.view());
    EXPECT_EQ(std::memcmp(two_threads.data(), c.bytes.data(), c.bytes.size()), 0) << "other bits with one thread";
    const Elements x(a.view()), y(b.view()), z(c.view()), w(bias.view());
    const double relative = tc == DataType::FLOAT32 ? 2e-6 : 4e-3;
    // A block float rounds to a step of its group's largest value, here at most the sum of the terms' sizes.
    const double step = tc == DataType::BFLOAT8_B ? 0.01 : tc == DataType::BFLOAT4_B ? 0.15 : 1e-6;
    for (int64_t i = 0; i < f.batches; ++i)
        for (int64_t r = 0; r < f.m; ++r)
            for (int64_t j = 0; j < f.n; ++j) {
                double sum = f.bias ? w(0, j) : 0, size = std::fabs(sum) + 1;
                for (int64_t q = 0; q < f.k; ++q) {
                    const double v =
                        (f.transpose_a ? x(i * f.k + q, r) : x(i * f.m + r, q)) *
                        (f.transpose_b ? y((f.shared ? 0 : i) * f.n + j, q) : y((f.shared ? 0 : i) * f.k + q, j));
                    sum += v;
                    size += std::fabs(v);
                }
                ASSERT_NEAR(z(i * f.m + r, j), sum, std::fabs(sum) * relative + size * step)
                    << i << ", " << r << ", " << j;
            }
}

constexpr DataType kAll[] = {DataType::BFLOAT16, DataType::BFLOAT8_B, DataType::BFLOAT4_B, DataType::FLOAT32};

TEST(Product, OddSizesOfEveryDtype) {
    for (DataType ta : kAll)
        for (DataType tb : kAll)
            for (const Form& f :
                 {Form{1, 1, 70, 45}, Form{1, 3, 33, 130}, Form{2, 37, 65, 31}, Form{1, 70, 300, 97, true}})
                check(f, ta, tb, DataType::FLOAT32, Layout::TILE);
}

TEST(Product, FormsOfOperands) {
    for (bool ta : {false, true})
        for (bool tb : {false, true})
            for (int64_t m : {1, 2, 5, 40})
                for (bool shared : {false, true}) {
                    Form f{3, m, 64, 50, shared, ta, tb, true};
                    check(f, DataType::BFLOAT16, DataType::BFLOAT16, DataType::BFLOAT16, Layout::TILE);
                    f.k = 47;
                    check(f, DataType::FLOAT32, DataType::BFLOAT8_B, DataType::FLOAT32, Layout::TILE);
                    check(f, DataType::FLOAT32, DataType::FLOAT32, DataType::FLOAT32, Layout::ROW_MAJOR);
                }
}

TEST(Product, OtherTilesAndOutputs) {
    for (Tile tile : {Tile(16, 32), Tile(32, 16), Tile(16, 16), Tile(4, 32)})
        for (int64_t m : {1, 33})
            check({2, m, 50, 70}, DataType::BFLOAT16, DataType::BFLOAT16, DataType::BFLOAT16, Layout::TILE, tile);
    for (DataType tc : kAll) check({1, 45, 64, 96, true}, DataType::BFLOAT16, DataType::BFLOAT16, tc, Layout::TILE);
}

TEST(Product, SeveralBlocksOfEveryDimension) {
    check({1, 300, 700, 600, true}, DataType::BFLOAT16, DataType::BFLOAT16, DataType::BFLOAT16, Layout::TILE);
    check({1, 300, 700, 600, true}, DataType::FLOAT32, DataType::FLOAT32, DataType::FLOAT32, Layout::TILE);
    check({1, 1, 700, 2100, true}, DataType::BFLOAT16, DataType::BFLOAT8_B, DataType::BFLOAT16, Layout::TILE);
    check({1, 1, 700, 2100, true}, DataType::BFLOAT16, DataType::BFLOAT4_B, DataType::BFLOAT16, Layout::TILE);
}

}  // namespace
}  // namespace ttnn
