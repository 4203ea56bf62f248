// The expansion of Li-Chien and Korolyuk in 1 / sqrt(n), its four terms turned by theta functions into sums
// that converge at once: W. Pelz and I. J. Good, "Approximating the Lower Tail-areas of the
// Kolmogorov-Smirnov One-sample Statistic" (J. Royal Statistical Society B 38/2, 1976); written as in Simard
// and L'Ecuyer (2011), equation 12.
#include <algorithm>
#include <array>
#include <cmath>

#include "numeric/kolmogorov.h"

namespace shohin {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kPi2 = kPi * kPi;

// What m = 2 k - 1 adds to K0..K3, but for the factor before each sum.
std::array<double, 4> odd_terms(double m, double z) {
  const double m2 = m * m * kPi2, m4 = m2 * m2, m6 = m4 * m2;  // (m pi)^2, ^4, ^6
  const double z2 = z * z, z4 = z2 * z2, z6 = z4 * z2, z8 = z4 * z4;
  return {1, m2 / 4 - z2, 6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * m2 / 4 + (1 - 2 * z2) * m4 / 16,
          -30 * z6 - 90 * z8 + (135 * z4 - 96 * z6) * m2 / 4 + (212 * z4 - 60 * z2) * m4 / 16 +
              (5 - 30 * z2) * m6 / 64};
}

}  // namespace

double kolmogorov_by_series(double d, std::uint64_t n) {
  const double root = std::sqrt(static_cast<double>(n)), z = root * d, z2 = z * z;
  std::array<double, 4> sums{};
  double second = 0, third = 0;
  for (int k = std::max(1, static_cast<int>(std::ceil(16 * z / kPi))); k > 0; --k) {
    const double m = 2.0 * k - 1, square = static_cast<double>(k) * k;
    const std::array<double, 4> terms = odd_terms(m, z);
    const double weight = std::exp(-m * m * kPi2 / (8 * z2));
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += terms[i] * weight;
    const double all_weight = std::exp(-square * kPi2 / (2 * z2));
    second += square * all_weight;
    third += (3 * z2 - kPi2 * square) * square * all_weight;
  }
  const double front = std::sqrt(2 * kPi), z3 = z2 * z, z4 = z2 * z2;
  const double k0 = front / z * sums[0];
  const double k1 = front / (6 * z4) * sums[1];
  const double k2 = front / (72 * z4 * z3) * sums[2] - front * kPi2 / (36 * z3) * second;
  const double k3 = front / (6480 * z4 * z4 * z2) * sums[3] + front * kPi2 / (216 * z3 * z3) * third;
  return k0 + k1 / root + k2 / (root * root) + k3 / (root * root * root);
}

}  // namespace shohin
