// Who sends a request.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "http/head.h"
#include "http/route.h"

namespace shohin {

struct Identity {
  std::string user;  // empty for nobody
  Role role = Role::kPublic;
  // A browser sends cookies unasked, so such a request must prove where it comes from.
  bool by_cookie = false;
  Scopes scopes = Scopes::all();  // fewer for a token
};

// Gives nobody when the request brings no credential; fails with kUnauthenticated when it brings a bad one,
// kTooManyRequests after too many bad ones.
using Authenticate =
    std::function<Outcome<Identity>(const RequestHead& head, std::string_view client_address)>;

}  // namespace shohin
