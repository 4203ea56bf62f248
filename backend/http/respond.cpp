#include "http/respond.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "error/fault_text.h"
#include "text/number.h"

namespace shohin {
namespace {

using nlohmann::ordered_json;

struct Row {
  ErrorCode code;
  int status;
  std::string_view name;
};

// In the order of ErrorCode. A row that breaks the contract has the code of INTERFACES' example.
constexpr std::array<Row, 18> kRows = {{
    {ErrorCode::kInvalidParameterValue, 400, "INVALID_PARAMETER_VALUE"},
    {ErrorCode::kBadRequest, 400, "BAD_REQUEST"},
    {ErrorCode::kResourceAlreadyExists, 400, "RESOURCE_ALREADY_EXISTS"},
    {ErrorCode::kUnauthenticated, 401, "UNAUTHENTICATED"},
    {ErrorCode::kPermissionDenied, 403, "PERMISSION_DENIED"},
    {ErrorCode::kResourceDoesNotExist, 404, "RESOURCE_DOES_NOT_EXIST"},
    {ErrorCode::kEndpointNotFound, 404, "ENDPOINT_NOT_FOUND"},
    {ErrorCode::kMethodNotAllowed, 405, "METHOD_NOT_ALLOWED"},
    {ErrorCode::kResourceConflict, 409, "RESOURCE_CONFLICT"},
    {ErrorCode::kTooLarge, 413, "REQUEST_TOO_LARGE"},
    {ErrorCode::kUnsupportedMediaType, 415, "UNSUPPORTED_MEDIA_TYPE"},
    {ErrorCode::kRangeNotSatisfiable, 416, "RANGE_NOT_SATISFIABLE"},
    {ErrorCode::kInvalidRow, 422, "INVALID_PARAMETER_VALUE"},
    {ErrorCode::kTooManyRequests, 429, "REQUEST_LIMIT_EXCEEDED"},
    {ErrorCode::kInternalError, 500, "INTERNAL_ERROR"},
    {ErrorCode::kNotImplemented, 501, "NOT_IMPLEMENTED"},
    {ErrorCode::kTemporarilyUnavailable, 503, "TEMPORARILY_UNAVAILABLE"},
    {ErrorCode::kInsufficientStorage, 507, "INSUFFICIENT_STORAGE"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (kRows[i].code != static_cast<ErrorCode>(i)) return false;
  }
  return true;
}
static_assert(in_order() && static_cast<std::size_t>(ErrorCode::kInsufficientStorage) + 1 == kRows.size());

const Row& row_of(ErrorCode code) { return kRows[static_cast<std::size_t>(code)]; }

// Whether a value that looks like a number may be one.
bool may_be_number(const Fault& fault) {
  switch (fault.code) {
    case FaultCode::kWrongType:
      return fault.expected == "string";
    case FaultCode::kUnknownCategory:
    case FaultCode::kUnknownClass:
    case FaultCode::kBadSyntax:
    case FaultCode::kDigestMismatch:
      return false;
    default:
      return true;
  }
}

// A number that was given as a number is one; what would read otherwise then ("1e5", sixty digits) stays
// text. What a member that is not known holds may be a misspelled password: nothing is told.
ordered_json value_json(const Fault& fault) {
  if (fault.code == FaultCode::kUnknownField && fault.value.empty()) return nullptr;
  const auto number = may_be_number(fault) ? parse_number(fault.value) : std::nullopt;
  if (!number || print_number(*number) != fault.value) return fault.value;
  constexpr double kExact = 9007199254740992.0;  // 2^53
  const bool is_whole = std::abs(*number) <= kExact && *number == std::floor(*number);
  return is_whole ? ordered_json(static_cast<std::int64_t>(*number)) : ordered_json(*number);
}

ordered_json fault_json(const Fault& fault) {
  ordered_json json = {{"code", code_name(fault.code)}, {"field", fault.field}};
  json["value"] = value_json(fault);
  json["expected"] = fault.expected;
  json["message"] = english(fault);
  if (fault.row != 0) json["row"] = fault.row;
  if (fault.column != 0) json["column"] = fault.column;
  return json;
}

void add_faults(ordered_json& body, const Faults& faults) {
  if (faults.empty()) return;
  body["field"] = faults.first().field;
  body["value"] = value_json(faults.first());
  body["expected"] = faults.first().expected;
  if (faults.count() < 2) return;
  auto& details = body["details"] = ordered_json::array();
  for (const auto& fault : faults.list()) details.push_back(fault_json(fault));
  body["count"] = faults.count();
}

}  // namespace

int status_of(ErrorCode code) { return row_of(code).status; }
std::string_view name_of(ErrorCode code) { return row_of(code).name; }

Response error_response(const Error& error, ErrorShape shape, std::string_view request_id) {
  ordered_json body;
  if (shape == ErrorShape::kInference) {
    body["error"] = error.message;
  } else {
    body = {{"error_code", name_of(error.code)}, {"message", error.message}};
  }
  if (shape == ErrorShape::kShohin) add_faults(body, error.faults);
  body["request_id"] = request_id;
  Response response = json_response(body.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
  response.status = status_of(error.code);
  // Not Basic: a browser would open its own password window over our page.
  if (response.status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"shohin\"");
  if (response.status == 429 || response.status == 503) {
    const auto seconds = error.retry_after_seconds.value_or(response.status == 429 ? 1 : 5);
    response.headers.emplace_back("Retry-After", std::to_string(seconds));
  }
  return response;
}

}  // namespace shohin
