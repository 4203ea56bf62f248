// Proves that a training calibrates its model from rows that trained nothing, and that the sets which come of
// it hold the truth as often as they promise.
#include "wire/calibrating.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>

#include "calibrate/calibration.h"
#include "evaluate/metrics.h"
#include "learn/out_of_bag.h"
#include "learn/train.h"
#include "made_bonsai.h"
#include "made_table.h"

using Catch::Approx;
using shohin::Calibration;
using shohin::CalibrationChoice;
using shohin::LearnerConfig;
using shohin::Model;
using shohin::Table;

namespace {

Model trained(const Table& table, const Table& test, const LearnerConfig& config, std::uint64_t seed,
              CalibrationChoice choice = CalibrationChoice::kNone) {
  Model model = shohin::train_model(table, config, seed, 1).value();
  shohin::calibrate_model(model, table, test, {.choice = choice, .config = config, .seed = seed});
  return model;
}

Calibration calibration_of(const Model& model) {
  return shohin::read_calibration(model.calibration, model.contract).value();
}

// Every row can be told from every other, and its label is drawn by lot: only a tree that saw it knows it.
Table lottery(std::uint32_t rows) {
  Table table = shohin::made_table(rows, 2, 8);
  shohin::Random random(9);
  for (std::uint32_t row = 0; row < rows; ++row) {
    table.columns[0][row] = static_cast<float>(row) / 100;
    table.labels[row] = random.below(2);
  }
  return table;
}

struct Coverage {
  double held = 0, rows = 0;

  void count(const Model& model, const Table& fresh) {
    const auto conformal = calibration_of(model).conformal.value();
    const auto p = shohin::predict_table(model, fresh);
    const std::uint32_t classes = model.class_count();
    for (std::uint32_t row = 0; row < fresh.row_count(); ++row, ++rows) {
      const auto set =
          shohin::conformal_set(conformal, std::span(p).subspan(std::size_t{row} * classes, classes), 0.1);
      held += std::count(set.begin(), set.end(), fresh.labels[row]) > 0 ? 1 : 0;
    }
  }
};

}  // namespace

TEST_CASE("a tree that saw a row says nothing of it out of bag", "[learn][out_of_bag]") {
  const Table table = lottery(400);
  const LearnerConfig config{.n_estimators = 1, .max_depth = 64, .max_features = "all"};
  const Model one = shohin::train_model(table, config, 3, 1).value();
  const auto judged = shohin::out_of_bag(*one.trees(), table, config, 3);
  REQUIRE(judged);
  CHECK(judged->rows.size() == Approx(400 * 0.368).margin(40));
  // The tree knows every row that it saw; all its mistakes are among the others.
  const auto p = shohin::predict_table(one, table);
  std::uint32_t mistakes = 0;
  for (std::uint32_t row = 0; row < 400; ++row) {
    if (p[row * 2 + table.labels[row]] > 0.5F) continue;
    ++mistakes;
    CHECK(std::binary_search(judged->rows.begin(), judged->rows.end(), row));
  }
  CHECK(mistakes > 40);
}

TEST_CASE("out-of-bag answers are the mean over the trees that did not see a row", "[learn][out_of_bag]") {
  const Table table = lottery(300);
  const LearnerConfig config{.n_estimators = 25, .max_depth = 64, .max_samples = 0.5};
  const Model model = shohin::train_model(table, config, 4, 1).value();
  const auto judged = shohin::out_of_bag(*model.trees(), table, config, 4);
  REQUIRE(judged);
  CHECK(judged->rows.size() == 300);
  std::uint32_t right = 0;
  for (std::uint32_t row = 0; row < 300; ++row) {
    CHECK(judged->probabilities[row * 2] + judged->probabilities[row * 2 + 1] == Approx(1));
    right += judged->probabilities[row * 2 + table.labels[row]] > 0.5F ? 1 : 0;
  }
  CHECK(right / 300.0 == Approx(0.5).margin(0.12));  // a lottery cannot be foreseen
  CHECK(shohin::evaluate(model, table).accuracy > 0.9);
}

TEST_CASE("without a bootstrap nothing is out of bag", "[learn][out_of_bag]") {
  const Table table = shohin::made_table(100, 3);
  const LearnerConfig config{.n_estimators = 3, .bootstrap = false};
  const Model model = shohin::train_model(table, config, 4, 1).value();
  CHECK_FALSE(shohin::out_of_bag(*model.trees(), table, config, 4));
}

