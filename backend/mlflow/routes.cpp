#include "mlflow/routes.h"

#include <utility>

namespace shohin {
namespace {

constexpr std::uint64_t kBodyBytes = 1ULL << 20;

Handler handler_of(const MlflowHandler& work) {
  return [work](const Request& request) -> Outcome<Response> {
    auto message = Message::read(request);
    if (!message) return tl::unexpected(message.error());
    auto json = work({std::move(*message), request.parameters, actor_of(request)});
    if (!json) return tl::unexpected(json.error());
    return json_response(std::move(*json));
  };
}

}  // namespace

void MlflowRoutes::add(Method method, std::string_view path, Role role, const MlflowHandler& handler) {
  // Any content type, because MLflow's clients expect 400 for a wrong one, which Message answers.
  const auto accepts = method == Method::kGet ? Accepts::kNoBody : Accepts::kAny;
  Route route(method, "/api/2.0/mlflow" + std::string(path), role, accepts, handler_of(handler));
  route.body_limit = kBodyBytes;
  add_raw(std::move(route));
}

void MlflowRoutes::add_raw(Route route) {
  route.errors = ErrorShape::kMlflow;
  route.endpoint_label = route.pattern;
  routes_.push_back(route);
  route.pattern = "/ajax-" + route.pattern.substr(1);
  routes_.push_back(std::move(route));
}

Outcome<std::string> empty_answer(const Outcome<void>& done) {
  if (!done) return tl::unexpected(done.error());
  return "{}";
}

}  // namespace shohin
