// Proves that random numbers are those of another program (Python, written from the papers), on every target.
#include "data/random.h"

#include <array>
#include <catch_amalgamated.hpp>

using shohin::Random;

TEST_CASE("the same seed and stream give the same numbers everywhere", "[data][random]") {
  Random first(42);
  CHECK(first.next() == 13313432628450287006ULL);
  CHECK(first.next() == 12180966807704768556ULL);
  CHECK(first.next() == 14322954397011019233ULL);
  CHECK(Random(42, 1).next() == 14656451727862883083ULL);
}

TEST_CASE("numbers below a bound, in the unit interval and shuffles are the same everywhere",
          "[data][random]") {
  Random random(7);
  for (const std::uint32_t expected : {7U, 0U, 6U, 1U, 3U, 7U, 0U, 7U, 9U, 8U})
    CHECK(random.below(10) == expected);

  for (const std::uint32_t expected : {276741984U, 589374490U, 2124838068U}) {
    CHECK(random.below(3'000'000'000) == expected);
  }
  Random unit(7);
  CHECK(unit.unit() == 0.7704405383452189);
  CHECK(unit.unit() == 0.09445126195571918);
  std::vector<int> items = {0, 1, 2, 3, 4, 5, 6, 7};
  Random(1).shuffle(items);
  CHECK(items == std::vector<int>{7, 0, 6, 5, 1, 4, 2, 3});
}

TEST_CASE("every number below the bound comes equally often", "[data][random]") {
  Random random(3);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70'000; ++i) ++counts.at(random.below(7));
  double chi_squared = 0;
  for (const int count : counts) chi_squared += (count - 10'000.0) * (count - 10'000.0) / 10'000.0;
  CHECK(chi_squared < 22.46);  // the 0.1 % point for six degrees of freedom
  CHECK(random.below(1) == 0);
}
