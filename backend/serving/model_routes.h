// GET /models/...: files, manifests, contracts and cards of registered versions.
#pragma once

#include <vector>

#include "serving/find_model.h"

namespace shohin {

// What is in production, and every file under its hash, is public; other versions and aliases need a viewer.
std::vector<Route> model_routes(const Models& models);

}  // namespace shohin
