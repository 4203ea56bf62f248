#include "text/decimal.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace shohin {
namespace {

constexpr int kLargestExactPower = 22;
constexpr std::uint64_t kLargestExactInteger = 1ULL << 53;
constexpr std::uint64_t kLargestSigned = 1ULL << 63;
constexpr std::array<double, kLargestExactPower + 1> kPowers = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// Two doubles whose sum is a product or a number to twice a double's precision (Dekker 1971).
struct DoubleDouble {
  double high, low;
};

DoubleDouble exact_product(double a, double b) {
  constexpr double kSplitter = 134'217'729;  // 2^27 + 1
  const double a_big = kSplitter * a;
  const double b_big = kSplitter * b;
  const double a_high = a_big - (a_big - a);
  const double b_high = b_big - (b_big - b);
  const double a_low = a - a_high;
  const double b_low = b - b_high;
  const double product = a * b;
  return {product, a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)};
}

// digits * 10^exponent to some 100 bits, for |exponent| <= 22 and digits below 2^63.
DoubleDouble approximate(std::uint64_t digits, int exponent) {
  const auto high = static_cast<double>(digits);
  const auto low = static_cast<double>(static_cast<std::int64_t>(digits - static_cast<std::uint64_t>(high)));
  if (exponent >= 0) {
    const double power = small_power_of_ten(exponent);
    const DoubleDouble product = exact_product(high, power);
    return {product.high, product.low + low * power};
  }
  const double power = small_power_of_ten(-exponent);
  const double quotient = high / power;
  const DoubleDouble back = exact_product(quotient, power);
  return {quotient, ((high - back.high) - back.low + low) / power};
}

// strtod is correctly rounded in glibc and musl, and nothing here ever leaves the "C" locale.
double nearest_by_strtod(std::uint64_t digits, int exponent) {
  std::array<char, 48> text{};
  (void)std::snprintf(text.data(), text.size(), "%llue%d", static_cast<unsigned long long>(digits), exponent);
  return std::strtod(text.data(), nullptr);
}

// Sixteen to nineteen digits, as programs print doubles: right unless the sum lies so close to the middle
// between two doubles that the error could tip it (Ziv's test), which strtod then decides.
double nearest_of_many_digits(std::uint64_t digits, int exponent) {
  constexpr double kError = 0x1p-100;
  const auto [high, low] = approximate(digits, exponent);
  const double least = high + (low - high * kError);
  const double most = high + (low + high * kError);
  return least == most ? least : nearest_by_strtod(digits, exponent);
}

}  // namespace

double small_power_of_ten(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }

// One operation on two exact doubles is correctly rounded (Clinger, "How to read floating point numbers
// accurately", 1990): nearly every number that people write.
double Decimal::nearest() const {
  if (digits == 0) return 0;
  const bool is_far = exponent < -kLargestExactPower || exponent > kLargestExactPower;
  if (is_far || digits >= kLargestSigned) return nearest_by_strtod(digits, exponent);
  if (digits > kLargestExactInteger) return nearest_of_many_digits(digits, exponent);
  const auto value = static_cast<double>(digits);
  return exponent < 0 ? value / small_power_of_ten(-exponent) : value * small_power_of_ten(exponent);
}

}  // namespace shohin
