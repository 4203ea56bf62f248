// Proves that softmax regression finds the least of its loss, scales and one-hots inside the model, and gives
// the same bits however it is called.
#include "learn/softmax_regression.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "evaluate/metrics.h"
#include "learn/least_value.h"
#include "learn/train.h"
#include "made_table.h"

using shohin::Bytes;
using shohin::FaultCode;
using shohin::Learner;
using shohin::LearnerConfig;
using shohin::made_table;
using shohin::Model;
using shohin::Table;

namespace {

LearnerConfig regression() { return shohin::default_config(Learner::kSoftmaxRegression); }

Model trained_regression(const Table& table, const LearnerConfig& config) {
  auto model = shohin::train_model(table, config, 42, 1);
  REQUIRE(model);
  return std::move(*model);
}

Table one_column(const std::vector<float>& values, const std::vector<std::uint32_t>& labels) {
  Table table;
  table.contract = shohin::made_contract(2);
  table.contract.features = {{.name = "x", .min = -100, .max = 100, .required = false}};
  table.columns = {values};
  table.labels = labels;
  return table;
}

}  // namespace

TEST_CASE("descent finds the least of a narrow valley", "[learn][regression]") {
  const shohin::Slope valley = [](const std::vector<double>& at, std::vector<double>& gradient) {
    gradient = {2 * (at[0] - 3) + 200 * (at[0] - at[1]), -200 * (at[0] - at[1])};
    return (at[0] - 3) * (at[0] - 3) + 100 * (at[0] - at[1]) * (at[0] - at[1]);
  };
  std::vector<double> point = {-5, 20};
  std::uint32_t steps = 0;
  CHECK(shohin::descend(valley, point, {.tolerance = 1e-9},
                        [&](std::uint32_t done) { return steps = done, true; }));
  CHECK(std::fabs(point[0] - 3) < 1e-8);
  CHECK(std::fabs(point[1] - 3) < 1e-8);
  CHECK(steps < 40);
  CHECK_FALSE(shohin::descend(valley, point = {0, 9}, {}, [](std::uint32_t) { return false; }));
}

