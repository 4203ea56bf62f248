#include "numeric/binomial.h"

#include <algorithm>
#include <cmath>

#include "numeric/deviance.h"

namespace shohin {
namespace {

// The probabilities of k, k - 1, ... added up until they no longer count; k is below the mean.
double lower_tail(std::uint64_t k, std::uint64_t n, double p) {
  double term = binomial_probability(k, n, p), sum = 0;
  for (std::uint64_t i = k;; --i) {
    const double next = sum + term;
    if (next == sum || i == 0) return next;
    sum = next;
    term *= static_cast<double>(i) * (1 - p) / (static_cast<double>(n - i + 1) * p);
  }
}

}  // namespace

double binomial_probability(std::uint64_t k, std::uint64_t n, double p) {
  constexpr double kTwoPi = 6.283185307179586476925286766559;
  if (k > n) return 0;
  const double x = static_cast<double>(k), all = static_cast<double>(n), rest = static_cast<double>(n - k);
  if (k == 0) return std::exp(all * std::log1p(-p));
  if (k == n) return std::exp(all * std::log(p));
  const double log_shape = stirling_error(all) - stirling_error(x) - stirling_error(rest) -
                           deviance(x, all * p) - deviance(rest, all * (1 - p));
  return std::exp(log_shape) * std::sqrt(all / (kTwoPi * x * rest));
}

double binomial_at_most(std::uint64_t k, std::uint64_t n, double p) {
  if (k >= n) return 1;
  if (static_cast<double>(k) <= static_cast<double>(n) * p) return std::min(1.0, lower_tail(k, n, p));
  return std::max(0.0, 1 - lower_tail(n - k - 1, n, 1 - p));
}

}  // namespace shohin
