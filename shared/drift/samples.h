// How far apart two samples of numbers are. Samples are sorted ascending, without NaN, and not empty.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shohin {

using Sample = std::span<const float>;

// The largest distance between the two empirical distribution functions, looked at behind each value and its
// ties.
double kolmogorov_smirnov_distance(Sample reference, Sample data);

// Its two-sided p, asymptotic as SciPy's ks_2samp(method="asymp") has it: Kolmogorov's distribution of
// round(n m / (n + m)) values. (SciPy's default is exact up to 10,000 values, and a little higher for small
// samples.)
double kolmogorov_smirnov_p(double distance, std::uint64_t reference, std::uint64_t data);

// The area between the two distribution functions (SciPy's wasserstein_distance), in the feature's unit.
double wasserstein_distance(Sample reference, Sample data);

// The standard deviation, divided by the number of values.
double standard_deviation(Sample sample);

// Both samples counted in the same bins.
struct BinnedPair {
  std::vector<std::uint64_t> reference, data;
};

// Between the deciles of the reference as numpy.quantile has them, equal ones once: at least the lower, below
// the upper edge.
BinnedPair bin_by_deciles(Sample reference, Sample data);

// Bins of equal width over both samples together, as many as Sturges (1926) says: numpy's bins="sturges".
BinnedPair bin_by_sturges(Sample reference, Sample data);

}  // namespace shohin
