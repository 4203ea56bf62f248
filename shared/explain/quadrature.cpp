#include "explain/quadrature.h"

namespace shohin {
namespace {

struct Legendre {
  double value, slope;
};

// The Legendre polynomial of that degree at x, inside (-1, 1), by its three-term recurrence.
Legendre legendre(std::uint32_t degree, double x) {
  double before = 1, value = x;
  for (std::uint32_t k = 2; k <= degree; ++k) {
    const double next = ((2.0 * k - 1) * x * value - (k - 1.0) * before) / k;
    before = value;
    value = next;
  }
  return {value, degree * (x * value - before) / (x * x - 1)};
}

// Newton's method from above, with the roots already found divided out (Maehly): it falls onto the highest
// root that is left, whatever the start. No cosine is needed for a first guess.
double next_root(std::uint32_t degree, const std::vector<double>& found) {
  double x = 1 - 1e-9;
  for (int step = 0; step < 200; ++step) {
    const Legendre p = legendre(degree, x);
    double pull = 0;
    for (const double root : found) pull += 1 / (x - root);
    const double by = p.value / (p.slope - p.value * pull);
    x -= by;
    if (by < 1e-16 && by > -1e-16) break;
  }
  return x;
}

}  // namespace

Quadrature gauss_legendre(std::uint32_t count) {
  Quadrature out;
  std::vector<double> roots;
  for (std::uint32_t i = 0; i < count; ++i) {
    const double root = next_root(count, roots);
    roots.push_back(root);
    const double slope = legendre(count, root).slope;
    out.at.push_back((1 + root) / 2);
    out.weight.push_back(1 / ((1 - root * root) * slope * slope));
  }
  return out;
}

}  // namespace shohin
