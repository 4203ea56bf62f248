#include "calibrate/conformal.h"

#include <algorithm>
#include <cmath>

namespace shohin {
namespace {

std::uint32_t percent_of(double error_rate) {
  const double percent = std::floor(error_rate * 100 + 1e-9);
  return static_cast<std::uint32_t>(std::clamp(percent, 1.0, static_cast<double>(kErrorRates)));
}

std::vector<std::uint32_t> at_least(std::span<const float> probabilities, float least) {
  std::vector<std::uint32_t> set;
  for (std::uint32_t c = 0; c < probabilities.size(); ++c)
    if (probabilities[c] >= least) set.push_back(c);
  std::sort(set.begin(), set.end(), [&](std::uint32_t a, std::uint32_t b) {
    return probabilities[a] != probabilities[b] ? probabilities[a] > probabilities[b] : a < b;
  });
  return set;
}

}  // namespace

// Of n rows and the one to come, n + 1 in all, no more than floor((n + 1) * rate) may lie below the threshold
// with their true class: it is that smallest of them.
std::optional<Conformal> fit_conformal(const HeldOut& rows) {
  if (rows.labels.empty()) return std::nullopt;
  std::vector<float> of_truth;
  for (std::size_t row = 0; row < rows.labels.size(); ++row)
    of_truth.push_back(rows.probabilities[row * rows.class_count + rows.labels[row]]);
  std::sort(of_truth.begin(), of_truth.end());
  Conformal out{.rows = static_cast<std::uint32_t>(of_truth.size()), .least_probability = {}};
  for (std::uint64_t percent = 1; percent <= kErrorRates; ++percent) {
    const auto below = static_cast<std::size_t>((std::uint64_t{of_truth.size()} + 1) * percent / 100);
    out.least_probability.push_back(below == 0 ? 0 : of_truth[below - 1]);
  }
  return out;
}

std::vector<std::uint32_t> conformal_set(const Conformal& conformal, std::span<const float> probabilities,
                                         double error_rate) {
  return at_least(probabilities, conformal.least_probability[percent_of(error_rate) - 1]);
}

std::vector<std::uint32_t> prediction_set(const Conformal& conformal, std::span<const float> probabilities,
                                          double error_rate) {
  auto set = conformal_set(conformal, probabilities, error_rate);
  if (!set.empty()) return set;
  set = at_least(probabilities, 0);
  double together = 0;
  std::size_t taken = 0;
  while (taken < set.size() && together < 1 - error_rate) together += probabilities[set[taken++]];
  set.resize(std::max<std::size_t>(taken, 1));
  return set;
}

}  // namespace shohin
