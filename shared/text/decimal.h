// A whole number times a power of ten: what lies between the digits of a text and a double.
#pragma once

#include <cstdint>

namespace shohin {

struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;  // of ten

  // The nearest double; an infinity when it is too large.
  [[nodiscard]] double nearest() const;
};

// The exact doubles 10^0 .. 10^22.
double small_power_of_ten(int exponent);

}  // namespace shohin
