// How the backend says that something failed: a code for machines, a message for people, a detail for the
// log.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "fault/fault.h"

namespace shohin {

// MLflow's error codes, of which HTTP statuses are made in one table (http/respond.cpp).
enum class ErrorCode : std::uint8_t {
  kInvalidParameterValue,   // 400
  kBadRequest,              // 400
  kResourceAlreadyExists,   // 400, as MLflow's clients expect
  kUnauthenticated,         // 401
  kPermissionDenied,        // 403
  kResourceDoesNotExist,    // 404
  kEndpointNotFound,        // 404
  kMethodNotAllowed,        // 405
  kResourceConflict,        // 409
  kTooLarge,                // 413
  kUnsupportedMediaType,    // 415
  kRangeNotSatisfiable,     // 416
  kInvalidRow,              // 422, a row that breaks the contract
  kTooManyRequests,         // 429
  kInternalError,           // 500
  kNotImplemented,          // 501
  kTemporarilyUnavailable,  // 503
  kInsufficientStorage,     // 507
};

struct Error {
  ErrorCode code{};
  std::string message{};  // for the person who called: names the field, the value and what would be right
  std::string detail{};   // for the log only: never leaves the server
  Faults faults{};  // what the engine found, when it did: becomes "field", "value", "expected", "details"
  std::optional<std::uint32_t> retry_after_seconds{};  // when it is known; becomes the header Retry-After
};

// What every fallible function of the backend gives.
template <class T>
using Outcome = tl::expected<T, Error>;

inline tl::unexpected<Error> refuse(ErrorCode code, std::string message, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(detail), {}});
}

// kTooManyRequests: it may be tried again after so many seconds.
inline tl::unexpected<Error> refuse_for_now(std::string message, std::uint32_t seconds) {
  return tl::unexpected<Error>(Error{ErrorCode::kTooManyRequests, std::move(message), {}, {}, seconds});
}

}  // namespace shohin
