#include "numeric/gamma.h"

#include <cmath>
#include <limits>

#include "numeric/deviance.h"

namespace shohin {
namespace {

constexpr double kEnough = 1e-16;
constexpr int kMostSteps = 100000;

// x^a e^-x / Gamma(a + 1), by Loader's parts.
double leading_term(double a, double x) {
  constexpr double kTwoPi = 6.283185307179586476925286766559;
  return std::exp(-stirling_error(a) - deviance(a, x)) / std::sqrt(kTwoPi * a);
}

// P(a, x) / leading_term.
double series(double a, double x) {
  double term = 1, sum = 1;
  for (int k = 1; k < kMostSteps && term > kEnough * sum; ++k) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

// Q(a, x) / (a leading_term), by Lentz's method as Thompson and Barnett (1986) made it safe.
double continued_fraction(double a, double x) {
  constexpr double kTiny = 1e-300;
  double b = x + 1 - a, c = 1 / kTiny, d = 1 / b, value = d;
  for (int i = 1; i < kMostSteps; ++i) {
    const double top = -i * (i - a);
    b += 2;
    d = top * d + b;
    c = b + top / c;
    if (std::abs(d) < kTiny) d = kTiny;
    if (std::abs(c) < kTiny) c = kTiny;
    d = 1 / d;
    value *= d * c;
    if (std::abs(d * c - 1) < kEnough) break;
  }
  return value;
}

}  // namespace

double upper_gamma_share(double a, double x) {
  if (!(a > 0) || !(x >= 0)) return std::numeric_limits<double>::quiet_NaN();
  if (x == 0) return 1;
  if (x == std::numeric_limits<double>::infinity()) return 0;
  if (x < a + 1) return 1 - leading_term(a, x) * series(a, x);
  return leading_term(a, x) * a * continued_fraction(a, x);
}

double chi_squared_at_least(double x, double degrees) { return upper_gamma_share(degrees / 2, x / 2); }

}  // namespace shohin
