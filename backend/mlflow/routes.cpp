#include "mlflow/routes.h"

#include <utility>

namespace shohin {
namespace {

Handler handler_of(const MlflowHandler& work) {
  return [work](const Request& request) -> Outcome<Response> {
    auto message = Message::read(request);
    if (!message) return tl::unexpected(message.error());
    const auto answer =
        work({std::move(*message), request, request.parameters, actor_of(request), request.scopes});
    if (!answer.json()) return tl::unexpected(answer.json().error());
    return json_response(*answer.json());
  };
}

std::vector<Field> fields_of(const MlflowHandler& handler) {
  const Request nothing;
  const MlflowCall call{Message::recorder(), nothing, {}, {}, {}};
  (void)handler(call);
  return call.message.recorded();
}

Operation operation_of(Method method, MlflowSummary summary, const MlflowHandler& handler) {
  Operation operation{.summary = std::move(summary.text), .answer = json_answer(std::move(summary.answer))};
  auto fields = fields_of(handler);
  if (method == Method::kGet) {
    operation.query = std::move(fields);
  } else {
    operation.body = {std::move(fields)};
  }
  return operation;
}

Route route_of(Method method, std::string path, Role role, MlflowSummary summary,
               const MlflowHandler& handler) {
  // Any content type, because MLflow's clients expect 400 for a wrong one, which Message answers.
  const auto body_limit = summary.body_limit;
  const auto accepts = method == Method::kGet ? Accepts::kNoBody : Accepts::kAny;
  Route route(method, std::move(path), role, accepts, handler_of(handler),
              operation_of(method, std::move(summary), handler));
  route.body_limit = body_limit;
  return route;
}

constexpr const char* kApi = "/api/2.0/mlflow";
constexpr const char* kPages = "/ajax-api/2.0/mlflow";

}  // namespace

Route mlflow_route(Method method, std::string_view path, Role role, MlflowSummary summary,
                   const MlflowHandler& handler) {
  return route_of(method, kApi + std::string(path), role, std::move(summary), handler);
}

void MlflowRoutes::page_get(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
  add_plain(route_of(Method::kGet, kPages + std::string(path), Role::kViewer, std::move(summary), handler));
}

void MlflowRoutes::page_search(std::string_view path, MlflowSummary summary, const MlflowHandler& handler) {
  add_plain(route_of(Method::kPost, kPages + std::string(path), Role::kViewer, std::move(summary), handler));
}

void MlflowRoutes::add_plain(Route route) {
  route.errors = ErrorShape::kMlflow;
  routes_.push_back(std::move(route));
}

void MlflowRoutes::add_raw(Route route) {
  route.errors = ErrorShape::kMlflow;
  route.endpoint_label = route.pattern;
  routes_.push_back(route);
  route.operation.summary.clear();  // told once
  route.pattern = "/ajax-" + route.pattern.substr(1);
  routes_.push_back(std::move(route));
}

Outcome<std::string> empty_answer(const Outcome<void>& done) {
  if (!done) return tl::unexpected(done.error());
  return "{}";
}

}  // namespace shohin
