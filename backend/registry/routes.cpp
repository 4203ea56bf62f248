#include "registry/routes.h"

#include <algorithm>
#include <array>

namespace shohin {
namespace {

// What changes which version is served, or may.
constexpr std::array<std::string_view, 5> kPromoting = {
    "/registered-models/alias", "/registered-models/delete", "/registered-models/rename",
    "/model-versions/delete", "/model-versions/transition-stage"};

bool promotes(std::string_view pattern) {
  return std::any_of(kPromoting.begin(), kPromoting.end(),
                     [&](std::string_view ending) { return pattern.ends_with(ending); });
}

}  // namespace

RegistryQuery read_registry_query(const Message& message, std::int64_t max_results) {
  return {message.text_or_empty("filter"), message.texts("order_by"),
          message.integer("max_results").value_or(max_results), message.text_or_empty("page_token")};
}

std::vector<Route> registry_routes(RegistryService& registry) {
  MlflowRoutes routes;
  add_registered_model_routes(routes, registry);
  add_version_routes(routes, registry);
  auto made = routes.take();
  for (auto& route : made) {
    if (route.scope == Scope::kLog)
      route.scope = promotes(route.pattern) ? Scope::kPromote : Scope::kRegister;
  }
  return made;
}

}  // namespace shohin
