// A normal distribution of which any part may be asked.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shohin {

// Correlations are kept in thousandths: what a file says is what is computed with.
struct Gaussian {
  std::vector<double> mean, deviation;    // [variable], deviations above 0
  std::vector<std::int32_t> correlation;  // [pair]: (1,0), (2,0), (2,1), (3,0) ... in thousandths

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(mean.size()); }
  // Whether the correlation matrix is positive definite, as distance() needs it.
  [[nodiscard]] bool is_sound() const;
};

// The squared Mahalanobis distance of the values that are there (NaN is not), from their own marginal
// distribution; 0 for none. `known` gets how many they are.
double squared_distance(const Gaussian& gaussian, std::span<const double> values, std::uint32_t& known);

}  // namespace shohin
