#include "calibrate/novelty.h"

#include <algorithm>
#include <cmath>

#include "numeric/elementary.h"

namespace shohin {
namespace {

// Exact for the mean and the covariance of n rows with one taken out (Sherman and Morrison 1950).
double without_itself(double squared, double n) {
  if (n < 4) return squared;
  const double q = squared / (n - 1), k = n / (n - 1);
  return k * q < 0.999 ? (n - 2) * k * k * q / (1 - k * q) : 1e6;
}

// The share of rows whose category is no more frequent than that one.
double tail(const std::vector<double>& shares, double share) {
  double sum = 0;
  for (const double one : shares)
    if (one <= share) sum += one;
  return std::min(sum, 1.0);
}

struct Surprise {
  double sum = 0, expected = 0;
};

void add_category(const std::vector<double>& shares, float value, Surprise& surprise) {
  if (!(value >= 0 && value < static_cast<float>(shares.size()))) return;
  surprise.sum -= 2 * natural_log(tail(shares, shares[static_cast<std::size_t>(value)]));
  for (const double share : shares) surprise.expected -= 2 * share * natural_log(tail(shares, share));
}

}  // namespace

std::optional<double> score_in_class(const Novelty& novelty, const Novelty::Class& one,
                                     std::span<const float> row, std::uint32_t left_out_of) {
  std::vector<double> values;
  for (std::size_t i = 0; i < novelty.numbers.size(); ++i) {
    const double value = row[novelty.numbers[i]];
    values.push_back(novelty.logarithmic[i] && !std::isnan(value) ? natural_log(std::max(value, 1e-30))
                                                                  : value);
  }
  std::uint32_t known = 0;
  Surprise surprise;
  surprise.sum = squared_distance(one.numbers, values, known);
  if (left_out_of > 0) surprise.sum = without_itself(surprise.sum, left_out_of);
  surprise.expected = known;
  for (std::size_t i = 0; i < novelty.categories.size(); ++i)
    add_category(one.categories[i], row[novelty.categories[i]], surprise);
  if (!(surprise.expected > 0)) return std::nullopt;
  const double freedom = std::max(surprise.expected, 0.5), spread = 2 / (9 * freedom);
  const double ratio = surprise.sum / freedom;
  return ((ratio > 0 ? exponential(natural_log(ratio) / 3) : 0) - (1 - spread)) / std::sqrt(spread);
}

std::optional<double> Novelty::score(std::span<const float> row) const {
  std::optional<double> least;
  for (const Class& one : classes) {
    const std::optional<double> score = score_in_class(*this, one, row);
    if (score && (!least || *score < *least)) least = score;
  }
  return least;
}

double Novelty::threshold() const {
  const auto* const rate = std::find(std::begin(kAlarmRates), std::end(kAlarmRates), kAlarmRate);
  return thresholds[static_cast<std::size_t>(rate - std::begin(kAlarmRates))];
}

bool Novelty::is_strange(std::span<const float> row) const {
  const std::optional<double> found = score(row);
  return found && *found > threshold();
}

}  // namespace shohin
