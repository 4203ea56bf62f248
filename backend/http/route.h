// What a request is once it has passed every check, and the table that says who may send it where.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "error/error.h"
#include "http/fields.h"
#include "http/operation.h"
#include "http/scope.h"

namespace shohin {

enum class Method : std::uint8_t { kGet, kPost, kPut, kPatch, kDelete };

// Who may call. There is no default: a route that does not say does not compile.
enum class Role : std::uint8_t {
  kPublic,
  kMetrics,  // the loopback address, or the metrics token
  kViewer,
  kStaff,
  kAdmin,
};

std::string_view role_name(Role role);  // "public", "metrics", "viewer", "staff", "admin"

// What a token needs for a route of that role, unless the route says otherwise.
constexpr Scope usual_scope(Role role) {
  if (role == Role::kPublic) return Scope::kNone;
  if (role == Role::kStaff) return Scope::kLog;
  return role == Role::kAdmin ? Scope::kAdmin : Scope::kRead;
}

enum class Accepts : std::uint8_t {
  kNoBody,
  kJson,    // application/json, read whole into Request::body
  kStream,  // any bytes, handed over piece by piece by Request::read_body
  kAny,     // any type, read whole: the handler looks at the content type
};

std::string_view accepts_name(Accepts accepts);  // "none", "json", "stream", "any"

enum class ErrorShape : std::uint8_t {
  kShohin,     // INTERFACES: error_code, message, field, value, expected, request_id, details
  kMlflow,     // PROTOCOLS 3: error_code, message
  kInference,  // the Open Inference Protocol: error, a text
};

struct Request {
  Method method{};
  std::string path;                     // as sent, still percent-encoded, without the query
  std::vector<std::string> parameters;  // what {name} and {name...} matched, decoded once
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order, names may repeat
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // Accepts::kJson and kAny
  Fields fields;                                             // of that body, when the route is strict
  // Accepts::kStream: calls `take` with each piece; stops and gives its error when it fails, or kTooLarge
  // over the route's limit, or kBadRequest when the client went away before the end.
  std::function<Outcome<void>(const std::function<Outcome<void>(std::span<const std::uint8_t>)>& take)>
      read_body;
  std::string client_address;
  std::string request_id;
  std::chrono::steady_clock::time_point started{};  // when its head was complete
  std::string user;                                 // who signed in; empty for nobody
  Role role = Role::kPublic;                        // of that user
  Scopes scopes = Scopes::all();                    // of the token that was sent

  // The first value of that name, or nothing.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

struct FileBody {
  std::filesystem::path path;  // an immutable blob
  std::uint64_t size = 0;
  std::shared_ptr<const void> owner = {};  // held until the file has been opened
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::variant<std::string, std::shared_ptr<const std::string>, FileBody>
      body;  // FileBody answers Range itself
};

using Handler = std::function<Outcome<Response>(const Request&)>;

struct Route {
  Route(Method method_, std::string pattern_, Role role_, Accepts accepts_, Handler handler_,
        Operation operation_ = {})
      : method(method_),
        pattern(std::move(pattern_)),
        role(role_),
        scope(usual_scope(role_)),
        accepts(accepts_),
        handler(std::move(handler_)),
        operation(std::move(operation_)) {}

  Method method;
  std::string pattern;  // "/models/{name}/{version}"; a last "{path...}" takes the rest, slashes included
  Role role;
  Scope scope;  // of a token; signing in with a password or a session brings them all
  Accepts accepts;
  Handler handler;
  Operation operation;
  std::uint64_t body_limit = 1ULL << 20;
  ErrorShape errors = ErrorShape::kShohin;
  bool cross_origin = false;   // answers Access-Control-Allow-Origin: *
  std::string endpoint_label;  // for metrics; the pattern when empty
};

// {"a": 1} with status 200.
Response json_response(std::string json);

}  // namespace shohin
