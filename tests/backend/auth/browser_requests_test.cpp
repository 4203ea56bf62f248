// Proves that metrics are for loopback, and where browsers' requests must come from. Every route with every
// credential is in ../cli/route_credentials_test.cpp.
#include <catch_amalgamated.hpp>

#include "account_fixture.h"
#include "http/gate.h"
#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

RequestHead head_of(const std::string& method, const std::string& path, const std::string& headers) {
  return parse_head(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n", HttpLimits{})
      .value();
}

Gate gate_of(const RouteTable& table, const AccountFixture& f) {
  return Gate(
      table,
      [&f](const RequestHead& head, std::string_view address) { return f.accounts->identify(head, address); },
      {});
}

TEST_CASE("metrics are open to loopback and to nobody else without the token", "[auth]") {
  const AccountFixture fixture;
  const auto table =
      RouteTable::make({Route(Method::kGet, "/metrics", Role::kMetrics, Accepts::kNoBody, echo)}).value();
  const Gate gate = gate_of(table, fixture);
  const auto head = head_of("GET", "/metrics", "");
  CHECK(gate.admit(head, "127.0.0.1").has_value());
  CHECK(gate.admit(head, "::1").has_value());
  CHECK_FALSE(gate.admit(head, "192.0.2.1").has_value());
  CHECK_FALSE(gate.admit(head, "").has_value());
  const auto passed_on = head_of("GET", "/metrics", "X-Forwarded-For: 127.0.0.1\r\n");
  CHECK_FALSE(gate.admit(passed_on, "127.0.0.1").has_value());
}

TEST_CASE("without authentication everybody is the admin, but origins still count", "[auth]") {
  const AccountFixture fixture;
  const auto open = Accounts::open(*fixture.store, {.data = fixture.folder.path(), .asks = false}).value();
  const auto table =
      RouteTable::make({Route(Method::kPost, "/a", Role::kAdmin, Accepts::kJson, echo)}).value();
  const Gate gate(
      table, [&](const RequestHead& head, std::string_view address) { return open->identify(head, address); },
      {});
  CHECK(gate.admit(head_of("POST", "/a", ""), "127.0.0.1")->identity.user == "anonymous");
  CHECK_FALSE(gate.admit(head_of("POST", "/a", "Origin: http://evil.example\r\n"), "127.0.0.1").has_value());
  CHECK_FALSE(gate.admit(head_of("POST", "/a", "Sec-Fetch-Site: cross-site\r\n"), "127.0.0.1").has_value());
  CHECK(gate.admit(head_of("POST", "/a", "Origin: http://localhost\r\n"), "127.0.0.1").has_value());
}

TEST_CASE("a cookie changes something only from our own pages, and as JSON", "[auth][csrf]") {
  AccountFixture fixture;
  auto stream = Route(Method::kPut, "/raw", Role::kAdmin, Accepts::kStream, echo);
  auto any = Route(Method::kPost, "/any", Role::kAdmin, Accepts::kAny, echo);
  const auto table =
      RouteTable::make({stream, any, Route(Method::kGet, "/read", Role::kAdmin, Accepts::kNoBody, echo)})
          .value();
  const Gate gate = gate_of(table, fixture);
  const auto cookie =
      "Cookie: shohin_session=" + fixture.begin_session(*fixture.accounts->users().find("admin")) + "\r\n";
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
