// The distribution of Kolmogorov's statistic D of n values: the largest distance between their empirical and
// their true distribution function.
#pragma once

#include <cstdint>

namespace shohin {

// The probability that D is at least d (n >= 1). The ways of Simard and L'Ecuyer, "Computing the Two-Sided
// Kolmogorov-Smirnov Distribution" (J. Statistical Software 39/11, 2011), and the bounds between them as
// SciPy's kstwo.sf has them, so that both agree to 1e-9: in the tails twice the one-sided probability, exact
// up to n = 1,000,000; for small n d the matrix of Marsaglia, Tsang and Wang (2003), exact; otherwise the
// expansion of Pelz and Good (1976), good to about 1e-9.
double kolmogorov_at_least(double d, std::uint64_t n);

// The one-sided one (Smirnov 1944, in the form of Birnbaum and Tingey 1951), exact up to n = 1,000,000,
// beyond that Maag and Dicaire's (1971) approximation. 0 < d < 1.
double smirnov_at_least(double d, std::uint64_t n);

// The two ways to the probability that D is at most d; 0 < d < 1.
double kolmogorov_by_matrix(double d, std::uint64_t n);
double kolmogorov_by_series(double d, std::uint64_t n);

}  // namespace shohin
