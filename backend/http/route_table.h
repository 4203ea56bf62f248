// The server's table of contents: which route answers a method and a path.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/route.h"

namespace shohin {

struct RouteMatch {
  const Route* route = nullptr;
  std::vector<std::string> parameters;  // decoded once, in the pattern's order
};

class RouteTable {
 public:
  // Fails with kInternalError and names the route when two routes answer the same request, a pattern is
  // malformed or a handler is missing: the server does not start then.
  static Outcome<RouteTable> make(std::vector<Route> routes);

  // A literal segment goes before {name}, and that before {path...}. Fails with kBadRequest for a path that
  // cannot be decoded, kEndpointNotFound, or kMethodNotAllowed when the path answers other methods only.
  [[nodiscard]] Outcome<RouteMatch> find(Method method, std::string_view path) const;
  // The methods that answer a path; empty for none.
  [[nodiscard]] std::vector<Method> methods(std::string_view path) const;
  // The same as the header Allow wants it, "GET, HEAD, POST".
  [[nodiscard]] std::string allowed_methods(std::string_view path) const;
  // The most specific route of a path, whatever its method; null for none.
  [[nodiscard]] const Route* first_route(std::string_view path) const;
  // A route of that path that other origins may call, for their preflight question; or nothing.
  [[nodiscard]] const Route* cross_origin_route(std::string_view path) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  explicit RouteTable(std::vector<Route> routes);
  [[nodiscard]] std::vector<RouteMatch> matches(std::string_view path) const;

  std::vector<Route> routes_;
  std::vector<std::vector<std::string>> segments_;                     // of each route's pattern
  std::vector<std::size_t> with_parameters_;                           // the most specific first
  std::unordered_map<std::string, std::vector<std::size_t>> literal_;  // by whole path
};

std::string_view method_name(Method method);
std::optional<Method> method_of(std::string_view name);  // HEAD is answered as GET

// How errors look below a path, also where no route is.
ErrorShape error_shape_of(std::string_view path);

}  // namespace shohin
