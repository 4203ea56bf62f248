// The routes of MLflow's tracking API, and those of MLflow that this server refuses.
#pragma once

#include <vector>

#include "http/route.h"
#include "mlflow/routes.h"
#include "tracking/tracking_service.h"

namespace shohin {

// The service outlives the routes.
std::vector<Route> tracking_routes(TrackingService& tracking);

// One noun each.
void add_experiment_routes(MlflowRoutes& routes, Experiments& experiments);
void add_run_routes(MlflowRoutes& routes, Runs& runs);
void add_logged_model_routes(MlflowRoutes& routes, LoggedModels& models);
void add_artifact_routes(MlflowRoutes& routes, Artifacts& artifacts);
// What MLflow's own web pages ask beyond its API.
void add_page_routes(MlflowRoutes& routes, TrackingService& tracking);

}  // namespace shohin
