#include "auth/session_routes.h"

#include <algorithm>

#include "auth/account_answers.h"
#include "auth/account_rules.h"
#include "auth/authenticator.h"
#include "mlflow/actor.h"

namespace shohin {
namespace {

constexpr const char* kApi = "/api/shohin/v1/";

Response who(std::string_view user, Role role) {
  return private_response(JsonObject{{"user", user}, {"role", role_name(role)}});
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

// The printed link is for whoever started the server: the first admin, or whoever is admin since.
Outcome<Account> redeem(const SessionParts& parts, std::string_view code) {
  const auto accounts = parts.users.all();
  const auto admin =
      std::find_if(accounts.begin(), accounts.end(), [](const Account& a) { return a.role == Role::kAdmin; });
  if (parts.sessions.redeem(code) && admin != accounts.end()) return *admin;
  return refuse(ErrorCode::kUnauthenticated, "This sign-in link was used already or is too old.");
}

// A code, or a name with its password.
Outcome<Account> check_credentials(const SessionParts& parts, const Request& request) {
  const auto& fields = request.fields;
  if (fields.has("code")) return redeem(parts, fields.text("code"));
  return parts.sign_in.check(fields.text("user"), fields.text("password"), request.client_address);
}

// Signing in ends the session that the browser had before.
Outcome<Response> begin_session(const SessionParts& parts, const Request& request, const Account& account) {
  if (const auto old = session_cookie(request.header("cookie"))) (void)parts.sessions.end(*old);
  const SessionStart start{account, request.client_address, std::string(request.header("user-agent"))};
  auto secret = parts.sessions.begin(start, {account.name, request.client_address, request.request_id});
  if (!secret) return tl::unexpected<Error>(std::move(secret).error());
  auto response = who(account.name, account.role);
  response.headers.emplace_back("Set-Cookie", cookie_text(request, *secret, ""));
  return response;
}

Outcome<Response> sign_in(const SessionParts& parts, const Request& request) {
  const auto account = check_credentials(parts, request);
  if (!account) return tl::unexpected<Error>(account.error());
  return begin_session(parts, request, *account);
}

Outcome<Response> sign_out(const SessionParts& parts, const Request& request) {
  if (const auto cookie = session_cookie(request.header("cookie"))) {
    if (auto ended = parts.sessions.end(*cookie); !ended)
      return tl::unexpected<Error>(std::move(ended).error());
  }
  auto response = json_response("{}");
  response.headers.emplace_back("Set-Cookie", cookie_text(request, "", "; Max-Age=0"));
  return response;
}

// A new password ends every session of the user; the browser that set it gets a new one.
Outcome<Response> change_password(const SessionParts& parts, const Request& request) {
  const auto& present = request.fields.text("password");
  const auto& wanted = request.fields.text("new_password");
  if (auto good = check_password(wanted, "new_password"); !good) return tl::unexpected<Error>(good.error());
  auto known = parts.sign_in.check(request.user, present, request.client_address);
  if (!known && known.error().code == ErrorCode::kUnauthenticated) {
    return refuse(ErrorCode::kPermissionDenied, "password: this is not your present password.");
  }
  if (!known) return tl::unexpected<Error>(std::move(known).error());
  const auto changed = parts.users.change(request.user, {.password = wanted}, actor_of(request));
  if (!changed) return tl::unexpected<Error>(changed.error());
  if (session_cookie(request.header("cookie"))) return begin_session(parts, request, *changed);
  return who(changed->name, changed->role);
}

Outcome<Response> list_sessions(const SessionParts& parts, const Request& request) {
  JsonArray sessions;
  for (const auto& session : parts.sessions.list(visible_user(request))) {
    sessions.emplace_back(JsonObject{{"id", session.id},
                                     {"user", session.user},
                                     {"created", session.creation_time},
                                     {"last_used", session.last_use_time},
                                     {"address", session.address},
                                     {"client", session.client}});
  }
  return private_response(JsonObject{{"sessions", std::move(sessions)}});
}

Outcome<Response> revoke_session(const SessionParts& parts, const Request& request) {
  const auto id = read_id(request.parameters[0]);
  if (!id) return tl::unexpected<Error>(id.error());
  auto revoked = parts.sessions.revoke(*id, visible_user(request), actor_of(request));
  if (!revoked) return tl::unexpected<Error>(std::move(revoked).error());
  return private_response(JsonObject{});
}

}  // namespace

std::vector<Route> session_routes(const SessionParts& parts) {
  const std::string api = kApi;
  const auto with = [&](Outcome<Response> (*work)(const SessionParts&, const Request&)) -> Handler {
    return [parts, work](const Request& request) { return work(parts, request); };
  };
  const auto tell = [](const Request& request) -> Outcome<Response> {
    return who(request.user, request.role);
  };
  const auto who_schema = component("Who", object("", {text("user"), role_field()}));
  const auto session = object("", {integer("id"), text("user"), integer("created"), integer("last_used"),
                                   text("address"), text("client")});
  Route begin(Method::kPost, api + "session", Role::kPublic, Accepts::kJson, with(sign_in),
              {.summary = "Sign in, with a password or the code of a sign-in link",
               .body = {{text("code")}, {text("user"), text("password")}},
               .answer = answer_of(who_schema),
               .errors = {401, 429},
               .strict = true});
  begin.body_limit = kAccountBodyBytes;
  Route password(Method::kPost, api + "password", Role::kViewer, Accepts::kJson, with(change_password),
                 {.summary = "Change your password",
                  .body = {{text("password"), password_field("new_password")}},
                  .answer = answer_of(who_schema),
                  .strict = true});
  password.body_limit = kAccountBodyBytes;
  password.scope = Scope::kAdmin;
  Route revoke(Method::kDelete, api + "sessions/{id}", Role::kViewer, Accepts::kNoBody, with(revoke_session),
               {.summary = "End a session",
                .path = {integer("id", 1, INT64_MAX)},
                .answer = answer_of(object("", {})),
                .strict = true});
  revoke.scope = Scope::kAdmin;
  return {std::move(begin),
          Route(Method::kGet, api + "session", Role::kViewer, Accepts::kNoBody, tell,
                {.summary = "Tell who is signed in", .answer = answer_of(who_schema), .strict = true}),
          Route(Method::kDelete, api + "session", Role::kViewer, Accepts::kNoBody, with(sign_out),
                {.summary = "Sign out", .answer = answer_of(object("", {})), .strict = true}),
          std::move(password),
          Route(Method::kGet, api + "sessions", Role::kViewer, Accepts::kNoBody, with(list_sessions),
                {.summary = "List sessions",
                 .answer = json_answer({list("sessions", component("Session", session))}),
                 .strict = true}),
          std::move(revoke)};
}

}  // namespace shohin
