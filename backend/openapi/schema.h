// JSON Schema (2020-12, as OpenAPI 3.1 has it) of what routes declare.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "http/field.h"
#include "text/json.h"

namespace shohin {

// What #/components/schemas holds, filled on the way.
using Components = std::map<std::string, Json>;

// Of an answer: nothing but what is declared, and all of that.
Json answer_schema(const Field& field, Components& components);
// Of a request: an optional member may be null, a required text is not empty. `closed`: it has no other
// members.
Json request_schema(const Field& field, bool closed);
// Of one value in a query; of a list, of one of the values.
Json query_schema(const Field& field);

}  // namespace shohin
