// Log-normal quantities as the tables give them.
#pragma once

namespace shohin {

// The middle 95 % of a log-normal quantity.
struct Span {
  double low = 0, high = 0;
};

// Middle and spread of its logarithm.
struct LogNormal {
  double middle = 0, spread = 0;
};
LogNormal log_normal(const Span& span);

}  // namespace shohin
