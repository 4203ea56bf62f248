// How our own routes read a request: what they do not know is a fault that names it. MLflow's routes have
// mlflow/message.h instead.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "error/error.h"
#include "http/route.h"
#include "text/json.h"

namespace shohin {

// Fails with kInvalidParameterValue for a name in the query that is not one of these, or that comes twice.
Outcome<void> check_query(const Request& request, std::initializer_list<std::string_view> known);

// A whole number from the query; `otherwise` when it is not there. Fails with kInvalidParameterValue outside
// least..most.
struct QueryNumber {
  std::string_view name;
  std::int64_t least = 0, most = 0, otherwise = 0;
};
Outcome<std::int64_t> query_number(const Request& request, const QueryNumber& wanted);

// The body as one JSON object; no body is an empty object. Fails with kBadRequest when it is no JSON, and
// with kInvalidParameterValue when it is no object.
Outcome<Json> read_json_object(const Request& request);

// kInvalidParameterValue about one field: the message is "field: what", the fault has its value and what
// would be right.
tl::unexpected<Error> refuse_field(std::string_view field, std::string value, std::string expected);

}  // namespace shohin
