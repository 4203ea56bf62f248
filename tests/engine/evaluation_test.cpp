// Proves rankings, reliability, McNemar's test, bootstrap, permutation and report on cases worked by hand or
// by scikit-learn 1.9.1; tests/interop/test_evaluate.py compares whole models.
#include <catch_amalgamated.hpp>
#include <cmath>

#include "evaluate/bootstrap.h"
#include "evaluate/mcnemar.h"
#include "evaluate/metrics.h"
#include "evaluate/permutation.h"
#include "evaluate/ranking.h"
#include "evaluate/reliability.h"
#include "evaluate/report.h"
#include "learn/train.h"
#include "made_table.h"

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using shohin::Metrics;

namespace {

// The tied pair of scikit-learn's own example for roc_auc_score, with a tie between both kinds added.
const std::vector<std::uint32_t> kLabels = {0, 0, 1, 1, 0, 1};
const std::vector<float> kAnswers = {0.875F, 0.125F, 0.625F, 0.375F, 0.75F, 0.25F,
                                     0.25F,  0.75F,  0.5F,   0.5F,   0.5F,  0.5F};

}  // namespace

TEST_CASE("a tie between right and wrong counts half", "[evaluate]") {
  const auto ranking = shohin::rank_rows(kAnswers, kLabels, 2, 1);
  CHECK(ranking.thresholds == std::vector<float>{0.75F, 0.5F, 0.375F, 0.25F, 0.125F});
  CHECK(ranking.hits == std::vector<std::uint32_t>{1, 2, 2, 3, 3});
  CHECK(ranking.false_alarms == std::vector<std::uint32_t>{0, 1, 2, 2, 3});
  CHECK_THAT(shohin::roc_auc_of(ranking), WithinRel(6.5 / 9, 1e-15));
  CHECK_THAT(shohin::average_precision_of(ranking), WithinRel((1 + 2.0 / 3 + 3.0 / 5) / 3, 1e-15));
}

TEST_CASE("a curve without rows of both kinds is undefined", "[evaluate]") {
  const std::vector<std::uint32_t> all = {1, 1};
  const std::vector<float> answers = {0.25F, 0.75F, 0.375F, 0.625F};
  CHECK(std::isnan(shohin::roc_auc_of(shohin::rank_rows(answers, all, 2, 1))));
  CHECK(std::isnan(shohin::average_precision_of(shohin::rank_rows(answers, all, 2, 0))));
  const Metrics metrics = shohin::measure(answers, all, 2);
  CHECK(std::isnan(metrics.roc_auc));
  CHECK(metrics.balanced_accuracy == 1);
  CHECK(metrics.matthews == 0);
  CHECK(metrics.recall_macro == 0.5);
}

TEST_CASE("the ROC curve leaves out points on a straight line", "[evaluate]") {
  const std::vector<std::uint32_t> labels = {1, 1, 1, 0};
  const std::vector<float> answers = {0.0F, 1.0F, 0.25F, 0.75F, 0.5F, 0.5F, 0.75F, 0.25F};
  const auto curve = shohin::roc_curve(shohin::rank_rows(answers, labels, 2, 1));
  CHECK(curve.x == std::vector<double>{0, 0, 0, 1});
  CHECK(curve.y == std::vector<double>{0, 1.0 / 3, 1, 1});
  CHECK(std::isinf(curve.thresholds[0]));
  CHECK(shohin::area_below(curve) == 1);
}

TEST_CASE("Brier is halved for two classes and whole for three", "[evaluate]") {
  CHECK(shohin::measure(std::vector<float>{0.75F, 0.25F}, std::vector<std::uint32_t>{0}, 2).brier == 0.0625);
  CHECK(shohin::measure(std::vector<float>{0.75F, 0.25F, 0}, std::vector<std::uint32_t>{0}, 3).brier ==
        0.125);
}

TEST_CASE("a bin of the calibration curve has its upper end", "[evaluate]") {
  const std::vector<std::uint32_t> labels = {1, 0, 1, 1};
  const std::vector<float> answers = {0.5F, 0.5F, 0.75F, 0.25F, 0.25F, 0.75F, 0, 1};
  const auto curve = shohin::reliability_of_class(answers, labels, 2, 1, 2);
  CHECK(curve.rows == std::vector<std::uint32_t>{2, 2});
  CHECK(curve.predicted == std::vector<double>{0.375, 0.875});
  CHECK(curve.observed == std::vector<double>{0.5, 1});
  CHECK(shohin::expected_calibration_error({}, {}, 2) == 0);
}

