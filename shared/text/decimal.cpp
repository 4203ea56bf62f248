#include "text/decimal.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace shohin {
namespace {

constexpr int kLargestExactPower = 22;
constexpr std::uint64_t kLargestExactInteger = 1ULL << 53;
constexpr std::array<double, kLargestExactPower + 1> kPowers = {
    1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// strtod is correctly rounded in glibc and musl, and nothing here ever leaves the "C" locale.
double nearest_by_strtod(std::uint64_t digits, int exponent) {
  std::array<char, 48> text{};
  (void)std::snprintf(text.data(), text.size(), "%llue%d", static_cast<unsigned long long>(digits), exponent);
  return std::strtod(text.data(), nullptr);
}

}  // namespace

double small_power_of_ten(int exponent) { return kPowers[static_cast<std::size_t>(exponent)]; }

// One operation on two exact doubles is correctly rounded (Clinger, "How to read floating point numbers
// accurately", 1990): nearly every number that people write.
double Decimal::nearest() const {
  if (digits == 0) return 0;
  if (digits > kLargestExactInteger || exponent < -kLargestExactPower || exponent > kLargestExactPower) {
    return nearest_by_strtod(digits, exponent);
  }
  const auto value = static_cast<double>(digits);
  return exponent < 0 ? value / small_power_of_ten(-exponent) : value * small_power_of_ten(exponent);
}

}  // namespace shohin
