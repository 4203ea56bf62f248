#include "openapi/document.h"

#include <algorithm>
#include <utility>

#include "http/field_names.h"
#include "http/route_table.h"
#include "openapi/responses.h"
#include "openapi/schema.h"
#include "openapi/tags.h"
#include "text/ascii.h"
#include "text/json.h"

namespace shohin {
namespace {

constexpr const char* kDescription =
    "A drop-in MLflow tracking server and model registry, and a model server.\n\n"
    "Errors of this server's own routes name the field, its value and what would be right. Routes below "
    "`/api/2.0/mlflow`, `/invocations` and `/v2` follow MLflow's and the Open Inference Protocol instead: "
    "what "
    "they do not know they ignore. Each path below `/api/2.0/` answers below `/ajax-api/2.0/` too. A method "
    "that a path does not answer is refused with 405 and `Allow`.\n\n"
    "Read it at [/docs](/docs) to try it out, or at [/redoc](/redoc). The [Studio](/studio/) trains models.";

// "/models/{name}/{path...}" -> "/models/{name}/{path}"
std::string path_of(std::string pattern) {
  if (const auto dots = pattern.find("...}"); dots != std::string::npos) pattern.erase(dots, 3);
  return pattern;
}

std::string method_key(Method method) {  // "get"
  return lower_case(method_name(method));
}

// "GET /models/{name}" -> "get_models_name"
std::string operation_id(const Route& route) {
  std::string id = method_key(route.method);
  for (const char c : route.pattern) {
    const bool plain = is_letter(c) || is_digit(c);
    if (plain) id += c;
    if (!plain && c != '}' && id.back() != '_') id += '_';
  }
  return id;
}

Json parameter(std::string_view name, const char* place, bool required, Json schema) {
  return JsonObject{{"name", name}, {"in", place}, {"required", required}, {"schema", std::move(schema)}};
}

Json path_parameter(const Route& route, const std::string& name) {
  const Field* shape = find_field(route.operation.path, name);
  return parameter(name, "path", true, query_schema(shape == nullptr ? text(name) : *shape));
}

Json parameters_json(const Route& route) {
  JsonArray parameters;
  const std::string& pattern = route.pattern;
  for (auto at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    const auto name = path_of(pattern.substr(at, pattern.find('}', at) - at + 1));
    parameters.push_back(path_parameter(route, name.substr(1, name.size() - 2)));
  }
  for (const auto& field : route.operation.query)
    parameters.push_back(parameter(field.name, "query", field.required, query_schema(field)));
  return parameters;
}

Json form_schema(const Route& route, const std::vector<Field>& form) {
  return request_schema(object("", form), route.operation.strict);
}

Json body_schema(const Route& route) {
  const auto& forms = route.operation.body;
  if (forms.size() == 1) return form_schema(route, forms[0]);
  JsonArray any;
  for (const auto& form : forms) any.push_back(form_schema(route, form));
  return JsonObject{{"anyOf", std::move(any)}};
}

bool needs_body(const Route& route) {
  const auto has_required = [](const std::vector<Field>& form) {
    return std::any_of(form.begin(), form.end(), [](const Field& field) { return field.required; });
  };
  const auto& forms = route.operation.body;
  return forms.empty() ? route.accepts != Accepts::kStream
                       : std::all_of(forms.begin(), forms.end(), has_required);
}

Json example_json(std::string_view content_type, const std::string& example) {
  if (content_type != "application/json") return example;
  auto json = parse_json(example);
  return json ? std::move(*json) : Json(example);
}

Json request_body_json(const Route& route) {
  JsonObject content;
  if (!route.operation.body.empty())
    content.emplace_back("application/json", JsonObject{{"schema", body_schema(route)}});
  for (const auto& type : route.operation.content_types) {
    JsonObject body{{"schema", JsonObject{}}};
    const bool has_example =
        !route.operation.example.empty() && &type == &route.operation.content_types.front();
    if (has_example) body.emplace_back("example", example_json(type, route.operation.example));
    content.emplace_back(type, std::move(body));
  }
  return JsonObject{{"required", needs_body(route)}, {"content", std::move(content)}};
}

JsonArray security_of(const Route& route) {
  JsonArray ways;
  if (route.role == Role::kPublic) return ways;
  if (route.role == Role::kMetrics) ways.emplace_back(JsonObject{});  // from the loopback address
  ways.emplace_back(JsonObject{{"token", JsonArray{scope_name(route.scope)}}});
  ways.emplace_back(JsonObject{{"basic", JsonArray{scope_name(route.scope)}}});
  if (route.role != Role::kMetrics) ways.emplace_back(JsonObject{{"session", JsonArray{}}});
  return ways;
}

std::string description_of(const Route& route) {
  std::string text = "Role: " + std::string(role_name(route.role)) + ".";
  if (route.role != Role::kPublic) text += " Scope of a token: " + std::string(scope_name(route.scope)) + ".";
  if (route.accepts != Accepts::kNoBody)
    text += " Body: at most " + std::to_string(route.body_limit) + " bytes.";
  return text;
}

JsonObject operation_json(const Route& route, Components& components) {
  JsonObject json{{"operationId", operation_id(route)},     {"summary", route.operation.summary},
                  {"description", description_of(route)},   {"tags", JsonArray{tag_of(route.pattern)}},
                  {"x-shohin-role", role_name(route.role)}, {"x-shohin-strict", route.operation.strict},
                  {"security", security_of(route)}};
  auto parameters = parameters_json(route);
  if (!parameters.as_array().empty()) json.emplace_back("parameters", std::move(parameters));
  const bool has_body = !route.operation.body.empty() || !route.operation.content_types.empty();
  if (has_body) json.emplace_back("requestBody", request_body_json(route));
  json.emplace_back("responses", responses_json(route, components));
  return json;
}

Json security_schemes() {
  return JsonObject{
      {"token", JsonObject{{"type", "http"}, {"scheme", "bearer"}, {"description", "An API token."}}},
      {"basic", JsonObject{{"type", "http"},
                           {"scheme", "basic"},
                           {"description", "User and password, or an API token as the password."}}},
      {"session", JsonObject{{"type", "apiKey"},
                             {"in", "cookie"},
                             {"name", "shohin_session"},
                             {"description", "The cookie of whoever signed in with a browser."}}}};
}

}  // namespace

Json openapi_document(const std::vector<Route>& routes, std::string_view version) {
  Components components;
  JsonObject paths;
  for (const auto& route : routes) {
    if (route.operation.summary.empty()) continue;
    const auto path = path_of(route.pattern);
    auto found =
        std::find_if(paths.begin(), paths.end(), [&](const auto& entry) { return entry.first == path; });
    JsonObject methods = found == paths.end() ? JsonObject{} : found->second.as_object();
    methods.emplace_back(method_key(route.method), operation_json(route, components));
    if (found == paths.end()) found = paths.emplace(paths.end(), path, Json());
    found->second = std::move(methods);
  }
  auto refusals = refusals_json(components);
  JsonObject schemas;
  for (auto& [name, schema] : components) schemas.emplace_back(name, std::move(schema));
  return JsonObject{{"openapi", "3.1.0"},
                    {"info", JsonObject{{"title", "Shohin"},
                                        {"version", version},
                                        {"description", kDescription},
                                        {"license", JsonObject{{"name", "MIT"}, {"identifier", "MIT"}}}}},
                    {"tags", tags_json()},
                    {"paths", std::move(paths)},
                    {"components", JsonObject{{"schemas", std::move(schemas)},
                                              {"responses", std::move(refusals)},
                                              {"headers", headers_json()},
                                              {"securitySchemes", security_schemes()}}}};
}

}  // namespace shohin
