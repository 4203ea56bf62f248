// Proves that a row is found strange as its distance says, and that no document can make the reader of a
// calibration give what could not be computed with.
#include "calibrate/novelty.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

#include "calibrate/calibration.h"
#include "made_bonsai.h"
#include "made_table.h"

using Catch::Approx;
using shohin::Calibration;
using shohin::FaultCode;
using shohin::Gaussian;
using shohin::Json;
using shohin::JsonArray;
using shohin::JsonObject;
using shohin::Novelty;
using shohin::Table;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Novelty fitted(const Table& table) {
  const auto novelty = shohin::fit_novelty(table.contract, {table.columns, table.labels});
  REQUIRE(novelty);
  return *novelty;
}

double score_of(const Novelty& novelty, const Table& table, std::uint32_t row) {
  std::vector<float> values(table.columns.size());
  table.copy_row(row, values);
  return novelty.score(values).value();
}

Table without_class(const Table& table, std::uint32_t left_out) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < table.row_count(); ++row)
    if (table.labels[row] != left_out) rows.push_back(row);
  Table out = shohin::take_rows(table, rows);
  out.contract.classes.erase(out.contract.classes.begin() + static_cast<std::ptrdiff_t>(left_out));
  for (std::uint32_t& label : out.labels) label -= label > left_out ? 1 : 0;
  return out;
}

// The chance that a row of that class has a higher score than one of the others.
double area_under_curve(const Novelty& novelty, const Table& table, std::uint32_t strange) {
  std::vector<double> ours, theirs;
  for (std::uint32_t row = 0; row < table.row_count(); ++row)
    (table.labels[row] == strange ? theirs : ours).push_back(score_of(novelty, table, row));
  std::sort(ours.begin(), ours.end());
  double below = 0;
  for (const double score : theirs)
    below += static_cast<double>(std::lower_bound(ours.begin(), ours.end(), score) - ours.begin());
  return below / static_cast<double>(ours.size()) / static_cast<double>(theirs.size());
}

Calibration whole_calibration(const Table& table) {
  Calibration out{.temperature = 0.8, .temperature_from = "out_of_bag"};
  out.conformal = shohin::Conformal{.rows = 50, .least_probability = std::vector<float>(30, 0.25F)};
  out.novelty = fitted(table);
  out.measurements = shohin::count_measurements(table.contract, {table.columns, table.labels});
  out.input_means = {0.5, 2};
  return out;
}

// The document with one member of one of its parts in another shape.
Json changed(const Json& document, std::string_view part, std::string_view member, const Json& value) {
  JsonObject whole = document.as_object();
  for (auto& [name, json] : whole) {
    if (name != part) continue;
    if (member.empty()) {
      json = value;
      continue;
    }
    JsonObject inner = json.as_object();
    for (auto& [inner_name, inner_json] : inner)
      if (inner_name == member) inner_json = value;
    json = std::move(inner);
  }
  return whole;
}

}  // namespace

TEST_CASE("a distance is measured in deviations along the correlation", "[calibrate][novelty]") {
  const Gaussian gaussian{.mean = {1, 2}, .deviation = {2, 4}, .correlation = {500}};
  std::uint32_t known = 0;
  // (1, 1) in deviations: (1, 1) [[1, .5], [.5, 1]]^-1 (1, 1)' = 2 / 1.5
  CHECK(shohin::squared_distance(gaussian, std::vector<double>{3, 6}, known) == Approx(2 / 1.5));
  CHECK(known == 2);
  CHECK(shohin::squared_distance(gaussian, std::vector<double>{3, -2}, known) == Approx(2 / 0.5));
  CHECK(shohin::squared_distance(gaussian, std::vector<double>{kNone, 10}, known) == Approx(4));
  CHECK(known == 1);
  CHECK(shohin::squared_distance(gaussian, std::vector<double>{kNone, kNone}, known) == 0);
  CHECK(known == 0);
}

