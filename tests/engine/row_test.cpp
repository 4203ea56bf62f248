// Proves that a user's row becomes the contract's numbers, and that everything wrong with it is named at
// once.
#include "contract/row.h"

#include <catch_amalgamated.hpp>
#include <cmath>

using shohin::Contract;
using shohin::Fault;
using shohin::FaultCode;
using shohin::Faults;
using shohin::parse_json;
using shohin::Row;

namespace {

const Contract& tree() {
  static const Contract contract = shohin::parse_contract(R"({"schema": "shohin.contract/1", "name": "tree",
    "version": 1, "features": [
      {"name": "height", "kind": "numeric", "unit": "cm", "min": 0.1, "max": 150, "typical": [5, 100]},
      {"name": "needles", "kind": "ordinal", "min": 0, "max": 5},
      {"name": "roots", "kind": "categorical", "categories": ["fibrous", "tap"], "required": false},
      {"name": "age", "kind": "numeric", "unit": "years", "min": 0, "max": 500, "required": false}],
    "target": {"name": "species", "classes": [{"name": "pine"}, {"name": "ficus"}]}})")
                                       .value();
  return contract;
}

shohin::Result<Row> row(std::string_view json) { return read_row(tree(), parse_json(json).value()); }
shohin::Result<Row> values(std::string_view json) {
  return read_row_values(tree(), parse_json(json).value());
}

Fault only(const shohin::Result<Row>& result) {
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().count() == 1);
  return result.error().first();
}

FaultCode cell_fault(std::size_t feature, std::string_view text) {
  const auto read = read_cell(tree().features[feature], text);
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().first().field == tree().features[feature].name);
  return read.error().first().code;
}

}  // namespace

TEST_CASE("a row by names becomes numbers in the contract's order", "[contract][row]") {
  CHECK(row(R"({"age": 12, "roots": "tap", "needles": 2, "height": 25.3})").value() == Row{25.3F, 2, 1, 12});
  const Row partial = row(R"({"needles": 2, "height": 0.1, "roots": null})").value();
  CHECK(partial[0] == 0.1F);
  CHECK(std::isnan(partial[2]));
  CHECK(std::isnan(partial[3]));
  CHECK_FALSE(std::signbit(row(R"({"needles": -0, "height": 1})").value()[1]));
}

TEST_CASE("a row by position may end before the optional features", "[contract][row]") {
  CHECK(values("[25.3, 2, \"fibrous\", 12]").value() == Row{25.3F, 2, 0, 12});
  const Row partial = values("[25.3, 2]").value();
  REQUIRE(partial.size() == 4);
  CHECK(std::isnan(partial[3]));
  const Fault few = only(values("[25.3]"));
  CHECK(few.code == FaultCode::kRaggedRow);
  CHECK(few.value == "1");
  CHECK(few.expected == "2 to 4");
  CHECK(only(values("[1, 2, null, 3, 4]")).code == FaultCode::kRaggedRow);
  CHECK(only(values("[null, 2]")).code == FaultCode::kMissing);
}

