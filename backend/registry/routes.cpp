#include "registry/routes.h"

namespace shohin {

RegistryQuery read_registry_query(const Message& message, std::int64_t max_results) {
  return {message.text_or_empty("filter"), message.texts("order_by"),
          message.integer("max_results").value_or(max_results), message.text_or_empty("page_token")};
}

std::vector<Route> registry_routes(RegistryService& registry) {
  MlflowRoutes routes;
  add_registered_model_routes(routes, registry);
  add_version_routes(routes, registry);
  return routes.take();
}

}  // namespace shohin
