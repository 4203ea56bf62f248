#include <cstdint>
#include <cstdlib>

#include "text/decimal.h"
#include "text/number.h"

namespace shohin {
namespace {

constexpr std::ptrdiff_t kDigitsInUint64 = 19;
constexpr int kLargestExponent = 100'000;  // beyond any double's, whatever the digits before it

struct Scanner {
  const char* at;
  const char* end;

  [[nodiscard]] bool at_digit() const { return at != end && static_cast<unsigned char>(*at - '0') < 10; }
  bool take(char wanted) {
    if (at == end || *at != wanted) return false;
    ++at;
    return true;
  }
  // Appends digits to a number, which wraps around after 19; gives how many there were.
  std::ptrdiff_t digits(std::uint64_t& number) {
    const char* const start = at;
    for (; at_digit(); ++at) number = number * 10 + static_cast<std::uint64_t>(*at - '0');
    return at - start;
  }
  // What follows an 'e'; nothing when that is no exponent.
  std::optional<int> exponent() {
    const bool negative = take('-');
    if (!negative) take('+');
    if (!at_digit()) return {};
    int value = 0;
    for (; at_digit(); ++at) {
      if (value < kLargestExponent) value = value * 10 + (*at - '0');
    }
    return negative ? -value : value;
  }
};

}  // namespace

std::optional<double> parse_number(std::string_view text) {
  Scanner scan{text.data(), text.data() + text.size()};
  const bool negative = scan.take('-');
  if (!negative) scan.take('+');
  Decimal decimal;
  const std::ptrdiff_t whole = scan.digits(decimal.digits);
  const std::ptrdiff_t fraction = scan.take('.') ? scan.digits(decimal.digits) : 0;
  if (whole + fraction == 0) return {};
  if (scan.take('e') || scan.take('E')) {
    const std::optional<int> exponent = scan.exponent();
    if (!exponent) return {};
    decimal.exponent = *exponent;
  }
  if (scan.at != scan.end) return {};
  if (whole + fraction > kDigitsInUint64) return std::strtod(std::string(text).c_str(), nullptr);
  decimal.exponent -= static_cast<int>(fraction);
  const double value = decimal.nearest();
  return negative ? -value : value;
}

}  // namespace shohin
