// Proves the drift statistics on cases whose values SciPy 1.17 and numpy gave (ks_2samp,
// wasserstein_distance, jensenshannon, chi2_contingency), Holm's correction, and the rule that makes a
// verdict of them.
#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "drift/comparison.h"
#include "drift/distances.h"
#include "drift/holm.h"
#include "drift/samples.h"
#include "made_table.h"

using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using shohin::DriftVerdict;
using shohin::Table;
using Numbers = std::vector<float>;
using Tally = std::vector<std::uint64_t>;

namespace {

struct Expected {
  double distance, p, wasserstein, over_deviation, stability, jensen_shannon;
};

void check_pair(const Numbers& reference, const Numbers& data, const Expected& expected) {
  const double distance =
      shohin::kolmogorov_smirnov_distance(shohin::Sample(reference), shohin::Sample(data));
  CHECK_THAT(distance, WithinRel(expected.distance, 1e-12));
  CHECK_THAT(shohin::kolmogorov_smirnov_p(distance, reference.size(), data.size()),
             WithinAbs(expected.p, 1e-12));
  const double area = shohin::wasserstein_distance(shohin::Sample(reference), shohin::Sample(data));
  CHECK_THAT(area, WithinRel(expected.wasserstein, 1e-6));
  CHECK_THAT(area / shohin::standard_deviation(reference), WithinRel(expected.over_deviation, 1e-6));
  const auto deciles = shohin::bin_by_deciles(reference, data);
  CHECK_THAT(shohin::population_stability(deciles.reference, deciles.data),
             WithinRel(expected.stability, 1e-9));
  const auto sturges = shohin::bin_by_sturges(reference, data);
  CHECK_THAT(shohin::jensen_shannon(sturges.reference, sturges.data),
             WithinRel(expected.jensen_shannon, 1e-9));
}

// Sepal lengths of the 50 rows of one species.
Numbers sepal_lengths(const std::string& species) {
  std::ifstream file(std::string(SHOHIN_SOURCE_DIR) + "/public/examples/iris.csv");
  Numbers out;
  for (std::string line; std::getline(file, line);)
    if (line.ends_with(species) || line.ends_with(species + "\r")) out.push_back(std::stof(line));
  REQUIRE(out.size() == 50);
  std::sort(out.begin(), out.end());
  return out;
}

// A copy whose column is changed row by row.
template <class Change>
Table changed(Table table, std::size_t feature, Change change) {
  for (float& value : table.columns[feature]) value = change(value);
  return table;
}

Table part_of(const Table& table, std::uint32_t first, std::uint32_t count) {
  std::vector<std::uint32_t> rows(count);
  for (std::uint32_t i = 0; i < count; ++i) rows[i] = first + i;
  return shohin::take_rows(table, rows);
}

}  // namespace