TEST_CASE("sets at an error rate of 10 % hold nine species in ten", "[wire][calibrate][bonsai]") {
  for (const CalibrationChoice choice : {CalibrationChoice::kNone, CalibrationChoice::kTemperature}) {
    Coverage coverage;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const Table table = shohin::bonsai_table(700, seed), test = shohin::bonsai_table(300, 100 + seed);
      const Table fresh = shohin::bonsai_table(1500, 200 + seed);
      coverage.count(trained(table, test, {.n_estimators = 60, .max_depth = 20}, seed, choice), fresh);
    }
    CHECK(coverage.held / coverage.rows == Approx(0.9).margin(0.01));
  }
}

TEST_CASE("a temperature makes fresh rows' log loss smaller, out of bag or held out", "[wire][calibrate]") {
  const Table rows = shohin::bonsai_table(1500, 5), fresh = shohin::bonsai_table(2000, 6),
              few = shohin::bonsai_table(100, 7);
  const auto [bootstrap, rows_from] =
      GENERATE(Catch::Generators::table<bool, std::string>({{true, "out_of_bag"}, {false, "held_out"}}));
  const LearnerConfig config{.n_estimators = 60, .max_depth = 20, .bootstrap = bootstrap};
  const Model plain = trained(rows, few, config, 7),
              hot = trained(rows, few, config, 7, CalibrationChoice::kTemperature);
  CHECK(plain.exponent == 1);
  CHECK(hot.exponent != 1);
  CHECK(calibration_of(hot).temperature_from == rows_from);
  CHECK(calibration_of(hot).temperature == Approx(1 / hot.exponent));
  CHECK(shohin::evaluate(hot, fresh).log_loss < shohin::evaluate(plain, fresh).log_loss);
  CHECK(shohin::evaluate(hot, fresh).accuracy == shohin::evaluate(plain, fresh).accuracy);
}

TEST_CASE("every learner has a temperature from rows that it did not learn from, and loses nothing by it",
          "[wire][calibrate]") {
  const Table rows = shohin::bonsai_table(600, 8), fresh = shohin::bonsai_table(2000, 9),
              few = shohin::bonsai_table(100, 10);
  for (const shohin::Learner learner : shohin::kLearners) {
    INFO(shohin::learner_name(learner));
    LearnerConfig config = shohin::default_config(learner);
    config.n_estimators = 40;
    const Model plain = trained(rows, few, config, 7),
                hot = trained(rows, few, config, 7, CalibrationChoice::kTemperature);
    CHECK(hot.exponent != 1);
    CHECK(calibration_of(hot).temperature_from ==
          (learner == shohin::Learner::kRandomForest ? "out_of_bag" : "held_out"));
    CHECK(shohin::evaluate(hot, fresh).log_loss < shohin::evaluate(plain, fresh).log_loss + 0.003);
    CHECK(shohin::evaluate(hot, fresh).accuracy == shohin::evaluate(plain, fresh).accuracy);
  }
}

TEST_CASE("bare training leaves probabilities alone but knows sets, strangers and measurements",
          "[wire][calibrate]") {
  const Model model =
      trained(shohin::made_table(200, 3), shohin::made_table(77, 3, 2), {.n_estimators = 10}, 1);
  const Calibration calibration = calibration_of(model);
  CHECK(model.exponent == 1);
  CHECK(calibration.temperature == 1);
  CHECK(calibration.temperature_from.empty());
  REQUIRE(calibration.conformal);
  CHECK(calibration.conformal->rows == 77);
  CHECK(calibration.novelty);
  REQUIRE(calibration.measurements);
  CHECK(calibration.measurements->features.size() == 3);
}

TEST_CASE("a class of one row is calibrated as far as it goes", "[wire][calibrate]") {
  Table table = shohin::made_table(6, 2);
  table.labels = {0, 0, 0, 0, 0, 1};
  const Model model =
      trained(table, table, {.n_estimators = 10, .bootstrap = false}, 1, CalibrationChoice::kTemperature);
  CHECK(model.exponent > 0);
  CHECK_FALSE(calibration_of(model).novelty);
  CHECK(calibration_of(model).conformal);
}

TEST_CASE("a calibration that there is not is refused by name", "[wire][calibrate]") {
  CHECK(shohin::find_calibration("temperature").value() == CalibrationChoice::kTemperature);
  CHECK(shohin::find_calibration("none").value() == CalibrationChoice::kNone);
  const auto unknown = shohin::find_calibration("isotonic");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().first().code == shohin::FaultCode::kUnknownCategory);
  CHECK(unknown.error().first().field == "calibration");
}
