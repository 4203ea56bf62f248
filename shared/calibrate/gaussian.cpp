#include "calibrate/gaussian.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace shohin {
namespace {

double correlation_of(const Gaussian& gaussian, std::uint32_t a, std::uint32_t b) {
  if (a == b) return 1;
  const std::uint32_t high = std::max(a, b), low = std::min(a, b);
  return gaussian.correlation[std::size_t{high} * (high - 1) / 2 + low] / 1000.0;
}

// Cholesky's factor of the correlations of those variables, row after row while it solves for the
// standardised values: the squared length of the solution is the distance. Nothing when they are not positive
// definite.
std::optional<double> solve(const Gaussian& gaussian, std::span<const std::uint32_t> variables,
                            std::span<const double> standardised) {
  const std::size_t size = variables.size();
  std::vector<double> factor(size * size, 0), solution(size, 0);
  double length = 0;
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double left = correlation_of(gaussian, variables[i], variables[j]);
      for (std::size_t k = 0; k < j; ++k) left -= factor[i * size + k] * factor[j * size + k];
      if (i == j && !(left > 1e-6)) return std::nullopt;
      factor[i * size + j] = i == j ? std::sqrt(left) : left / factor[j * size + j];
    }
    double left = standardised[i];
    for (std::size_t k = 0; k < i; ++k) left -= factor[i * size + k] * solution[k];
    solution[i] = left / factor[i * size + i];
    length += solution[i] * solution[i];
  }
  return length;
}

}  // namespace

bool Gaussian::is_sound() const {
  std::vector<std::uint32_t> all(size());
  for (std::uint32_t i = 0; i < size(); ++i) all[i] = i;
  return solve(*this, all, std::vector<double>(size(), 0)).has_value();
}

double squared_distance(const Gaussian& gaussian, std::span<const double> values, std::uint32_t& known) {
  std::vector<std::uint32_t> variables;
  std::vector<double> standardised;
  for (std::uint32_t i = 0; i < gaussian.size(); ++i) {
    if (std::isnan(values[i])) continue;
    variables.push_back(i);
    standardised.push_back(std::clamp((values[i] - gaussian.mean[i]) / gaussian.deviation[i], -1e6, 1e6));
  }
  known = static_cast<std::uint32_t>(variables.size());
  return solve(gaussian, variables, standardised).value_or(0);
}

}  // namespace shohin
