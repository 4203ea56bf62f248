// /api/shohin/v1/audit: who changed what, for admins.
#pragma once

#include <vector>

#include "http/route.h"
#include "store/store.h"

namespace shohin {

// The store must outlive the routes.
std::vector<Route> audit_routes(Store& store);

}  // namespace shohin
