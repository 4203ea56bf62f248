// Proves that faults are put into words by substitution, and that the table of words is complete.
#include "fault/wording.h"

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <fstream>
#include <set>
#include <sstream>

#include "text/json.h"

using shohin::Fault;
using shohin::FaultCode;
using shohin::word_fault;
using shohin::wording_keys;

namespace {

shohin::Json table() {
  std::ifstream stream(std::string(SHOHIN_SOURCE_DIR) + "/public/texts/faults.json", std::ios::binary);
  std::stringstream text;
  text << stream.rdbuf();
  return shohin::parse_json(text.str()).value();
}

std::multiset<std::string> placeholders(const std::string& text) {
  std::multiset<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
    found.insert(text.substr(at, text.find('}', at) - at + 1));
  }
  return found;
}

}  // namespace

TEST_CASE("a template gets the fault's parts", "[fault][wording]") {
  const Fault fault = {FaultCode::kOutOfRange, "height", "-1", "0.1 to 150 cm", 12, 3};
  CHECK(word_fault("{field}: {value} is outside {expected}.", fault) ==
        "height: -1 is outside 0.1 to 150 cm.");
  CHECK(word_fault("Row {row}, column {column}", fault) == "Row 12, column 3");
  CHECK(word_fault("{other} {field {value}", fault) == "{other} {field -1");
  CHECK(word_fault("{", fault) == "{");
  CHECK(word_fault("", fault).empty());
}

TEST_CASE("the word between the ends of a range is the language's", "[fault][wording]") {
  const Fault range = {FaultCode::kOutOfRange, "", "", "0.1 to 150 cm", 0, 0};
  CHECK(word_fault("{expected}", range, "a") == "0.1 a 150 cm");
  const Fault category = {FaultCode::kUnknownCategory, "", "", "close to soil, far", 0, 0};
  CHECK(word_fault("{expected}", category, "a") == "close to soil, far");
}

TEST_CASE("what a value holds is not substituted again", "[fault][wording]") {
  CHECK(word_fault("{value}", {FaultCode::kMissing, "x", "{field}", "", 0, 0}) == "{field}");
}

TEST_CASE("a value that there is not is not quoted", "[fault][wording]") {
  CHECK(word_fault("{field}: This cannot be read: “{value}”.",
                   {FaultCode::kBadSyntax, "model", "", "", 0, 0}) == "model: This cannot be read.");
  CHECK(word_fault("This cannot be read: “{value}”.", {FaultCode::kBadSyntax, "", "]", "", 0, 0}) ==
        "This cannot be read: “]”.");
}

TEST_CASE("a leading field goes when none is named", "[fault][wording]") {
  CHECK(word_fault("{field}: The data ends.", {.code = FaultCode::kTruncated}) == "The data ends.");
}

TEST_CASE("the keys say whether row and column are named", "[fault][wording]") {
  using Keys = std::vector<std::string>;
  CHECK(wording_keys({.code = FaultCode::kEmpty}) == Keys{"empty"});
  CHECK(wording_keys({.code = FaultCode::kMissing, .row = 1}) == Keys{"missing_in_row", "missing"});
  CHECK(wording_keys({.code = FaultCode::kMissing, .row = 1, .column = 2}) == Keys{"missing_at", "missing"});
  CHECK(wording_keys({.code = FaultCode::kMissing, .column = 2}) == Keys{"missing_in_column", "missing"});
}

TEST_CASE("every code has words in English and Brazilian Portuguese", "[fault][wording]") {
  const shohin::Json words = table();
  for (int code = 0; code <= static_cast<int>(shohin::kLastFaultCode); ++code) {
    const std::string name(code_name(static_cast<FaultCode>(code)));
    CAPTURE(name);
    CHECK(words.has(name));
  }
  for (const auto& [key, texts] : words.as_object()) {
    CAPTURE(key);
    const std::string& english = texts["en"].as_string();
    const std::string& portuguese = texts["pt-BR"].as_string();
    CHECK(english.ends_with('.') == (key != "to"));
    CHECK_FALSE(portuguese.empty());
    CHECK(placeholders(english) == placeholders(portuguese));
    CHECK((key.ends_with("_at") || key.ends_with("_in_column")) ==
          (placeholders(english).count("{column}") == 1));
    CHECK((key.ends_with("_at") || key.ends_with("_in_row")) == (placeholders(english).count("{row}") == 1));
  }
}
