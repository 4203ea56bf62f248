// Proves that nesting is counted where it is one, and nowhere else.
#include "mlflow/json_depth.h"

#include <catch_amalgamated.hpp>
#include <string>

using namespace shohin;

namespace {

std::string nested(int levels, const std::string& open, const std::string& close) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += open;
  text += "1";
  for (int i = 0; i < levels; ++i) text += close;
  return text;
}

}  // namespace

TEST_CASE("nesting is too deep from one level above the limit on", "[mlflow][json]") {
  CHECK_FALSE(is_too_deep(nested(kDeepestJson, "[", "]")));
  CHECK(is_too_deep(nested(kDeepestJson + 1, "[", "]")));
  CHECK(is_too_deep(nested(kDeepestJson + 1, R"({"a":)", "}")));
  CHECK(is_too_deep(std::string(1'000'000, '[')));
}

TEST_CASE("values are too many from one above the limit on, and what a string holds is none",
          "[mlflow][json]") {
  const auto values = [](std::size_t count) {
    std::string text = "[1";
    for (std::size_t i = 1; i < count; ++i) text += ",1";
    return text + "]";
  };
  CHECK_FALSE(has_too_many_values(values(kMostJsonValues)));
  CHECK(has_too_many_values(values(kMostJsonValues + 1)));
  CHECK(has_too_many_values(std::string(kMostJsonValues + 1, '{')));
  CHECK_FALSE(has_too_many_values("[\"" + std::string(4 * kMostJsonValues, ',') + "\"]"));
}

TEST_CASE("many levels beside each other and brackets in strings are not deep", "[mlflow][json]") {
  std::string beside = "[";
  for (int i = 0; i < 1000; ++i) beside += "[{}],";
  CHECK_FALSE(is_too_deep(beside + "1]"));
  CHECK_FALSE(is_too_deep("[\"" + std::string(1000, '[') + "\"]"));
  CHECK_FALSE(is_too_deep(R"(["\"[[", "\\"])"));
  CHECK(is_too_deep(R"(["\\",)" + std::string(64, '[')));
  CHECK_FALSE(is_too_deep(""));
}
