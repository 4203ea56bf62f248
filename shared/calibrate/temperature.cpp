#include "calibrate/temperature.h"

#include <algorithm>
#include <vector>

#include "numeric/elementary.h"

namespace shohin {
namespace {

// [row x class]
std::vector<double> logarithms(const HeldOut& rows) {
  const double least = 0.5 / static_cast<double>(rows.labels.size());
  std::vector<double> out;
  out.reserve(rows.probabilities.size());
  for (const float p : rows.probabilities) out.push_back(natural_log(std::max<double>(p, least)));
  return out;
}

// The slope of one row's log loss: the expected logarithm under p^exponent, less the true class's.
double slope_of_row(std::span<const double> logs, std::uint32_t label, double exponent) {
  const double highest = *std::max_element(logs.begin(), logs.end());
  double total = 0, expected = 0;
  for (const double log : logs) {
    const double share = exponential(exponent * (log - highest));
    total += share;
    expected += share * log;
  }
  return expected / total - logs[label];
}

}  // namespace

float fit_exponent(const HeldOut& rows) {
  if (rows.labels.empty()) return 1;
  const std::vector<double> logs = logarithms(rows);
  double low = 1.0 / 16, high = 16;
  for (int step = 0; step < 40; ++step) {
    const double middle = (low + high) / 2;
    double slope = natural_log(middle) / middle;  // of the prior
    for (std::size_t row = 0; row < rows.labels.size(); ++row)
      slope += slope_of_row(std::span(logs).subspan(row * rows.class_count, rows.class_count),
                            rows.labels[row], middle);
    (slope < 0 ? low : high) = middle;
  }
  return static_cast<float>((low + high) / 2);
}

void raise_probabilities(std::span<float> probabilities, std::uint32_t class_count, float exponent) {
  if (exponent == 1) return;
  for (std::size_t row = 0; row < probabilities.size(); row += class_count) {
    double total = 0;
    for (float& p : probabilities.subspan(row, class_count)) {
      p = static_cast<float>(p > 0 ? exponential(exponent * natural_log(p)) : 0);
      total += p;
    }
    for (float& p : probabilities.subspan(row, class_count)) p = static_cast<float>(p / total);
  }
}

}  // namespace shohin
