// Proves that the document says of a route what the server holds it to.
#include <catch_amalgamated.hpp>

#include "http/strict_request.h"
#include "openapi/document.h"
#include "openapi/document_route.h"
#include "openapi/responses.h"

using namespace shohin;

namespace {

const Handler kNothing = [](const Request&) -> Outcome<Response> { return json_response("{}"); };

Route users_route() {
  Route route(
      Method::kPost, "/users/{name}", Role::kAdmin, Accepts::kJson, kNothing,
      {.summary = "Make a user",
       .query = {maybe(integer("n", 1, 9))},
       .body = {{text("role"), maybe(flag("wet"))}},
       .answer = answer_of(component("User", object("", {text("user"), maybe(or_null(number("age")))}))),
       .errors = {409},
       .strict = true});
  route.body_limit = 77;
  return route;
}

Json operation_of(const Route& route, const char* path, const char* method) {
  return openapi_document({route}, "1.2.3")["paths"][path][method];
}

}  // namespace

TEST_CASE("a route is told with what it takes and who may call it", "[openapi]") {
  const auto json = operation_of(users_route(), "/users/{name}", "post");
  CHECK(json["operationId"].as_string() == "post_users_name");
  CHECK(json["description"].as_string() == "Role: admin. Scope of a token: admin. Body: at most 77 bytes.");
  CHECK(write_json(json["parameters"]) ==
        R"([{"name":"name","in":"path","required":true,"schema":{"type":"string","minLength":1}},)"
        R"({"name":"n","in":"query","required":false,"schema":{"type":"integer","format":"int64",)"
        R"("minimum":1,"maximum":9}}])");
  CHECK(write_json(json["requestBody"]["content"]["application/json"]["schema"]) ==
        R"({"type":"object","properties":{"role":{"type":"string","minLength":1},)"
        R"("wet":{"anyOf":[{"type":"boolean"},{"type":"null"}]}},"required":["role"],)"
        R"("additionalProperties":false})");
  CHECK(write_json(json["security"]) == R"([{"token":["admin"]},{"basic":["admin"]},{"session":[]}])");
}

TEST_CASE("answers are told whole, their parts once", "[openapi]") {
  const auto document = openapi_document({users_route()}, "1.2.3");
  const auto& answer = document["paths"]["/users/{name}"]["post"]["responses"]["200"];
  CHECK(write_json(answer["content"]["application/json"]["schema"]) ==
        R"({"$ref":"#/components/schemas/User"})");
  CHECK(write_json(document["components"]["schemas"]["User"]) ==
        R"({"type":"object","properties":{"user":{"type":"string"},)"
        R"("age":{"anyOf":[{"type":"number"},{"type":"null"}]}},"required":["user"],)"
        R"("additionalProperties":false})");
}

TEST_CASE("refusals follow from role, method, path and body", "[openapi]") {
  CHECK(refusals_of(users_route()) == std::vector<int>{400, 401, 403, 404, 409, 413, 415, 429, 503, 507});
  const Route open(Method::kGet, "/open", Role::kPublic, Accepts::kNoBody, kNothing, {.summary = "Tell"});
  CHECK(refusals_of(open) == std::vector<int>{400});
  CHECK(operation_of(open, "/open", "get")["security"].as_array().empty());
  Route file(Method::kGet, "/a/{path...}", Role::kViewer, Accepts::kNoBody, kNothing,
             {.summary = "Download", .answer = file_answer("*/*")});
  file.errors = ErrorShape::kMlflow;
  CHECK(refusals_of(file) == std::vector<int>{400, 401, 403, 404, 416, 429});
  const auto responses = operation_of(file, "/a/{path}", "get")["responses"];
  CHECK(responses["400"]["$ref"].as_string() == "#/components/responses/MlflowError400");
  CHECK(responses.has("206"));
  CHECK(responses.has("304"));
}

TEST_CASE("a route without a summary is not in the document", "[openapi]") {
  auto route = users_route();
  route.operation.summary.clear();
  CHECK(openapi_document({route}, "1")["paths"].as_object().empty());
}

TEST_CASE("the document is kept by its ETag and sent compressed to whom that suits", "[openapi]") {
  const std::vector<Route> routes = {users_route()};
  const auto route = document_route([&]() -> const std::vector<Route>& { return routes; }, "1.2.3");
  Request request;
  const auto plain = handle(route, request);
  REQUIRE(plain.has_value());
  const auto document = parse_json(*std::get<std::shared_ptr<const std::string>>(plain->body));
  REQUIRE(document.has_value());
  CHECK((*document)["info"]["version"].as_string() == "1.2.3");
  request.headers = {{"accept-encoding", "gzip"}};
  const auto gzip = handle(route, request);
  CHECK(std::get<std::shared_ptr<const std::string>>(gzip->body)->starts_with("\x1f\x8b"));
  CHECK(gzip->headers[0].second != plain->headers[0].second);
  request.query = {{"zzz", "1"}};
  CHECK(handle(route, request).error().code == ErrorCode::kInvalidParameterValue);
}
