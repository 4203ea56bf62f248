// Proves that the Bayes accuracy is right: an independent program agrees, the densities explain the trees
// that are drawn, and no classifier does better.
#include "bonsai/bayes.h"

#include <array>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>
#include <tuple>
#include <vector>

using shohin::BonsaiRow;
using shohin::Ceiling;
using shohin::FaultCode;

namespace {

std::vector<Ceiling> measure(double noise, const shohin::Classifier& model = {}) {
  auto ceilings = shohin::measure_ceiling({.trees = 6000, .seed = 1, .noise = noise}, model);
  REQUIRE(ceilings);
  return *ceilings;
}

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

// Expected values: a separate numpy and scipy program with the same tables, 20,000 trees of its own
// generator.
TEST_CASE("the ceiling is near 95 % with four inputs and 99 % with eight", "[bonsai]") {
  const auto ceilings = measure(0.1);
  REQUIRE(ceilings.size() == 4);
  CHECK(std::abs(ceilings[0].bayes.value - 0.956) < 4 * ceilings[0].bayes.standard_error);
  CHECK(std::abs(ceilings[1].bayes.value - 0.990) < 4 * ceilings[1].bayes.standard_error);
  CHECK(ceilings[2].bayes.value > 0.999);
}

TEST_CASE("more noise lowers the ceiling as the separate program says", "[bonsai]") {
  CHECK(std::abs(measure(0)[0].bayes.value - 0.982) < 0.008);
  CHECK(std::abs(measure(0.25)[0].bayes.value - 0.897) < 0.016);
  CHECK(std::abs(measure(0.25)[1].bayes.value - 0.964) < 0.01);
}

TEST_CASE("the posterior is as sure as the Bayes rule is right", "[bonsai]") {
  for (const double noise : {0.0, 0.1, 0.25})
    for (const Ceiling& ceiling : measure(noise))
      CHECK(std::abs(ceiling.expected - ceiling.bayes.value) < 4 * ceiling.bayes.standard_error + 0.001);
}

// The sum over what is left out must give the density without it.
TEST_CASE("a missing input is summed over", "[bonsai]") {
  BonsaiRow row{.species = 1,
                .inputs = {3.1, 1.9, 25, 22, kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone}};
  const auto without = shohin::species_densities(row, 0.1);
  for (const auto& [input, count, step] : {std::tuple{shohin::kFoliage, 4, 1.0},
                                           {shohin::kRootSystem, 3, 1.0},
                                           {shohin::kSeasonalColor, 21, 0.5}}) {
    std::array<double, shohin::kBonsaiSpecies> sum{};
    for (int i = 0; i < count; ++i) {
      row.inputs[input] = i * step;
      const auto with = shohin::species_densities(row, 0.1);
      for (std::size_t s = 0; s < sum.size(); ++s) sum[s] += with[s];
    }
    row.inputs[input] = kNone;
    for (std::size_t s = 0; s < sum.size(); ++s) CHECK(sum[s] == Catch::Approx(without[s]).epsilon(1e-9));
  }
}

TEST_CASE("no classifier does better than the Bayes rule", "[bonsai]") {
  const auto by_foliage = [](std::span<const float> row) -> std::uint32_t {
    const float foliage = row[shohin::kFoliage];
    return foliage == 2 ? 1U : foliage == 3 ? 3U : foliage == 1 ? 0U : 2U;
  };
  for (const Ceiling& ceiling : measure(0.1, by_foliage)) {
    CHECK(ceiling.difference.value <= 0);
    CHECK(ceiling.difference.value == Catch::Approx(ceiling.model.value - ceiling.bayes.value).margin(1e-12));
  }
}

TEST_CASE("measure_ceiling refuses options out of range", "[bonsai]") {
  const auto none = shohin::measure_ceiling({.trees = 1});
  REQUIRE_FALSE(none);
  CHECK(none.error().first().code == FaultCode::kOutOfRange);
  CHECK(none.error().first().field == "rows");
}
