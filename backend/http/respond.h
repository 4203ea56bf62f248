// The one place that turns an Error into a status and a body.
#pragma once

#include <string_view>

#include "http/route.h"

namespace shohin {

int status_of(ErrorCode code);
std::string_view name_of(ErrorCode code);  // "INVALID_PARAMETER_VALUE"

// INTERFACES' shape: error_code, message, field, value, expected, request_id, and with several faults
// "details"; MLflow's: error_code and message; the Open Inference Protocol's: error. All with request_id.
// Error::detail stays inside.
Response error_response(const Error& error, ErrorShape shape, std::string_view request_id);

}  // namespace shohin
