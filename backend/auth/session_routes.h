// /api/shohin/v1/session: sign in, who am I, sign out; .../password: one's own; .../sessions: those that are
// open.
#pragma once

#include <vector>

#include "auth/sessions.h"
#include "auth/sign_in.h"
#include "http/route.h"

namespace shohin {

struct SessionParts {
  Users& users;
  SignIn& sign_in;
  Sessions& sessions;
};

// All parts must outlive the routes.
std::vector<Route> session_routes(const SessionParts& parts);

}  // namespace shohin
