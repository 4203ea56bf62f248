// Proves that bins keep equal values together, never overlap, hold about equally many rows, and set what is
// missing apart.
#include "learn/bins.h"

#include <algorithm>
#include <array>
#include <catch_amalgamated.hpp>
#include <limits>
#include <vector>

#include "data/random.h"
#include "missing.h"

using shohin::Feature;
using shohin::FeatureBins;

namespace {

std::vector<std::uint8_t> assigned(const FeatureBins& bins, const std::vector<float>& column) {
  std::vector<std::uint8_t> out(column.size());
  shohin::assign_bins(bins, column, out);
  return out;
}

}  // namespace

TEST_CASE("few values have a bin each", "[learn][bins]") {
  const std::vector<float> column = {3, 1, kMissing, 2, 1, -5};
  const FeatureBins bins = shohin::make_bins(column, Feature{});
  CHECK(bins.lowest == std::vector<float>{-5, 1, 2, 3});
  CHECK(bins.highest == bins.lowest);
  CHECK(bins.may_be_missing);
  CHECK(assigned(bins, column) == std::vector<std::uint8_t>{3, 1, shohin::kMissingBin, 2, 1, 0});
}

TEST_CASE("many values share at most 255 even bins", "[learn][bins]") {
  shohin::Random random(1);
  std::vector<float> column(20'000);
  for (float& value : column) value = static_cast<float>(random.unit());
  for (std::size_t i = 0; i < 4'000; ++i) column[i] = 0.5F;  // one value that is more than a bin's part
  const FeatureBins bins = shohin::make_bins(column, Feature{});
  CHECK(bins.count > 240);
  CHECK(bins.count <= shohin::kValueBins);
  std::array<std::uint32_t, 256> rows{};
  const auto assigned_bins = assigned(bins, column);
  for (std::size_t row = 0; row < column.size(); ++row) {
    const std::uint8_t bin = assigned_bins[row];
    ++rows[bin];
    if (column[row] < bins.lowest[bin] || column[row] > bins.highest[bin]) FAIL_CHECK("row " << row);
  }
  CHECK(std::count_if(rows.begin(), rows.end(), [](auto n) { return n > 200; }) == 1);
  for (std::uint32_t bin = 1; bin < bins.count; ++bin) CHECK(bins.highest[bin - 1] < bins.lowest[bin]);
}

TEST_CASE("a category is its own bin", "[learn][bins]") {
  const Feature feature{.kind = shohin::FeatureKind::kCategorical,
                        .categories = {{"a", {}}, {"b", {}}, {"c", {}}}};
  const std::vector<float> column = {2, 0, kMissing};
  const FeatureBins bins = shohin::make_bins(column, feature);
  CHECK(bins.count == 3);
  CHECK(assigned(bins, column) == std::vector<std::uint8_t>{2, 0, shohin::kMissingBin});
}

TEST_CASE("a column of nothing has no bins", "[learn][bins]") {
  const FeatureBins bins = shohin::make_bins(std::vector<float>{kMissing, kMissing}, Feature{});
  CHECK(bins.count == 0);
  CHECK(bins.may_be_missing);
}
