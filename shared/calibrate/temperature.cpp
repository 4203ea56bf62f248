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

}  // namespace shohin
