// Proves that requests are read as MLflow's clients send them, and that a wrong type names its field.
#include "mlflow/message.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <limits>

using namespace shohin;

namespace {

Outcome<Message> read(std::string body, std::string type = "application/json") {
  Request request;
  request.method = Method::kPost;
  request.body = std::move(body);
  request.headers = {{"content-type", std::move(type)}};
  return Message::read(request);
}

}  // namespace

TEST_CASE("whole numbers come as numbers or texts", "[mlflow][message]") {
  const auto message = read(R"({"a": 5, "b": "5", "c": 5.0, "d": -9223372036854775808})");
  REQUIRE(message);
  CHECK(message->integer("a") == 5);
  CHECK(message->integer("b") == 5);
  CHECK(message->integer("c") == 5);
  CHECK(message->integer("d") == INT64_MIN);
  CHECK_FALSE(message->integer("missing"));
  CHECK_FALSE(message->failed());
}

TEST_CASE("numbers come as numbers, texts, NaN and infinities", "[mlflow][message]") {
  const auto message = read(R"({"a": 0.5, "b": "0.5", "c": "NaN", "d": "-Infinity", "e": true})");
  REQUIRE(message);
  CHECK(message->number("a") == 0.5);
  CHECK(message->number("b") == 0.5);
  CHECK(std::isnan(*message->number("c")));
  CHECK(std::isinf(*message->number("d")));
  CHECK(message->number("e") == 1);
  CHECK_FALSE(message->failed());
}

TEST_CASE("a number may come as any text that Python reads as one", "[mlflow][message]") {
  const auto number = [](const std::string& text) {
    const auto message = read("{\"x\": \"" + text + "\"}");
    return message->number("x").value_or(12345);
  };
  for (const auto* text : {"nan", "NAN", "-nan", " NaN "}) CHECK(std::isnan(number(text)));
  for (const auto* text : {"inf", "INF", "+inf", "Infinity", "infinity", "1e999"}) {
    CHECK(number(text) == std::numeric_limits<double>::infinity());
  }
  for (const auto* text : {"-inf", "-Infinity", "-INFINITY", " -inf "}) {
    CHECK(number(text) == -std::numeric_limits<double>::infinity());
  }
  for (const auto* text : {" 1", "1 ", "+1", "\\t1\\n"}) CHECK(number(text) == 1);
  for (const auto* text : {"", " ", "infin", "nan1", "0x1p3", "--inf", "1 2", "-"})
    CHECK(number(text) == 12345);
}

TEST_CASE("a bare number that is too large is an infinity", "[mlflow][message]") {
  const auto message = read(
      R"({"a":1e999, "b": [-1e999, 1e-999, 5], "c": "1e999", "e1e999": 2, "f": 123456789012345678901234567890})");
  REQUIRE(message);
  CHECK(message->number("a") == std::numeric_limits<double>::infinity());
  CHECK(message->text("c") == "1e999");
  CHECK(message->number("e1e999") == 2);
  CHECK(message->number("f") == 123456789012345678901234567890.0);
  CHECK_FALSE(message->failed());
  CHECK_FALSE(message->integer("a"));
  CHECK(message->fault().value().message.find("'a'") != std::string::npos);
  (void)read("{\"a\": 1e999")->required_text("a");
}

TEST_CASE("a flag comes as true or false, as text only in a query", "[mlflow][message]") {
  const auto message = read(R"({"yes": true, "no": false, "text": "true"})");
  CHECK(message->flag("yes") == true);
  CHECK(message->flag("no") == false);
  CHECK_FALSE(message->failed());
  CHECK_FALSE(message->flag("text"));
  CHECK(message->failed());
  Request request;
  request.method = Method::kGet;
  request.query = {{"yes", "true"}, {"no", "false"}};
  const auto query = Message::read(request);
  CHECK(query->flag("yes") == true);
  CHECK(query->flag("no") == false);
  CHECK_FALSE(query->failed());
}

TEST_CASE("numbers that are none come as bare words too", "[mlflow][message]") {
  const auto message = read(R"({"a": NaN, "b": [-Infinity], "c":Infinity, "d": "NaN \" Infinity"})");
  REQUIRE(message);
  CHECK(std::isnan(*message->number("a")));
  CHECK(*message->number("c") > 0);
  CHECK(message->texts("b") == std::vector<std::string>{"-Infinity"});
  CHECK(message->text("d") == "NaN \" Infinity");
}

TEST_CASE("a wrong type is a fault that names the field", "[mlflow][message]") {
  const auto body = GENERATE(R"({"x": {}})", R"({"x": []})", R"({"x": true})", R"({"x": "abc"})");
  const auto message = read(body);
  REQUIRE(message);
  (void)message->integer("x");
  CHECK(message->failed());
  CHECK(message->fault().value().message.find("'x'") != std::string::npos);
}

TEST_CASE("a fault inside a list says where", "[mlflow][message]") {
  const auto message = read(R"({"metrics": [{"key": "a"}, {"key": 5}]})");
  REQUIRE(message);
  for (const auto& item : message->objects("metrics")) (void)item.text("key");
  CHECK(message->fault().value().message.find("metrics[1].key") != std::string::npos);
}

TEST_CASE("whole numbers out of 64 bits are refused", "[mlflow][message]") {
  const auto message = read(R"({"x": 9223372036854775808})");
  REQUIRE(message);
  CHECK_FALSE(message->integer("x"));
  CHECK(message->failed());
}

