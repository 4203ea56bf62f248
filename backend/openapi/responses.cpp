#include "openapi/responses.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include "http/respond.h"

namespace shohin {
namespace {

struct Status {
  int status;
  std::string_view meaning;
};

constexpr std::array<Status, 14> kStatuses = {{
    {400, "The request is malformed, or a field is wrong: the message names it."},
    {401, "Nobody has signed in, or the credential is no good."},
    {403, "The caller may not do this."},
    {404, "There is no such thing."},
    {409, "What is there stands in the way."},
    {413, "The body is larger than this route takes."},
    {415, "The body has another content type than this route takes."},
    {416, "The file has no such range."},
    {422, "The values break the model's contract."},
    {429, "Too many attempts, or too much at once: try again in a moment."},
    {500, "Something went wrong inside the server."},
    {501, "This server does not offer it."},
    {503, "Not now: no model serves yet, or nothing can be written."},
    {507, "The disk is almost full: nothing is written."},
}};

constexpr std::array<std::pair<ErrorShape, const char*>, 3> kShapes = {
    {{ErrorShape::kShohin, "Error"},
     {ErrorShape::kMlflow, "MlflowError"},
     {ErrorShape::kInference, "InferenceError"}}};

std::string refusal_name(ErrorShape shape, int status) {
  return kShapes[static_cast<std::size_t>(shape)].second + std::to_string(status);
}

Field error_field(ErrorShape shape) {
  if (shape == ErrorShape::kInference) return object("", {text("error"), text("request_id")});
  std::vector<Field> fields{text("error_code"), text("message"), text("request_id")};
  if (shape == ErrorShape::kMlflow) {
    fields.push_back(maybe(text("sqlstate")));
    fields.push_back(maybe(text("error_class")));
    return object("", std::move(fields));
  }
  const auto fault = object("", {text("code"), text("field"), any("value"), text("expected"), text("message"),
                                 maybe(integer("row")), maybe(integer("column"))});
  for (auto field : {text("field"), any("value"), text("expected"),
                     list("details", component("Fault", fault)), integer("count")}) {
    fields.push_back(maybe(std::move(field)));
  }
  return object("", std::move(fields));
}

Json header_ref(const char* name) {
  return JsonObject{{"$ref", "#/components/headers/" + std::string(name)}};
}

Json refusal_json(ErrorShape shape, const Status& status, Components& components) {
  const auto* const name = kShapes[static_cast<std::size_t>(shape)].second;
  const auto schema = answer_schema(component(name, error_field(shape)), components);
  JsonObject headers{{"X-Request-Id", header_ref("X-Request-Id")}};
  if (status.status == 401) headers.emplace_back("WWW-Authenticate", header_ref("WWW-Authenticate"));
  if (status.status == 429 || status.status == 503)
    headers.emplace_back("Retry-After", header_ref("Retry-After"));
  return JsonObject{{"description", status.meaning},
                    {"headers", std::move(headers)},
                    {"content", JsonObject{{"application/json", JsonObject{{"schema", schema}}}}}};
}

Json content_json(const Answer& answer, Components& components) {
  const bool is_json = answer.content_type == "application/json";
  Json schema = is_json ? answer_schema(answer.body, components) : Json(JsonObject{});
  return JsonObject{{answer.content_type, JsonObject{{"schema", std::move(schema)}}}};
}

JsonObject success_json(const Answer& answer, Components& components, const char* description) {
  JsonObject headers{{"X-Request-Id", header_ref("X-Request-Id")}};
  if (answer.is_file) headers.emplace_back("ETag", header_ref("ETag"));
  return {{"description", description},
          {"headers", std::move(headers)},
          {"content", content_json(answer, components)}};
}

bool writes(const Route& route) { return route.method != Method::kGet && route.role >= Role::kStaff; }

}  // namespace

std::vector<int> refusals_of(const Route& route) {
  std::set<int> statuses(route.operation.errors.begin(), route.operation.errors.end());
  statuses.insert(400);
  const bool asks = route.role != Role::kPublic;
  if (asks) statuses.insert({401, 403, 429});
  if (route.method != Method::kGet && !route.cross_origin) statuses.insert(403);  // another site's page
  if (route.pattern.find('{') != std::string::npos) statuses.insert(404);
  if (route.errors == ErrorShape::kMlflow && asks) statuses.insert(404);  // MLflow names things in fields
  if (route.accepts != Accepts::kNoBody) statuses.insert(413);
  if (route.accepts == Accepts::kJson) statuses.insert(415);
  if (route.operation.answer.is_file) statuses.insert(416);
  if (writes(route)) statuses.insert({503, 507});
  return {statuses.begin(), statuses.end()};
}

Json responses_json(const Route& route, Components& components) {
  const auto& answer = route.operation.answer;
  JsonObject responses{{std::to_string(answer.status), success_json(answer, components, "Done.")}};
  if (answer.is_file) {
    responses.emplace_back("206", success_json(answer, components, "The range that was asked for."));
    responses.emplace_back("304", JsonObject{{"description", "The client's copy is still good."}});
  }
  for (const auto& other : route.operation.also)
    responses.emplace_back(std::to_string(other.status),
                           success_json(other, components, "Refused in words."));
  for (const auto status : refusals_of(route)) {
    responses.emplace_back(
        std::to_string(status),
        JsonObject{{"$ref", "#/components/responses/" + refusal_name(route.errors, status)}});
  }
  return responses;
}

Json refusals_json(Components& components) {
  JsonObject refusals;
  for (const auto& [shape, name] : kShapes) {
    for (const auto& status : kStatuses)
      refusals.emplace_back(refusal_name(shape, status.status), refusal_json(shape, status, components));
  }
  return refusals;
}

Json headers_json() {
  const auto header = [](const char* description) {
    return JsonObject{
        {"description", description}, {"required", true}, {"schema", JsonObject{{"type", "string"}}}};
  };
  return JsonObject{{"X-Request-Id", header("Names this answer in the server's log.")},
                    {"ETag", header("Of the content in this coding; for If-None-Match and If-Range.")},
                    {"Retry-After", header("Seconds to wait.")},
                    {"WWW-Authenticate", header("How to sign in.")}};
}

}  // namespace shohin
