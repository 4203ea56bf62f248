// Proves that every learner copes with the data that real files bring, or refuses it with the column or class
// named, and that what it makes of it is a sound model file.
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

#include "evaluate/metrics.h"
#include "made_table.h"
#include "missing.h"
#include "model/onnx.h"
#include "wire/training.h"

using shohin::FaultCode;
using shohin::Learner;
using shohin::made_contract;
using shohin::made_table;
using shohin::Model;
using shohin::Table;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

shohin::LearnerConfig small_config(Learner learner) {
  shohin::LearnerConfig config = shohin::default_config(learner);
  config.n_estimators = 8;
  return config;
}

// Probabilities that are probabilities, the same after writing and reading.
void check_answers(const Model& model, const Table& table) {
  const std::vector<float> answers = shohin::predict_table(model, table);
  const std::uint32_t classes = model.class_count();
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    double sum = 0;
    for (std::uint32_t c = 0; c < classes; ++c) {
      const float answer = answers[row * classes + c];
      if (!(answer >= 0 && answer <= 1)) FAIL("row " << row << ", class " << c << ": " << answer);
      sum += static_cast<double>(answer);
    }
    if (std::fabs(sum - 1) > 1e-5) FAIL("row " << row << " adds up to " << sum);
  }
  const auto again = shohin::read_onnx(shohin::write_onnx(model));
  REQUIRE(again);
  CHECK(shohin::predict_table(*again, table) == answers);
}

Model trained(const Table& table, Learner learner) {
  INFO(learner_name(learner));
  auto model = shohin::train_model(table, small_config(learner), 1, 2);
  if (!model) FAIL(code_name(model.error().first().code) << " " << model.error().first().field);
  check_answers(*model, table);
  return std::move(*model);
}

// The whole way of `shohin train`, with calibration, measures and the file.
void check_whole_training(const Table& table, Learner learner) {
  const auto split = shohin::split_rows(table.labels, {});
  if (!split) return;
  auto model = shohin::train_model(take_rows(table, split->train), small_config(learner), 1, 1);
  REQUIRE(model);
  const auto made =
      shohin::finish_training(std::move(*model), table, *split, {.config = small_config(learner)});
  CHECK(std::isfinite(made.test.log_loss));
  const auto file = shohin::read_onnx(made.file);
  REQUIRE(file);
  check_answers(*file, table);
}

void check_all_learners(const Table& table) {
  for (const Learner learner : shohin::kLearners) {
    INFO(learner_name(learner));
    trained(table, learner);
    check_whole_training(table, learner);
  }
}

Table filled(float value, std::uint32_t rows = 60) {
  Table table = made_table(rows, 2);
  for (auto& column : table.columns) column.assign(rows, value);
  return table;
}

// The most probable class of row 0.
float first_answer(const Model& model, const Table& table, std::uint32_t of_class) {
  return shohin::predict_table(model, table)[of_class];
}

}  // namespace

TEST_CASE("constant columns teach nothing but the classes' shares", "[learn][bad]") {
  Table table = filled(1);
  for (std::uint32_t row = 0; row < 60; ++row) table.labels[row] = row % 4 == 0 ? 1 : 0;
  for (const Learner learner : shohin::kLearners) {
    INFO(learner_name(learner));
    CHECK(first_answer(trained(table, learner), table, 0) == Catch::Approx(0.75).margin(0.1));
    check_whole_training(table, learner);
  }
}

TEST_CASE("rows that contradict each other share their answer", "[learn][bad]") {
  Table table = take_rows(made_table(10, 2), std::vector<std::uint32_t>(90, 3));
  for (std::uint32_t row = 0; row < 90; ++row) table.labels[row] = row % 3 == 0 ? 1 : 0;
  for (const Learner learner : shohin::kLearners) {
    INFO(learner_name(learner));
    CHECK(first_answer(trained(table, learner), table, 0) == Catch::Approx(2.0 / 3).margin(0.1));
    check_whole_training(table, learner);
  }
}

TEST_CASE("where nothing is known the classes' shares are the answer", "[learn][bad]") {
  SECTION("in one column") {
    Table table = made_table(80, 3);
    table.columns[1].assign(80, kMissing);
    table.columns[3].assign(80, kMissing);
    check_all_learners(table);
  }
  SECTION("in any column") { check_all_learners(filled(kMissing)); }
}

