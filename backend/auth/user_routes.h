// /api/shohin/v1/users: accounts, for admins.
#pragma once

#include <vector>

#include "auth/users.h"
#include "http/route.h"

namespace shohin {

// The users must outlive the routes.
std::vector<Route> user_routes(Users& users);

}  // namespace shohin
