// Proves that shares of leaves and trees add up to exactly one, whatever the counts.
#include "learn/leaf_units.h"

#include <catch_amalgamated.hpp>
#include <numeric>
#include <vector>

#include "data/random.h"
#include "model/leaf_share.h"

TEST_CASE("the trees' shares add up to one", "[learn][leaves]") {
  for (const std::uint32_t trees : {1U, 2U, 3U, 7U, 100U, 333U, 9'999U, 10'000U}) {
    std::uint64_t sum = 0;
    for (std::uint32_t tree = 0; tree < trees; ++tree) sum += shohin::tree_share(tree, trees);
    CHECK(sum == shohin::kUnitsOfOne);
  }
}

TEST_CASE("a leaf of one class gives it the whole share", "[learn][leaves]") {
  std::vector<std::uint32_t> units(3);
  shohin::spread_share(std::vector<std::uint32_t>{0, 17, 0}, 83'886, units);
  CHECK(units == std::vector<std::uint32_t>{0, 83'886, 0});
}

TEST_CASE("counts are spread in proportion", "[learn][leaves]") {
  std::vector<std::uint32_t> units(3);
  shohin::spread_share(std::vector<std::uint32_t>{1, 2, 1}, 1024, units);
  CHECK(units == std::vector<std::uint32_t>{256, 512, 256});
  // 256 levels: 85.33 each, the odd one to the lowest class.
  shohin::spread_share(std::vector<std::uint32_t>{1, 1, 1}, 256, units);
  CHECK(units == std::vector<std::uint32_t>{86, 85, 85});
}

TEST_CASE("any counts add up to the share and stay near their proportion", "[learn][leaves]") {
  shohin::Random random(9);
  for (int i = 0; i < 2'000; ++i) {
    std::vector<std::uint32_t> counts(2 + random.below(6)), units(counts.size());
    for (auto& count : counts) count = random.below(4) == 0 ? 0 : random.below(100'000);
    counts[0] += 1;
    const std::uint32_t share = shohin::tree_share(random.below(100), 100);
    shohin::spread_share(counts, share, units);
    const auto total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    REQUIRE(std::accumulate(units.begin(), units.end(), 0U) == share);
    for (std::size_t c = 0; c < counts.size(); ++c) {
      const double exact = static_cast<double>(counts[c]) * share / static_cast<double>(total);
      CHECK(std::abs(units[c] - exact) <= share / 256.0 + 8);
    }
  }
}