TEST_CASE("one class alone is learned", "[learn][bad]") {
  Table table = made_table(50, 3);
  table.labels.assign(50, 1);
  for (const Learner learner : shohin::kLearners) {
    INFO(learner_name(learner));
    CHECK(first_answer(trained(table, learner), table, 1) > 0.9F);
    check_whole_training(table, learner);
  }
}

TEST_CASE("more classes than rows are learned", "[learn][bad]") {
  Table table = made_table(12, 2);
  table.contract = made_contract(40);
  for (std::uint32_t row = 0; row < 12; ++row) table.labels[row] = 3 * row;
  check_all_learners(table);
}

TEST_CASE("one row, and two, are learned", "[learn][bad]") {
  for (const std::uint32_t rows : {1U, 2U})
    for (const Learner learner : shohin::kLearners) trained(made_table(rows, 2), learner);
}

TEST_CASE("the largest numbers there are are learned or refused with their column", "[learn][bad]") {
  Table table = made_table(120, 3);
  for (const std::size_t f : {0U, 1U}) {
    table.contract.features[f].min = static_cast<double>(std::numeric_limits<float>::lowest());
    table.contract.features[f].max = static_cast<double>(std::numeric_limits<float>::max());
  }
  for (std::uint32_t row = 0; row < 120; ++row) {
    table.columns[0][row] = table.labels[row] == 0 ? 1e38F : std::numeric_limits<float>::lowest();
    table.columns[1][row] = row % 2 == 0 ? std::numeric_limits<float>::max() : 1e-38F;
  }
  for (const Learner learner : shohin::kLearners) {
    INFO(learner_name(learner));
    const auto model = shohin::train_model(table, small_config(learner), 1, 2);
    if (model) {
      check_answers(*model, table);
      CHECK(shohin::evaluate(*model, table).accuracy > 0.6);
      check_whole_training(table, learner);
    } else {
      CHECK(learner == Learner::kSoftmaxRegression);  // trees only compare
      CHECK(model.error().first().code == FaultCode::kTooLarge);
      CHECK(model.error().first().field == "length");
    }
  }
}

TEST_CASE("a column that holds one number and then another tiny step is no trouble", "[learn][bad]") {
  Table table = made_table(60, 2);
  for (std::uint32_t row = 0; row < 60; ++row)
    table.columns[0][row] = table.labels[row] == 0 ? 1 : std::nextafter(1.0F, 2.0F);
  check_all_learners(table);
}

TEST_CASE("a category that training never saw is answered", "[learn][bad]") {
  Table table = made_table(90, 2), unseen = made_table(20, 2);
  for (float& shape : table.columns[3]) shape = std::isnan(shape) || shape == 3 ? 0 : shape;
  unseen.columns[3].assign(20, 3);
  for (const Learner learner : shohin::kLearners) {
    INFO(learner_name(learner));
    check_answers(trained(table, learner), unseen);
  }
}

TEST_CASE("ten thousand columns are learned", "[learn][bad]") {
  constexpr std::uint32_t kColumns = 10'000, kRows = 24;
  Table table = made_table(kRows, 2);
  shohin::Random random(3);
  table.contract.features.clear();
  table.columns.clear();
  for (std::uint32_t i = 0; i < kColumns; ++i) {
    table.contract.features.push_back({.name = "f" + std::to_string(i), .min = -10, .max = 10});
    std::vector<float> column(kRows);
    for (float& value : column) value = static_cast<float>(random.below(100)) / 10;
    table.columns.push_back(std::move(column));
  }
  for (const Learner learner : shohin::kLearners) trained(table, learner);
}

TEST_CASE("an infinity is refused with its column and row", "[learn][bad]") {
  Table table = made_table(30, 2);
  for (const float value : {kInfinity, -kInfinity}) {
    table.columns[1][7] = value;
    for (const Learner learner : shohin::kLearners) {
      const auto refused = shohin::train_model(table, small_config(learner), 1, 1);
      REQUIRE_FALSE(refused);
      CHECK(refused.error().first().code == FaultCode::kNotFinite);
      CHECK(refused.error().first().field == "fine");
      CHECK(refused.error().first().row == 8);
    }
  }
}

TEST_CASE("no rows are refused", "[learn][bad]") {
  const Table table = take_rows(made_table(5, 2), {});
  for (const Learner learner : shohin::kLearners) {
    const auto refused = shohin::train_model(table, small_config(learner), 1, 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().first().code == FaultCode::kTooFewRows);
    CHECK(refused.error().first().field == "rows");
  }
}
