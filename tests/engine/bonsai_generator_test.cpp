// Proves that the bonsai generator gives the same bytes on every target, that what ships is its work, and
// that its trees are what docs/bonsai-generator.md says.
#include "bonsai/generator.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "digest/sha256.h"

using shohin::BonsaiOptions;
using shohin::BonsaiRow;
using shohin::FaultCode;

namespace {

std::string generate(const BonsaiOptions& options) {
  std::string csv;
  const auto written = shohin::write_bonsai_csv(options, [&](std::string_view piece) {
    csv += piece;
    return true;
  });
  REQUIRE(written);
  return csv;
}

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(SHOHIN_SOURCE_DIR) + "/public/examples/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<BonsaiRow> draw(std::uint32_t count, double noise) {
  std::vector<BonsaiRow> rows;
  for (std::uint32_t i = 0; i < count; ++i) {
    shohin::Random random(1, i);
    rows.push_back(shohin::draw_tree(random, noise));
  }
  return rows;
}

// The share of the rows of one species that pass.
template <class Test>
double share(const std::vector<BonsaiRow>& rows, std::uint32_t species, Test test) {
  double of = 0;
  double pass = 0;
  for (const BonsaiRow& row : rows) {
    if (row.species != species) continue;
    ++of;
    pass += test(row) ? 1 : 0;
  }
  return pass / of;
}

constexpr std::uint32_t kJuniper = 0, kFicus = 1, kPine = 2, kMaple = 3;

}  // namespace

TEST_CASE("the bonsai set that ships is the generator's default", "[bonsai]") {
  CHECK(generate({}) == read_file("bonsai.csv"));
}

TEST_CASE("the generator gives the same bytes on every target", "[bonsai]") {
  CHECK(shohin::sha256_hex(generate({.rows = 500, .seed = 7, .noise = 0.25, .complete = true})) ==
        "0d2e71032dd9ba82c2ffdc1fb06f25ab2ebcd795fa18507fe193585ef6976236");
}

TEST_CASE("more rows begin with the same ones", "[bonsai]") {
  const std::string few = generate({.rows = 100, .seed = 3});
  CHECK(generate({.rows = 300, .seed = 3}).starts_with(few));
  CHECK(generate({.rows = 100, .seed = 4}) != few);
}

TEST_CASE("half of the rows have only the basic inputs and the rest gaps at three in ten", "[bonsai]") {
  std::uint32_t basic = 0;
  std::uint32_t given = 0;
  constexpr std::uint32_t kRows = 4000;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    shohin::Random random(5, i);
    BonsaiRow row = shohin::draw_tree(random, 0.1);
    shohin::leave_gaps(random, row);
    CHECK(std::none_of(row.inputs.begin(), row.inputs.begin() + 4, [](double v) { return std::isnan(v); }));
    const auto filled =
        std::count_if(row.inputs.begin() + 4, row.inputs.end(), [](double v) { return !std::isnan(v); });
    if (filled == 0) ++basic;
    given += static_cast<std::uint32_t>(filled);
  }
  CHECK(std::abs(basic / double(kRows) - 0.5) < 0.03);  // 3.8 standard errors
  CHECK(std::abs(given / (8.0 * kRows) - 0.35) < 0.02);
}

TEST_CASE("a complete set has no empty cell", "[bonsai]") {
  CHECK(generate({.rows = 500, .complete = true}).find(",,") == std::string::npos);
}

TEST_CASE("trees have the proportions of bonsai", "[bonsai]") {
  const auto rows = draw(8000, 0);
  const auto ordinary = [](const BonsaiRow& row) {
    const double ratio = 10 * row.inputs[shohin::kHeight] / row.inputs[shohin::kBranchThickness];
    return ratio >= 6 && ratio <= 12;
  };
  for (std::uint32_t species = 0; species < shohin::kBonsaiSpecies; ++species) {
    const double styled = shohin::kSpecies[species].style[0];
    CHECK(std::abs(share(rows, species, ordinary) - 0.95 * styled) < 0.03);
  }
}

TEST_CASE("without noise each species has the looks of its kind", "[bonsai]") {
  const auto rows = draw(4000, 0);
  const auto foliage = [](double category) {
    return [category](const BonsaiRow& row) { return row.inputs[shohin::kFoliage] == category; };
  };
  CHECK(share(rows, kPine, foliage(0)) == 1);
  CHECK(share(rows, kFicus, foliage(2)) == 1);
  CHECK(share(rows, kMaple, foliage(3)) == 1);
  CHECK(std::abs(share(rows, kJuniper, foliage(1)) - 0.5) < 0.06);
  const auto aerial = [](const BonsaiRow& row) { return row.inputs[shohin::kAerialRoots] == 0; };
  CHECK(share(rows, kFicus, aerial) > 0.5);
  CHECK(share(rows, kMaple, aerial) == 0);
}

TEST_CASE("the generator refuses options out of range by name", "[bonsai]") {
  const auto take = [](std::string_view) { return true; };
  const auto few = shohin::write_bonsai_csv({.rows = 0}, take);
  REQUIRE_FALSE(few);
  CHECK(few.error().first() ==
        shohin::Fault{
            .code = FaultCode::kOutOfRange, .field = "rows", .value = "0", .expected = "2 to 5000000"});
  const auto loud = shohin::write_bonsai_csv({.noise = 0.6}, take);
  REQUIRE_FALSE(loud);
  CHECK(loud.error().first() ==
        shohin::Fault{
            .code = FaultCode::kOutOfRange, .field = "noise", .value = "0.6", .expected = "0 to 0.5"});
  CHECK_FALSE(shohin::write_bonsai_csv({.noise = std::nan("")}, take));
}

TEST_CASE("the generator stops when its taker does", "[bonsai]") {
  const auto stopped = shohin::write_bonsai_csv({}, [](std::string_view) { return false; });
  REQUIRE_FALSE(stopped);
  CHECK(stopped.error().first().code == FaultCode::kTruncated);
}
