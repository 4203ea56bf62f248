// Proves that answers are the JSON that MLflow's clients read: 64-bit integers whole, NaN and infinities as
// text.
#include "mlflow/json_text.h"

#include <catch_amalgamated.hpp>
#include <limits>
#include <nlohmann/json.hpp>

using namespace shohin;

TEST_CASE("numbers keep all their digits", "[mlflow][json]") {
  const auto json = JsonText().integer("i", INT64_MIN).number("d", 0.1).number("whole", 3).str();
  CHECK(json == R"({"i":-9223372036854775808,"d":0.1,"whole":3.0})");
}

TEST_CASE("what is no number in JSON is a text", "[mlflow][json]") {
  constexpr auto kInfinity = std::numeric_limits<double>::infinity();
  const auto json =
      JsonText().number("a", kInfinity - kInfinity).number("b", kInfinity).number("c", -kInfinity).str();
  CHECK(json == R"({"a":"NaN","b":"Infinity","c":"-Infinity"})");
}

TEST_CASE("what is not set is left out, what is empty stays", "[mlflow][json]") {
  const auto json = JsonText()
                        .text("no", std::optional<std::string>())
                        .integer("none", std::optional<std::int64_t>())
                        .texts("nothing", {})
                        .text("empty", std::string())
                        .integer("zero", 0)
                        .str();
  CHECK(json == R"({"empty":"","zero":0})");
}

TEST_CASE("a list holds what is written of each", "[mlflow][json]") {
  const auto doubled = [](int value) { return std::to_string(2 * value); };
  CHECK(JsonText().list("l", std::vector{1, 2, 3}, doubled).str() == R"({"l":[2,4,6]})");
  CHECK(JsonText().texts("t", {"a", "\""}).key_values("k", {{"x", "y"}}).str() ==
        R"({"t":["a","\""],"k":[{"key":"x","value":"y"}]})");
}

TEST_CASE("any text reads back as it was", "[mlflow][json]") {
  const std::string text("a\"b\\c\n\t\x01\x7f\xc3\xa9\0z", 13);
  const auto read = nlohmann::json::parse(JsonText().text("t", text).str(), nullptr, false);
  CHECK(read["t"] == text);
}