TEST_CASE("every fault of a row is given, with its value and what would be right", "[contract][row]") {
  const Fault range = only(row(R"({"height": -1, "needles": 2})"));
  CHECK(range == Fault{FaultCode::kOutOfRange, "height", "-1", "0.1 to 150 cm", 0, 0});
  const Fault missing = only(row(R"({"height": 5})"));
  CHECK(missing.code == FaultCode::kMissing);
  CHECK(missing.field == "needles");
  CHECK(only(row(R"({"height": null, "needles": 2})")).code == FaultCode::kMissing);
  CHECK(only(row(R"({"height": 5, "needles": 2.5})")).code == FaultCode::kNotAnInteger);
  CHECK(only(row(R"({"height": 5, "needles": 6})")).expected == "0 to 5");
  const Fault text = only(row(R"({"height": "5", "needles": 2})"));
  CHECK(text == Fault{FaultCode::kWrongType, "height", "5", "number", 0, 0});
  CHECK(only(row(R"({"height": 5, "needles": 2, "roots": 1})")).expected == "string");
  const Fault category = only(row(R"({"height": 5, "needles": 2, "roots": "aerial"})"));
  CHECK(category == Fault{FaultCode::kUnknownCategory, "roots", "aerial", "fibrous, tap", 0, 0});
  CHECK(only(row(R"({"height": 5, "needles": 2, "hight": 5})")).field == "hight");
  CHECK(only(row(R"({"height": 5, "needles": 2, "species": "pine"})")).code == FaultCode::kUnknownField);
  CHECK(only(row("[1]")).expected == "object");
  CHECK(only(values("{}")).expected == "array");
  const auto many = row(R"({"height": true, "roots": "x", "colour": 1, "age": 1e300})");
  REQUIRE_FALSE(many);
  CHECK(many.error().count() == 5);
}

TEST_CASE("the label of a data set may be passed over", "[contract][row]") {
  const auto labelled = parse_json(R"({"height": 5, "needles": 2, "species": "pine"})").value();
  CHECK(read_row(tree(), labelled, "species").has_value());
}

TEST_CASE("a cell is read as its feature's kind", "[contract][row]") {
  CHECK(read_cell(tree().features[0], "25.3") == 25.3F);
  CHECK(read_cell(tree().features[0], " 25.3\t") == 25.3F);
  CHECK(read_cell(tree().features[1], "2.0") == 2.0F);
  CHECK(read_cell(tree().features[2], "tap") == 1.0F);
  CHECK(std::isnan(read_cell(tree().features[3], "").value()));
  CHECK(std::isnan(read_cell(tree().features[3], " ").value()));
  CHECK(cell_fault(0, "") == FaultCode::kMissing);
  CHECK(cell_fault(0, "ten") == FaultCode::kNotANumber);
  CHECK(cell_fault(0, "1,5") == FaultCode::kNotANumber);
  CHECK(cell_fault(0, "n/a") == FaultCode::kNotANumber);
  CHECK(cell_fault(0, "infinitely") == FaultCode::kNotANumber);
  for (const char* text : {"nan", "NaN", "-nan", "inf", "-Inf", "+Infinity", "INFINITY", "1e999"}) {
    CHECK(cell_fault(0, text) == FaultCode::kNotFinite);
  }
  CHECK(cell_fault(0, "150.01") == FaultCode::kOutOfRange);
  CHECK(cell_fault(1, "2.5") == FaultCode::kNotAnInteger);
  CHECK(cell_fault(2, "Tap") == FaultCode::kUnknownCategory);
  CHECK(cell_fault(2, " tap") == FaultCode::kUnknownCategory);
}

TEST_CASE("values outside the typical range are a warning", "[contract][row]") {
  CHECK(unusual_values(tree(), Row{5, 0, NAN, NAN}).empty());
  CHECK(unusual_values(tree(), Row{100, 0, NAN, NAN}).empty());
  const Faults unusual = unusual_values(tree(), Row{140, 0, NAN, NAN});
  REQUIRE(unusual.count() == 1);
  CHECK(unusual.first() == Fault{FaultCode::kOutOfRange, "height", "140", "5 to 100 cm", 0, 0});
  CHECK(unusual_values(tree(), Row{NAN, 0, NAN, NAN}).empty());
}

TEST_CASE("what is expected is said in short", "[contract][row]") {
  CHECK(expected_text(tree().features[1]) == "0 to 5");
  CHECK(expected_classes(tree()) == "pine, ficus");
  shohin::Feature many{.name = "letter", .kind = shohin::FeatureKind::kCategorical};
  for (int i = 0; i < 25; ++i) many.categories.push_back({std::to_string(i), {}});
  CHECK(expected_text(many).ends_with("18, 19, \u2026"));
}
