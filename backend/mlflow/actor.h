// Who sends a request, as the audit log wants it.
#pragma once

#include "http/route.h"
#include "store/audit_rows.h"

namespace shohin {

inline Actor actor_of(const Request& request) {
  return {request.user, request.client_address, request.request_id};
}

}  // namespace shohin
