// /api/shohin/v1/tokens: one's own API tokens; for admins everybody's.
#pragma once

#include <vector>

#include "auth/tokens.h"
#include "http/route.h"

namespace shohin {

// The tokens must outlive the routes.
std::vector<Route> token_routes(Tokens& tokens);

}  // namespace shohin