TEST_CASE("regression learns the made table", "[learn][regression]") {
  for (const std::uint32_t classes : {2U, 4U}) {
    const Model model = trained_regression(made_table(1'500, classes), regression());
    CHECK(shohin::evaluate(model, made_table(1'500, classes, 2)).accuracy > (classes == 2 ? 0.85 : 0.75));
    CHECK(model.pipeline.numbers.size() == 4);
    CHECK(model.pipeline.categories.size() == 4);
    CHECK(model.linear()->weights.size() == std::size_t{classes} * 8);
  }
}

TEST_CASE("at the least of the loss the slope is the penalty's", "[learn][regression]") {
  // One weight w and one intercept b on x scaled to -1, 1; by symmetry b = 0. With C = 1 the loss of four
  // rows is 3 log(1 + e^-w) + log(1 + e^w) + w^2 / 2: its least is where w = 3 / (1 + e^w) - 1 / (1 + e^-w).
  Table table = one_column({-1, -1, -1, -1, 1, 1, 1, 1}, {0, 0, 0, 1, 1, 1, 1, 0});
  LearnerConfig config = regression();
  config.tol = 1e-12;
  const Model model = trained_regression(table, config);
  const double w = 2.0 * model.linear()->weights[1];
  CHECK(model.linear()->weights[0] == -model.linear()->weights[1]);
  const double slope = w - 2 * (3 / (1 + std::exp(w)) - 1 / (1 + std::exp(-w)));
  CHECK(std::fabs(slope) < 1e-5);
  CHECK(std::fabs(model.linear()->intercepts[1]) < 1e-6);
}

TEST_CASE("numbers are scaled and what is missing is the mean", "[learn][regression]") {
  const float missing = std::numeric_limits<float>::quiet_NaN();
  const Table table = one_column({2, 4, 4, 4, 5, 5, 7, 9, missing}, {0, 0, 1, 0, 1, 0, 1, 1, 0});
  const Model standard = trained_regression(table, regression());
  CHECK(standard.pipeline.numbers[0].offset == 5);
  CHECK(standard.pipeline.numbers[0].scale == 0.5F);
  CHECK(standard.pipeline.numbers[0].fill == 5);
  LearnerConfig config = regression();
  config.scaler = "scale";
  CHECK(trained_regression(table, config).pipeline.numbers[0].offset == 0);
  CHECK(trained_regression(table, config).pipeline.numbers[0].scale == 0.5F);
  config.scaler = "none";
  CHECK(trained_regression(table, config).pipeline.numbers[0].scale == 1);
  CHECK(trained_regression(table, config).pipeline.numbers[0].fill == 5);
}

TEST_CASE("a constant column is left as it is", "[learn][regression]") {
  const Model model = trained_regression(one_column({0.1F, 0.1F, 0.1F, 0.1F}, {0, 1, 0, 1}), regression());
  CHECK(model.pipeline.numbers[0].scale == 1);
  CHECK(std::fabs(model.linear()->weights[0]) < 1e-6);
}

TEST_CASE("trees see scaled numbers and one input a category when asked to", "[learn][pipeline]") {
  const Table table = made_table(600, 3);
  LearnerConfig config{.n_estimators = 10};
  const double plain = shohin::evaluate(trained_regression(table, config), table).accuracy;
  config.scaler = "standard";
  const Model scaled = trained_regression(table, config);
  CHECK(scaled.pipeline.numbers.size() == 5);
  CHECK(scaled.pipeline.numbers[3].scale == 1);  // the category's index, as it is
  CHECK(std::isnan(scaled.pipeline.numbers[1].fill));
  CHECK(std::fabs(shohin::evaluate(scaled, table).accuracy - plain) < 0.03);
  config.one_hot = true;
  const Model hot = trained_regression(table, config);
  CHECK(hot.pipeline.numbers.size() == 4);
  CHECK(hot.pipeline.categories.size() == 4);
  CHECK(std::fabs(shohin::evaluate(hot, table).accuracy - plain) < 0.05);
}

TEST_CASE("values too far apart for float32 are refused by name", "[learn][regression]") {
  Table table = one_column({-3e38F, 3e38F, 0, 1}, {0, 1, 0, 1});
  LearnerConfig config{.scaler = "standard"};
  table.columns[0] = {3.4e38F, -3.4e38F, -3.4e38F, -3.4e38F};
  const auto model = shohin::train_model(table, config, 1, 1);
  REQUIRE_FALSE(model);
  CHECK(model.error().first().code == FaultCode::kNotFinite);
  CHECK(model.error().first().field == "x");
}

TEST_CASE("bytes that are no linear part are refused", "[learn][regression]") {
  const Bytes plan = shohin::plan_training(made_table(50, 3), regression(), 1).value();
  const Bytes part = shohin::train_range(plan, 0, 1).value();
  CHECK(shohin::train_whole(plan, 4).value() == part);
  for (std::size_t size = 0; size < part.size(); size += 3) {
    const std::vector<Bytes> cut = {Bytes(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size))};
    CHECK(shohin::merge(plan, cut).error().first().code == FaultCode::kTruncated);
  }
  Bytes infinite = part;
  infinite[infinite.size() - 1] = 0x7F;
  infinite[infinite.size() - 2] = 0x80;
  const std::vector<Bytes> wrong = {infinite};
  CHECK(shohin::merge(plan, wrong).error().first().code == FaultCode::kBadSyntax);
  const auto stopped =
      shohin::train_model(made_table(50, 3), regression(), 1, 1, [](std::uint32_t) { return false; });
  CHECK(stopped.error().first().code == FaultCode::kTruncated);
}

TEST_CASE("cut or changed bytes of a regression's plan are refused or trained_regression on safely",
          "[learn][regression]") {
  LearnerConfig config = regression();
  config.max_iter = 3;
  const Bytes plan = shohin::plan_training(made_table(20, 3), config, 1).value();
  for (std::size_t size = 0; size < plan.size(); size += 7)
    CHECK(shohin::train_range(std::span(plan).first(size), 0, 1).error().first().code ==
          FaultCode::kTruncated);
  shohin::Random random(4);
  for (int i = 0; i < 2'000; ++i) {
    Bytes changed = plan;
    changed[random.below(static_cast<std::uint32_t>(changed.size()))] =
        static_cast<std::uint8_t>(random.below(256));
    const auto part = shohin::train_range(changed, 0, 1);
    if (!part) continue;
    const std::vector<Bytes> parts = {*part};
    (void)shohin::merge(changed, parts);
  }
}
