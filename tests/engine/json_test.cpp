// Proves that JSON is read and written as RFC 8259 says, and as another library reads and writes it.
#include "text/json.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "text/number.h"

using shohin::FaultCode;
using shohin::Json;
using shohin::JsonArray;
using shohin::JsonArrayReader;
using shohin::JsonObject;
using shohin::JsonStyle;
using shohin::parse_json;
using shohin::write_json;

namespace {

shohin::Fault fault_of(std::string_view text, const shohin::JsonLimits& limits = {}) {
  const auto parsed = parse_json(text, limits);
  REQUIRE_FALSE(parsed.has_value());
  return parsed.error().first();
}

std::string any_text(std::mt19937_64& random) {
  static constexpr std::string_view kPieces[] = {"a",      "\"",     "\\",   "/",    "\n", "\t",
                                                 "\u00e9", "\u5c0f", "\x01", "\x7F", " ",  "\U0001F333"};
  std::string text;
  for (auto left = random() % 8; left > 0; --left) text += kPieces[random() % std::size(kPieces)];
  return text;
}

double any_number(std::mt19937_64& random) {
  if (random() % 2 == 0) return static_cast<double>(static_cast<std::int64_t>(random())) * 1e-6;
  return static_cast<double>(random() % 1000);
}

Json any_json(std::mt19937_64& random, int depth) {
  switch (random() % (depth > 0 ? 7 : 5)) {
    case 0:
      return {};
    case 1:
      return random() % 2 == 0;
    case 2:
      return any_number(random);
    case 3:
    case 4:
      return any_text(random);
    case 5: {
      JsonArray items;
      for (auto left = random() % 5; left > 0; --left) items.push_back(any_json(random, depth - 1));
      return items;
    }
    default: {
      JsonObject members;
      for (auto left = random() % 5; left > 0; --left) {
        members.emplace_back(any_text(random) + std::to_string(left), any_json(random, depth - 1));
      }
      return members;
    }
  }
}

}  // namespace

TEST_CASE("the examples of RFC 8259 are read", "[text][json]") {
  const auto image = parse_json(R"({"Image": {"Width": 800, "Height": 600, "Title": "View from 15th Floor",
    "Thumbnail": {"Url": "http://www.example.com/image/481989943", "Height": 125, "Width": 100},
    "Animated" : false, "IDs": [116, 943, 234, 38793]}})");
  REQUIRE(image);
  CHECK((*image)["Image"]["Width"].as_number() == 800);
  CHECK((*image)["Image"]["Thumbnail"]["Url"].as_string() == "http://www.example.com/image/481989943");
  CHECK((*image)["Image"]["Animated"].is_bool());
  CHECK((*image)["Image"]["IDs"].as_array().size() == 4);
  const auto places = parse_json(R"([{"precision": "zip", "Latitude": 37.7668, "Longitude": -122.3959}])");
  REQUIRE(places);
  CHECK(places->as_array()[0]["Longitude"].as_number() == -122.3959);
  CHECK(parse_json("\"Hello world!\"")->as_string() == "Hello world!");
  CHECK(parse_json("42")->as_number() == 42);
  CHECK(parse_json("true")->as_bool());
  CHECK(parse_json(" null\r\n\t")->is_null());
}

TEST_CASE("escapes become characters, surrogate pairs one", "[text][json]") {
  CHECK(parse_json(R"("\"\\\/\b\f\n\r\t")")->as_string() == "\"\\/\b\f\n\r\t");
  CHECK(parse_json(R"("\u0041\u00e9\u5C0F\uD834\uDD1E")")->as_string() == "A\u00e9\u5c0f\U0001D11E");
  CHECK(parse_json(R"("\u0000")")->as_string() == std::string(1, '\0'));
  CHECK(parse_json("\xEF\xBB\xBF[1]").has_value());
}

TEST_CASE("asking for another type gives the empty value", "[text][json]") {
  const Json text = "x";
  CHECK(text.as_number() == 0);
  CHECK_FALSE(text.as_bool());
  CHECK(text.as_array().empty());
  CHECK(text["a"]["b"].is_null());
  CHECK(Json(1).as_string().empty());
  CHECK_FALSE(text.has("a"));
  CHECK(text.type_name() == "string");
  CHECK(Json().type_name() == "null");
  CHECK(Json(true).type_name() == "boolean");
  CHECK(Json(1.5).type_name() == "number");
  CHECK(Json(JsonArray{}).type_name() == "array");
  CHECK(Json(JsonObject{}).type_name() == "object");
}

TEST_CASE("broken JSON is refused, as the other library refuses it", "[text][json]") {
  for (const char* text :
       {"[1,]",         "[,1]",   "[1 2]",   "{\"a\" 1}", "{\"a\":1,}",  "{a:1}",       "{1:2}",
        "'x'",          "01",     "-01",     "+1",        ".5",          "1.",          "1e",
        "1e+",          "0x1",    "NaN",     "Infinity",  "-Infinity",   "nul",         "True",
        "[1]]",         "[1] 2",  "\"\\x\"", "\"\\u12\"", "\"\\uD800\"", "\"\\uDC00\"", "\"\\uD800\\u0041\"",
        "\"\\uD800x\"", "\"\n\"", "\"\t\"",  "1e400",     "/* c */ 1",   "-",           "[1,2",
        "{\"a\":",      "\"abc",  "\"\\",    "\"\\u00",   "[",           "{",           "{\"a\"",
        "tru"}) {
    CAPTURE(text);
    CHECK_FALSE(nlohmann::json::accept(text));
    const auto code = fault_of(text).code;
    CHECK((code == FaultCode::kBadSyntax || code == FaultCode::kTruncated));
  }
  CHECK(fault_of("[1,2").code == FaultCode::kTruncated);
  CHECK(fault_of("[1 2]").code == FaultCode::kBadSyntax);
}

