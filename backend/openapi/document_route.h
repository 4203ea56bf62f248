// GET /openapi.json.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/route.h"

namespace shohin {

// Public. The document is made when it is first asked for; `routes` is called then, and outlives the route.
Route document_route(std::function<const std::vector<Route>&()> routes, std::string version);

}  // namespace shohin
