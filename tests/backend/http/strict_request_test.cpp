// Proves that a strict route takes only what it declares, and names what it does not.
#include "http/strict_request.h"

#include <catch_amalgamated.hpp>

using namespace shohin;

namespace {

// A route that tells what it was given.
Route strict_route(Operation operation) {
  operation.strict = true;
  return {Method::kPost,
          "/x",
          Role::kPublic,
          Accepts::kJson,
          [](const Request& request) -> Outcome<Response> {
            return json_response(request.fields.text("a") +
                                 std::to_string(query_number(request, "n").value_or(5)) +
                                 query_text(request, "t"));
          },
          std::move(operation)};
}

Outcome<Response> ask(const Route& route, std::vector<std::pair<std::string, std::string>> query,
                      std::string body = "") {
  Request request;
  request.query = std::move(query);
  request.body = std::move(body);
  return handle(route, request);
}

const Fault& fault_of(const Outcome<Response>& outcome) {
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().code == ErrorCode::kInvalidParameterValue);
  return outcome.error().faults.first();
}

std::string text_of(const Outcome<Response>& outcome) {
  REQUIRE(outcome.has_value());
  return std::get<std::string>(outcome->body);
}

}  // namespace

TEST_CASE("an unknown or repeated name in the query is named", "[http][strict]") {
  const auto route =
      strict_route({.summary = "Test", .query = {maybe(text("t")), maybe(integer("n", 1, 10))}});
  CHECK(text_of(ask(route, {{"t", "x"}, {"n", "10"}})) == "10x");
  CHECK(text_of(ask(route, {})) == "5");
  CHECK(fault_of(ask(route, {{"t", "1"}, {"c", "2"}})).field == "c");
  const auto twice = ask(route, {{"t", "1"}, {"t", "1"}});
  CHECK(fault_of(twice).field == "t");
  CHECK(fault_of(twice).code == FaultCode::kDuplicateField);
}

TEST_CASE("what the query must hold is asked for", "[http][strict]") {
  const auto route = strict_route({.summary = "Test", .query = {text("t"), maybe(choice("c", {"0", "1"}))}});
  CHECK(fault_of(ask(route, {})).code == FaultCode::kMissing);
  CHECK(fault_of(ask(route, {{"t", ""}})).code == FaultCode::kMissing);
  CHECK(fault_of(ask(route, {{"t", "x"}, {"c", "2"}})).code == FaultCode::kUnknownCategory);
  CHECK(ask(route, {{"t", "x"}, {"c", "1"}}).has_value());
}

TEST_CASE("a number in the query lies within its bounds", "[http][strict]") {
  const auto route = strict_route({.summary = "Test", .query = {maybe(integer("n", 1, 10))}});
  for (const auto* text : {"0", "11", "", "1x", "1.5", "99999999999999999999"}) {
    const auto answer = ask(route, {{"n", text}});
    CHECK(fault_of(answer).field == "n");
    CHECK(answer.error().message.find("1 to 10") != std::string::npos);
  }
}

TEST_CASE("a body is held against the declared members, where there are any", "[http][strict]") {
  const auto declared = strict_route({.summary = "Test", .body = {{text("a")}}});
  CHECK(text_of(ask(declared, {}, R"({"a": "b"})")) == "b5");
  CHECK(fault_of(ask(declared, {}, R"({"a": 1})")).field == "a");
  CHECK(ask(strict_route({}), {}, "no JSON").has_value());
}

TEST_CASE("a route that is not strict sees every request", "[http][strict]") {
  auto route = strict_route({.summary = "Test", .body = {{text("a")}}});
  route.operation.strict = false;
  CHECK(text_of(ask(route, {{"x", "y"}}, "no JSON")) == "5");
}
