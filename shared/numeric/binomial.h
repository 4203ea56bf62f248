// Binomial probabilities.
#pragma once

#include <cstdint>

namespace shohin {

// The probability of exactly k successes in n trials of chance p, 0 < p < 1 (Loader 2000).
double binomial_probability(std::uint64_t k, std::uint64_t n, double p);

// The probability of at most k successes; within 1e-12 of itself. Takes a few hundred steps for n of
// millions.
double binomial_at_most(std::uint64_t k, std::uint64_t n, double p);

}  // namespace shohin