TEST_CASE("ten numbers against ten that are two higher", "[drift]") {
  check_pair({1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, {3, 4, 5, 6, 7, 8, 9, 10, 11, 12},
             {0.2, 0.9616, 2.0, 0.6963106238227914, 1.599891962474253, 0.3723297411059034});
}

TEST_CASE("samples of ties are compared behind the ties", "[drift]") {
  check_pair({1, 1, 2, 2, 3, 3}, {1, 2, 2, 2, 3, 4},
             {1.0 / 6, 1.0, 1.0 / 3, 0.4082482904638629, 0.1831020481113516, 0.30735739537550644});
}

TEST_CASE("sepal lengths tell the species apart", "[drift]") {
  check_pair(sepal_lengths("setosa"), sepal_lengths("versicolor"),
             {0.78, 1.3443392825080688e-16, 0.93, 2.6651612813417542, 4.164569190146757, 0.6000674197245765});
  check_pair(
      sepal_lengths("versicolor"), sepal_lengths("virginica"),
      {0.46, 2.3242870879573912e-05, 0.652, 1.2759710859362576, 1.6687915323234648, 0.406322857506833});
}

TEST_CASE("class counts are compared by chi-squared without correction", "[drift]") {
  const Tally reference = {250, 250, 250, 250}, data = {300, 200, 280, 220};
  const auto test = shohin::two_sample_chi_squared(reference, data);
  CHECK_THAT(test.statistic, WithinAbs(13.714017, 1e-6));
  CHECK(test.degrees == 3);
  CHECK_THAT(test.p, WithinAbs(0.003321, 1e-6));
  CHECK_THAT(test.cramers_v, WithinAbs(0.0828, 1e-4));
  CHECK_THAT(shohin::largest_difference(reference, data), WithinRel(0.05, 1e-12));
  CHECK_THAT(shohin::population_stability(reference, data), WithinAbs(0.027508, 1e-6));
  CHECK_THAT(shohin::jensen_shannon(reference, data), WithinAbs(0.058596, 1e-6));
  CHECK_THAT(shohin::jensen_shannon(reference, data) / std::sqrt(std::log(2.0)), WithinAbs(0.070381, 1e-6));
}

TEST_CASE("distances are 0 for equal and largest for disjoint counts", "[drift]") {
  const Tally left = {10, 0}, right = {0, 30};
  CHECK(shohin::jensen_shannon(left, left) == 0);
  CHECK_THAT(shohin::jensen_shannon(left, right), WithinRel(std::sqrt(std::log(2.0)), 1e-12));
  CHECK_THAT(shohin::hellinger(left, right), WithinRel(1.0, 1e-12));
  CHECK(shohin::hellinger(left, left) == 0);
  CHECK(shohin::population_stability(left, left) == 0);
  CHECK(shohin::two_sample_chi_squared(left, right).cramers_v == 1);
  CHECK(shohin::two_sample_chi_squared(Tally{4, 0}, Tally{9, 0}).degrees == 0);
}

TEST_CASE("Holm's correction is monotone and leaves out tests that were not made", "[drift]") {
  const auto adjusted = shohin::holm_adjusted({0.01, 0.04, NAN, 0.03, 0.005});
  CHECK_THAT(adjusted[4], WithinRel(0.02, 1e-12));
  CHECK_THAT(adjusted[0], WithinRel(0.03, 1e-12));
  CHECK_THAT(adjusted[3], WithinRel(0.06, 1e-12));
  CHECK_THAT(adjusted[1], WithinRel(0.06, 1e-12));
  CHECK(std::isnan(adjusted[2]));
  CHECK(shohin::holm_adjusted({0.9, 0.8}) == std::vector<double>{1, 1});
}

TEST_CASE("rows of the same table have not drifted", "[drift]") {
  const Table table = shohin::made_table(2000, 3);
  const Table first = part_of(table, 0, 1000), second = part_of(table, 1000, 1000);
  const auto raw = shohin::compare_samples(first, second);
  const auto sketched = shohin::compare_with_baseline(shohin::make_baseline(first), second);
  CHECK_FALSE(raw.is_drifted());
  CHECK_FALSE(sketched.is_drifted());
  CHECK(raw.features.size() == table.columns.size() + 1);
  CHECK(raw.features.back().name == table.contract.target);
  for (const auto& feature : sketched.features) CHECK(feature.verdict == DriftVerdict::kStable);
}

TEST_CASE("a moved feature, a lost one and a swapped category are found, and nothing else", "[drift]") {
  const Table table = shohin::made_table(2000, 3);
  const Table first = part_of(table, 0, 1000);
  Table second = changed(part_of(table, 1000, 1000), 0, [](float value) { return value + 2; });
  second = changed(std::move(second), 3, [](float) { return 1.0F; });
  int row = 0;
  second = changed(std::move(second), 2, [&](float value) { return ++row % 2 == 0 ? NAN : value; });
  for (const auto& report : {shohin::compare_samples(first, second),
                             shohin::compare_with_baseline(shohin::make_baseline(first), second)}) {
    CHECK(report.is_drifted());
    CHECK(report.features[0].values.verdict == DriftVerdict::kDrifted);
    CHECK(report.features[0].missing.verdict == DriftVerdict::kStable);
    CHECK(report.features[2].missing.verdict == DriftVerdict::kDrifted);
    CHECK(report.features[2].values.verdict == DriftVerdict::kStable);
    CHECK(report.features[3].verdict == DriftVerdict::kDrifted);
    CHECK(report.features[1].verdict == DriftVerdict::kStable);
    CHECK(report.features[4].verdict == DriftVerdict::kStable);
  }
}

TEST_CASE("a small window gets no verdict, however far it is off", "[drift]") {
  const Table table = shohin::made_table(1199, 3);
  const Table second = changed(part_of(table, 1000, 199), 0, [](float value) { return value + 5; });
  const auto report = shohin::compare_samples(part_of(table, 0, 1000), second);
  CHECK(report.features[0].values.p_holm < 1e-6);
  CHECK(report.features[0].verdict == DriftVerdict::kTooFewRows);
  CHECK_FALSE(report.is_drifted());
}

TEST_CASE("a shift without effect is no drift, however many rows show it", "[drift]") {
  Table reference = shohin::made_table(200, 3);
  shohin::Random random(3);
  const auto draw = [&](float) { return static_cast<float>(random.unit() + random.unit() + random.unit()); };
  for (auto& column : reference.columns) column.resize(20000, 0);
  reference.labels.resize(20000, 0);
  reference = changed(std::move(reference), 0, draw);
  const Table data = changed(changed(reference, 0, draw), 0, [](float value) { return value + 0.035F; });
  const auto report = shohin::compare_samples(reference, data);
  CHECK(report.features[0].values.p_holm < 0.001);
  CHECK(report.features[0].values.effect < 0.1);
  CHECK(report.features[0].verdict == DriftVerdict::kStable);
}

TEST_CASE("the naive rule's false alarms are gone", "[drift]") {
  const shohin::DriftRule significance_alone{.least_rows = 1, .watch = 0, .drifted = 0};
  int naive = 0, corrected = 0;
  for (std::uint32_t trial = 0; trial < 60; ++trial) {
    shohin::Random random(trial);
    Table reference = shohin::made_table(300, 3);
    reference.contract.features.erase(reference.contract.features.begin() + 1,
                                      reference.contract.features.end());
    reference.columns.resize(1);
    while (reference.columns.size() < 8) {
      reference.contract.features.push_back(reference.contract.features.front());
      reference.columns.push_back(reference.columns.front());
    }
    reference.labels.clear();
    Table data = reference;
    for (Table* table : {&reference, &data})
      for (auto& column : table->columns)
        for (float& value : column) value = static_cast<float>(random.unit());
    const auto report = shohin::compare_samples(reference, data, significance_alone);
    const auto alarms = [&](auto field) {
      return std::any_of(report.features.begin(), report.features.end(),
                         [&](const auto& one) { return one.values.*field < 0.05; });
    };
    naive += alarms(&shohin::DriftTest::p) ? 1 : 0;
    corrected += alarms(&shohin::DriftTest::p_holm) ? 1 : 0;
  }
  CHECK(naive > 12);
  CHECK(corrected < 9);
}
