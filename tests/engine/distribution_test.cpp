// Proves that binomial and chi-squared probabilities are SciPy 1.17's (binom.cdf, chi2.sf), also far out in
// the tails.
#include <catch_amalgamated.hpp>
#include <cmath>

#include "numeric/binomial.h"
#include "numeric/deviance.h"
#include "numeric/gamma.h"

using Catch::Matchers::WithinRel;
using shohin::binomial_at_most;
using shohin::chi_squared_at_least;

namespace {

constexpr double kClose = 1e-12;

}  // namespace

TEST_CASE("the binomial's lower tail is SciPy's", "[numeric]") {
  CHECK_THAT(binomial_at_most(0, 1, 0.5), WithinRel(0.5, kClose));
  CHECK_THAT(binomial_at_most(5, 21, 0.5), WithinRel(0.013301849365234375, kClose));
  CHECK_THAT(binomial_at_most(0, 60, 0.5), WithinRel(8.673617379884035e-19, kClose));
  CHECK_THAT(binomial_at_most(100, 250, 0.5), WithinRel(0.0009416504675380801, kClose));
  CHECK_THAT(binomial_at_most(499000, 1000000, 0.5), WithinRel(0.0228041499326948, kClose));
  CHECK_THAT(binomial_at_most(130, 250, 0.5), WithinRel(0.7566540762579428, kClose));
  CHECK_THAT(binomial_at_most(7, 40, 0.3), WithinRel(0.05528288715374277, kClose));
  CHECK(binomial_at_most(10, 10, 0.5) == 1);
  CHECK(binomial_at_most(2400000, 5000000, 0.5) == 0);
}

TEST_CASE("binomial probabilities add up to one", "[numeric]") {
  CHECK_THAT(shohin::binomial_probability(7, 40, 0.3), WithinRel(0.03152194074120269, kClose));
  double sum = 0;
  for (std::uint64_t k = 0; k <= 40; ++k) sum += shohin::binomial_probability(k, 40, 0.3);
  CHECK_THAT(sum, WithinRel(1.0, kClose));
  CHECK(shohin::binomial_probability(41, 40, 0.3) == 0);
}

TEST_CASE("the chi-squared upper tail is SciPy's", "[numeric]") {
  CHECK_THAT(chi_squared_at_least(13.714017, 3), WithinRel(0.003321435582811312, kClose));
  CHECK_THAT(chi_squared_at_least(0.5, 1), WithinRel(0.47950012218695337, kClose));
  CHECK_THAT(chi_squared_at_least(3.84, 1), WithinRel(0.05004352124870519, kClose));
  CHECK_THAT(chi_squared_at_least(80, 1), WithinRel(3.744097384202887e-19, kClose));
  CHECK_THAT(chi_squared_at_least(0.1, 2), WithinRel(0.951229424500714, kClose));
  CHECK_THAT(chi_squared_at_least(100, 100), WithinRel(0.48119168452795674, kClose));
  CHECK_THAT(chi_squared_at_least(300, 249), WithinRel(0.014812125081501357, kClose));
  CHECK_THAT(chi_squared_at_least(200, 249), WithinRel(0.9900590561382642, kClose));
  CHECK_THAT(chi_squared_at_least(1e-3, 5), WithinRel(0.9999999983185123, kClose));
  CHECK_THAT(chi_squared_at_least(1000, 3), WithinRel(1.7994208765314067e-216, kClose));
  CHECK(chi_squared_at_least(0, 4) == 1);
  CHECK(chi_squared_at_least(INFINITY, 4) == 0);
  CHECK(std::isnan(chi_squared_at_least(-1, 4)));
  CHECK(std::isnan(chi_squared_at_least(1, 0)));
}

TEST_CASE("Stirling's error is continuous where its series takes over", "[numeric]") {
  CHECK_THAT(shohin::stirling_error(1), WithinRel(0.08106146679532726, kClose));
  CHECK(std::abs(shohin::stirling_error(16) - shohin::stirling_error(16.0000001)) < 1e-10);
  CHECK(shohin::deviance(0, 3) == 3);
  CHECK(shohin::deviance(5, 5) == 0);
  CHECK_THAT(shohin::deviance(5.0001, 5), WithinRel(9.999933334e-10, 1e-8));
}
