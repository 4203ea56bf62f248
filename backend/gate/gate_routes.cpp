#include "gate/gate_routes.h"

#include <algorithm>
#include <string>
#include <utility>

#include "http/strict_request.h"
#include "mlflow/actor.h"
#include "mlflow/json_text.h"
#include "registry/registry_json.h"
#include "text/ascii.h"

namespace shohin {
namespace {

constexpr const char* kModel = "/api/shohin/v1/models/{name}";

Json verdict_json(const GateVerdict& verdict) {
  JsonArray rules;
  for (const auto& rule : verdict.rules) {
    rules.emplace_back(JsonObject{{"rule", rule.rule},
                                  {"passes", rule.passes},
                                  {"message", rule.message},
                                  {"value", rule.value},
                                  {"expected", rule.expected}});
  }
  return JsonObject{{"passes", verdict.passes()}, {"rules", std::move(rules)}};
}

Field verdict_schema() {
  const auto rule =
      object("", {text("rule"), flag("passes"), text("message"), text("value"), text("expected")});
  return object("", {flag("passes"), list("rules", component("GateRule", rule))});
}

Json promotion_json(const PromotionRecord& one) {
  return JsonObject{{"version", std::to_string(one.version)},
                    {"previous", one.previous ? Json(std::to_string(*one.previous)) : Json()},
                    {"rollback", one.is_rollback},
                    {"undone", one.is_undone},
                    {"reason", one.reason},
                    {"failed_rules", one.failed_rules},
                    {"user", one.user},
                    {"creation_time", one.creation_time}};
}

Field promotion_schema() {
  return component("Promotion", object("", {text("version"), or_null(text("previous")), flag("rollback"),
                                            flag("undone"), text("reason"), text("failed_rules"),
                                            text("user"), integer("creation_time")}));
}

// Of a registered model, as check_model_name_form() holds it to.
Field name_field() { return like("^(?!\\.$)(?!\\.\\.)[^/:\\u0000-\\u001f\\u007f-\\u009f]+$", text("name")); }

Field version_field() { return like("^[1-9][0-9]{0,17}$", text("version")); }

Field reason(std::string name) { return sized(0, kReasonCharacters, maybe(text(std::move(name)))); }

Outcome<Response> answer(const Outcome<ModelVersion>& version) {
  if (!version) return tl::unexpected<Error>(version.error());
  return json_response(JsonText().json("model_version", version_json(*version)).str());
}

Outcome<Response> tell_gate(QualityGate& gate, const std::string& model) {
  const auto settings = gate.settings(model);
  if (!settings) return tl::unexpected<Error>(settings.error());
  if (*settings) return json_response(write_json(gate_settings_json(**settings)));
  return refuse(ErrorCode::kResourceDoesNotExist, "The registered model " + model + " has no gate.");
}

void add_settings(std::vector<Route>& routes, QualityGate& gate) {
  const auto path = std::string(kModel) + "/gate";
  routes.emplace_back(
      Method::kGet, path, Role::kViewer, Accepts::kNoBody,
      [&gate](const Request& request) { return tell_gate(gate, request.parameters[0]); },
      Operation{.summary = "Tell what a registered model's gate asks for",
                .answer = answer_of(gate_schema()),
                .strict = true});
  routes.emplace_back(
      Method::kPut, path, Role::kAdmin, Accepts::kJson,
      [&gate](const Request& request) -> Outcome<Response> {
        const auto settings = read_gate_settings(request.fields.json());
        if (!settings) return tl::unexpected<Error>(settings.error());
        if (auto set = gate.set(request.parameters[0], *settings, actor_of(request)); !set)
          return tl::unexpected<Error>(set.error());
        return tell_gate(gate, request.parameters[0]);
      },
      Operation{.summary = "Set what a version must pass before it serves",
                .body = {gate_fields()},
                .answer = answer_of(gate_schema()),
                .strict = true});
  routes.emplace_back(
      Method::kDelete, path, Role::kAdmin, Accepts::kNoBody,
      [&gate](const Request& request) -> Outcome<Response> {
        if (auto done = gate.remove(request.parameters[0], actor_of(request)); !done)
          return tl::unexpected<Error>(done.error());
        return json_response("{}");
      },
      Operation{.summary = "Remove the gate of a registered model",
                .answer = answer_of(object("", {})),
                .strict = true});
}

Outcome<VersionName> read_version(const Request& request) {
  const auto& version = request.fields.text("version");
  const bool is_number = version.size() <= 18 && is_digits(version) && version[0] != '0';
  if (is_number) return VersionName{request.parameters[0], version};
  return refuse_field("version", version, "the number of a version");
}

void add_check(std::vector<Route>& routes, RegistryService& registry) {
  routes.emplace_back(
      Method::kPost, std::string(kModel) + "/gate/check", Role::kStaff, Accepts::kJson,
      [&registry](const Request& request) -> Outcome<Response> {
        const auto version = read_version(request);
        if (!version) return tl::unexpected<Error>(version.error());
        const auto verdict = registry.judge(*version);
        if (!verdict) return tl::unexpected<Error>(verdict.error());
        return json_response(write_json(verdict_json(*verdict)));
      },
      Operation{.summary = "Ask whether a version would pass the gate, without promoting it",
                .body = {{version_field()}},
                .answer = answer_of(verdict_schema()),
                .strict = true});
}

Outcome<Response> promote(RegistryService& registry, const Request& request) {
  const auto version = read_version(request);
  if (!version) return tl::unexpected<Error>(version.error());
  return answer(registry.transition(
      *version, {.stage = "Production"},
      {.actor = actor_of(request), .override_reason = request.fields.text("override_reason")}));
}

Outcome<Response> roll_back(RegistryService& registry, const Request& request) {
  return answer(registry.roll_back(
      request.parameters[0], {.actor = actor_of(request), .override_reason = request.fields.text("reason")}));
}

Outcome<Response> list_promotions(RegistryService& registry, const Request& request) {
  const auto page =
      registry.promotions(request.parameters[0], query_number(request, "max_results").value_or(100),
                          query_text(request, "page_token"));
  if (!page) return tl::unexpected<Error>(page.error());
  JsonArray items;
  for (const auto& one : page->items) items.push_back(promotion_json(one));
  JsonObject json{{"promotions", std::move(items)}};
  if (!page->next_page_token.empty()) json.emplace_back("next_page_token", page->next_page_token);
  return json_response(write_json(json));
}

}  // namespace

std::vector<Route> gate_routes(QualityGate& gate, RegistryService& registry) {
  std::vector<Route> routes;
  add_settings(routes, gate);
  add_check(routes, registry);
  routes.emplace_back(
      Method::kPost, std::string(kModel) + "/promotions", Role::kStaff, Accepts::kJson,
      [&registry](const Request& request) { return promote(registry, request); },
      Operation{.summary = "Let a version serve, if it passes the gate or a reason overrides it",
                .body = {{version_field(), reason("override_reason")}},
                .answer = json_answer({version_schema("model_version")}),
                .errors = {409},
                .strict = true});
  routes.emplace_back(
      Method::kGet, std::string(kModel) + "/promotions", Role::kViewer, Accepts::kNoBody,
      [&registry](const Request& request) { return list_promotions(registry, request); },
      Operation{
          .summary = "List what served, newest first",
          .query = page_query(),
          .answer = json_answer({list("promotions", promotion_schema()), maybe(text("next_page_token"))}),
          .strict = true});
  routes.emplace_back(
      Method::kPost, std::string(kModel) + "/rollback", Role::kStaff, Accepts::kJson,
      [&registry](const Request& request) { return roll_back(registry, request); },
      Operation{.summary = "Let the version before serve again",
                .body = {{reason("reason")}},
                .answer = json_answer({version_schema("model_version")}),
                .errors = {409},
                .strict = true});
  for (auto& route : routes) {
    route.operation.path = {name_field()};
    if (route.role == Role::kStaff) route.scope = Scope::kPromote;
  }
  return routes;
}

}  // namespace shohin
