// Proves who may call what: every route of the whole server, held against every state of a credential.
#include <catch_amalgamated.hpp>
#include <fstream>
#include <sstream>

#include "account_fixture.h"
#include "cli/serving_application.h"
#include "http/gate.h"

namespace shohin {
namespace {

constexpr std::int64_t kDay = 24 * 3600 * 1000LL;
constexpr const char* kMetricsSecret = "the-metrics-secret-of-this-test";

// A way to ask, and what it should be taken for.
struct Credential {
  std::string state;
  std::string headers;
  std::optional<Identity> identity{};  // nothing: no good
};

// What a route should say: 0 is "admitted".
int expected_status(const Route& route, const Credential& credential) {
  if (route.role == Role::kPublic) return 0;
  if (!credential.identity || credential.identity->user.empty()) return 401;
  if (credential.identity->role < route.role) return 403;
  return credential.identity->scopes.allow(route.scope) ? 0 : 403;
}

int status_of(const Outcome<Admitted>& admitted) {
  if (admitted) return 0;
  switch (admitted.error().code) {
    case ErrorCode::kUnauthenticated:
    case ErrorCode::kTooManyRequests:  // a password that was wrong too often
      return 401;
    case ErrorCode::kPermissionDenied:
      return 403;
    default:
      return 500;
  }
}

// "/models/{name}/{version}" -> "/models/x/x"
std::string path_of(const Route& route) {
  std::string path;
  bool inside = false;
  for (const char c : route.pattern) {
    if (c == '{') path += 'x';
    inside = c == '{' || (inside && c != '}');
    if (!inside && c != '}') path += c;
  }
  return path;
}

// A data directory with a history: accounts of each role, and credentials that were good once.
struct History {
  AccountFixture f;
  std::vector<Credential> credentials{{"none", "", Identity{}},
                                      {"unknown bearer", bearer("not-the-secret-of-anybody")},
                                      {"unknown token", bearer("shohin_" + std::string(64, '0'))},
                                      {"unknown user", basic("nobody", kPassword)},
                                      {"wrong password", basic("admin", "not the password")},
                                      {"unknown scheme", "Authorization: Digest admin\r\n"},
                                      {"no base64", "Authorization: Basic ***\r\n"},
                                      {"unknown cookie", cookie(std::string(64, '0'))}};

  // The time is the real one, because the server that is asked has no other.
  History() {
    const auto today = system_time_ms();
    f.now = today - 100 * kDay;
    credentials.push_back({"void initial secret", bearer(f.initial_secret())});
    REQUIRE(f.accounts->users().change("admin", {.password = kPassword}, f.actor));
    for (const auto role : {Role::kViewer, Role::kStaff, Role::kAdmin}) add_past(role);
    const auto gone = f.add_user("gone", Role::kAdmin);
    credentials.push_back({"removed user's token", bearer(f.add_token("gone", "admin", "late").secret)});
    credentials.push_back({"removed user's session", cookie(f.begin_session(gone))});
    credentials.push_back({"removed user's password", basic("gone", kPassword)});
    REQUIRE(f.accounts->users().remove("gone", f.actor));
    f.now = today;
    for (const auto role : {Role::kViewer, Role::kStaff, Role::kAdmin}) add_present(role);
    add_metrics_reader();
    f.accounts.reset();
    f.store.reset();
  }

  static std::string user_of(Role role) { return "a-" + std::string(role_name(role)); }

  void add_past(Role role) {
    const auto user = user_of(role);
    const auto account = f.add_user(user, role);
    credentials.push_back({user + ", expired token", bearer(f.add_token(user, "admin", "expired").secret)});
    credentials.push_back({user + ", expired session", cookie(f.begin_session(account))});
    const auto revoked = f.add_token(user, "admin", "revoked");
    REQUIRE(f.accounts->tokens().revoke(revoked.token.id, user, f.actor));
    credentials.push_back({user + ", revoked token", bearer(revoked.secret)});
    credentials.push_back({user + ", session before the password", cookie(f.begin_session(account))});
    REQUIRE(f.accounts->users().change(user, {.password = kPassword}, f.actor));
  }

  void add_present(Role role) {
    const auto user = user_of(role);
    const auto account = f.accounts->users().require(user).value();
    const auto add = [&](const std::string& state, std::string headers, Scopes scopes, bool by_cookie) {
      credentials.push_back(
          {user + ", " + state, std::move(headers), Identity{user, role, by_cookie, scopes}});
    };
    for (const char* scope : {"read", "log", "register", "promote", "admin"}) {
      const auto scopes = Scopes::of(scope).value();
      const auto secret = f.add_token(user, scope, scope).secret;
      add("token to " + std::string(scope), bearer(secret), scopes, false);
      add("token as password to " + std::string(scope), basic("anybody", secret), scopes, false);
    }
    add("password", basic(user, kPassword), Scopes::all(), false);
    add("session", cookie(f.begin_session(account)), Scopes::all(), true);
    const auto ended = f.begin_session(account);
    REQUIRE(f.accounts->sessions().end(ended));
    credentials.push_back({user + ", ended session", cookie(ended)});
  }

