#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "text/decimal.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr int kExactDigits = 15;          // any decimal of so many digits survives a double
constexpr double kSmallestScaled = 1e-5;  // from here to 1e15 scaling to 15 digits needs 10^19 at most
constexpr double kLargestScaled = 1e15;

Decimal round_by_printf(double value, int count) {
  std::array<char, 40> text{};
  (void)std::snprintf(text.data(), text.size(), "%.*e", count - 1, value);
  Decimal decimal;
  const char* at = text.data();
  for (; *at != 'e'; ++at) {
    if (*at != '.') decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
  }
  decimal.exponent = std::atoi(at + 1) - (count - 1);
  return decimal;
}

// A positive value rounded to that many significant digits. A slip in the last digit does no harm: whoever
// asks reads the digits back.
Decimal round_to_digits(double value, int count) {
  if (count > kExactDigits || value < kSmallestScaled || value >= kLargestScaled) {
    return round_by_printf(value, count);
  }
  int magnitude = kExactDigits - 1;
  while (magnitude > 0 && value < small_power_of_ten(magnitude)) --magnitude;
  if (magnitude == 0) {
    while (value * small_power_of_ten(-magnitude) < 1) --magnitude;
  }
  const int scale = count - 1 - magnitude;
  const double scaled = scale < 0 ? value / small_power_of_ten(-scale) : value * small_power_of_ten(scale);
  return {static_cast<std::uint64_t>(std::floor(scaled + 0.5)), -scale};
}

// The fewest digits, and among those the nearest, that read back as the value. Just below a power of two the
// doubles lie closer together than above it, so there the nearest digits may miss and the next ones hit.
template <class Float>
Decimal shortest(Float value) {
  constexpr int kSafe = std::numeric_limits<Float>::digits10;
  constexpr int kEnough = std::numeric_limits<Float>::max_digits10;
  int exponent_of_two = 0;
  const bool is_power_of_two = std::frexp(value, &exponent_of_two) == Float{0.5};
  const bool is_subnormal = value < std::numeric_limits<Float>::min();
  for (int count = is_subnormal ? 1 : kSafe; count < kEnough; ++count) {
    Decimal decimal = round_to_digits(static_cast<double>(value), count);
    if (static_cast<Float>(decimal.nearest()) == value) return decimal;
    ++decimal.digits;
    if (is_power_of_two && static_cast<Float>(decimal.nearest()) == value) return decimal;
  }
  return round_to_digits(static_cast<double>(value), kEnough);
}

std::string lay_out(Decimal decimal) {
  while (decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++decimal.exponent;
  }
  std::string text = std::to_string(decimal.digits);
  const int point = static_cast<int>(text.size()) + decimal.exponent;  // digits before the dot
  if (point > kExactDigits || point < -5) {
    if (text.size() > 1) text.insert(1, 1, '.');
    return text + "e" + std::to_string(point - 1);
  }
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + text;
  if (decimal.exponent >= 0) return text + std::string(static_cast<std::size_t>(decimal.exponent), '0');
  return text.insert(static_cast<std::size_t>(point), 1, '.');
}

template <class Float>
std::string print(Float value) {
  if (std::isnan(value)) return "NaN";
  std::string text = std::signbit(value) ? "-" : "";
  value = std::fabs(value);
  if (std::isinf(value)) return text + "Infinity";
  if (value == 0) return text + "0";
  return text + lay_out(shortest(value));
}

}  // namespace

std::string print_number(double value) { return print(value); }
std::string print_number(float value) { return print(value); }

}  // namespace shohin
