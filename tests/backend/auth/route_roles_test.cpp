// Proves who may call what: every role of a route with every state of a credential, and where browsers'
// requests must come from.
#include <catch_amalgamated.hpp>

#include "auth/authenticator.h"
#include "http/gate.h"
#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

constexpr const char* kSecret = "the-admin-secret-of-this-test";
constexpr const char* kMetricsSecret = "the-metrics-secret-of-this-test";

RequestHead head_of(const std::string& method, const std::string& path, const std::string& headers) {
  return parse_head(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n", HttpLimits{})
      .value();
}

// base64("any:" + secret) by Python's base64.b64encode.
constexpr const char* kBasic = "YW55OnRoZS1hZG1pbi1zZWNyZXQtb2YtdGhpcy10ZXN0";

enum class State : std::uint8_t {
  kNone,
  kBad,
  kExpired,
  kRevoked,
  kWrongScope,
  kViewer,
  kStaff,
  kAdmin,
  kBasicAdmin,
  kSession
};

// What each role of a route answers to each state: 0 is admitted.
int expected_status(Role role, State state) {
  const auto held = [&]() -> std::optional<Role> {
    switch (state) {
      case State::kNone:
        return Role::kPublic;
      case State::kWrongScope:
        return Role::kMetrics;
      case State::kViewer:
        return Role::kViewer;
      case State::kStaff:
        return Role::kStaff;
      case State::kAdmin:
      case State::kBasicAdmin:
      case State::kSession:
        return Role::kAdmin;
      default:
        return std::nullopt;  // a credential that is no good
    }
  }();
  if (role == Role::kPublic) return 0;
  if (!held || (*held == Role::kPublic)) return 401;
  return *held >= role ? 0 : 403;
}

struct Fixture {
  Sessions sessions;
  Authenticator authenticator{{true, kSecret, kMetricsSecret}, sessions};

  std::string headers_of(State state) {
    const auto now = AuthClock::now();
    const auto bearer = [](const std::string& secret) { return "Authorization: Bearer " + secret + "\r\n"; };
    const auto cookie = [](const std::string& secret) {
      return "Cookie: a=b; shohin_session=" + secret + "\r\nSec-Fetch-Site: same-origin\r\n";
    };
    switch (state) {
      case State::kNone:
        return "";
      case State::kBad:
        return bearer("not-the-secret-of-anybody");
      case State::kExpired:
        return cookie(sessions.begin("admin", now - Sessions::kWhole));
      case State::kRevoked: {
        const auto secret = sessions.begin("admin", now);
        sessions.end(secret);
        return cookie(secret);
      }
      case State::kWrongScope:
        return bearer(kMetricsSecret);
      case State::kViewer:
      case State::kStaff:
        return bearer(state == State::kViewer ? "viewer" : "staff");
      case State::kAdmin:
        return bearer(kSecret);
      case State::kBasicAdmin:
        return std::string("Authorization: Basic ") + kBasic + "\r\n";
      case State::kSession:
        return cookie(sessions.begin("admin", now));
    }
    return "";
  }

  // Only the admin has credentials of its own yet; the roles between are told to the gate directly.
  Outcome<Identity> identify(const RequestHead& head) {
    if (head.header("authorization") == "Bearer viewer") return Identity{"vera", Role::kViewer, false};
    if (head.header("authorization") == "Bearer staff") return Identity{"stan", Role::kStaff, false};
    return authenticator.identify(head);
  }
};

TEST_CASE("every route's role is held against every state of a credential", "[auth][routes]") {
  Fixture fixture;
  std::vector<Route> routes;
  for (const auto method : {Method::kGet, Method::kPost, Method::kPut, Method::kPatch, Method::kDelete}) {
    for (const auto role : {Role::kPublic, Role::kMetrics, Role::kViewer, Role::kStaff, Role::kAdmin}) {
      routes.emplace_back(method, "/role" + std::to_string(static_cast<int>(role)), role, Accepts::kNoBody,
                          echo);
    }
  }
  const auto table = RouteTable::make(std::move(routes)).value();
  const Gate gate(table, [&](const RequestHead& head, std::string_view) { return fixture.identify(head); },
                  {});
  for (const auto& route : table.routes()) {
    for (int i = 0; i <= static_cast<int>(State::kSession); ++i) {
      const auto state = static_cast<State>(i);
      const auto head =
          head_of(std::string(method_name(route.method)), route.pattern, fixture.headers_of(state));
      const auto admitted = gate.admit(head, "192.0.2.1");
      const int status = admitted ? 0 : admitted.error().code == ErrorCode::kUnauthenticated ? 401 : 403;
      INFO(route.pattern << " " << method_name(route.method) << " state " << i);
      CHECK(status == expected_status(route.role, state));
    }
  }
}

TEST_CASE("metrics are open to loopback and to nobody else without the token", "[auth]") {
  Fixture fixture;
  const auto table =
      RouteTable::make({Route(Method::kGet, "/metrics", Role::kMetrics, Accepts::kNoBody, echo)}).value();
  const Gate gate(table, [&](const RequestHead& head, std::string_view) { return fixture.identify(head); },
                  {});
  const auto head = head_of("GET", "/metrics", "");
  CHECK(gate.admit(head, "127.0.0.1").has_value());
  CHECK(gate.admit(head, "::1").has_value());
  CHECK_FALSE(gate.admit(head, "192.0.2.1").has_value());
  CHECK_FALSE(gate.admit(head, "").has_value());
  const auto passed_on = head_of("GET", "/metrics", "X-Forwarded-For: 127.0.0.1\r\n");
  CHECK_FALSE(gate.admit(passed_on, "127.0.0.1").has_value());
}

TEST_CASE("without authentication everybody is the admin, but origins still count", "[auth]") {
  Sessions sessions;
  const Authenticator open({.asks = false}, sessions);
  const auto table =
      RouteTable::make({Route(Method::kPost, "/a", Role::kAdmin, Accepts::kJson, echo)}).value();
  const Gate gate(table, [&](const RequestHead& head, std::string_view) { return open.identify(head); }, {});
  CHECK(gate.admit(head_of("POST", "/a", ""), "127.0.0.1")->identity.user == "anonymous");
  CHECK_FALSE(gate.admit(head_of("POST", "/a", "Origin: http://evil.example\r\n"), "127.0.0.1").has_value());
  CHECK_FALSE(gate.admit(head_of("POST", "/a", "Sec-Fetch-Site: cross-site\r\n"), "127.0.0.1").has_value());
  CHECK(gate.admit(head_of("POST", "/a", "Origin: http://localhost\r\n"), "127.0.0.1").has_value());
}

TEST_CASE("a cookie changes something only from our own pages, and as JSON", "[auth][csrf]") {
  Fixture fixture;
  auto stream = Route(Method::kPut, "/raw", Role::kAdmin, Accepts::kStream, echo);
  auto any = Route(Method::kPost, "/any", Role::kAdmin, Accepts::kAny, echo);
  const auto table =
      RouteTable::make({stream, any, Route(Method::kGet, "/read", Role::kAdmin, Accepts::kNoBody, echo)})
          .value();
  const Gate gate(table, [&](const RequestHead& head, std::string_view) { return fixture.identify(head); },
                  {});
  const auto cookie = "Cookie: shohin_session=" + fixture.sessions.begin("admin", AuthClock::now()) + "\r\n";
  const auto admits = [&](const char* method, const char* path, const std::string& headers) {
    return gate.admit(head_of(method, path, cookie + headers), "192.0.2.1").has_value();
  };
  const std::string body = "Content-Length: 2\r\n";
  CHECK(admits("GET", "/read", ""));
  CHECK_FALSE(admits("PUT", "/raw", body));
  CHECK(admits("PUT", "/raw", body + "Sec-Fetch-Site: same-origin\r\n"));
  CHECK(admits("PUT", "/raw", body + "Origin: http://localhost\r\n"));
  CHECK_FALSE(admits("PUT", "/raw", body + "Origin: null\r\n"));
  CHECK_FALSE(admits("PUT", "/raw", body + "Sec-Fetch-Site: same-site\r\n"));
  CHECK_FALSE(admits("POST", "/any", body + "Content-Type: text/plain\r\nOrigin: http://localhost\r\n"));
  CHECK(admits("POST", "/any", body + "Content-Type: application/json\r\nOrigin: http://localhost\r\n"));
}

}  // namespace
}  // namespace shohin
