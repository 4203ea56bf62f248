#include "serving/health_routes.h"

#include "text/json.h"

namespace shohin {
namespace {

Response plain_text(std::string text) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

Response readiness(const std::vector<HealthCheck>& checks) {
  JsonArray reasons;
  JsonObject passed;
  for (const auto& check : checks) {
    passed.emplace_back(check.name, check.obstacle.empty());
    if (!check.obstacle.empty()) reasons.emplace_back(check.obstacle);
  }
  const bool ready = reasons.empty();
  auto response = json_response(write_json(JsonObject{{"status", ready ? "ready" : "not ready"},
                                                      {"reasons", std::move(reasons)},
                                                      {"checks", std::move(passed)}}));
  response.status = ready ? 200 : 503;
  return response;
}

}  // namespace

std::vector<Route> health_routes(Health health) {
  const auto live = [health](const Request&) -> Outcome<Response> {
    return json_response(write_json(JsonObject{{"status", "ok"}, {"model_loaded", health.model_loaded()}}));
  };
  // What MLflow's scoring server answers: an empty line.
  const auto ping = [](const Request&) -> Outcome<Response> { return json_response("\n"); };
  const auto ready = [health](const Request&) -> Outcome<Response> { return readiness(health.checks()); };
  const auto version = [health](const Request&) -> Outcome<Response> { return plain_text(health.version); };
  const auto shape = component(
      "Readiness", object("", {text("status"), list("reasons", text("")), map("checks", flag(""))}));
  std::vector<Route> routes = {
      Route(Method::kGet, "/health", Role::kPublic, Accepts::kNoBody, live,
            {.summary = "Tell whether the server lives",
             .answer = json_answer({text("status"), flag("model_loaded")})}),
      Route(Method::kGet, "/ping", Role::kPublic, Accepts::kNoBody, ping,
            {.summary = "Answer, as MLflow's scoring server does"}),
      Route(Method::kGet, "/ready", Role::kPublic, Accepts::kNoBody, ready,
            {.summary = "Tell whether every kind of request can be answered, or why not",
             .answer = answer_of(shape),
             .also = {{.status = 503, .body = shape}}}),
      Route(Method::kGet, "/version", Role::kPublic, Accepts::kNoBody, version,
            {.summary = "Tell the server's version", .answer = {.content_type = "text/plain"}}),
  };
  for (auto& route : routes) route.cross_origin = true;
  return routes;
}

}  // namespace shohin
