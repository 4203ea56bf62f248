// The OpenAPI 3.1 document of a route table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/route.h"
#include "text/json.h"

namespace shohin {

// Holds every route that says what it is for, made of what the server itself goes by. What MLflow's routes
// have below /ajax-api again, pages, and routes that only refuse are left out.
Json openapi_document(const std::vector<Route>& routes, std::string_view version);

}  // namespace shohin
