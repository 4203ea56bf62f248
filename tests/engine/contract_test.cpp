// Proves that a contract is read with every fault named, written back whole, and made canonical for digests.
#include "contract/contract.h"

#include <catch_amalgamated.hpp>
#include <fstream>
#include <sstream>

using shohin::canonical_contract;
using shohin::Contract;
using shohin::contract_json;
using shohin::Fault;
using shohin::FaultCode;
using shohin::FeatureKind;
using shohin::parse_contract;
using shohin::text_in;

namespace {

constexpr std::string_view kIris = R"({"schema": "shohin.contract/1", "name": "iris", "version": 1,
 "title": {"en": "Iris flowers", "pt-BR": "Flores de íris"},
 "features": [
  {"name": "sepal_length", "kind": "numeric", "unit": "cm", "min": 0.1, "max": 15, "step": 0.1,
   "typical": [4, 8], "required": true, "label": {"en": "Sepal length"}, "help": {"en": "Longest sepal"}},
  {"name": "petals", "kind": "ordinal", "min": -0, "max": 10, "required": false},
  {"name": "root_system", "kind": "categorical", "categories": ["fibrous", "tap"], "required": false,
   "category_labels": {"tap": {"en": "Tap root", "pt-BR": "Pivotante"}}}],
 "target": {"name": "species", "classes": [{"name": "setosa", "label": {"en": "Iris setosa"}},
                                           {"name": "virginica"}]}})";

