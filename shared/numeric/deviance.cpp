#include "numeric/deviance.h"

#include <cmath>

namespace shohin {

double stirling_error(double n) {
  constexpr double kHalfLogTwoPi = 0.918938533204672741780329736406;
  constexpr double kExactUpTo = 16;  // the series below is good to 1e-17 from here on
  if (n <= kExactUpTo) return std::log(std::tgamma(n + 1)) - (n + 0.5) * std::log(n) + n - kHalfLogTwoPi;
  const double square = n * n;
  return (1.0 / 12 -
          (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / square) / square) / square) / square) /
         n;
}

double deviance(double x, double mean) {
  if (x == 0) return mean;
  const double difference = x - mean;
  if (std::abs(difference) >= 0.1 * (x + mean)) return x * std::log(x / mean) - difference;
  const double v = difference / (x + mean);
  double sum = difference * v, term = 2 * x * v;
  for (int odd = 3; odd < 100; odd += 2) {
    term *= v * v;
    const double next = sum + term / odd;
    if (next == sum) break;
    sum = next;
  }
  return sum;
}

}  // namespace shohin