TEST_CASE("correlations that cannot be are not sound", "[calibrate][novelty]") {
  CHECK(Gaussian{.mean = {0, 0, 0}, .deviation = {1, 1, 1}, .correlation = {500, 500, 500}}.is_sound());
  CHECK_FALSE(
      Gaussian{.mean = {0, 0, 0}, .deviation = {1, 1, 1}, .correlation = {900, 900, -900}}.is_sound());
  CHECK(Gaussian{}.is_sound());
}

TEST_CASE("fresh rows raise about as many false alarms as were allowed", "[calibrate][novelty]") {
  const Table table = shohin::made_table(3000, 3, 1), fresh = shohin::made_table(6000, 3, 2);
  const Novelty novelty = fitted(table);
  REQUIRE(novelty.thresholds.size() == 3);
  for (std::size_t rate = 0; rate < 3; ++rate) {
    std::uint32_t alarms = 0;
    for (std::uint32_t row = 0; row < fresh.row_count(); ++row)
      alarms += score_of(novelty, fresh, row) > novelty.thresholds[rate] ? 1 : 0;
    CAPTURE(rate);
    CHECK(alarms / 6000.0 == Approx(shohin::kAlarmRates[rate]).margin(0.008));
  }
}

TEST_CASE("a training row is judged as if it had not been there", "[calibrate][novelty]") {
  Table table = shohin::made_table(60, 2, 5);
  for (std::size_t f = 1; f < 5; ++f)
    std::fill(table.columns[f].begin(), table.columns[f].end(), std::nanf(""));
  const Novelty with = fitted(table);
  const std::uint32_t label = table.labels[0];
  const auto members =
      static_cast<std::uint32_t>(std::count(table.labels.begin(), table.labels.end(), label));
  std::vector<std::uint32_t> others(59);
  for (std::uint32_t i = 0; i < 59; ++i) others[i] = i + 1;
  const Novelty without = fitted(shohin::take_rows(table, others));
  std::vector<float> row(5);
  table.copy_row(0, row);
  const double left_out = shohin::score_in_class(with, with.classes[label], row, members).value();
  const double refitted = shohin::score_in_class(without, without.classes[label], row).value();
  const double naive = shohin::score_in_class(with, with.classes[label], row).value();
  CHECK(left_out == Approx(refitted).margin(0.02));
  CHECK(std::abs(left_out - refitted) < std::abs(naive - refitted));
}

TEST_CASE("rows far from every class are strange, whatever of them is known", "[calibrate][novelty]") {
  const Novelty novelty = fitted(shohin::made_table(1000, 3));
  const float none = std::nanf("");
  CHECK(novelty.is_strange(std::vector<float>{40, 2, 1, 0, 0.5F}));
  CHECK(novelty.is_strange(std::vector<float>{40, none, none, none, none}));
  CHECK_FALSE(novelty.is_strange(std::vector<float>{1, 2, 2, 1, 0.5F}));
  CHECK_FALSE(novelty.is_strange(std::vector<float>{1, none, none, none, none}));
  CHECK_FALSE(novelty.score(std::vector<float>(5, none)));
  CHECK_FALSE(novelty.is_strange(std::vector<float>(5, none)));
}

TEST_CASE("too few rows of a class, or too many features, have no novelty", "[calibrate][novelty]") {
  Table table = shohin::made_table(20, 2);
  std::fill(table.labels.begin(), table.labels.end(), 0U);
  CHECK_FALSE(shohin::fit_novelty(table.contract, {table.columns, table.labels}));
  Table wide = shohin::made_table(50, 2);
  for (int i = 0; i < 60; ++i) {
    wide.contract.features.push_back(wide.contract.features[0]);
    wide.columns.push_back(wide.columns[0]);
  }
  CHECK_FALSE(shohin::fit_novelty(wide.contract, {wide.columns, wide.labels}));
}

