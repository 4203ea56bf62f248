// /api/shohin/v1/session: sign in, who am I, sign out.
#pragma once

#include <vector>

#include "auth/authenticator.h"
#include "http/route.h"

namespace shohin {

// Both must outlive the routes.
std::vector<Route> session_routes(const Authenticator& authenticator, Sessions& sessions);

}  // namespace shohin
