// Proves that weights of rows and classes become whole numbers in proportion, that a row of weight 2 counts
// as two rows and one of weight 0 as none, and that weights that cannot be are refused.
#include "learn/weights.h"

#include <catch_amalgamated.hpp>
#include <limits>
#include <numeric>

#include "learn/train.h"
#include "made_table.h"
#include "model/onnx.h"

using shohin::FaultCode;
using shohin::LearnerConfig;
using shohin::Table;

namespace {

constexpr LearnerConfig kPlainTree = {.n_estimators = 1, .max_features = "all", .bootstrap = false};

// Twelve rows of class 0 and four of class 1.
Table uneven() {
  Table table = shohin::made_table(16, 2);
  for (std::size_t row = 0; row < 16; ++row) table.labels[row] = row % 4 == 3 ? 1 : 0;
  return table;
}

FaultCode code_of(const Table& table) { return shohin::weights_fault(table).value().code; }

}  // namespace

TEST_CASE("weights are whole numbers in proportion to the greatest", "[learn][weights]") {
  Table table = shohin::made_table(4, 2);
  CHECK(shohin::whole_weights(table, false).empty());
  table.weights = {2, 2, 2, 2};
  CHECK(shohin::whole_weights(table, false).empty());
  table.weights = {0, 1, 2, 0.000001F};
  CHECK(shohin::whole_weights(table, false) == std::vector<std::uint16_t>{0, 2048, 4095, 1});
}

TEST_CASE("balanced classes weigh the same in all", "[learn][weights]") {
  Table table = uneven();
  std::vector<std::uint16_t> weights = shohin::whole_weights(table, true);
  std::array<std::uint32_t, 2> totals{};
  for (std::size_t row = 0; row < 16; ++row) totals[table.labels[row]] += weights[row];
  CHECK(totals[0] == totals[1]);
  table.weights.assign(16, 1.0F);
  table.weights[3] = 9;  // of class 1: 9 + 3 = 12
  weights = shohin::whole_weights(table, true);
  CHECK(weights[0] * 9 == weights[3]);
}

TEST_CASE("the sum of weights leaves room for draws", "[learn][weights]") {
  Table table = shohin::made_table(600'000, 2);
  table.weights.assign(600'000, 1.0F);
  table.weights[0] = 0.5F;
  const auto weights = shohin::whole_weights(table, false);
  CHECK(weights[1] == 1789);
  CHECK(std::accumulate(weights.begin(), weights.end(), std::uint64_t{0}) <= 1U << 30U);
}

TEST_CASE("a row of weight 2 counts as two rows, one of weight 0 as none", "[learn][weights]") {
  Table weighted = shohin::made_table(300, 3);
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < 300; ++row) {
    weighted.weights.push_back(static_cast<float>(row % 3));
    for (std::uint32_t i = 0; i < row % 3; ++i) rows.push_back(row);
  }
  Table repeated = shohin::take_rows(weighted, rows);
  repeated.weights.clear();
  const auto ours = shohin::train_model(weighted, kPlainTree, 1, 1);
  const auto theirs = shohin::train_model(repeated, kPlainTree, 1, 1);
  REQUIRE((ours && theirs));
  CHECK(ours->trees()->threshold == theirs->trees()->threshold);
  CHECK(ours->trees()->leaf_values == theirs->trees()->leaf_values);
}

TEST_CASE("balanced forests answer more often with the rare class", "[learn][weights]") {
  const Table table = uneven();
  LearnerConfig config{.n_estimators = 1, .max_depth = 1, .bootstrap = false, .class_weight = "balanced"};
  config.min_samples_split = 1'000;  // no split: the root's shares are the classes' weights
  const auto model = shohin::train_model(table, config, 1, 1);
  REQUIRE(model);
  CHECK(model->trees()->leaf_values == std::vector<float>{0.5F, 0.5F});
}

TEST_CASE("weights that cannot be are refused with their row", "[learn][weights]") {
  Table table = shohin::made_table(3, 2);
  CHECK_FALSE(shohin::weights_fault(table));
  table.weights = {1, 2};
  CHECK(code_of(table) == FaultCode::kOutOfRange);
  table.weights = {1, -1, 1};
  CHECK(code_of(table) == FaultCode::kOutOfRange);
  CHECK(shohin::weights_fault(table)->row == 2);
  table.weights = {0, 0, 0};
  CHECK(code_of(table) == FaultCode::kOutOfRange);
  table.weights = {1, 1, std::numeric_limits<float>::infinity()};
  CHECK(code_of(table) == FaultCode::kNotFinite);
  CHECK(shohin::train_model(table, {}, 1, 1).error().first().field == "weights");
}
