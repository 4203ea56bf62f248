#include "numeric/kolmogorov.h"

#include <algorithm>
#include <cmath>

#include "numeric/binomial.h"
#include "numeric/deviance.h"

namespace shohin {
namespace {

// P(D <= d) for 1 / 2n <= d <= 1 / n: n! / n^n (2 n d - 1)^n (Ruben and Gambino 1982).
double least_values(double nd, double n) {
  constexpr double kTwoPi = 6.283185307179586476925286766559;
  return std::sqrt(kTwoPi * n) * std::exp(stirling_error(n) - n + n * std::log(2 * nd - 1));
}

double twice_smirnov(double d, std::uint64_t n) { return std::clamp(2 * smirnov_at_least(d, n), 0.0, 1.0); }

double from_at_most(double probability) { return std::clamp(1 - probability, 0.0, 1.0); }

double middle(double d, std::uint64_t n) {
  const auto all = static_cast<double>(n);
  const double square = all * d * d;
  if (n <= 140) return square <= 4 ? from_at_most(kolmogorov_by_matrix(d, n)) : twice_smirnov(d, n);
  if (square >= 370) return 0;
  if (square >= 2.2) return twice_smirnov(d, n);
  if (n <= 100000 && all * std::pow(d, 1.5) <= 1.4) return from_at_most(kolmogorov_by_matrix(d, n));
  return from_at_most(kolmogorov_by_series(d, n));
}

}  // namespace

double smirnov_at_least(double d, std::uint64_t n) {
  constexpr std::uint64_t kMostSummed = 1'000'000;
  const auto all = static_cast<double>(n);
  if (n > kMostSummed) return std::exp(-std::pow(6 * all * d + 1, 2) / (18 * all));
  // d (d + v/n)^(v-1) C(n, v) (1 - d - v/n)^(n-v), each a binomial probability of chance d + v/n.
  const auto last = static_cast<std::uint64_t>(std::floor(all * (1 - d)));
  double sum = 0;
  for (std::uint64_t v = 0; v <= last; ++v) {
    const double chance = d + static_cast<double>(v) / all;
    if (chance < 1) sum += d / chance * binomial_probability(v, n, chance);
  }
  return std::min(sum, 1.0);
}

double kolmogorov_at_least(double d, std::uint64_t n) {
  const auto all = static_cast<double>(n);
  if (d >= 1) return 0;
  const double nd = all * d;
  if (nd <= 0.5) return 1;
  if (nd <= 1) return from_at_most(least_values(nd, all));
  if (nd >= all - 1) return std::clamp(2 * std::pow(1 - d, all), 0.0, 1.0);
  if (d >= 0.5) return twice_smirnov(d, n);
  return middle(d, n);
}

}  // namespace shohin
