// Proves that any data set of any contract survives CSV, JSON and the contract's own JSON, bit for bit.
#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

#include "data/random.h"
#include "data/table.h"
#include "text/number.h"

using namespace shohin;

namespace {

constexpr std::string_view kNamePieces[] = {"a", "od280/od315", ",", "\"", "\u00e9", " ", "\u5c0f", "{}"};

std::string any_name(Random& random, std::uint32_t number) {
  std::string name(kNamePieces[random.below(std::size(kNamePieces))]);
  return name + std::string(kNamePieces[random.below(std::size(kNamePieces))]) + std::to_string(number);
}

Feature any_feature(Random& random, std::uint32_t number) {
  Feature feature{.name = any_name(random, number), .kind = static_cast<FeatureKind>(random.below(3))};
  feature.required = random.below(2) == 0;
  if (random.below(2) == 0) feature.label = {{"en", any_name(random, 0)}, {"pt-BR", any_name(random, 1)}};
  if (feature.kind == FeatureKind::kCategorical) {
    for (std::uint32_t i = 0; i <= random.below(4); ++i)
      feature.categories.push_back({any_name(random, i), {}});
    feature.categories[0].label = {{"en", "first"}};
    return feature;
  }
  feature.unit = random.below(2) == 0 ? "cm" : "";
  feature.min = -static_cast<double>(random.below(1000));
  feature.max = random.below(1000);
  if (random.below(2) == 0) feature.typical = {{feature.min / 2, feature.max}};
  if (random.below(2) == 0) feature.step = random.unit() + 0.001;
  return feature;
}

Contract any_contract(Random& random) {
  Contract contract{
      .name = "any", .title = {{"en", "Any"}}, .features = {}, .target = "label,\"x\"", .classes = {}};
  for (std::uint32_t i = 0; i <= random.below(6); ++i) contract.features.push_back(any_feature(random, i));
  for (std::uint32_t i = 0; i < 2 + random.below(3); ++i)
    contract.classes.push_back({any_name(random, i), {}});
  return contract;
}

float any_value(Random& random, const Feature& feature) {
  if (!feature.required && random.below(4) == 0) return std::numeric_limits<float>::quiet_NaN();
  if (feature.kind == FeatureKind::kCategorical) {
    return static_cast<float>(random.below(static_cast<std::uint32_t>(feature.categories.size())));
  }
  const double value = feature.min + random.unit() * (feature.max - feature.min);
  return static_cast<float>(feature.kind == FeatureKind::kOrdinal ? std::ceil(value) : value) + 0.0F;
}

Table any_table(Random& random) {
  Table table{any_contract(random), {}, {}};
  const std::uint32_t rows = 1 + random.below(12);
  for (const Feature& feature : table.contract.features) {
    std::vector<float>& column = table.columns.emplace_back();
    while (column.size() < rows) column.push_back(any_value(random, feature));
  }
  while (table.labels.size() < rows) {
    table.labels.push_back(random.below(static_cast<std::uint32_t>(table.contract.classes.size())));
  }
  return table;
}

std::string in_quotes(std::string_view cell) {
  std::string text = "\"";
  for (const char c : cell) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

// A value as JSON and CSV write it; null where it is missing.
Json value_of(const Feature& feature, float value) {
  if (std::isnan(value)) return {};
  if (feature.kind == FeatureKind::kCategorical) {
    return feature.categories[static_cast<std::size_t>(value)].name;
  }
  // The shortest text of a float32 is another double: the range is that of the double.
  const double number = parse_number(print_number(value)).value();
  return std::min(std::max(number, feature.min), feature.max);
}

std::string cell_of(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? in_quotes(value.as_string()) : print_number(value.as_number());
}

std::vector<std::uint32_t> any_order(Random& random, std::size_t columns) {
  std::vector<std::uint32_t> order(columns);
  for (std::uint32_t i = 0; i < columns; ++i) order[i] = i;
  random.shuffle(order);
  return order;
}

// The label stands where the order has the number of features.
std::string csv_of(const Table& table, const std::vector<std::uint32_t>& order) {
  std::string text;
  for (const std::uint32_t column : order) {
    const bool is_label = column == table.columns.size();
    text += (text.empty() ? "" : ",") +
            in_quotes(is_label ? table.contract.target : table.contract.features[column].name);
  }
  for (std::uint32_t row = 0; row < table.row_count(); ++row) {
    std::string line;
    for (const std::uint32_t column : order) {
      const bool is_label = column == table.columns.size();
      line += is_label ? in_quotes(table.contract.classes[table.labels[row]].name)
                       : cell_of(value_of(table.contract.features[column], table.columns[column][row]));
      line += ',';
    }
    line.pop_back();
    text += "\r\n" + line;
  }
  return text;
}

std::string json_of(const Table& table, const std::vector<std::uint32_t>& order) {
  JsonArray rows;
  for (std::uint32_t row = 0; row < table.row_count(); ++row) {
    JsonObject members;
    for (const std::uint32_t column : order) {
      if (column == table.columns.size()) {
        members.emplace_back(table.contract.target, table.contract.classes[table.labels[row]].name);
      } else {
        const Feature& feature = table.contract.features[column];
        members.emplace_back(feature.name, value_of(feature, table.columns[column][row]));
      }
    }
    rows.emplace_back(std::move(members));
  }
  return write_json(rows, JsonStyle::kIndented);
}

}  // namespace

TEST_CASE("any data set survives CSV and JSON with its columns in any order", "[data][table]") {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    const Table table = any_table(random);
    const auto order = any_order(random, table.columns.size() + 1);
    const std::string csv = csv_of(table, order);
    CAPTURE(seed, csv);
    const auto from_csv = read_csv(csv, table.contract);
    REQUIRE(from_csv.has_value());
    REQUIRE(data_digest(*from_csv) == data_digest(table));
    const auto from_json = read_json_rows(json_of(table, order), table.contract);
    REQUIRE(from_json.has_value());
    REQUIRE(data_digest(*from_json) == data_digest(table));
  }
}

TEST_CASE("any contract survives writing and reading", "[contract]") {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    const Contract contract = any_contract(random);
    const auto again = parse_contract(write_json(contract_json(contract), JsonStyle::kIndented));
    REQUIRE(again.has_value());
    REQUIRE(*again == contract);
    REQUIRE(canonical_contract(*again) == canonical_contract(contract));
  }
}
