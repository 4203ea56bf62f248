// Points and weights that integrate polynomials exactly.
#pragma once

#include <cstdint>
#include <vector>

namespace shohin {

// Sum of weight * f(at) over the points is the integral of f from 0 to 1 for every polynomial f of degree up
// to 2 * count - 1 (Gauss-Legendre). All points lie inside, all weights are positive.
struct Quadrature {
  std::vector<double> at, weight;
};

// `count` from 1 to 64.
Quadrature gauss_legendre(std::uint32_t count);

}  // namespace shohin
