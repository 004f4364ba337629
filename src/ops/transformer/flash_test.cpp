// Attention against sums in double, over masks, windows, sinks, shared heads and odd sizes; the same bits whatever the
// number of threads.
#include "ops/transformer/flash.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "base/thread_pool.hpp"
#include "ops/block_io.hpp"
#include "tensor/elements.hpp"

namespace ttnn {
namespace {

struct Values {
    TensorSpec spec;
    std::vector<std::byte> bytes;
    Values(const Shape& shape, DataType t, unsigned seed)
        : spec(shape, t, Layout::TILE), bytes(spec.host_bytes(), std::byte{0xFF}) {  // padding is NaN
        std::mt19937 engine(seed);
        std::normal_distribution<float> normal;
        std::vector<float> block(static_cast<size_t>(shape.height() * shape.width()));
        for (int64_t r = 0; r < shape.rows(); r += shape.height()) {
            for (auto& x : block) x = normal(engine);
            store_rows(view(), r, shape.height(), block.data(), shape.width());
        }
    }
    View view() { return {bytes.data(), &spec}; }
};

struct Form {
    int64_t batches, heads, kv_heads, queries, keys, d, dv;
    bool causal = false;
    int64_t window = 0;
    bool mask = false, sink = false;
};

// One output element from its definition.
double expected(const Form& f, const AttentionPlan& p, AttentionOperands& o, int64_t batch, int64_t head, int64_t q_row,
                std::pair<int64_t, int64_t> seen, int64_t mask_row, int64_t column) {
    const Elements q(o.q), k(o.k), v(o.v);
    const int64_t source = (batch * f.kv_heads + head / (f.heads / f.kv_heads)) * f.keys;
    double total = f.sink ? std::exp(Elements(o.sink)(0, 0) * p.scale) : 0, sum = 0;
    for (int64_t key = seen.first; key < seen.second; ++key) {
        double score = 0;
        for (int64_t i = 0; i < f.d; ++i) score += q(q_row, i) * k(source + key, i);
        score = score * p.scale + (f.mask ? Elements(o.mask)(mask_row, key) : 0);
        total += std::exp(score);
        sum += std::exp(score) * v(source + key, column);
    }
    return seen.first == seen.second && !f.sink ? 0 : sum / total;
}

template <class Run>
void run_with_threads(Values& out, Run run) {
    set_num_threads(2);
    run();
    const auto first = out.bytes;
    set_num_threads(1);
    run();
    EXPECT_EQ(std::memcmp(first.data(), out.bytes.data(), first.size()), 0) << "other bits with one thread";
}

void check_prompt(const Form& f, DataType t) {
    SCOPED_TRACE(testing::Message() << f.heads << "/" << f.kv_heads << " heads " << f.queries << "x" << f.keys << "x"
                                    << f.d << " causal " << f.causal << " window " << f.window << " " << name(t));
    Values q(Shape({f.batches, f.heads, f.queries, f.d}), t, 1), k(Shape({f.batches, f.kv_heads, f.keys, f.d}), t, 2),
        v(Shape({f.batches, f.kv_heads, f.keys, f.dv}), t, 3),
        mask(Shape({1, f.heads, f.queries, f.keys}), DataType::BFLOAT16, 4), sink(Shape({1, 1}), DataType::FLOAT32, 5),
        out(Shape({f.batches, f.heads, f.queries, f.dv}), DataType::FLOAT32, 6);
    AttentionOperands o{q.view(),  k.view(), v.view(), f.mask ? mask.view() : View{}, f.sink ? sink.view() : View{},
                        out.view()};
    const AttentionPlan plan{0.3f, f.causal, f.window};
    run_with_threads(out, [&] { run_attention(plan, o); });
    const Elements result(out.view());
    for (int64_t b = 0; b < f.batches; ++b)
        for (int64_t h = 0; h < f.heads; ++h)
            for (int64_t i = 0; i < f.queries; i += 7)
                for (int64_t j = 0; j < f.dv; j += 13) {
                    const int64_t row = (b * f.heads + h) * f.queries + i;
                    const double want = expected(f, plan, o, b, h, row, plan.visible(i, f.keys), h * f.queries + i, j);
                    ASSERT_NEAR(result(row, j), want, t == DataType::FLOAT32 ? 2e-5 : 2e-2)
                        << b << " " << h << " " << i << " " << j;
                }
}

TEST(Flash, Prompts) {
    for (DataType t : {DataType::FLOAT32, DataType::BFLOAT16, DataType::BFLOAT8_B}) {
        check_prompt({2, 3, 1, 70, 70, 40, 72, true}, t);
        check_prompt({1, 4, 2, 33, 150, 64, 64}, t);
        check_prompt({1, 2, 2, 300, 300, 64, 32, true}, t);
    }
    check_prompt({1, 9, 1, 100, 100, 32, 32, true}, DataType::FLOAT32);
    check_prompt({1, 2, 2, 260, 260, 32, 32, true, 50}, DataType::FLOAT32);
    check_prompt({1, 2, 2, 200, 170, 32, 32, false, 30}, DataType::FLOAT32);
    check_prompt({1, 4, 2, 45, 140, 32, 32, false, 0, true}, DataType::FLOAT32);
    check_prompt({1, 2, 1, 45, 45, 32, 32, true, 0, false, true}, DataType::FLOAT32);
}

void check_decode(const Form& f, DataType t, const std::vector<int64_t>& positions) {
    SCOPED_TRACE(testing::Message() << f.heads << "/" << f.kv_heads << " heads, " << f.keys << " keys, " << name(t));
    const auto users = static_cast<int64_t>(positions.size());
    Values q(Shape({1, users, f.heads, f.d}), t, 1), k(Shape({users, f.kv_heads, f.keys, f.d}), t, 2),
        v(Shape({users, f.kv_heads, f.keys, f.dv}), t, 3),
        mask(Shape({users, 1, f.heads, f.keys}), DataType::FLOAT32, 4), sink(Shape({f.heads, 1}), DataType::FLOAT32, 5),
        out(Shape({1, users, f.heads, f.dv}), DataType::FLOAT32, 6);
    // expected() reads the same sink for all heads.
    std::vector<float> same(static_cast<size_t>(f.heads), 0.7f);
    store_rows(sink.view(), 0, f.heads, same.data(), 1);
    AttentionOperands o{q.view(),  k.view(), v.view(), f.mask ? mask.view() : View{}, f.sink ? sink.view() : View{},
                        out.view()};
    const AttentionPlan plan{0.3f, f.causal, f.window};
    const auto before = out.bytes;
    run_with_threads(out, [&] { run_attention_decode(plan, o, positions); });
    const Elements result(out.view());
    for (int64_t user = 0; user < users; ++user) {
        const int64_t position = positions[static_cast<size_t>(user)];
        const int64_t keys = f.causal ? std::min(position + 1, f.keys) : f.keys;
        if (keys <= 0) continue;
        for (int64_t h = 0; h < f.heads; ++h)
            for (int64_t j = 0; j < f.dv; j += 5) {
                const double want = expected(f, plan, o, user, h, user * f.heads + h, plan.visible(keys - 1, keys),
                                             user * f.heads + h, j);
                ASSERT_NEAR(result(user * f.heads + h, j), want, t == DataType::FLOAT32 ? 2e-5 : 2e-2)
                    << user << " " << h << " " << j;
            }
    }
}

TEST(Flash, Decode) {
    for (DataType t : {DataType::FLOAT32, DataType::BFLOAT16, DataType::BFLOAT8_B, DataType::BFLOAT4_B}) {
        check_decode({0, 4, 2, 1, 600, 64, 64, true}, t, {599, 17, 300, 256});
        check_decode({0, 3, 3, 1, 70, 64, 32}, t, {0});
        check_decode({0, 5, 1, 1, 300, 40, 72, true}, t, {290, -1, 1000});
    }
    check_decode({0, 2, 2, 1, 600, 32, 32, true, 100}, DataType::BFLOAT16, {599, 30});
    check_decode({0, 2, 1, 1, 300, 32, 32, true, 0, true, true}, DataType::FLOAT32, {299});
}

}  // namespace
}  // namespace ttnn
