// One request and its answer, on their way through the server.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "http/body_room.h"
#include "http/gate.h"
#include "http/log.h"
#include "http/trace_context.h"

namespace shohin {

using TakeBytes = std::function<bool(const char*, std::size_t)>;
// Gives the pieces of the body to `take` until it says no. False unless all of it was taken.
using BodySource = std::function<bool(const TakeBytes& take)>;

struct Exchange {
  std::string id;
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point handled = started;  // when the handler began; its body was there then
  std::string client_address;
  RequestHead head;
  tl::expected<Admitted, Refusal> admitted = tl::unexpected<Refusal>(Refusal{});
  ErrorShape shape = ErrorShape::kShohin;
  std::string allow;       // the methods that the address answers, when this one is none of them
  bool preflight = false;  // a browser asks whether another origin may call
  bool body_read = false;
  bool closes = false;  // the connection, after the answer
  int status = 0;
  std::string user;
  std::optional<TraceContext> trace;  // what the client's traceparent named
  BodySource body;

  // Also of a request that is refused there; null when no route was found.
  [[nodiscard]] const Route* route() const {
    return admitted ? admitted->match.route : admitted.error().route;
  }
};

// Makes the handler's request, runs the handler and shapes whatever it gives or throws.
Response run_exchange(Exchange& exchange, BodyRoom& room, Log& log);

// Headers that every answer has: request id, where the time went (Server-Timing: read, until the request was
// there; handle, until its answer was), nosniff, what other origins may read.
void add_common_headers(Response& response, const Exchange& exchange);

// The answer to a browser that asks whether another origin may call this route (Fetch standard, 4.8).
Response preflight_response();

// The address of the client behind believed proxies: the last one of X-Forwarded-For that is no proxy.
std::string client_address(const RequestHead& head, std::string_view peer,
                           const std::vector<std::string>& proxies);

}  // namespace shohin
