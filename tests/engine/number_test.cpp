// Proves that numbers are read to the nearest double and printed in the fewest digits that read back.
#include "text/number.h"

#include <fast_float/fast_float.h>

#include <catch_amalgamated.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string_view>

using shohin::parse_number;
using shohin::print_number;

namespace {

// The oracle: another implementation, by other people.
double by_fast_float(const std::string& text) {
  double value = 0;
  (void)fast_float::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

template <class Float, class Bits>
Float any_float(std::mt19937_64& random) {
  const auto bits = static_cast<Bits>(random());
  Float value{};
  std::memcpy(&value, &bits, sizeof value);
  return std::isfinite(value) ? value : Float{1.5};
}

// Without leading and trailing zeros.
std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char c : text.substr(0, text.find('e'))) {
    if (c >= '0' && c <= '9') digits += c;
  }
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string::npos ? "0" : digits.substr(first, digits.find_last_not_of('0') - first + 1);
}

std::size_t count_digits(const std::string& text) { return digits_of(text).size(); }

std::string with_digits(double value, std::size_t count) {
  char text[64];
  (void)std::snprintf(text, sizeof text, "%.*e", static_cast<int>(count) - 1, value);
  return text;
}

}  // namespace

TEST_CASE("a decimal number is read to the nearest double", "[text][number]") {
  CHECK(parse_number("0.1") == 0.1);
  CHECK(parse_number("-12.50") == -12.5);
  CHECK(parse_number("+3") == 3.0);
  CHECK(parse_number(".5") == 0.5);
  CHECK(parse_number("5.") == 5.0);
  CHECK(parse_number("007") == 7.0);
  CHECK(parse_number("1e3") == 1000.0);
  CHECK(parse_number("1E+3") == 1000.0);
  CHECK(parse_number("25e-1") == 2.5);
  CHECK(parse_number("123456789012345678901234567890") == 123456789012345678901234567890.0);
  CHECK(parse_number("2.2250738585072011e-308") == 2.2250738585072011e-308);  // once hung PHP and Java
  CHECK(parse_number("9007199254740993") == 9007199254740992.0);              // a tie goes to even
  CHECK(parse_number("5e-324") == 5e-324);
  CHECK(std::signbit(parse_number("-0").value()));
  CHECK(parse_number("0e999999999999") == 0.0);
  CHECK(parse_number("1e-999999999999") == 0.0);
}

TEST_CASE("a number too large for a double reads as an infinity", "[text][number]") {
  CHECK(std::isinf(parse_number("1e309").value()));
  CHECK(std::isinf(parse_number("-1e999999999999").value()));
  CHECK(parse_number("1.7976931348623157e308") == 1.7976931348623157e308);
}

TEST_CASE("what is no decimal number is not read", "[text][number]") {
  for (const char* text :
       {"",   " 1",  "1 ", "1,5", "0x10", "nan", "NaN",   "inf",   "-inf", "Infinity", ".",  "-",  "+",
        "e5", ".e5", "1e", "1e+", "--1",  "+-1", "1.2.3", "1_000", "١",    "1f",       "1d", "\n1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text).has_value());
  }
  CHECK_FALSE(parse_number(std::string_view("1\0", 2)).has_value());
}

TEST_CASE("numbers are printed as people write them", "[text][number]") {
  CHECK(print_number(0.0) == "0");
  CHECK(print_number(-0.0) == "-0");
  CHECK(print_number(0.1) == "0.1");
  CHECK(print_number(0.1F) == "0.1");
  CHECK(print_number(1.0 / 3) == "0.3333333333333333");
  CHECK(print_number(1.0F / 3) == "0.33333334");
  CHECK(print_number(15.0) == "15");
  CHECK(print_number(-2500.0) == "-2500");
  CHECK(print_number(999999999999999.0) == "999999999999999");
  CHECK(print_number(1e15) == "1e15");
  CHECK(print_number(0.000001) == "0.000001");
  CHECK(print_number(1.5e-7) == "1.5e-7");
  CHECK(print_number(5e-324) == "5e-324");
  CHECK(print_number(1.7976931348623157e308) == "1.7976931348623157e308");
  CHECK(print_number(0.1 + 0.2) == "0.30000000000000004");
  CHECK(print_number(std::ldexp(1.0, -44)) == "5.684341886080802e-14");  // the nearest 16 digits miss
  CHECK(print_number(1e-45F) == "1e-45");
  CHECK(print_number(16777216.0F) == "16777216");
}

TEST_CASE("what is no finite number has a name", "[text][number]") {
  CHECK(print_number(std::nan("")) == "NaN");
  CHECK(print_number(HUGE_VAL) == "Infinity");
  CHECK(print_number(-HUGE_VALF) == "-Infinity");
}

TEST_CASE("any double is printed in the fewest digits that another reader reads back", "[text][number]") {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = any_float<double, std::uint64_t>(random);
    const std::string text = print_number(value);
    CAPTURE(text);
    REQUIRE(by_fast_float(text) == value);
    REQUIRE(parse_number(text) == value);
    const std::size_t digits = count_digits(text);
    REQUIRE(digits <= 17);
    if (digits > 1) REQUIRE(by_fast_float(with_digits(value, digits - 1)) != value);
  }
}

