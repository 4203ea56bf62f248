#include "http/exchange.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "http/respond.h"
#include "http/strict_request.h"
#include "text/ascii.h"

namespace shohin {
namespace {

tl::unexpected<Error> refuse_too_large(std::uint64_t limit) {
  return refuse(ErrorCode::kTooLarge,
                "The body is larger than the " + std::to_string(limit) + " bytes taken here.");
}

tl::unexpected<Error> refuse_for_lack_of_room() {
  constexpr const char* kMessage = "Other long messages are being taken. Try again.";
  return tl::unexpected<Error>(Error{ErrorCode::kTemporarilyUnavailable, kMessage, {}, {}, 1});
}

// In chunks, a long body takes room for the longest that the route allows.
Outcome<std::string> read_whole(const Exchange& exchange, std::uint64_t limit, BodyRoom::Share& share) {
  const auto announced = exchange.head.content_length.value_or(0);
  if (!share.fit(announced)) return refuse_for_lack_of_room();
  std::string body;
  body.reserve(std::min(announced, limit));  // no memory before bytes come
  bool too_large = false, has_room = true;
  const bool complete = exchange.body([&](const char* bytes, std::size_t size) {
    too_large = body.size() + size > limit;
    if (too_large) return false;
    if (!share.covers(body.size() + size)) {
      has_room = share.fit(limit);
      if (!has_room) return false;
      body.reserve(limit);
    }
    body.append(bytes, size);
    return true;
  });
  if (too_large) return refuse_too_large(limit);
  if (!has_room) return refuse_for_lack_of_room();
  if (!complete) return refuse(ErrorCode::kBadRequest, "The body did not arrive completely.");
  return body;
}

// "Sat, 31 Jan 2026 12:00:00 GMT" (RFC 9110, 5.6.7); the process never sets a locale, so names are English.
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

// Milliseconds with three digits behind the dot, as Server-Timing has them.
void append_milliseconds(std::string& text, std::chrono::steady_clock::duration time) {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  std::array<char, 32> digits{};
  auto* end = std::to_chars(digits.data(), digits.data() + 24, micros / 1000).ptr;
  *end++ = '.';
  for (const auto part : {micros / 100 % 10, micros / 10 % 10, micros % 10})
    *end++ = static_cast<char>('0' + part);
  text.append(digits.data(), end);
}

std::string server_timing(const Exchange& exchange) {
  std::string text = "read;dur=";
  text.reserve(48);
  append_milliseconds(text, exchange.handled - exchange.started);
  text += ", handle;dur=";
  append_milliseconds(text, std::chrono::steady_clock::now() - exchange.handled);
  return text;
}

using Take = std::function<Outcome<void>(std::span<const std::uint8_t>)>;

Outcome<void> read_pieces(const BodySource& source, std::uint64_t limit, bool& complete, const Take& take) {
  std::uint64_t size = 0;
  Outcome<void> result;
  const bool arrived = source([&](const char* bytes, std::size_t count) {
    size += count;
    if (size > limit) {
      result = refuse_too_large(limit);
      return false;
    }
    result = take({reinterpret_cast<const std::uint8_t*>(bytes), count});
    return result.has_value();
  });
  if (!result) return result;
  if (!arrived) return refuse(ErrorCode::kBadRequest, "The body did not arrive completely.");
  complete = true;
  return {};
}

Request make_request(Exchange& exchange) {
  Request request;
  request.method = exchange.route()->method;
  request.path = exchange.head.path;
  request.parameters = std::move(exchange.admitted->match.parameters);
  request.query = std::move(exchange.admitted->query);
  request.headers = exchange.head.headers;
  request.client_address = exchange.client_address;
  request.request_id = exchange.id;
  request.started = exchange.started;
  request.user = exchange.user;
  request.role = exchange.admitted->identity.role;
  request.scopes = exchange.admitted->identity.scopes;
  return request;
}

Outcome<Response> call_handler(Exchange& exchange, BodyRoom& room) {
  const Route& route = *exchange.route();
  Request request = make_request(exchange);
  exchange.handled = std::chrono::steady_clock::now();
  if (route.accepts == Accepts::kStream) {
    request.read_body = [&](const Take& take) {
      return read_pieces(exchange.body, route.body_limit, exchange.body_read, take);
    };
    return handle(route, request);
  }
  if (!exchange.head.has_body()) return handle(route, request);
  BodyRoom::Share share(room);  // until the handler has answered: what it reads of the body is memory too
  auto whole = read_whole(exchange, route.body_limit, share);
  if (!whole) return tl::unexpected<Error>(std::move(whole).error());
  exchange.body_read = true;
  request.body = std::move(*whole);
  exchange.handled = std::chrono::steady_clock::now();
  return handle(route, request);
}

// Our own code throws nothing; libraries and the allocator do. What they say is for the log only.
Outcome<Response> call_guarded(Exchange& exchange, BodyRoom& room) {
  constexpr const char* kMessage =
      "Something went wrong inside the server. The log has more under this request id.";
  try {
    return call_handler(exchange, room);
  } catch (const std::exception& caught) {
    return refuse(ErrorCode::kInternalError, kMessage, caught.what());
  } catch (...) {
    return refuse(ErrorCode::kInternalError, kMessage, "an exception of an unknown type");
  }
}

}  // namespace

Response run_exchange(Exchange& exchange, BodyRoom& room, Log& log) {
  auto result = exchange.admitted ? call_guarded(exchange, room)
                                  : Outcome<Response>(tl::unexpected<Error>(exchange.admitted.error()));
  if (result) return std::move(*result);
  const auto& error = result.error();
  if (!error.detail.empty()) {
    const auto level = status_of(error.code) >= 500 ? LogLevel::kError : LogLevel::kInfo;
    log.write(level, "error", {{"request_id", exchange.id}, {"detail", error.detail}});
  }
  auto response = error_response(error, exchange.shape, exchange.id);
  if (!exchange.allow.empty()) response.headers.emplace_back("Allow", exchange.allow);
  return response;
}

void add_common_headers(Response& response, const Exchange& exchange) {
  response.headers.emplace_back("Date", http_date());
  response.headers.emplace_back("X-Request-Id", exchange.id);
  response.headers.emplace_back("Server-Timing", server_timing(exchange));
  if (exchange.trace) {
    response.headers.emplace_back("traceparent", traceparent_text(*exchange.trace, exchange.id));
  }
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  if (exchange.route() != nullptr && exchange.route()->cross_origin) {
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
}

Response preflight_response() {
  Response response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Origin", "*"},
                      {"Access-Control-Allow-Methods", "GET, HEAD, POST"},
                      {"Access-Control-Allow-Headers", "Content-Type"},
                      {"Access-Control-Max-Age", "86400"}};
  return response;
}

std::string client_address(const RequestHead& head, std::string_view peer,
                           const std::vector<std::string>& proxies) {
  const auto believed = [&](std::string_view address) {
    return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
  };
  std::string_view forwarded = head.header("x-forwarded-for");
  std::string_view address = peer;
  while (believed(address) && !forwarded.empty()) {
    const auto comma = forwarded.rfind(',');
    address = trim(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1));
    forwarded = comma == std::string_view::npos ? std::string_view() : forwarded.substr(0, comma);
  }
  return std::string(address);
}

}  // namespace shohin
