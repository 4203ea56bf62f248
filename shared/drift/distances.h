// How far apart two sets of counts over the same bins or categories are. Both must have rows.
#pragma once

#include <cstdint>
#include <span>

namespace shohin {

using Counts = std::span<const std::uint64_t>;

// Population stability index, the sum of (d - r) ln(d / r) over shares of at least 0.0001. Its value depends
// on the bins: say which.
double population_stability(Counts reference, Counts data);

// The Jensen-Shannon distance, the root of the divergence in natural logarithms (SciPy's jensenshannon).
double jensen_shannon(Counts reference, Counts data);

// The Hellinger distance: sqrt(sum of (sqrt r - sqrt d)^2 / 2).
double hellinger(Counts reference, Counts data);

// The largest difference between two shares.
double largest_difference(Counts reference, Counts data);

// Whether both come from one distribution: Pearson's chi-squared over a table of two rows, without Yates's
// correction; what neither has is left out.
struct ChiSquared {
  double statistic = 0;
  std::uint32_t degrees = 0;
  double p = 1;
  double cramers_v = 0;  // sqrt(statistic / rows): effect size from 0 to 1
};
ChiSquared two_sample_chi_squared(Counts reference, Counts data);

}  // namespace shohin