TEST_CASE("each refusal has its code and its place", "[text][json]") {
  CHECK(fault_of("").code == FaultCode::kEmpty);
  CHECK(fault_of(" \n").code == FaultCode::kEmpty);
  CHECK(fault_of("\"\xFF\"").code == FaultCode::kBadUtf8);
  CHECK(fault_of("[1, 2, 3]", {.bytes = 8}).code == FaultCode::kTooLarge);
  const auto deep = fault_of("[[[1]]]", {.depth = 2});
  CHECK(deep.code == FaultCode::kTooLarge);
  CHECK(deep.field == "depth");
  CHECK(deep.expected == "2");
  CHECK(parse_json("[[1],[2],{\"a\":3}]", {.depth = 2}).has_value());
  const auto twice = fault_of(R"({"b": 1, "a": 2, "b": 3})");
  CHECK(twice.code == FaultCode::kDuplicateField);
  CHECK(twice.field == "b");
  const auto place = fault_of("{\"a\": 1,\n \"\u00e9\" 2}");
  CHECK(place.row == 2);
  CHECK(place.column == 6);
  CHECK(place.expected == ":");
  CHECK(place.value == "2}");
}

TEST_CASE("a depth of thousands is refused without a crash", "[text][json]") {
  CHECK(fault_of(std::string(100'000, '[')).code == FaultCode::kTooLarge);
}

TEST_CASE("values are written in three styles", "[text][json]") {
  const Json value =
      JsonObject{{"b", JsonArray{1, 2.5, true, Json()}}, {"a", "x\"\n\x01"}, {"c", JsonObject{}}};
  CHECK(write_json(value) == R"({"b":[1,2.5,true,null],"a":"x\"\n\u0001","c":{}})");
  CHECK(write_json(value, JsonStyle::kSortedCompact) ==
        R"({"a":"x\"\n\u0001","b":[1,2.5,true,null],"c":{}})");
  CHECK(write_json(JsonObject{{"b", JsonArray{1, 2}}, {"a", JsonArray{}}}, JsonStyle::kIndented) ==
        "{\n  \"b\": [\n    1,\n    2\n  ],\n  \"a\": []\n}");
  CHECK(write_json(JsonArray{std::nan(""), HUGE_VAL}) == "[null,null]");
  CHECK(write_json("a\xFF\xC3 b") == "\"a\xEF\xBF\xBD\xEF\xBF\xBD b\"");
  CHECK(write_json(std::uint64_t{1} << 40) == "1099511627776");
}

TEST_CASE("any value survives writing and reading, here and in the other library", "[text][json]") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 2000; ++i) {
    const Json value = any_json(random, 4);
    const std::string text = write_json(value);
    CAPTURE(text);
    const auto back = parse_json(text);
    REQUIRE(back);
    REQUIRE(write_json(*back) == text);
    const auto other = nlohmann::ordered_json::parse(text, nullptr, false);
    REQUIRE_FALSE(other.is_discarded());
    const auto again = parse_json(other.dump());
    REQUIRE(again);
    REQUIRE(write_json(*again) == text);
    const auto indented = parse_json(write_json(value, JsonStyle::kIndented));
    REQUIRE(indented);
    REQUIRE(write_json(*indented) == text);
  }
}

TEST_CASE("text with one byte changed is read or refused as the other library does", "[text][json]") {
  std::mt19937_64 random(6);
  constexpr std::string_view kBytes = "\"\\{}[],:0129eE+-. tfnu\x01\xC3";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = write_json(any_json(random, 2));
    text[random() % text.size()] = kBytes[random() % kBytes.size()];
    CAPTURE(text);
    const auto mine = parse_json(text);
    const bool duplicate = !mine && mine.error().first().code == FaultCode::kDuplicateField;
    if (!duplicate) REQUIRE(mine.has_value() == nlohmann::json::accept(text));
  }
}

TEST_CASE("an array is read element by element", "[text][json]") {
  JsonArrayReader reader(" [ {\"a\": 1} , [2], \"x\" ] ");
  CHECK((*reader.next().value())["a"].as_number() == 1);
  CHECK(reader.next().value()->as_array().size() == 1);
  CHECK(reader.next().value()->as_string() == "x");
  CHECK_FALSE(reader.next().value().has_value());
  CHECK_FALSE(reader.next().value().has_value());
  JsonArrayReader none("[]");
  CHECK_FALSE(none.next().value().has_value());
}

TEST_CASE("an array that is broken is refused at the place", "[text][json]") {
  const auto last_fault = [](std::string_view text) {
    JsonArrayReader reader(text);
    while (true) {
      const auto element = reader.next();
      if (!element) return element.error().first().code;
      if (!*element) return FaultCode::kMissing;  // came to the end, which no text below should
    }
  };
  CHECK(last_fault("{}") == FaultCode::kWrongType);
  CHECK(last_fault("[1, 2") == FaultCode::kTruncated);
  CHECK(last_fault("[1 2]") == FaultCode::kBadSyntax);
  CHECK(last_fault("[1,]") == FaultCode::kBadSyntax);
  CHECK(last_fault("[1] 2") == FaultCode::kBadSyntax);
  CHECK(last_fault("[] 2") == FaultCode::kBadSyntax);
  CHECK(last_fault("") == FaultCode::kEmpty);
  CHECK(last_fault("[\"\xFF\"]") == FaultCode::kBadUtf8);
}