std::string with(std::string_view from, std::string_view to) {
  std::string text(kIris);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// The only fault of a changed contract.
Fault fault_of(std::string_view from, std::string_view to) {
  const auto contract = parse_contract(with(from, to));
  REQUIRE_FALSE(contract.has_value());
  CAPTURE(contract.error().count(), contract.error().first().field);
  CHECK(contract.error().count() == 1);
  return contract.error().first();
}

void check(const Fault& fault, FaultCode code, std::string_view field) {
  CHECK(code_name(fault.code) == code_name(code));
  CHECK(fault.field == field);
}

std::string file(const std::string& path) {
  std::ifstream stream(std::string(SHOHIN_SOURCE_DIR) + "/" + path, std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("a contract is read with all that it says", "[contract]") {
  const Contract iris = parse_contract(kIris).value();
  CHECK(iris.name == "iris");
  CHECK(text_in(iris.title, "pt-BR", "iris") == "Flores de íris");
  CHECK(text_in(iris.title, "fr", "iris") == "Iris flowers");
  CHECK(text_in({{"de", "Schwertlilie"}}, "fr", "iris") == "Schwertlilie");
  CHECK(text_in({}, "en", "iris") == "iris");
  REQUIRE(iris.features.size() == 3);
  CHECK(iris.features[0].step == 0.1);
  CHECK(iris.features[0].typical == std::pair(4.0, 8.0));
  CHECK(iris.features[1].kind == FeatureKind::kOrdinal);
  CHECK_FALSE(iris.features[1].required);
  CHECK(iris.features[2].categories[1].label[1].second == "Pivotante");
  CHECK(iris.feature_index("root_system") == 2U);
  CHECK_FALSE(iris.feature_index("species").has_value());
  CHECK(iris.target == "species");
  CHECK(iris.class_index("virginica") == 1U);
  CHECK_FALSE(iris.class_index("versicolor").has_value());
}

TEST_CASE("a contract survives writing and reading", "[contract]") {
  const Contract iris = parse_contract(kIris).value();
  CHECK(read_contract(contract_json(iris)).value() == iris);
}

TEST_CASE("the canonical contract holds what shapes the values and nothing else", "[contract]") {
  const std::string canonical = canonical_contract(parse_contract(kIris).value());
  CHECK(
      canonical ==
      R"({"features":[{"kind":"numeric","max":15,"min":0.1,"name":"sepal_length","required":true,"unit":"cm"},)"
      R"({"kind":"ordinal","max":10,"min":0,"name":"petals","required":false},)"
      R"({"categories":["fibrous","tap"],"kind":"categorical","name":"root_system","required":false}],)"
      R"("name":"iris","schema":"shohin.contract/1","target":{"classes":["setosa","virginica"],"name":"species"}})");
  const auto reworded = [](std::string_view from, std::string_view to) {
    return canonical_contract(parse_contract(with(from, to)).value());
  };
  CHECK(reworded("Iris flowers", "Irises") == canonical);
  CHECK(reworded("\"version\": 1", "\"version\": 2") == canonical);
  CHECK(reworded("\"typical\": [4, 8], ", "") == canonical);
  CHECK(reworded("0.1, \"max\": 15", "1e-1, \"max\": 15.0") == canonical);
  CHECK(reworded("\"max\": 15", "\"max\": 16") != canonical);
  CHECK(reworded("\"cm\"", "\"mm\"") != canonical);
}

TEST_CASE("the contracts that ship are read", "[contract]") {
  const auto iris = parse_contract(file("public/examples/iris.contract.json"));
  REQUIRE(iris);
  CHECK(iris->features.size() == 4);
  CHECK(iris->classes.size() == 3);
  const auto cancer = parse_contract(file("public/examples/breast_cancer.contract.json"));
  REQUIRE(cancer);
  CHECK(cancer->features.size() == 30);
  const auto bonsai = parse_contract(file("public/examples/bonsai.contract.json"));
  REQUIRE(bonsai);
  CHECK(bonsai->feature_index("leaf_length") == 0U);
  for (const Contract& contract : {*iris, *cancer, *bonsai}) {
    CHECK(read_contract(contract_json(contract)).value() == contract);
  }
}

TEST_CASE("what a contract lacks is named", "[contract]") {
  check(fault_of("\"schema\": \"shohin.contract/1\", ", ""), FaultCode::kMissing, "schema");
  check(fault_of("\"name\": \"iris\", ", ""), FaultCode::kMissing, "name");
  check(fault_of("\"name\": \"iris\"", "\"name\": \"\""), FaultCode::kMissing, "name");
  check(fault_of("\"min\": 0.1, ", ""), FaultCode::kMissing, "features[0].min");
  check(fault_of("\"max\": 10, ", ""), FaultCode::kMissing, "features[1].max");
  check(fault_of("\"name\": \"species\", ", ""), FaultCode::kMissing, "target.name");
  check(fault_of("\"kind\": \"ordinal\", ", ""), FaultCode::kMissing, "features[1].kind");
  const auto none = parse_contract(R"({"schema": "shohin.contract/1", "name": "a", "version": 1})");
  REQUIRE_FALSE(none);
  CHECK(none.error().count() == 2);  // features and target
}

TEST_CASE("what a contract has too much is named", "[contract]") {
  check(fault_of("\"version\": 1,", "\"version\": 1, \"owner\": 2,"), FaultCode::kUnknownField, "owner");
  check(fault_of("\"unit\": \"cm\"", "\"units\": \"cm\""), FaultCode::kUnknownField, "features[0].units");
  check(fault_of("\"kind\": \"ordinal\"", "\"kind\": \"ordinal\", \"categories\": []"),
        FaultCode::kUnknownField, "features[1].categories");
  check(fault_of("\"tap\"],", "\"tap\"], \"min\": 1,"), FaultCode::kUnknownField, "features[2].min");
  check(fault_of("{\"name\": \"virginica\"}", "{\"name\": \"virginica\", \"index\": 1}"),
        FaultCode::kUnknownField, "target.classes[1].index");
}

TEST_CASE("names that come twice are named", "[contract]") {
  check(fault_of("\"petals\"", "\"sepal_length\""), FaultCode::kDuplicateField, "features[1]");
  check(fault_of("[\"fibrous\", \"tap\"]", "[\"tap\", \"fibrous\", \"tap\"]"), FaultCode::kDuplicateField,
        "features[2].categories[2]");
  check(fault_of("\"virginica\"", "\"setosa\""), FaultCode::kDuplicateField, "target.classes[1]");
  check(fault_of("\"species\"", "\"petals\""), FaultCode::kDuplicateField, "target.name");
  check(fault_of("\"version\": 1", "\"version\": 1, \"version\": 1"), FaultCode::kDuplicateField, "version");
}

TEST_CASE("values of another type are named with the type that belongs there", "[contract]") {
  const Fault minimum = fault_of("\"min\": 0.1", "\"min\": \"0.1\"");
  check(minimum, FaultCode::kWrongType, "features[0].min");
  CHECK(minimum.expected == "number");
  CHECK(minimum.value == "0.1");
  check(fault_of("\"name\": \"iris\"", "\"name\": 3"), FaultCode::kWrongType, "name");
  check(fault_of("\"required\": true", "\"required\": 1"), FaultCode::kWrongType, "features[0].required");
  check(fault_of("{\"en\": \"Sepal length\"}", "\"Sepal\""), FaultCode::kWrongType, "features[0].label");
  check(fault_of("\"Sepal length\"", "3"), FaultCode::kWrongType, "features[0].label.en");
  check(fault_of("[4, 8]", "[4, \"8\"]"), FaultCode::kWrongType, "features[0].typical");
  check(fault_of("\"fibrous\",", "7,"), FaultCode::kWrongType, "features[2].categories[0]");
  check(fault_of("{\"name\": \"virginica\"}", "\"virginica\""), FaultCode::kWrongType, "target.classes[1]");
  CHECK(parse_contract("[]").error().first().expected == "object");
  CHECK(parse_contract("[]").error().first().value == "[]");
}

TEST_CASE("numbers that make no sense are named", "[contract]") {
  check(fault_of("\"max\": 10", "\"max\": -1"), FaultCode::kOutOfRange, "features[1].max");
  check(fault_of("\"max\": 10", "\"max\": 9.5"), FaultCode::kNotAnInteger, "features[1].max");
  check(fault_of("\"max\": 10", "\"max\": 16777217"), FaultCode::kOutOfRange, "features[1].max");
  check(fault_of("\"max\": 15", "\"max\": 1e39"), FaultCode::kOutOfRange, "features[0].max");
  check(fault_of("\"step\": 0.1", "\"step\": 0"), FaultCode::kOutOfRange, "features[0].step");
  check(fault_of("[4, 8]", "[8, 4]"), FaultCode::kOutOfRange, "features[0].typical");
  check(fault_of("[4, 8]", "[4, 80]"), FaultCode::kOutOfRange, "features[0].typical");
  check(fault_of("[4, 8]", "[4]"), FaultCode::kOutOfRange, "features[0].typical");
  check(fault_of("\"version\": 1", "\"version\": 0"), FaultCode::kOutOfRange, "version");
  check(fault_of("\"version\": 1", "\"version\": 1.5"), FaultCode::kNotAnInteger, "version");
}

TEST_CASE("words of a closed list are named with the list", "[contract]") {
  const Fault kind = fault_of("\"kind\": \"ordinal\"", "\"kind\": \"integer\"");
  check(kind, FaultCode::kUnknownCategory, "features[1].kind");
  CHECK(kind.expected == "numeric, ordinal, categorical");
  check(fault_of("shohin.contract/1", "shohin.contract/2"), FaultCode::kUnknownCategory, "schema");
  const Fault label = fault_of("{\"tap\": {", "{\"bare\": {");
  check(label, FaultCode::kUnknownCategory, "features[2].category_labels.bare");
  CHECK(label.expected == "fibrous, tap");
}

TEST_CASE("sizes and names outside the limits are named", "[contract]") {
  check(fault_of("\"petals\"", "\"" + std::string(251, 'x') + "\""), FaultCode::kTooLarge,
        "features[1].name");
  CHECK(parse_contract(with("\"petals\"", "\"" + std::string(250, 'x') + "\"")).has_value());
  check(fault_of("\"petals\"", "\"pe\\ntals\""), FaultCode::kBadSyntax, "features[1].name");
  check(fault_of("\"cm\"", "\"c\\u0085m\""), FaultCode::kBadSyntax, "features[0].unit");
  check(fault_of("[{\"name\": \"setosa\", \"label\": {\"en\": \"Iris setosa\"}},", "["),
        FaultCode::kOutOfRange, "target.classes");
  std::string categories = "\"c0\"";
  for (int i = 1; i <= 250; ++i) categories += ",\"c" + std::to_string(i) + "\"";
  const Fault many = fault_of("\"fibrous\", \"tap\"],", categories + "], \"help\": {\"en\": \"x\"},");
  check(many, FaultCode::kTooLarge, "features[2].categories");
  CHECK(many.expected == "250");
}

TEST_CASE("text that is no JSON keeps the reader's own fault", "[contract]") {
  CHECK(parse_contract("").error().first().code == FaultCode::kEmpty);
  CHECK(parse_contract("{").error().first().code == FaultCode::kTruncated);
  CHECK(parse_contract("{]").error().first().code == FaultCode::kBadSyntax);
  CHECK(parse_contract("\"\xFF\"").error().first().code == FaultCode::kBadUtf8);
  CHECK(parse_contract(std::string(2U << 20, ' ')).error().first().code == FaultCode::kTooLarge);
}