TEST_CASE("any float32 is printed in the fewest digits that read back", "[text][number]") {
  std::mt19937_64 random(2);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = any_float<float, std::uint32_t>(random);
    const std::string text = print_number(value);
    CAPTURE(text);
    REQUIRE(static_cast<float>(by_fast_float(text)) == value);
    const std::size_t digits = count_digits(text);
    REQUIRE(digits <= 9);
    if (digits > 1) {
      REQUIRE(static_cast<float>(by_fast_float(with_digits(static_cast<double>(value), digits - 1))) !=
              value);
    }
  }
}

TEST_CASE("texts of measurements are read as another reader reads them", "[text][number]") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 50'000; ++i) {
    const std::string whole = std::to_string(random() % 100'000);
    std::string text = whole + "." + std::to_string(random() >> (random() % 60));
    if (random() % 4 == 0) text += "e" + std::to_string(static_cast<int>(random() % 640) - 320);
    CAPTURE(text);
    REQUIRE(parse_number(text) == by_fast_float(text));
  }
}

TEST_CASE("many digits are read as another reader reads them, near the middle of two doubles too",
          "[text][number]") {
  std::mt19937_64 random(4);
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t digits = random() >> (random() % 12);
    const int exponent = static_cast<int>(random() % 50) - 25;
    const std::string text = std::to_string(digits) + "e" + std::to_string(exponent);
    CAPTURE(text);
    REQUIRE(parse_number(text) == by_fast_float(text));
  }
  for (std::uint64_t whole = (1ULL << 53) - 50; whole < (1ULL << 53) + 50; ++whole) {
    for (const char* rest : {"", ".5", ".49", ".51", ".5e-1", ".5e3"}) {
      const std::string text = std::to_string(whole) + rest;
      CAPTURE(text);
      REQUIRE(parse_number(text) == by_fast_float(text));
    }
  }
}

#ifdef __cpp_lib_to_chars  // another implementation of the same rule; Emscripten's library has none
namespace {

template <class Float>
std::string by_to_chars(Float value) {
  char text[64];
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::scientific).ptr;
  return {text, end};
}

template <class Float>
void check_digits(Float value) {
  const std::string text = print_number(value);
  CAPTURE(text);
  REQUIRE(parse_number(text) == parse_number(by_to_chars(value)));
  REQUIRE(digits_of(text) == digits_of(by_to_chars(value)));
}

}  // namespace

TEST_CASE("numbers of everyday size have the same digits as the standard library's", "[text][number]") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const double near_one = 1 + static_cast<double>(random() >> 12) * 0x1p-52;
    const double value = std::ldexp(near_one, static_cast<int>(random() % 86) - 33);
    check_digits(value);
    check_digits(static_cast<float>(value));
    check_digits(static_cast<double>(random() % 100'000) / static_cast<double>(random() % 1'000 + 1));
    check_digits(static_cast<double>(random() % 10'000'000) / 100);
    check_digits(static_cast<float>(random() % 100'000'000) / 8);                          // ties
    check_digits(6e14 + static_cast<double>(random() % 1'000'000'000) + (i % 8) * 0.125);  // likewise
  }
  for (int exponent = -35; exponent < 55; ++exponent) {
    const double power = std::ldexp(1.0, exponent);
    for (const double value : {power, std::nextafter(power, 0.0), std::nextafter(power, 1e300)}) {
      check_digits(value);
    }
    const auto single = static_cast<float>(power);
    for (const float value : {single, std::nextafter(single, 0.0F), std::nextafter(single, 1e30F)}) {
      check_digits(value);
    }
  }
}
#endif
