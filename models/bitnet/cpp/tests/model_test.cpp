// The model: all weight formats give the same bits, steps agree with prompts, users and caches do not mix.
#include "model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "files.hpp"

namespace bitnet::test {
namespace {

class ModelTest : public testing::Test {
 protected:
    static void SetUpTestSuite() { device = ttnn::MeshDevice::open({}); }
    static void TearDownTestSuite() {
        device->close();
        device.reset();
    }
    static std::vector<float> run(const ModelOptions& options, const std::vector<Token>& prompt = ids(),
                                  int steps = 3) {
        Model model(random_source(config(), 5), device, options);
        auto out = model.prefill(prompt);
        for (int i = 0; i < steps; ++i) {
            const auto logits = model.decode(std::vector<Token>(static_cast<size_t>(options.batch), 7 * i + 3));
            out.insert(out.end(), logits.begin(), logits.begin() + config().vocab);
        }
        return out;
    }
    static Config config() {
        return {.hidden = 128, .layers = 2, .heads = 2, .kv_heads = 1, .ffn = 192, .vocab = 96, .context = 256};
    }
    static std::vector<Token> ids() {
        std::vector<Token> out(37);
        std::iota(out.begin(), out.end(), 11);
        return out;
    }
    static std::shared_ptr<ttnn::MeshDevice> device;
};
std::shared_ptr<ttnn::MeshDevice> ModelTest::device;

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
    double ab = 0, aa = 0, bb = 0;
    for (size_t i = 0; i < a.size(); ++i) ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
    return ab / std::sqrt(aa * bb);
}

TEST_F(ModelTest, EveryWeightFormatGivesTheSameBits) {
    const auto expected = run({.weights = WeightForm::Bf16});
    for (WeightForm form : {WeightForm::Bfp8, WeightForm::Bfp4, WeightForm::TwoBits, WeightForm::FiveDigits})
        EXPECT_EQ(run({.weights = form}), expected) << static_cast<int>(form);
}

TEST_F(ModelTest, ReplayedStepsGiveTheSameBits) { EXPECT_EQ(run({.trace = true}), run({.trace = false})); }

TEST_F(ModelTest, PagedCachesGiveTheSameBits) {
    EXPECT_EQ(run({.batch = 3, .paged = true}), run({.batch = 3, .paged = false}));
}

TEST_F(ModelTest, OtherActivationsAndHeadsAreClose) {
    const auto expected = run({});
    EXPECT_GT(correlation(run({.activations = Activations::Bf16}), expected), 0.98);
    EXPECT_GT(correlation(run({.weights = WeightForm::Bfp4, .activations = Activations::Bf16}), expected), 0.98);
    EXPECT_GT(correlation(run({.head = ttnn::DataType::BFLOAT8_B}), expected), 0.999);
}

TEST_F(ModelTest, StepsContinueAPrompt) {
    Model model(random_source(config(), 5), device, {});
    const auto all = model.prefill(ids(), 0, true);
    model.reset();
    const auto prompt = ids();
    model.prefill(std::span(prompt).first(30));
    for (size_t i = 30; i < 37; ++i) {
        const auto logits = model.decode(std::vector<Token>{ids()[i]});
        const std::vector<float> expected(all.begin() + static_cast<int64_t>(i) * 96,
                                          all.begin() + static_cast<int64_t>(i + 1) * 96);
        EXPECT_GT(correlation(logits, expected), 0.998) << i;
    }
    EXPECT_EQ(model.position(), 37);
}

TEST_F(ModelTest, UsersDoNotMix) {
    constexpr int64_t batch = 32;
    Model model(random_source(config(), 5), device, {.batch = batch});
    const auto prompt_of = [](int64_t user) {
        return std::vector<Token>(static_cast<size_t>(5 + user), static_cast<Token>(user));
    };
    std::vector<Token> next;
    for (int64_t user = 0; user < batch; ++user) {
        model.prefill(prompt_of(user), user);
        next.push_back(static_cast<Token>(40 + user));
    }
    const auto logits = model.decode(next);
    for (int64_t user : {0, 13, 31}) {
        Model alone(random_source(config(), 5), device, {});
        alone.prefill(prompt_of(user));
        const auto expected = alone.decode(std::vector<Token>{next[static_cast<size_t>(user)]});
        const std::vector<float> mine(logits.begin() + user * 96, logits.begin() + (user + 1) * 96);
        EXPECT_GT(correlation(mine, expected), 0.999) << user;
    }
}

TEST_F(ModelTest, UsersWithoutAPromptWait) {
    Model model(random_source(config(), 5), device, {.batch = 2});
    model.prefill(ids(), 1);
    const auto both = model.decode(std::vector<Token>{0, 3});
    EXPECT_EQ(model.position(0), 0);
    EXPECT_EQ(model.position(1), 38);
    Model busy(random_source(config(), 5), device, {.batch = 2});
    busy.prefill(std::vector<Token>(9, 4), 0);
    busy.prefill(ids(), 1);
    const auto expected = busy.decode(std::vector<Token>{5, 3});
    EXPECT_TRUE(std::equal(both.begin() + 96, both.end(), expected.begin() + 96));
}

TEST_F(ModelTest, WrongCallsAreRefused) {
    EXPECT_THROW(Model(random_source(config(), 5), device, {.batch = 33}), std::invalid_argument);
    EXPECT_THROW(Model(random_source(config(), 5), device, {.max_tokens = 257}), std::invalid_argument);
    Model model(random_source(config(), 5), device, {.max_tokens = 32});
    EXPECT_THROW(model.decode(std::vector<Token>{1}), std::invalid_argument);
    EXPECT_THROW(model.prefill({}), std::invalid_argument);
    EXPECT_THROW(model.prefill(std::vector<Token>{96}), std::invalid_argument);
    EXPECT_THROW(model.prefill(ids()), CacheFull);
    EXPECT_THROW(model.prefill(std::vector<Token>{1}, 1), std::invalid_argument);
    model.prefill(std::vector<Token>(31, 1));
    model.decode(std::vector<Token>{1});
    EXPECT_THROW(model.decode(std::vector<Token>{1}), CacheFull);
    EXPECT_THROW(model.decode(std::vector<Token>{1, 2}), std::invalid_argument);
    model.reset();
    EXPECT_EQ(model.prefill(std::vector<Token>{1}).size(), 96u);
}

}  // namespace
}  // namespace bitnet::test
