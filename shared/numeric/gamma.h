// The regularised incomplete gamma function and the chi-squared distribution made of it.
#pragma once

namespace shohin {

// Q(a, x) = Gamma(a, x) / Gamma(a) for a > 0, x >= 0: the series below a + 1, otherwise the continued
// fraction (Abramowitz and Stegun 6.5.29 and 6.5.31); within 1e-12 of itself. NaN outside.
double upper_gamma_share(double a, double x);

// The probability that a chi-squared variable of that many degrees of freedom is at least x.
double chi_squared_at_least(double x, double degrees);

}  // namespace shohin