TEST_CASE("McNemar's test gives the published values", "[evaluate]") {
  const auto test = shohin::mcnemar_test(5, 16);
  CHECK_THAT(test.exact_p, WithinRel(0.02660369873046875, 1e-12));
  CHECK_THAT(test.statistic, WithinRel(100.0 / 21, 1e-15));
  CHECK_THAT(test.corrected_p, WithinRel(0.029096331741252257, 1e-12));
  CHECK(shohin::mcnemar_test(16, 5).exact_p == test.exact_p);
  CHECK(shohin::mcnemar_test(0, 0).exact_p == 1);
  CHECK(shohin::mcnemar_test(4, 4).exact_p == 1);
  CHECK(shohin::mcnemar_test(4, 4).statistic == 0);
}

TEST_CASE("a percentile interval covers the truth about as often as it says", "[evaluate]") {
  shohin::Random random(5);
  std::uint32_t covered = 0;
  constexpr std::uint32_t kTrials = 200, kRows = 150;
  for (std::uint32_t trial = 0; trial < kTrials; ++trial) {
    std::vector<float> answers;
    for (std::uint32_t row = 0; row < kRows; ++row) {
      const bool right = random.unit() < 0.8;
      answers.push_back(right ? 1.0F : 0.0F);
      answers.push_back(right ? 0.0F : 1.0F);
    }
    const auto ends = shohin::bootstrap_intervals(answers, std::vector<std::uint32_t>(kRows, 0), 2,
                                                  {.confidence = 0.9, .resamples = 200, .seed = trial});
    covered += ends.accuracy.low <= 0.8 && 0.8 <= ends.accuracy.high ? 1U : 0U;
  }
  CHECK(covered > kTrials * 0.83);
  CHECK(covered < kTrials * 0.97);
}

TEST_CASE("a feature that no answer hangs on has no importance, in any order of asking", "[evaluate]") {
  const shohin::Table table = shohin::made_table(300, 3);
  shohin::LearnerConfig config;
  config.n_estimators = 10;
  const auto model = shohin::train_model(table, config, 1, 1).value();
  const shohin::Predictor predictor(model);
  const Metrics whole = shohin::evaluate(model, table);
  const shohin::PermutationOptions options{.repeats = 3, .seed = 9};
  const auto last = shohin::permutation_importance(predictor, table, whole, 1, options);
  const auto first = shohin::permutation_importance(predictor, table, whole, 0, options);
  CHECK(shohin::permutation_importance(predictor, table, whole, 1, options).accuracy == last.accuracy);
  CHECK(first.accuracy.size() == 3);
  CHECK(shohin::mean_and_deviation(first.log_loss).mean > 0);
  for (std::uint32_t f = 0; f < table.columns.size(); ++f) {
    if (table.contract.features[f].name != "constant") continue;
    const auto nothing = shohin::permutation_importance(predictor, table, whole, f, options);
    CHECK(shohin::mean_and_deviation(nothing.accuracy).mean == 0);
    CHECK_THAT(shohin::mean_and_deviation(nothing.log_loss).mean, WithinAbs(0, 1e-12));
  }
}

TEST_CASE("the report counts characters, not bytes", "[evaluate]") {
  shohin::Contract contract;
  contract.classes = {{.name = "açaí que é uma palmeira", .label = {}}, {.name = "b", .label = {}}};
  const Metrics metrics = shohin::measure(kAnswers, kLabels, 2);
  const std::string text = shohin::classification_report(metrics, contract);
  CHECK(text.starts_with("                         precision    recall  f1-score   support\n\n"));
  CHECK(text.find("açaí que é uma palmeira       0.60      1.00      0.75         3\n") != std::string::npos);
  CHECK(text.find("               accuracy                           0.67         6\n") != std::string::npos);
  CHECK(text.find("           weighted avg       0.80      0.67      0.62         6\n") != std::string::npos);
}
