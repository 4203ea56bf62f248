#include "calibrate/rounded.h"

#include <cmath>

namespace shohin {

double rounded(double value, std::uint32_t digits) {
  double lowest = 1, scale = 1;  // lowest: the smallest number with so many digits before the point
  for (std::uint32_t i = 1; i < digits; ++i) lowest *= 10;
  const double size = std::fabs(value);
  while (size > 0 && size * scale < lowest && scale < 1e30) scale *= 10;
  return std::round(value * scale) / scale;
}

}  // namespace shohin
