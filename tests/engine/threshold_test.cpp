// Proves that a threshold always parts its two values, and that it is a short number near the middle.
#include "learn/threshold.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

#include "data/random.h"

using shohin::split_between;

TEST_CASE("a threshold is a short number in the middle half", "[learn][threshold]") {
  CHECK(split_between(1.0F, 2.0F) == 1.5F);
  CHECK(split_between(2.45F, 2.5F) == 2.46875F);  // 79/32: no multiple of 1/16 lies in 2.4625..2.4875
  CHECK(split_between(0.0F, 10.0F) == 4.0F);
  CHECK(split_between(-3.0F, 5.0F) == 0.0F);
  CHECK(split_between(-2.0F, -1.0F) == -1.5F);
  CHECK(split_between(100.0F, 900.0F) == 512.0F);
}

TEST_CASE("neighbouring floats are parted by the lower one", "[learn][threshold]") {
  for (const float value : {1.0F, -1.0F, 0.1F, 1e-40F, 3e38F, 0.0F}) {
    const float above = std::nextafter(value, std::numeric_limits<float>::infinity());
    CHECK(split_between(value, above) == value);
  }
}

TEST_CASE("any two floats are parted", "[learn][threshold]") {
  shohin::Random random(3);
  for (int i = 0; i < 200'000; ++i) {
    const auto scale = static_cast<float>(std::ldexp(1.0, static_cast<int>(random.below(250)) - 125));
    const auto a = static_cast<float>(random.unit() - 0.5) * scale;
    const auto b =
        random.below(2) == 0 ? static_cast<float>(random.unit() - 0.5) * scale : std::nextafter(a, scale);
    if (a == b) continue;
    const float below = std::fmin(a, b), above = std::fmax(a, b);
    const float t = split_between(below, above);
    if (below <= t && t < above) continue;
    FAIL_CHECK("between " << below << " and " << above << ": " << t);
  }
}
