#include <cmath>

#include "evaluate/metrics.h"

namespace shohin {
namespace {

double share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

struct Sums {
  std::vector<std::uint64_t> truth, guess;  // [class] rows of it, rows called it
  std::uint64_t right = 0, rows = 0;
};

Sums add_up(const std::vector<std::vector<std::uint32_t>>& matrix) {
  Sums sums{.truth = std::vector<std::uint64_t>(matrix.size()),
            .guess = std::vector<std::uint64_t>(matrix.size())};
  for (std::size_t of = 0; of < matrix.size(); ++of) {
    sums.right += matrix[of][of];
    for (std::size_t as = 0; as < matrix.size(); ++as) {
      sums.truth[of] += matrix[of][as];
      sums.guess[as] += matrix[of][as];
      sums.rows += matrix[of][as];
    }
  }
  return sums;
}

double matthews(const Sums& sums) {
  const auto rows = static_cast<double>(sums.rows);
  double both = static_cast<double>(sums.right) * rows, truth = rows * rows, guess = rows * rows;
  for (std::size_t c = 0; c < sums.truth.size(); ++c) {
    const auto of = static_cast<double>(sums.truth[c]), as = static_cast<double>(sums.guess[c]);
    both -= of * as;
    truth -= of * of;
    guess -= as * as;
  }
  return truth > 0 && guess > 0 ? both / std::sqrt(truth * guess) : 0;
}

void add_ratios(Metrics& metrics, const Sums& sums) {
  metrics.classes.resize(sums.truth.size());
  for (std::size_t c = 0; c < metrics.classes.size(); ++c) {
    const std::uint64_t right = metrics.confusion_matrix[c][c];
    ClassMetrics& one = metrics.classes[c];
    one.precision = share(right, sums.guess[c]);
    one.recall = share(right, sums.truth[c]);
    one.f1 = share(2 * right, sums.guess[c] + sums.truth[c]);
    one.support = static_cast<std::uint32_t>(sums.truth[c]);
  }
}

void add_averages(Metrics& metrics, const Sums& sums) {
  std::uint32_t present = 0;
  const auto classes = static_cast<double>(metrics.classes.size());
  for (const ClassMetrics& one : metrics.classes) {
    const double weight = share(one.support, sums.rows);
    metrics.precision += weight * one.precision;
    metrics.recall += weight * one.recall;
    metrics.f1 += weight * one.f1;
    metrics.precision_macro += one.precision / classes;
    metrics.recall_macro += one.recall / classes;
    metrics.f1_macro += one.f1 / classes;
    metrics.balanced_accuracy += one.recall;
    present += one.support > 0 ? 1 : 0;
  }
  if (present > 0) metrics.balanced_accuracy /= present;
}

}  // namespace

void add_counted(Metrics& metrics) {
  const Sums sums = add_up(metrics.confusion_matrix);
  metrics.accuracy = share(sums.right, sums.rows);
  metrics.matthews = matthews(sums);
  add_ratios(metrics, sums);
  add_averages(metrics, sums);
}

}  // namespace shohin
