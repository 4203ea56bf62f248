// How a request reaches its handler. A strict route takes only what it declares: what it does not know is a
// fault that names it. MLflow's routes have mlflow/message.h instead.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "error/error.h"
#include "http/route.h"

namespace shohin {

// Holds the query and the body of a strict route against its operation, then calls the handler. Fails with
// kInvalidParameterValue for what is missing, unknown, given twice, of a wrong type or out of its range, with
// kBadRequest for a body that is no JSON, and as the handler does.
Outcome<Response> handle(const Route& route, Request& request);

// Of a declared name of the query, so it is a number within its range when it is there.
std::optional<std::int64_t> query_number(const Request& request, std::string_view name);
std::string query_text(const Request& request, std::string_view name);  // empty when it is not there

// kInvalidParameterValue about one field: the message is "field: what", the fault has its value, which is a
// text, and what would be right.
tl::unexpected<Error> refuse_field(std::string_view field, std::string value, std::string expected);

}  // namespace shohin
