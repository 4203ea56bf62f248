// Proves that gradient boosting learns, gives the same bits for any number of threads, keeps its settings,
// stops early, handles what is missing and categories, and sums its leaves exactly.
#include "learn/boosting.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "evaluate/metrics.h"
#include "learn/train.h"
#include "made_table.h"

using shohin::Bytes;
using shohin::FaultCode;
using shohin::Learner;
using shohin::LearnerConfig;
using shohin::made_table;
using shohin::Model;
using shohin::Table;
using shohin::TreeEnsemble;

namespace {

LearnerConfig boosting(std::uint32_t rounds, std::uint32_t depth = 6) {
  LearnerConfig config = shohin::default_config(Learner::kGradientBoosting);
  config.n_estimators = rounds;
  config.max_depth = depth;
  return config;
}

Model trained(const Table& table, const LearnerConfig& config, std::uint32_t threads = 1,
              std::uint64_t seed = 42) {
  auto model = shohin::train_model(table, config, seed, threads);
  REQUIRE(model);
  return std::move(*model);
}

Bytes part_of(const Table& table, const LearnerConfig& config, std::uint32_t threads) {
  const Bytes plan = shohin::plan_training(table, config, 42).value();
  return shohin::train_whole(plan, threads).value();
}

// Two rows a value: the label says which half of the range it is in.
Table halves(const std::vector<float>& values, const std::vector<std::uint32_t>& labels) {
  Table table;
  table.contract = shohin::made_contract(2);
  table.contract.features = {{.name = "x", .min = 0, .max = 100, .required = false}};
  table.columns = {values};
  table.labels = labels;
  return table;
}

}  // namespace

