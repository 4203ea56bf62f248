// The routes of MLflow's registry API.
#pragma once

#include <vector>

#include "http/route.h"
#include "mlflow/routes.h"
#include "registry/registry_service.h"

namespace shohin {

// The service outlives the routes.
std::vector<Route> registry_routes(RegistryService& registry);

// One noun each.
void add_registered_model_routes(MlflowRoutes& routes, RegistryService& registry);
void add_version_routes(MlflowRoutes& routes, RegistryService& registry);

RegistryQuery read_registry_query(const Message& message, std::int64_t max_results);

}  // namespace shohin
