// What a route may answer: its own answer, and the refusals that follow from what it is.
#pragma once

#include <string_view>
#include <vector>

#include "http/route.h"
#include "openapi/schema.h"

namespace shohin {

// The statuses of refusals, ascending: of the address, the caller, the body and the disk, and the route's
// own.
std::vector<int> refusals_of(const Route& route);

// {"200": ..., "400": {"$ref": ...}, ...}
Json responses_json(const Route& route, Components& components);

// #/components/responses and #/components/headers, which the former refer to.
Json refusals_json(Components& components);
Json headers_json();

}  // namespace shohin