  void add_metrics_reader() {
    Scopes read;
    read.add(Scope::kRead);
    credentials.push_back(
        {"metrics token", bearer(kMetricsSecret), Identity{"metrics", Role::kMetrics, false, read}});
  }
};

struct Whole {
  History history;
  std::ostringstream log_text;
  Log log{log_text, LogLevel::kError};
  std::unique_ptr<ServingApplication> application;

  Whole() {
    const auto secret = history.f.folder.path() / "metrics-secret";
    std::ofstream(secret) << kMetricsSecret << "\n";
    ServeOptions options;
    options.data = history.f.folder.path();
    options.host = "127.0.0.1";
    options.port = 0;
    options.default_model = "bonsai";
    options.metrics_token_file = secret;
    auto started = ServingApplication::start(options, log);
    REQUIRE(started.has_value());
    application = std::move(*started);
    history.credentials.push_back({"operator", bearer(application->operator_secret()),
                                   Identity{"operator", Role::kAdmin, false, Scopes::all()}});
  }
};

TEST_CASE("every route is held against every state of a credential", "[auth][routes]") {
  Whole whole;
  const auto& table = whole.application->routes();
  const Gate gate(table,
                  [&](const RequestHead& head, std::string_view address) {
                    return whole.application->accounts().identify(head, address);
                  },
                  {});
  REQUIRE(table.routes().size() > 100);
  REQUIRE(whole.history.credentials.size() > 50);
  std::size_t wrong = 0;
  for (const auto& route : table.routes()) {
    const auto target = std::string(method_name(route.method)) + " " + path_of(route);
    for (const auto& credential : whole.history.credentials) {
      const auto head =
          parse_head(target + " HTTP/1.1\r\nHost: localhost\r\n" + credential.headers + "\r\n", HttpLimits{});
      REQUIRE(head.has_value());
      const auto admitted = gate.admit(*head, "192.0.2.1");
      const auto status = status_of(admitted);
      const auto expected = expected_status(route, credential);
      if (status != expected && ++wrong < 20) {
        UNSCOPED_INFO(target << " with " << credential.state << ": " << status << ", not " << expected);
      }
      if (admitted && route.role != Role::kPublic && admitted->identity.user != credential.identity->user)
        ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("what changes accounts needs a scope of its own, and only admins change others'",
          "[auth][routes]") {
  Whole whole;
  for (const auto& route : whole.application->routes().routes()) {
    const bool about_accounts = route.pattern.find("/users") != std::string::npos ||
                                route.pattern.find("/v1/tokens") != std::string::npos ||
                                route.pattern.find("/v1/password") != std::string::npos ||
                                route.pattern.find("/v1/audit") != std::string::npos;
    INFO(method_name(route.method) << " " << route.pattern);
    if (route.role != Role::kPublic) CHECK(route.scope != Scope::kNone);
    if (about_accounts && route.method != Method::kGet) CHECK(route.scope == Scope::kAdmin);
    if (route.pattern.find("/v1/users") != std::string::npos) CHECK(route.role == Role::kAdmin);
    if (route.pattern.find("/v1/audit") != std::string::npos) CHECK(route.role == Role::kAdmin);
  }
}

TEST_CASE("what is served changes by the scope promote alone", "[auth][routes]") {
  Whole whole;
  std::size_t promoting = 0;
  for (const auto& route : whole.application->routes().routes()) {
    const bool registry = route.pattern.find("/mlflow/registered-models/") != std::string::npos ||
                          route.pattern.find("/mlflow/model-versions/") != std::string::npos;
    if (!registry || route.role < Role::kStaff) continue;
    INFO(method_name(route.method) << " " << route.pattern);
    CHECK((route.scope == Scope::kRegister || route.scope == Scope::kPromote));
    promoting += route.scope == Scope::kPromote ? 1 : 0;
  }
  CHECK(promoting >= 12);
}

TEST_CASE("every route says what it is for, but for pages, twins and refusals", "[openapi][routes]") {
  Whole whole;
  for (const auto& route : whole.application->routes().routes()) {
    if (!route.operation.summary.empty() || route.endpoint_label == "pages") continue;
    const bool twin = route.pattern.starts_with("/ajax-api/");
    INFO(method_name(route.method) << " " << route.pattern);
    Request request;
    request.parameters = {"x", "y"};
    if (twin) continue;
    const auto answer = route.handler(request);
    REQUIRE_FALSE(answer.has_value());
    CHECK((answer.error().code == ErrorCode::kNotImplemented ||
           answer.error().code == ErrorCode::kInvalidParameterValue));  // MLflow's answer to presigned URLs
  }
}

}  // namespace
}  // namespace shohin
