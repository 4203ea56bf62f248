// Proves that our own routes read JSON strictly: every fault is named, and no value is told that may be a
// password.
#include "http/fields.h"

#include <catch_amalgamated.hpp>

namespace shohin {
namespace {

const std::vector<std::vector<Field>> kForm = {
    {text("name"), maybe(text("password")), maybe(integer("days", 1, 10)),
     maybe(list("scopes", choice("", {"a", "b"}))), maybe(text("note")), maybe(any("more")),
     maybe(sized(2, 3, text("short")))}};

Outcome<Fields> read(const std::string& body) { return Fields::read(kForm, body); }

std::vector<std::pair<FaultCode, std::string>> faults_of(const Outcome<Fields>& fields) {
  REQUIRE_FALSE(fields.has_value());
  CHECK(fields.error().code == ErrorCode::kInvalidParameterValue);
  std::vector<std::pair<FaultCode, std::string>> found;
  for (const auto& fault : fields.error().faults.list()) {
    found.emplace_back(fault.code, fault.field);
    CHECK(fault.value.find("secret") == std::string::npos);
  }
  return found;
}

using Found = std::vector<std::pair<FaultCode, std::string>>;

TEST_CASE("fields are read by name and type", "[http][fields]") {
  const auto fields = read(R"({"name": "x", "days": 9, "scopes": ["a", "b"], "note": null, "more": [1]})");
  REQUIRE(fields.has_value());
  CHECK(fields->text("name") == "x");
  CHECK(fields->maybe_integer("days") == 9);
  CHECK(fields->texts("scopes") == std::vector<std::string>{"a", "b"});
  CHECK_FALSE(fields->maybe_text("note"));
  CHECK_FALSE(fields->has("password"));
  CHECK_FALSE(fields->maybe_integer("absent"));
  CHECK(fields->json()["more"].is_array());
}

TEST_CASE("a body that is no object is refused", "[http][fields]") {
  CHECK(read("{").error().code == ErrorCode::kBadRequest);
  CHECK(read("{\"a\": 1, \"a\": 2}").error().code == ErrorCode::kBadRequest);
  CHECK(read("[]").error().code == ErrorCode::kInvalidParameterValue);
  CHECK(Fields::read({{}}, "").has_value());
  CHECK(Fields::read({}, "").has_value());
}

TEST_CASE("all faults are told together, unknown fields among them", "[http][fields]") {
  const auto fields = read(R"({"password": ["secret"], "days": 1.5, "wet": 1, "scopes": ["a", 7]})");
  CHECK(faults_of(fields) == Found{{FaultCode::kUnknownField, "wet"},
                                   {FaultCode::kMissing, "name"},
                                   {FaultCode::kWrongType, "password"},
                                   {FaultCode::kNotAnInteger, "days"},
                                   {FaultCode::kWrongType, "scopes"}});
}

TEST_CASE("numbers, texts and lists lie within what is declared", "[http][fields]") {
  const auto code = [](const std::string& member) {
    return faults_of(read(R"({"name": "n", )" + member + "}"))[0].first;
  };
  CHECK(code(R"("days": 0)") == FaultCode::kOutOfRange);
  CHECK(code(R"("days": 11)") == FaultCode::kOutOfRange);
  CHECK(code(R"("days": "9")") == FaultCode::kWrongType);
  CHECK(code(R"("scopes": ["c"])") == FaultCode::kUnknownCategory);
  CHECK(code(R"("scopes": "a")") == FaultCode::kWrongType);
  CHECK(code(R"("short": "é")") == FaultCode::kOutOfRange);
  CHECK(code(R"("short": "éééé")") == FaultCode::kTooLarge);
  CHECK(read(R"({"name": "n", "short": "ééé"})").has_value());
  CHECK(faults_of(read(R"({"name": ""})")) == Found{{FaultCode::kMissing, "name"}});
  CHECK(faults_of(Fields::read({{list("scopes", text(""))}}, R"({"scopes": []})")) ==
        Found{{FaultCode::kMissing, "scopes"}});
}

TEST_CASE("a fault has the value that was sent, as it was sent", "[http][fields]") {
  const auto fault = [](const std::string& member) {
    return read(R"({"name": "n", )" + member + "}").error().faults.first();
  };
  CHECK(fault(R"("days": "a")").value == "a");
  CHECK(fault(R"("days": {"a": 1})").value == R"({"a":1})");
  CHECK(fault(R"("note": 7)").value == "7");
  CHECK(read("[1]").error().faults.first().value == "[1]");
  CHECK(fault(R"("short": "éééé")").value == "4 characters");
  CHECK(read(R"({"name": "n", "short": "éééé"})").error().message ==
        "short: 4 characters is more than the limit of 3 characters.");
  CHECK(fault(R"("password": 123456)").value == "\u2026");
  CHECK(fault(R"("pasword": "123456")").value.empty());
  CHECK(fault('"' + std::string(3000, 'x') + R"(": 1)").field.size() < 400);
}

TEST_CASE("of several forms the one counts whose members are there", "[http][fields]") {
  const std::vector<std::vector<Field>> forms = {{text("code")}, {text("user"), text("password")}};
  CHECK(Fields::read(forms, R"({"code": "1"})").has_value());
  CHECK(Fields::read(forms, R"({"user": "a", "password": "b"})").has_value());
  CHECK(faults_of(Fields::read(forms, R"({"user": "a"})")) == Found{{FaultCode::kMissing, "password"}});
  CHECK(faults_of(Fields::read(forms, R"({"user": "a", "code": "1"})")) ==
        Found{{FaultCode::kUnknownField, "user"}});
}

}  // namespace
}  // namespace shohin
