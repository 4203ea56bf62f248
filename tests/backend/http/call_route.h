// Calls a route's handler as the server does once a request has passed every check.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "http/respond.h"
#include "http/route_table.h"
#include "http/strict_request.h"
#include "http/url.h"

namespace shohin {

struct TestCall {
  Method method = Method::kGet;
  std::string path{};  // with its query
  std::string body{};
  std::string content_type = "application/json";
  std::string user = "vera";
};

struct TestAnswer {
  int status = 0;
  std::string body;
  Response response{};
};

inline TestAnswer call_route(const std::vector<Route>& routes, const TestCall& call) {
  const auto table = RouteTable::make(routes).value();
  const auto mark = call.path.find('?');
  const auto match = table.find(call.method, call.path.substr(0, mark));
  if (!match) return {status_of(match.error().code), match.error().message};
  Request request;
  request.method = call.method;
  request.parameters = match->parameters;
  if (mark != std::string::npos) request.query = parse_query(call.path.substr(mark + 1)).value();
  request.headers = {{"content-type", call.content_type}};
  request.user = call.user;
  const bool streams = match->route->accepts == Accepts::kStream;
  if (!streams) request.body = call.body;
  request.read_body = [&](const std::function<Outcome<void>(std::span<const std::uint8_t>)>& take) {
    return take({reinterpret_cast<const std::uint8_t*>(call.body.data()), call.body.size()});
  };
  auto response = handle(*match->route, request);
  if (!response) response = error_response(response.error(), match->route->errors, "r");
  const auto* text = std::get_if<std::string>(&response->body);
  return {response->status, text == nullptr ? "" : *text, *response};
}

}  // namespace shohin
