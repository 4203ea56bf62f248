// Proves that our logarithm and exponential agree with the platform's to about the last bit, and that their
// bits are the same natively and in WebAssembly.
#include "numeric/elementary.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Units in the last place between two doubles of one sign.
std::uint64_t steps_between(double a, double b) {
  std::int64_t x = 0;
  std::int64_t y = 0;
  std::memcpy(&x, &a, sizeof x);
  std::memcpy(&y, &b, sizeof y);
  return static_cast<std::uint64_t>(x > y ? x - y : y - x);
}

double between(std::mt19937_64& engine, double low, double high) {
  return low + (high - low) * (static_cast<double>(engine() >> 11U) * 0x1p-53);
}

// FNV-1a over the values' bits.
void mix(std::uint64_t& hash, double value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  for (unsigned shift = 0; shift < 64; shift += 8)
    hash = (hash ^ ((bits >> shift) & 0xFFU)) * 1099511628211ULL;
}

}  // namespace

TEST_CASE("natural_log is within two units of the platform's", "[numeric]") {
  std::mt19937_64 engine(7);
  std::uint64_t worst = 0;
  for (int i = 0; i < 200000; ++i) {
    const double x = std::ldexp(between(engine, 0.5, 1.0), static_cast<int>(engine() % 2000) - 1000);
    worst = std::max(worst, steps_between(shohin::natural_log(x), std::log(x)));
  }
  CHECK(worst <= 2);
  CHECK(shohin::natural_log(1) == 0);
  CHECK(steps_between(shohin::natural_log(5e-324), std::log(5e-324)) <= 1);
}

TEST_CASE("exponential is within two units of the platform's", "[numeric]") {
  std::mt19937_64 engine(8);
  std::uint64_t worst = 0;
  for (int i = 0; i < 200000; ++i) {
    const double x = between(engine, -700, 709);
    worst = std::max(worst, steps_between(shohin::exponential(x), std::exp(x)));
  }
  CHECK(worst <= 2);
  CHECK(shohin::exponential(0) == 1);
  CHECK(shohin::exponential(-745) > 0);
}

TEST_CASE("the ends of both functions are as documented", "[numeric]") {
  CHECK(shohin::natural_log(0) == -kInfinity);
  CHECK(shohin::natural_log(kInfinity) == kInfinity);
  CHECK(std::isnan(shohin::natural_log(-1)));
  CHECK(std::isnan(shohin::natural_log(std::nan(""))));
  CHECK(shohin::exponential(710) == kInfinity);
  CHECK(shohin::exponential(-746) == 0);
  CHECK(std::isnan(shohin::exponential(std::nan(""))));
}

TEST_CASE("logarithm and exponential have the same bits on every target", "[numeric]") {
  std::mt19937_64 engine(9);
  std::uint64_t hash = 14695981039346656037ULL;
  for (int i = 0; i < 20000; ++i) {
    mix(hash, shohin::natural_log(between(engine, 1e-9, 50)));
    mix(hash, shohin::exponential(between(engine, -40, 40)));
  }
  CHECK(hash == 10249644019110680716ULL);
}
