#include "http/route_table.h"

#include <algorithm>
#include <array>
#include <set>

#include "http/url.h"

namespace shohin {
namespace {

constexpr std::array<std::string_view, 5> kMethodNames = {"GET", "POST", "PUT", "PATCH", "DELETE"};

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> segments;
  path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_parameter(std::string_view segment) { return !segment.empty() && segment[0] == '{'; }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment.ends_with("...}"); }

// 0 for a literal, 1 for {name}, 2 for {path...}: what goes first compares lower.
std::vector<int> rank(const std::vector<std::string>& segments) {
  std::vector<int> ranks;
  ranks.reserve(segments.size());
  for (const auto& segment : segments) ranks.push_back(is_rest(segment) ? 2 : is_parameter(segment) ? 1 : 0);
  return ranks;
}

// The pattern without the names of its parameters: two routes of one shape answer the same requests.
std::string shape(const Route& route) {
  std::string text(method_name(route.method));
  for (const auto& segment : split(route.pattern)) {
    text += is_rest(segment) ? "/{...}" : is_parameter(segment) ? "/{}" : "/" + segment;
  }
  return text;
}

bool is_pattern(std::string_view pattern) {
  if (pattern.empty() || pattern[0] != '/') return false;
  const auto segments = split(pattern);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const bool braces = segments[i].find_first_of("{}") != std::string::npos;
    if (braces && (!is_parameter(segments[i]) || segments[i].back() != '}')) return false;
    if (is_rest(segments[i]) && i + 1 != segments.size()) return false;
  }
  return true;
}

// What the parameters matched, or nothing when the path does not fit.
std::optional<std::vector<std::string>> match(const std::vector<std::string>& pattern,
                                              const std::vector<std::string>& path) {
  std::vector<std::string> parameters;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return std::nullopt;
    if (is_rest(pattern[i])) {
      std::string rest = path[i];
      for (std::size_t j = i + 1; j < path.size(); ++j) rest += "/" + path[j];
      parameters.push_back(std::move(rest));
      return parameters;
    }
    if (is_parameter(pattern[i])) {
      if (path[i].empty()) return std::nullopt;
      parameters.push_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  if (path.size() != pattern.size()) return std::nullopt;
  return parameters;
}

std::optional<std::vector<std::string>> decoded_segments(std::string_view path) {
  auto segments = split(path);
  for (auto& segment : segments) {
    auto decoded = percent_decode(segment);
    if (!decoded) return std::nullopt;
    segment = std::move(*decoded);
  }
  return segments;
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes) : routes_(std::move(routes)) {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    segments_.push_back(split(routes_[i].pattern));
    if (routes_[i].pattern.find('{') == std::string::npos) {
      literal_[routes_[i].pattern].push_back(i);
    } else {
      with_parameters_.push_back(i);
    }
  }
  std::stable_sort(with_parameters_.begin(), with_parameters_.end(),
                   [&](std::size_t a, std::size_t b) { return rank(segments_[a]) < rank(segments_[b]); });
}

Outcome<RouteTable> RouteTable::make(std::vector<Route> routes) {
  std::set<std::string> shapes;
  for (const auto& route : routes) {
    if (!is_pattern(route.pattern) || !route.handler) {
      return refuse(ErrorCode::kInternalError,
                    "The route '" + route.pattern + "' is malformed or has no handler.");
    }
    if (!shapes.insert(shape(route)).second) {
      return refuse(ErrorCode::kInternalError, "Two routes answer " + shape(route) + ".");
    }
  }
  return RouteTable(std::move(routes));
}

std::vector<RouteMatch> RouteTable::matches(std::string_view path) const {
  std::vector<RouteMatch> found;
  const auto add_literal = [&](const std::string& text) {
    const auto entry = literal_.find(text);
    if (entry == literal_.end()) return;
    for (const auto index : entry->second) found.push_back({&routes_[index], {}});
  };
  const auto segments = decoded_segments(path);
  if (!segments) return found;
  // A decoded slash is no separator, so such a path is no literal one.
  const bool plain = std::none_of(segments->begin(), segments->end(),
                                  [](const std::string& s) { return s.find('/') != std::string::npos; });
  std::string joined;
  for (const auto& segment : *segments) joined += "/" + segment;
  if (plain) add_literal(joined);
  for (const auto index : with_parameters_) {
    if (auto parameters = match(segments_[index], *segments)) {
      found.push_back({&routes_[index], std::move(*parameters)});
    }
  }
  return found;
}

Outcome<RouteMatch> RouteTable::find(Method method, std::string_view path) const {
  // The common case costs one look-up: nothing to decode, nothing to match.
  if (const auto entry = literal_.find(std::string(path)); entry != literal_.end()) {
    for (const auto index : entry->second) {
      if (routes_[index].method == method) return RouteMatch{&routes_[index], {}};
    }
  }
  if (!decoded_segments(path)) return refuse(ErrorCode::kBadRequest, "The address cannot be decoded.");
  auto found = matches(path);
  for (auto& candidate : found) {
    if (candidate.route->method == method) return std::move(candidate);
  }
  if (found.empty()) return refuse(ErrorCode::kEndpointNotFound, "Nothing answers at this address.");
  return refuse(ErrorCode::kMethodNotAllowed, "This address does not answer that method.");
}

std::vector<Method> RouteTable::methods(std::string_view path) const {
  std::vector<Method> methods;
  for (const auto& candidate : matches(path)) {
    if (std::find(methods.begin(), methods.end(), candidate.route->method) == methods.end()) {
      methods.push_back(candidate.route->method);
    }
  }
  return methods;
}

std::string RouteTable::allowed_methods(std::string_view path) const {
  std::string names;
  for (const auto method : methods(path)) {
    names += (names.empty() ? "" : ", ") + std::string(method_name(method));
    if (method == Method::kGet) names += ", HEAD";
  }
  return names;
}

const Route* RouteTable::first_route(std::string_view path) const {
  const auto found = matches(path);
  return found.empty() ? nullptr : found.front().route;
}

const Route* RouteTable::cross_origin_route(std::string_view path) const {
  for (const auto& candidate : matches(path)) {
    if (candidate.route->cross_origin) return candidate.route;
  }
  return nullptr;
}

std::string_view method_name(Method method) { return kMethodNames[static_cast<std::size_t>(method)]; }

std::optional<Method> method_of(std::string_view name) {
  if (name == "HEAD") return Method::kGet;
  const auto found = std::find(kMethodNames.begin(), kMethodNames.end(), name);
  if (found == kMethodNames.end()) return std::nullopt;
  return static_cast<Method>(found - kMethodNames.begin());
}

ErrorShape error_shape_of(std::string_view path) {
  const bool mlflow =
      path.starts_with("/api/2.0/") || path.starts_with("/api/3.0/") || path.starts_with("/ajax-api/");
  if (path == "/v2" || path.starts_with("/v2/")) return ErrorShape::kInference;
  return mlflow ? ErrorShape::kMlflow : ErrorShape::kShohin;
}

}  // namespace shohin
