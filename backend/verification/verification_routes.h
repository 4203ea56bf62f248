// /api/shohin/v1/runs/{run_id}/verification.
#pragma once

#include <vector>

#include "http/route.h"
#include "verification/verifications.h"

namespace shohin {

// POST starts, GET tells, DELETE cancels. The verifications outlive the routes.
std::vector<Route> verification_routes(Verifications& verifications);

}  // namespace shohin
