#include "http/gate.h"

#include <algorithm>

#include "http/list.h"
#include "http/url.h"
#include "text/ascii.h"

namespace shohin {
namespace {

// "[::1]:8080" -> "[::1]", "localhost:8080" -> "localhost".
std::string_view without_port(std::string_view host) {
  const auto bracket = host.rfind(']');
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) return host;
  return host.substr(0, colon);
}

bool changes_state(Method method) { return method != Method::kGet; }

Outcome<RouteMatch> find_route(const RouteTable& routes, const RequestHead& head) {
  if (const auto method = method_of(head.method)) return routes.find(*method, head.path);
  return routes.methods(head.path).empty()  // no route answers OPTIONS or TRACE
             ? refuse(ErrorCode::kEndpointNotFound, "Nothing answers at this address.")
             : refuse(ErrorCode::kMethodNotAllowed, "This address does not answer that method.");
}

Outcome<void> check_body(const RequestHead& head, const Route& route) {
  if (route.accepts == Accepts::kNoBody && head.has_body()) {
    return refuse(ErrorCode::kBadRequest, "No body is meant here.");
  }
  const auto coding = lower_case(head.header("content-encoding"));
  if (!coding.empty() && coding != "identity") {
    return refuse(ErrorCode::kUnsupportedMediaType, "Send the body as it is, without Content-Encoding.");
  }
  const bool json = route.accepts == Accepts::kJson;
  const auto type = media_type(head.header("content-type"));
  if (json && (head.has_body() || !type.empty()) && type != "application/json") {
    // MLflow's server says 400 here, and its clients take a 415 for a broken server.
    const auto code =
        route.errors == ErrorShape::kMlflow ? ErrorCode::kBadRequest : ErrorCode::kUnsupportedMediaType;
    return refuse(code, "Send the body with Content-Type: application/json.");
  }
  if (head.content_length.value_or(0) > route.body_limit) {
    return refuse(ErrorCode::kTooLarge,
                  "The body is larger than the " + std::to_string(route.body_limit) + " bytes taken here.");
  }
  return {};
}

// A request that changes something must come from our own pages when a browser sends it. Browsers name the
// origin; other clients do not, and are let through unless the browser's cookie is all that they bring.
Outcome<void> check_origin(const RequestHead& head, const Route& route, const Identity& identity) {
  if (!changes_state(route.method) || route.cross_origin) return {};
  const auto foreign = [] {
    return refuse(ErrorCode::kPermissionDenied, "Requests of other sites that change something are refused.");
  };
  const auto site = head.header("sec-fetch-site");
  const auto origin = lower_case(head.header("origin"));
  const auto host = lower_case(head.header("host"));
  if (!origin.empty() && origin != "http://" + host && origin != "https://" + host) return foreign();
  if (!site.empty() && site != "same-origin" && site != "none") return foreign();
  if (!identity.by_cookie) return {};
  if (site != "same-origin" && origin.empty()) return foreign();
  const bool raw = route.accepts == Accepts::kStream || !head.has_body();
  if (!raw && media_type(head.header("content-type")) != "application/json") {
    return refuse(ErrorCode::kUnsupportedMediaType, "Send the body with Content-Type: application/json.");
  }
  return {};
}

}  // namespace

Gate::Gate(const RouteTable& routes, Authenticate authenticate, std::vector<std::string> allowed_hosts)
    : routes_(routes), authenticate_(std::move(authenticate)), allowed_hosts_(std::move(allowed_hosts)) {
  for (auto& host : allowed_hosts_) host = lower_case(host);
  for (const auto* loopback : {"localhost", "127.0.0.1", "[::1]"}) allowed_hosts_.emplace_back(loopback);
}

Outcome<void> Gate::check_host(const RequestHead& head) const {
  if (head.path == "/health" || head.path == "/ready") return {};  // kubelets ask by address
  const auto host = lower_case(head.header("host"));
  const auto name = without_port(host);
  const bool known =
      std::any_of(allowed_hosts_.begin(), allowed_hosts_.end(),
                  [&](const std::string& allowed) { return allowed == name || allowed == host; });
  if (known) return {};
  return refuse(ErrorCode::kPermissionDenied,
                "This host name is not served here. The operator can add it to SHOHIN_ALLOWED_HOSTS.", host);
}

Outcome<Identity> Gate::check_identity(const RequestHead& head, std::string_view client_address,
                                       Refusal& known) const {
  const Route& route = *known.route;
  if (route.role == Role::kPublic) return Identity{};
  // A proxy that nobody named must not make the world look like loopback.
  const bool passed_on = !head.header("x-forwarded-for").empty() || !head.header("forwarded").empty();
  if (route.role == Role::kMetrics && is_loopback(client_address) && !passed_on) return Identity{};
  auto identity = authenticate_(head, client_address);
  if (!identity) return identity;
  if (identity->user.empty()) {
    return refuse(ErrorCode::kUnauthenticated, "Sign in, or send a token: Authorization: Bearer <token>.");
  }
  known.user = identity->user;
  if (identity->role < route.role) {
    return refuse(ErrorCode::kPermissionDenied, "'" + identity->user +
                                                    "' may not do this: it is for the role " +
                                                    std::string(role_name(route.role)) + ".");
  }
  if (!identity->scopes.allow(route.scope)) {
    return refuse(ErrorCode::kPermissionDenied, "This token may not do this: it lacks the scope " +
                                                    std::string(scope_name(route.scope)) + ".");
  }
  return identity;
}

tl::expected<Admitted, Refusal> Gate::admit(const RequestHead& head, std::string_view client_address) const {
  Refusal known;
  const auto refused = [&](Error error) {
    static_cast<Error&>(known) = std::move(error);
    return tl::unexpected<Refusal>(std::move(known));
  };
  if (auto host = check_host(head); !host) return refused(std::move(host).error());
  auto match = find_route(routes_, head);
  if (!match) return refused(std::move(match).error());
  const Route& route = *match->route;
  known.route = &route;
  auto query = parse_query(head.query);
  if (!query) return refused({ErrorCode::kBadRequest, "The address's query cannot be decoded."});
  if (head.header("range").find(',') != std::string_view::npos)
    return refused({ErrorCode::kRangeNotSatisfiable, "Ask for one range at a time."});
  if (auto body = check_body(head, route); !body) return refused(std::move(body).error());
  auto identity = check_identity(head, client_address, known);
  if (!identity) return refused(std::move(identity).error());
  if (auto origin = check_origin(head, route, *identity); !origin) return refused(std::move(origin).error());
  return Admitted{std::move(*match), std::move(*query), std::move(*identity)};
}

std::string media_type(std::string_view content_type) { return lower_case(take_item(content_type, ';')); }

bool is_loopback(std::string_view address) {
  if (address.starts_with("::ffff:")) address.remove_prefix(7);
  return address == "::1" || address.starts_with("127.");
}

}  // namespace shohin
