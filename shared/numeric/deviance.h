// The two small quantities that keep binomial and gamma probabilities exact in the tails (C. Loader, "Fast
// and Accurate Computation of Binomial Probabilities", 2000). They use the platform's libm: not for stored
// numbers.
#pragma once

namespace shohin {

// log(n!) - log(sqrt(2 pi n) (n/e)^n) for n > 0, whole or not; within 1e-14.
double stirling_error(double n);

// x log(x / mean) + mean - x for x >= 0 and mean > 0, without the cancellation where both are close.
double deviance(double x, double mean);

}  // namespace shohin
