#include "bonsai/log_normal.h"

#include "numeric/elementary.h"

namespace shohin {

LogNormal log_normal(const Span& span) {
  constexpr double kHalfWidth = 1.959963984540054;  // standard deviations on each side of the middle 95 %
  const double low = natural_log(span.low);
  const double high = natural_log(span.high);
  return {(low + high) / 2, (high - low) / (2 * kHalfWidth)};
}

}  // namespace shohin
