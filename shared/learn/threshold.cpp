#include "learn/threshold.h"

#include <cmath>

namespace shohin {

float split_between(float below, float above) {
  const double gap = static_cast<double>(above) - below;
  const double low = below + gap * 0.25, high = below + gap * 0.75;
  if (low <= 0 && high >= 0) return below <= 0 && 0 < above ? 0.0F : below;
  // The coarsest power of two that has a multiple in low..high. All of this is exact in doubles.
  int exponent = std::ilogb(std::fmax(std::fabs(low), std::fabs(high))) + 1;
  for (; exponent > -150; --exponent) {
    const double step = std::ldexp(1.0, exponent);
    const double multiple = low > 0 ? std::ceil(low / step) * step : std::floor(high / step) * step;
    if (multiple < low || multiple > high) continue;
    const auto split = static_cast<float>(multiple);
    return below <= split && split < above ? split : below;
  }
  return below;
}

float split_near(float below, float above, double drawn) {
  const double reach = (static_cast<double>(above) - below) / 16;
  const auto low = static_cast<float>(std::fmax(drawn - reach, below));
  const auto high = static_cast<float>(std::fmin(drawn + reach, above));
  return low < high ? split_between(low, high) : split_between(below, above);
}

}  // namespace shohin
