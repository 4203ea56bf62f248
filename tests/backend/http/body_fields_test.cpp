// Proves that our own routes read JSON strictly: every fault is named, and no value is told that may be a
// password.
#include <catch_amalgamated.hpp>

#include "http/body_fields.h"

namespace shohin {
namespace {

Outcome<BodyFields> fields_of(const std::string& body) {
  Request request;
  request.body = body;
  return BodyFields::read(request);
}

TEST_CASE("fields are read by name and type", "[http][fields]") {
  auto fields = fields_of(R"({"name": "x", "days": 9, "scopes": ["a", "b"], "note": null})");
  REQUIRE(fields.has_value());
  CHECK(fields->text("name") == "x");
  CHECK(fields->maybe_integer("days", 1, 10) == 9);
  CHECK(fields->texts("scopes") == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(fields->maybe_text("note"));
  CHECK_FALSE(fields->maybe_text("absent"));
  CHECK(fields->finish().has_value());
}

TEST_CASE("a body that is no object is refused", "[http][fields]") {
  CHECK(fields_of("{").error().code == ErrorCode::kBadRequest);
  CHECK(fields_of("{\"a\": 1, \"a\": 2}").error().code == ErrorCode::kBadRequest);
  CHECK(fields_of("[]").error().code == ErrorCode::kInvalidParameterValue);
  CHECK(fields_of("").has_value());
}

TEST_CASE("all faults are told together, unknown fields among them", "[http][fields]") {
  auto fields = fields_of(R"({"password": ["secret"], "days": 1.5, "wet": 1, "scopes": ["a", 7]})");
  REQUIRE(fields.has_value());
  (void)fields->text("name");
  (void)fields->text("password");
  (void)fields->maybe_integer("days", 1, 10);
  (void)fields->texts("scopes");
  const auto read = fields->finish();
  REQUIRE_FALSE(read.has_value());
  CHECK(read.error().code == ErrorCode::kInvalidParameterValue);
  std::vector<std::pair<FaultCode, std::string>> found;
  for (const auto& fault : read.error().faults.list()) {
    found.emplace_back(fault.code, fault.field);
    CHECK(fault.value.find("secret") == std::string::npos);
  }
  CHECK(found == std::vector<std::pair<FaultCode, std::string>>{{FaultCode::kMissing, "name"},
                                                                {FaultCode::kWrongType, "password"},
                                                                {FaultCode::kNotAnInteger, "days"},
                                                                {FaultCode::kWrongType, "scopes"},
                                                                {FaultCode::kUnknownField, "wet"}});
}

TEST_CASE("a whole number has a range, a text is not empty, a list neither", "[http][fields]") {
  const auto code = [](const std::string& body, const auto& ask) {
    auto fields = fields_of(body);
    ask(*fields);
    return fields->finish().error().faults.first().code;
  };
  const auto days = [](BodyFields& fields) { (void)fields.maybe_integer("days", 1, 10); };
  CHECK(code(R"({"days": 0})", days) == FaultCode::kOutOfRange);
  CHECK(code(R"({"days": 11})", days) == FaultCode::kOutOfRange);
  CHECK(code(R"({"days": "9"})", days) == FaultCode::kWrongType);
  CHECK(code(R"({"name": ""})", [](BodyFields& f) { (void)f.text("name"); }) == FaultCode::kMissing);
  CHECK(code(R"({"list": []})", [](BodyFields& f) { (void)f.texts("list"); }) == FaultCode::kMissing);
  CHECK(code(R"({"list": "a"})", [](BodyFields& f) { (void)f.texts("list"); }) == FaultCode::kWrongType);
}

}  // namespace
}  // namespace shohin
