// Whether the server lives and is ready, for people, load balancers and MLflow's clients.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/route.h"

namespace shohin {

struct HealthCheck {
  std::string name;      // "database", "disk", "model"
  std::string obstacle;  // why requests cannot be answered; empty when they can
};

struct Health {
  std::string version;                 // bare, as /version answers it
  std::function<bool()> model_loaded;  // whether the default model is served
  std::function<std::vector<HealthCheck>()> checks;
};

// GET /health, /ping, /ready, /version. /ready is 503 while a check has an obstacle.
std::vector<Route> health_routes(Health health);

}  // namespace shohin
