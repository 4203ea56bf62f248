#include "gate/gate_routes.h"

#include <string>
#include <utility>

#include "contract/object_reader.h"
#include "error/fault_text.h"
#include "http/strict_request.h"
#include "mlflow/actor.h"
#include "mlflow/json_text.h"
#include "registry/registry_json.h"
#include "tracking/names.h"

namespace shohin {
namespace {

const std::string kModel = "/api/shohin/v1/models/{name}";

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

Outcome<Response> answer(const Outcome<ModelVersion>& version) {
  if (!version) return tl::unexpected<Error>(version.error());
  return json_response(JsonText().json("model_version", version_json(*version)).str());
}

struct PromotionBody {
  std::string version;
  std::string reason;
};

void read_reason(const Json& body, ObjectReader& reader, const char* member, std::string& reason) {
  const Json& value = body[member];
  if (!value.is_string() && !value.is_null()) {
    reader.add(FaultCode::kWrongType, member, write_json(value), "string");
  } else if (count_characters(value.as_string()) > kReasonCharacters) {
    reader.add(FaultCode::kTooLarge, member, std::to_string(count_characters(value.as_string())),
               std::to_string(kReasonCharacters));
  }
  reason = value.as_string();
}

// {"version"} and {reason_name}, or only the latter.
Outcome<PromotionBody> read_promotion(const Request& request, const char* reason_name, bool has_version) {
  const auto body = read_json_object(request);
  if (!body) return tl::unexpected<Error>(body.error());
  Faults faults;
  ObjectReader reader(*body, "", faults);
  PromotionBody read;
  if (has_version) {
    reader.refuse_others({"version", reason_name});
    read.version = reader.name("version");
  } else {
    reader.refuse_others({reason_name});
  }
  read_reason(*body, reader, reason_name, read.reason);
  if (faults.empty()) return read;
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

Outcome<std::string> read_version(const Request& request) {
  const auto body = read_json_object(request);
  if (!body) return tl::unexpected<Error>(body.error());
  Faults faults;
  ObjectReader reader(*body, "", faults);
  reader.refuse_others({"version"});
  auto version = reader.name("version");
  if (faults.empty()) return version;
  return tl::unexpected<Error>(faults_error(ErrorCode::kInvalidParameterValue, std::move(faults)));
}

Outcome<Response> tell_gate(QualityGate& gate, const std::string& model) {
  const auto settings = gate.settings(model);
  if (!settings) return tl::unexpected<Error>(settings.error());
  if (*settings) return json_response(write_json(gate_settings_json(**settings)));
  return refuse(ErrorCode::kResourceDoesNotExist, "The registered model " + model + " has no gate.");
}

void add_settings(std::vector<Route>& routes, QualityGate& gate) {
  const auto path = kModel + "/gate";
  routes.emplace_back(Method::kGet, path, Role::kViewer, Accepts::kNoBody,
                      [&gate](const Request& request) { return tell_gate(gate, request.parameters[0]); });
  routes.emplace_back(Method::kPut, path, Role::kAdmin, Accepts::kJson,
                      [&gate](const Request& request) -> Outcome<Response> {
                        const auto body = read_json_object(request);
                        if (!body) return tl::unexpected<Error>(body.error());
                        const auto settings = read_gate_settings(*body);
                        if (!settings) return tl::unexpected<Error>(settings.error());
                        if (auto set = gate.set(request.parameters[0], *settings, actor_of(request)); !set)
                          return tl::unexpected<Error>(set.error());
                        return tell_gate(gate, request.parameters[0]);
                      });
  routes.emplace_back(Method::kDelete, path, Role::kAdmin, Accepts::kNoBody,
                      [&gate](const Request& request) -> Outcome<Response> {
                        if (auto done = gate.remove(request.parameters[0], actor_of(request)); !done)
                          return tl::unexpected<Error>(done.error());
                        return json_response("{}");
                      });
}

void add_check(std::vector<Route>& routes, RegistryService& registry) {
  routes.emplace_back(Method::kPost, kModel + "/gate/check", Role::kStaff, Accepts::kJson,
                      [&registry](const Request& request) -> Outcome<Response> {
                        const auto version = read_version(request);
                        if (!version) return tl::unexpected<Error>(version.error());
                        const auto verdict = registry.judge({request.parameters[0], *version});
                        if (!verdict) return tl::unexpected<Error>(verdict.error());
                        return json_response(write_json(verdict_json(*verdict)));
                      });
}

Outcome<Response> promote(RegistryService& registry, const Request& request) {
  const auto body = read_promotion(request, "override_reason", true);
  if (!body) return tl::unexpected<Error>(body.error());
  return answer(registry.transition({request.parameters[0], body->version}, {.stage = "Production"},
                                    {.actor = actor_of(request), .override_reason = body->reason}));
}

Outcome<Response> roll_back(RegistryService& registry, const Request& request) {
  const auto body = read_promotion(request, "reason", false);
  if (!body) return tl::unexpected<Error>(body.error());
  return answer(registry.roll_back(request.parameters[0],
                                   {.actor = actor_of(request), .override_reason = body->reason}));
}

Outcome<Response> list_promotions(RegistryService& registry, const Request& request) {
  if (auto good = check_query(request, {"max_results", "page_token"}); !good)
    return tl::unexpected<Error>(good.error());
  const auto most =
      query_number(request, {.name = "max_results", .least = 1, .most = 1000, .otherwise = 100});
  if (!most) return tl::unexpected<Error>(most.error());
  const auto page = registry.promotions(request.parameters[0], *most,
                                        std::string(request.query_value("page_token").value_or("")));
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
  routes.emplace_back(Method::kPost, kModel + "/promotions", Role::kStaff, Accepts::kJson,
                      [&registry](const Request& request) { return promote(registry, request); });
  routes.emplace_back(Method::kGet, kModel + "/promotions", Role::kViewer, Accepts::kNoBody,
                      [&registry](const Request& request) { return list_promotions(registry, request); });
  routes.emplace_back(Method::kPost, kModel + "/rollback", Role::kStaff, Accepts::kJson,
                      [&registry](const Request& request) { return roll_back(registry, request); });
  for (auto& route : routes) {
    if (route.role == Role::kStaff) route.scope = Scope::kPromote;
  }
  return routes;
}

}  // namespace shohin