TEST_CASE("boosting learns the made table for two classes and for four", "[learn][boosting]") {
  for (const std::uint32_t classes : {2U, 4U}) {
    const Model model = trained(made_table(1'500, classes), boosting(60, 4));
    CHECK(shohin::evaluate(model, made_table(1'500, classes, 2)).accuracy > (classes == 2 ? 0.85 : 0.78));
    CHECK(model.trees()->link == (classes == 2 ? shohin::Link::kLogistic : shohin::Link::kSoftmax));
    CHECK(model.trees()->tree_count() == (classes == 2 ? 60 : 240));
    CHECK(model.trees()->leaf_width() == 1);
  }
}

TEST_CASE("a stump's leaves are the Newton steps of the log loss", "[learn][boosting]") {
  // Six rows of each class, so that scores start at 0, p is 1/2, first derivatives 1/2, second ones 1/4.
  const Table table = halves({1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1});
  LearnerConfig config = boosting(1, 1);
  config.reg_lambda = 0.5;
  const Model model = trained(table, config);
  REQUIRE(model.trees()->node_count() == 3);
  CHECK(model.trees()->threshold[0] == 2.0F);
  CHECK(model.trees()->hits == std::vector<float>{12, 6, 6});
  const double step = 0.1 * 3 / (6 * 0.25 + 0.5);
  CHECK(std::fabs(model.trees()->leaf_values[0] + step) < 1e-5);
  CHECK(std::fabs(model.trees()->leaf_values[1] - step) < 1e-5);
  CHECK(model.trees()->base_values == std::vector<float>{0});
}

TEST_CASE("the scores start at the logarithms of the classes' shares", "[learn][boosting]") {
  Table table = made_table(298, 2);
  for (std::size_t row = 0; row < 298; ++row)
    table.labels[row] = row < 74 ? 1 : 0;  // with one more each: 75 to 225
  const Model model = trained(table, boosting(1));
  CHECK(std::fabs(model.trees()->base_values[0] - std::log(1.0 / 3)) < 1e-6);
}

TEST_CASE("every sum of boosted leaves is exact in float32", "[learn][boosting]") {
  const Model model = trained(made_table(800, 3), boosting(80));
  const TreeEnsemble& e = *model.trees();
  const double unit = 0x1p-24 * 128;  // 80 rounds of at most 0.8: below 128
  std::vector<double> most(3, 0.0);
  for (std::size_t c = 0; c < 3; ++c) most[c] = std::fabs(e.base_values[c]);
  std::uint32_t leaf = 0;
  for (std::uint32_t tree = 0; tree < e.tree_count(); ++tree) {
    const std::uint32_t end = tree + 1 < e.tree_count() ? e.roots[tree + 1] : e.node_count();
    double largest = 0;
    for (std::uint32_t node = e.roots[tree]; node < end; ++node) {
      if (e.feature[node] != TreeEnsemble::kLeaf) continue;
      const double value = e.leaf_values[leaf++];
      CHECK(value / unit == std::floor(value / unit));
      largest = std::max(largest, std::fabs(value));
    }
    most[e.tree_output[tree]] += largest;
  }
  for (const double each : most) CHECK(each / unit <= 0x1p24);
}

TEST_CASE("1, 2 and 8 threads boost the same bits", "[learn][boosting]") {
  const Table table = made_table(6'000, 4);  // enough for threads to start
  LearnerConfig config = boosting(6);
  config.subsample = 0.7;
  config.colsample_bytree = 0.6;
  const Bytes one = part_of(table, config, 1);
  CHECK(part_of(table, config, 2) == one);
  CHECK(part_of(table, config, 8) == one);
  const Bytes plan = shohin::plan_training(table, config, 42).value();
  CHECK(shohin::train_range(plan, 0, 1).value() == one);
}

TEST_CASE("the order of the rows changes nothing but what is drawn", "[learn][boosting]") {
  const Table table = made_table(900, 3);
  std::vector<std::uint32_t> backwards(900);
  for (std::uint32_t row = 0; row < 900; ++row) backwards[row] = 899 - row;
  const Model one = trained(table, boosting(10)),
              other = trained(shohin::take_rows(table, backwards), boosting(10));
  CHECK(one.trees()->threshold == other.trees()->threshold);
  CHECK(one.trees()->leaf_values == other.trees()->leaf_values);
}

TEST_CASE("what is missing goes where it fits when boosting", "[learn][boosting]") {
  const float missing = std::numeric_limits<float>::quiet_NaN();
  const auto repeated = [](const std::vector<float>& values) {
    std::vector<float> out;
    for (int i = 0; i < 8; ++i) out.insert(out.end(), values.begin(), values.end());
    return out;
  };
  const auto labels = [](const std::vector<std::uint32_t>& values) {
    std::vector<std::uint32_t> out;
    for (int i = 0; i < 8; ++i) out.insert(out.end(), values.begin(), values.end());
    return out;
  };
  const auto with_low = trained(halves(repeated({1, missing, 7, 8}), labels({0, 0, 1, 1})), boosting(1, 1));
  CHECK(with_low.trees()->missing_is_true[0] == 1);
  const auto with_high = trained(halves(repeated({1, 2, missing, 8}), labels({0, 0, 1, 1})), boosting(1, 1));
  CHECK(with_high.trees()->missing_is_true[0] == 0);
  const auto alone =
      trained(halves(repeated({1, missing, 7, missing}), labels({0, 1, 0, 1})), boosting(1, 1));
  CHECK(alone.trees()->threshold[0] == std::numeric_limits<float>::max());
  CHECK(alone.trees()->missing_is_true[0] == 0);
}

TEST_CASE("early stopping keeps the rounds up to the best one", "[learn][boosting]") {
  Table table = made_table(600, 2);
  shohin::Random random(5);
  for (std::uint32_t& label : table.labels) label = random.below(2);  // nothing to learn
  LearnerConfig config = boosting(300);
  config.early_stopping_rounds = 5;
  config.validation_fraction = 0.2;
  const Model model = trained(table, config);
  CHECK(model.trees()->tree_count() < 100);
  std::uint32_t rounds = 0;
  const auto count = [&rounds](std::uint32_t done) { return rounds = done, true; };
  REQUIRE(shohin::train_model(table, config, 42, 1, count));
  CHECK(rounds == model.trees()->tree_count() + 5);
}

TEST_CASE("a row of weight 2 boosts as two rows", "[learn][boosting]") {
  Table weighted = made_table(400, 3);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < 400; ++row) {
    weighted.weights.push_back(static_cast<float>(1 + row % 2));
    for (std::uint32_t i = 0; i < 1 + row % 2; ++i) rows.push_back(row);
  }
  Table repeated = shohin::take_rows(weighted, rows);
  repeated.weights.clear();
  LearnerConfig config = boosting(1, 1);
  config.reg_lambda = 0;
  config.min_child_weight = 0;
  const Model ours = trained(weighted, config), theirs = trained(repeated, config);
  REQUIRE(ours.trees()->threshold == theirs.trees()->threshold);
  for (std::size_t i = 0; i < ours.trees()->leaf_values.size(); ++i)
    CHECK(std::fabs(ours.trees()->leaf_values[i] - theirs.trees()->leaf_values[i]) < 2e-3);
}

TEST_CASE("a stopped boosting fails, and progress counts the rounds", "[learn][boosting]") {
  const auto stopped = shohin::train_model(made_table(100, 2), boosting(20), 1, 1,
                                           [](std::uint32_t done) { return done < 6; });
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().first().code == FaultCode::kTruncated);
}

TEST_CASE("a validation part that would have no rows is refused", "[learn][boosting]") {
  LearnerConfig config = boosting(20);
  config.early_stopping_rounds = 5;
  config.validation_fraction = 0.1;
  const auto model = shohin::train_model(made_table(2, 2), config, 1, 1);
  REQUIRE_FALSE(model);
  CHECK(model.error().first().code == FaultCode::kTooFewRows);
}

TEST_CASE("bytes that are no boosted part are refused", "[learn][boosting]") {
  const Table table = made_table(60, 3);
  const Bytes plan = shohin::plan_training(table, boosting(3), 1).value();
  const Bytes part = shohin::train_whole(plan, 1).value();
  for (std::size_t size = 0; size < part.size(); size += 5) {
    const std::vector<Bytes> cut = {Bytes(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(size))};
    const auto model = shohin::merge(plan, cut);
    REQUIRE_FALSE(model);
    CHECK(model.error().first().code == FaultCode::kTruncated);
  }
  Bytes other = part;
  other[23] = 0x7F;  // a unit that is far too large
  const std::vector<Bytes> wrong = {other}, twice = {part, part};
  CHECK(shohin::merge(plan, wrong).error().first().code == FaultCode::kBadSyntax);
  CHECK(shohin::merge(plan, twice).error().first().code == FaultCode::kOutOfRange);
  CHECK(shohin::train_range(plan, 1, 1).error().first().code == FaultCode::kOutOfRange);
}