TEST_CASE("a species that was left out is told from the others", "[calibrate][novelty][bonsai]") {
  const Table table = shohin::bonsai_table(2000, 1), fresh = shohin::bonsai_table(1000, 2);
  double sum = 0;
  for (std::uint32_t species = 0; species < table.contract.classes.size(); ++species) {
    const double area = area_under_curve(fitted(without_class(table, species)), fresh, species);
    CAPTURE(table.contract.classes[species].name);
    CHECK(area > 0.88);
    sum += area;
  }
  CHECK(sum / static_cast<double>(table.contract.classes.size()) > 0.94);
}

TEST_CASE("a calibration reads back as it was written", "[calibrate]") {
  const Table table = shohin::made_table(300, 3);
  const Calibration calibration = whole_calibration(table);
  const std::string text = shohin::write_json(shohin::calibration_json(calibration));
  const auto read = shohin::read_calibration(shohin::parse_json(text).value(), table.contract);
  REQUIRE(read);
  CHECK(shohin::write_json(shohin::calibration_json(*read)) == text);
  CHECK(read->conformal->least_probability == calibration.conformal->least_probability);
  for (std::uint32_t row = 0; row < 50; ++row)
    CHECK(score_of(*read->novelty, table, row) == score_of(*calibration.novelty, table, row));
}

TEST_CASE("no calibration and one of another schema have no parts", "[calibrate]") {
  const auto contract = shohin::made_contract(3);
  for (const Json& document : {Json(), Json(3), Json(JsonObject{{"schema", "shohin.calibration/9"}})}) {
    const auto read = shohin::read_calibration(document, contract);
    REQUIRE(read);
    CHECK_FALSE(read->conformal);
    CHECK_FALSE(read->novelty);
    CHECK(read->temperature == 1);
  }
}

TEST_CASE("what does not fit the contract or cannot be computed with is refused by its place",
          "[calibrate]") {
  const Table rows = shohin::made_table(300, 3);
  const Json document = shohin::calibration_json(whole_calibration(rows));
  const auto [part, member, value] = GENERATE(table<std::string_view, std::string_view, Json>({
      {"temperature", "", Json(0)},
      {"temperature", "", Json("hot")},
      {"conformal", "", Json(3)},
      {"conformal", "rows", Json(0)},
      {"conformal", "least_probability", Json(JsonArray{0.5})},
      {"conformal", "least_probability", Json(JsonArray(30, Json(1.5)))},
      {"novelty", "", Json("strange")},
      {"novelty", "numbers", Json(JsonArray{0, 1, 99})},
      {"novelty", "numbers", Json(JsonArray{0, 1, 1, 4})},
      {"novelty", "numbers", Json(JsonArray{0, 1, 3, 4})},
      {"novelty", "numbers", Json(JsonArray{0, 0.5, 2, 4})},
      {"novelty", "categories", Json(JsonArray{2})},
      {"novelty", "logarithmic", Json(JsonArray{0})},
      {"novelty", "thresholds", Json(JsonArray{1, 2})},
      {"novelty", "alarm_rates", Json(JsonArray{0.1, 0.2, 0.3})},
      {"novelty", "classes", Json(JsonArray{})},
      {"novelty", "classes", Json(JsonArray(3, Json(JsonObject{{"mean", JsonArray{}}})))},
      {"measurements", "", Json(JsonArray{JsonObject{{"feature", 9}}})},
      {"measurements", "",
       Json(JsonArray{JsonObject{{"feature", 1}, {"counts", JsonArray(3, Json(JsonArray{}))}}})},
      {"measurements", "", Json(JsonArray{JsonObject{{"feature", 1}, {"counts", JsonArray{JsonArray{1}}}}})},
      {"input_means", "", Json(JsonArray{"a"})},
  }));
  CAPTURE(part, member, shohin::write_json(value));
  const auto read = shohin::read_calibration(changed(document, part, member, value), rows.contract);
  REQUIRE_FALSE(read);
  CHECK(read.error().first().code == FaultCode::kUnsupportedModel);
  CHECK(read.error().first().field == "shohin.calibration." + std::string(part));
}
