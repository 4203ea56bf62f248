// Proves that our own routes take only what they know, and name what they do not.
#include "http/strict_request.h"

#include <catch_amalgamated.hpp>

using namespace shohin;

namespace {

Request with_query(std::vector<std::pair<std::string, std::string>> query) {
  Request request;
  request.query = std::move(query);
  return request;
}

std::string field_of(const auto& outcome) {
  REQUIRE_FALSE(outcome.has_value());
  return outcome.error().faults.first().field;
}

}  // namespace

TEST_CASE("an unknown or repeated name in the query is named", "[http][strict]") {
  CHECK(check_query(with_query({{"a", "1"}, {"b", ""}}), {"a", "b"}));
  CHECK(field_of(check_query(with_query({{"a", "1"}, {"c", "2"}}), {"a", "b"})) == "c");
  const auto twice = check_query(with_query({{"a", "1"}, {"a", "1"}}), {"a"});
  CHECK(field_of(twice) == "a");
  CHECK(twice.error().code == ErrorCode::kInvalidParameterValue);
  CHECK(twice.error().faults.first().code == FaultCode::kDuplicateField);
}

TEST_CASE("a number in the query lies within its bounds", "[http][strict]") {
  const QueryNumber wanted{.name = "n", .least = 1, .most = 10, .otherwise = 5};
  CHECK(query_number(with_query({}), wanted) == 5);
  CHECK(query_number(with_query({{"n", "10"}}), wanted) == 10);
  for (const auto* text : {"0", "11", "", "1x", "1.5", "99999999999999999999"}) {
    const auto read = query_number(with_query({{"n", text}}), wanted);
    CHECK(field_of(read) == "n");
    CHECK(read.error().message.find("1 to 10") != std::string::npos);
  }
}

TEST_CASE("a body is one JSON object, or nothing", "[http][strict]") {
  Request request;
  CHECK(read_json_object(request)->as_object().empty());
  request.body = R"({"a": 1})";
  CHECK((*read_json_object(request))["a"].as_number() == 1);
  request.body = "[1]";
  CHECK(read_json_object(request).error().code == ErrorCode::kInvalidParameterValue);
  request.body = "{";
  CHECK(read_json_object(request).error().code == ErrorCode::kBadRequest);
}
