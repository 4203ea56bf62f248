#include "auth/session_routes.h"

#include "text/json.h"

namespace shohin {
namespace {

std::string_view role_name(Role role) {
  switch (role) {
    case Role::kAdmin:
      return "admin";
    case Role::kStaff:
      return "staff";
    case Role::kViewer:
      return "viewer";
    case Role::kMetrics:
      return "metrics";
    case Role::kPublic:
      break;
  }
  return "public";
}

Response who(std::string_view user, Role role) {
  return json_response(write_json(JsonObject{{"user", user}, {"role", role_name(role)}}));
}

// Behind a proxy that speaks TLS the cookie must never travel without it.
bool is_secure(const Request& request) {
  return request.header("x-forwarded-proto") == "https" || request.header("origin").starts_with("https://");
}

std::string cookie_text(const Request& request, std::string_view secret, std::string_view more) {
  const bool secure = is_secure(request);
  return std::string(secure ? "__Host-" : "") + "shohin_session=" + std::string(secret) +
         "; Path=/; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "") + std::string(more);
}

// A code, or the admin's name with the secret as password.
Outcome<void> check_credentials(const Json& body, const Authenticator& authenticator, Sessions& sessions) {
  if (body.has("code")) {
    if (sessions.redeem(body["code"].as_string(), AuthClock::now())) return {};
    return refuse(ErrorCode::kUnauthenticated, "This sign-in link was used already or is too old.");
  }
  if (!body["user"].is_string() || !body["password"].is_string()) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "Send {\"code\": ...} or {\"user\": ..., \"password\": ...}.");
  }
  if (body["user"].as_string() == Authenticator::kAdmin &&
      authenticator.is_admin_secret(body["password"].as_string())) {
    return {};
  }
  return refuse(ErrorCode::kUnauthenticated, "This user and password do not match.");
}

}  // namespace

std::vector<Route> session_routes(const Authenticator& authenticator, Sessions& sessions) {
  const std::string path = "/api/shohin/v1/session";
  const auto sign_in = [&](const Request& request) -> Outcome<Response> {
    const auto body = parse_json(request.body);
    if (!body) return refuse(ErrorCode::kBadRequest, "The body is not JSON.");
    if (auto checked = check_credentials(*body, authenticator, sessions); !checked) {
      return tl::unexpected<Error>(checked.error());
    }
    const auto secret = sessions.begin(std::string(Authenticator::kAdmin), AuthClock::now());
    auto response = who(Authenticator::kAdmin, Role::kAdmin);
    response.headers.emplace_back("Set-Cookie", cookie_text(request, secret, ""));
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  };
  const auto tell = [](const Request& request) -> Outcome<Response> {
    auto response = who(request.user, request.role);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  };
  const auto sign_out = [&](const Request& request) -> Outcome<Response> {
    if (const auto cookie = session_cookie(request.header("cookie"))) sessions.end(*cookie);
    auto response = json_response("{}");
    response.headers.emplace_back("Set-Cookie", cookie_text(request, "", "; Max-Age=0"));
    return response;
  };
  return {Route(Method::kPost, path, Role::kPublic, Accepts::kJson, sign_in),
          Route(Method::kGet, path, Role::kViewer, Accepts::kNoBody, tell),
          Route(Method::kDelete, path, Role::kViewer, Accepts::kNoBody, sign_out)};
}

}  // namespace shohin
