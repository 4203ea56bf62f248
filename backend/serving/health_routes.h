// Whether the server lives and is ready, for people, load balancers and MLflow's clients.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/route.h"

namespace shohin {

struct Health {
  std::string version;                 // bare, as /version answers it
  std::function<bool()> model_loaded;  // whether the default model is served
  std::function<std::vector<std::string>()>
      obstacles;  // why requests cannot be answered; empty when they can
};

// GET /health, /ping, /ready, /version.
std::vector<Route> health_routes(Health health);

}  // namespace shohin
