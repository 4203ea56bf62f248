#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>

#include "text/decimal.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr int kMostDigits = 15;  // of a whole number that is printed without an exponent

Decimal round_to_digits(double value, int count) {
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

// Very small and very large values: ever more digits until they read back as the value. Just below a power of
// two the doubles lie closer together than above it, so there the nearest digits may miss and the next ones
// hit.
template <class Float>
Decimal shortest_by_reading_back(Float value, bool is_power_of_two) {
  constexpr int kSafe = std::numeric_limits<Float>::digits10;
  constexpr int kEnough = std::numeric_limits<Float>::max_digits10;
  const bool is_subnormal = value < std::numeric_limits<Float>::min();
  for (int count = is_subnormal ? 1 : kSafe; count < kEnough; ++count) {
    Decimal decimal = round_to_digits(static_cast<double>(value), count);
    if (static_cast<Float>(decimal.nearest()) == value) return decimal;
    ++decimal.digits;
    if (is_power_of_two && static_cast<Float>(decimal.nearest()) == value) return decimal;
  }
  return round_to_digits(static_cast<double>(value), kEnough);
}

// What has a place here: scaled to 18 or 19 digits these have at most 119 bits, some behind the binary point.
constexpr double kSmallestScaled = 1e-9;
constexpr double kLargestScaled = 1e15;

__extension__ using Wide = unsigned __int128;

constexpr auto kPowersOfFive = [] {
  std::array<std::uint64_t, 28> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 5;
  return powers;
}();

// Free-format printing in whole numbers (Steele and White, "How to print floating-point numbers accurately",
// 1990). What lies between the middles to the two neighbours reads back as the value, the middles themselves
// when the value is even. Of the whole numbers there, the shortest is the multiple of the largest power of
// ten, and of several the one nearest to the value, the even one of two equally near.
template <class Float>
Decimal shortest_by_scaling(Float value, bool is_power_of_two) {
  constexpr std::uint64_t kGap = 1ULL << (53 - std::numeric_limits<Float>::digits);  // to the next value
  int exponent = 0;
  const auto significand =
      static_cast<std::uint64_t>(std::ldexp(std::frexp(static_cast<double>(value), &exponent), 53));
  const int scale = 17 - static_cast<int>(std::floor((exponent - 1) * 0.30103));  // log10(2)
  const int point = 53 - exponent + 2 - scale;  // bits behind it: two for quarters of a gap
  const Wide five = kPowersOfFive[static_cast<std::size_t>(scale)];
  const Wide middle = five * (4 * significand);
  const Wide low = middle - five * (is_power_of_two ? kGap : 2 * kGap);
  const Wide high = middle + five * (2 * kGap);
  const Wide excluded = significand / kGap % 2;
  const auto least = static_cast<std::uint64_t>((low + excluded + ((Wide{1} << point) - 1)) >> point);
  const auto most = static_cast<std::uint64_t>((high - excluded) >> point);
  std::uint64_t unit = 1;
  int exponent_of_ten = -scale;
  while (most / (unit * 10) * (unit * 10) >= least) {
    unit *= 10;
    ++exponent_of_ten;
  }
  std::uint64_t count = static_cast<std::uint64_t>(middle >> point) / unit;
  const Wide rest = 2 * (middle - (Wide{count * unit} << point));
  const Wide whole = Wide{unit} << point;
  const bool is_above = rest > whole || (rest == whole && count % 2 == 1);
  if (count * unit < least || (is_above && (count + 1) * unit <= most)) ++count;
  return {count, exponent_of_ten};
}

template <class Float>
Decimal shortest(Float value) {
  int exponent_of_two = 0;
  const bool is_power_of_two = std::frexp(value, &exponent_of_two) == Float{0.5};
  return value >= kSmallestScaled && value < kLargestScaled
             ? shortest_by_scaling(value, is_power_of_two)
             : shortest_by_reading_back(value, is_power_of_two);
}

std::string lay_out(Decimal decimal) {
  while (decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++decimal.exponent;
  }
  std::string text = std::to_string(decimal.digits);
  const int point = static_cast<int>(text.size()) + decimal.exponent;  // digits before the dot
  if (point > kMostDigits || point < -5) {
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
