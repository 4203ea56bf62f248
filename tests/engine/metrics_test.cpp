// Proves that accuracy, precision, recall, F1, log loss and confusion matrix are those of scikit-learn 1.9.1
// (accuracy_score, precision_recall_fscore_support with zero_division=0, log_loss, confusion_matrix).
#include "evaluate/metrics.h"

#include <catch_amalgamated.hpp>

using Catch::Matchers::WithinULP;
using shohin::Metrics;

namespace {

constexpr std::uint64_t kUlps = 4;  // scikit-learn adds in another order

void check_averages(const Metrics& metrics, double precision, double recall, double f1, double log_loss) {
  CHECK_THAT(metrics.precision, WithinULP(precision, kUlps));
  CHECK_THAT(metrics.recall, WithinULP(recall, kUlps));
  CHECK_THAT(metrics.f1, WithinULP(f1, kUlps));
  CHECK_THAT(metrics.log_loss, WithinULP(log_loss, kUlps));
}

}  // namespace

TEST_CASE("metrics of three classes are scikit-learn's", "[evaluate]") {
  const std::vector<std::uint32_t> labels = {0, 0, 0, 1, 1, 2, 2, 2, 2, 0};
  // A sure right answer, a sure wrong one (its loss is clipped), a tie (the lower class).
  const std::vector<float> p = {0.75F, 0.125F, 0.125F, 0.5F,   0.25F,  0.25F, 0.125F, 0.625F, 0.25F,  0.25F,
                                0.5F,  0.25F,  0.5F,   0.375F, 0.125F, 0,     0,      1,      0.25F,  0.25F,
                                0.5F,  0.5F,   0.25F,  0.25F,  1,      0,     0,      0.375F, 0.375F, 0.25F};
  const Metrics metrics = shohin::measure(p, labels, 3);
  CHECK(metrics.accuracy == 0.6);
  check_averages(metrics, 0.7, 0.6, 0.6066666666666667, 4.383817141207195);
  CHECK(metrics.confusion_matrix == std::vector<std::vector<std::uint32_t>>{{3, 1, 0}, {1, 1, 0}, {2, 0, 2}});
  CHECK(metrics.classes[0].precision == 0.5);
  CHECK(metrics.classes[0].recall == 0.75);
  CHECK(metrics.classes[0].f1 == 0.6);
  CHECK(metrics.classes[0].support == 4);
  CHECK(metrics.classes[2].precision == 1);
  CHECK_THAT(metrics.classes[2].f1, WithinULP(2.0 / 3, kUlps));
}

TEST_CASE("a class that is never predicted, or has no rows, counts as nothing", "[evaluate]") {
  const std::vector<std::uint32_t> labels = {0, 0, 1, 1};
  const std::vector<float> p = {0.75F, 0.25F, 0, 0.875F, 0.125F, 0, 0.625F, 0.375F, 0, 0.5F, 0.5F, 0};
  const Metrics metrics = shohin::measure(p, labels, 3);
  CHECK(metrics.accuracy == 0.5);
  check_averages(metrics, 0.25, 0.5, 0.3333333333333333, 0.5237974746619938);
  CHECK(metrics.classes[1].precision == 0);
  CHECK(metrics.classes[1].support == 2);
  CHECK(metrics.classes[2].recall == 0);
  CHECK(metrics.classes[2].f1 == 0);
}

TEST_CASE("no rows measure as zeros", "[evaluate]") {
  const Metrics metrics = shohin::measure({}, {}, 2);
  CHECK(metrics.accuracy == 0);
  CHECK(metrics.log_loss == 0);
  CHECK(metrics.classes.size() == 2);
}