TEST_CASE("null is as good as missing, an unknown enum as none", "[mlflow][message]") {
  const auto message = read(R"({"x": null, "status": "FOO", "known": "B", "number": 2})");
  REQUIRE(message);
  CHECK_FALSE(message->has("x"));
  CHECK_FALSE(message->text("x"));
  CHECK_FALSE(message->name_or_number("status", {"A", "B"}));
  CHECK(message->name_or_number("known", {"A", "B"}) == 2);
  CHECK(message->name_or_number("number", {"A", "B"}) == 2);
  CHECK_FALSE(message->failed());
}

TEST_CASE("an enum's number may come as text, and an unknown one is a fault where that is asked for",
          "[mlflow][message]") {
  using Unknown = Message::Unknown;
  const auto message = read(R"({"x": "2", "zero": 0, "below": -1, "above": 3, "text": "3", "name": "FOO"})");
  REQUIRE(message);
  CHECK(message->name_or_number("x", {"A", "B"}, Unknown::kIsFault) == 2);
  CHECK_FALSE(message->name_or_number("text", {"A", "B"}, Unknown::kNumberIsFault));
  CHECK_FALSE(message->name_or_number("above", {"A", "B"}));
  CHECK_FALSE(message->failed());
  for (const auto* body : {R"({"x": 0})", R"({"x": -1})", R"({"x": 3})", R"({"x": 9223372036854775807})"}) {
    const auto numbers = read(body);
    CHECK_FALSE(numbers->name_or_number("x", {"A", "B"}, Unknown::kNumberIsFault));
    CHECK(numbers->failed());
  }
  CHECK_FALSE(message->name_or_number("name", {"A", "B"}, Unknown::kIsFault));
  CHECK(message->fault().value().message ==
        "Invalid value for parameter 'name': \"FOO\" is none of A (1), B (2).");
}

TEST_CASE("what is no JSON object sent as JSON is refused", "[mlflow][message]") {
  CHECK(read("{}", "application/json; charset=utf-8"));
  CHECK(read(""));
  for (const auto& refused :
       {read("[]"), read("5"), read("{}", "text/plain"), read("{}", ""), read("\"a\"")}) {
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::kInvalidParameterValue);
  }
}

TEST_CASE("a body that is no JSON has no fields, and what is missing then says why", "[mlflow][message]") {
  const auto message = read("{oops");
  REQUIRE(message);
  CHECK_FALSE(message->has("name"));
  CHECK_FALSE(message->failed());
  (void)message->required_text("name");
  CHECK(message->fault().value().message ==
        "Missing value for required parameter 'name': the body is not JSON.");
}

TEST_CASE("a DELETE may come without a body", "[mlflow][message]") {
  Request request;
  request.method = Method::kDelete;
  CHECK(Message::read(request));
  request.body = "{}";
  CHECK_FALSE(Message::read(request));
}

TEST_CASE("nesting without end is survived", "[mlflow][message]") {
  CHECK_NOTHROW(read(std::string(400'000, '[')));
  CHECK_NOTHROW(read("{\"a\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}"));
}

TEST_CASE("a body of many small values is refused before it is built", "[mlflow][message]") {
  std::string body = "{\"a\":[{}";
  for (std::size_t i = 0; i < (1U << 19); ++i) body += ",{}";
  const auto message = read(body + "]}");
  REQUIRE_FALSE(message);
  CHECK(message.error().code == ErrorCode::kInvalidParameterValue);
}

TEST_CASE("what lies inside a message outlives it", "[mlflow][message]") {
  auto message = read(R"({"outer": {"list": [{"x": 1}, {"x": 2}]}})");
  REQUIRE(message);
  auto items = message->object("outer")->objects("list");
  message = read("{}");
  REQUIRE(items.size() == 2);
  CHECK(items[1].integer("x") == 2);
}

TEST_CASE("a query is read like a body, lists by repeated names", "[mlflow][message]") {
  Request request;
  request.method = Method::kGet;
  request.query = {{"run_id", "a"}, {"max_results", "25"}, {"ids", "1"}, {"ids", "2"}};
  const auto message = Message::read(request);
  REQUIRE(message);
  CHECK(message->text("run_id") == "a");
  CHECK(message->integer("max_results") == 25);
  CHECK(message->texts("ids") == std::vector<std::string>{"1", "2"});
  request.query.emplace_back("view", "2");
  CHECK(Message::read(request)->name_or_number("view", {"A", "B"}) == 2);
  request.query = {{"run_id", "\xff"}};
  CHECK_FALSE(Message::read(request));
}

TEST_CASE("a recorder tells what it was asked for, and has failed", "[mlflow][message]") {
  const auto recorder = Message::recorder();
  CHECK(recorder.failed());
  CHECK(recorder.required_text("run_id").empty());
  CHECK_FALSE(recorder.integer("step"));
  CHECK_FALSE(recorder.name_or_number("status", {"A", "B"}));
  recorder.require("status");
  (void)recorder.text("run_id");  // asked twice, told once
  (void)recorder.key_values("tags");
  for (const auto& item : recorder.objects("datasets")) (void)item.object("dataset")->required_number("size");
  const auto fields = recorder.recorded();
  REQUIRE(fields.size() == 5);
  CHECK((fields[0].name == "run_id" && fields[0].type == FieldType::kText && fields[0].required));
  CHECK((fields[1].name == "step" && fields[1].type == FieldType::kInteger && !fields[1].required));
  CHECK((fields[2].choices == std::vector<std::string>{"A", "B"} && fields[2].required));
  CHECK((fields[3].type == FieldType::kList && fields[3].fields[0].fields[1].name == "value"));
  const auto& dataset = fields[4].fields[0].fields[0];
  CHECK(
      (dataset.type == FieldType::kObject && dataset.fields[0].name == "size" && dataset.fields[0].required));
}
