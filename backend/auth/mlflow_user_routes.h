// MLflow's users API (mlflow.server.auth), so that its AuthServiceClient works. What MLflow calls an admin is
// one here; any other user of MLflow may log and register, which is the role staff.
#pragma once

#include <vector>

#include "auth/sign_in.h"
#include "http/route.h"

namespace shohin {

// Both must outlive the routes.
std::vector<Route> mlflow_user_routes(Users& users, SignIn& sign_in);

}  // namespace shohin
