// Proves that sessions and codes end when they should, and the routes that begin and end them.
#include <catch_amalgamated.hpp>

#include "auth/session_routes.h"
#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

TEST_CASE("a session ends when it idles and at the end of its day", "[auth][sessions]") {
  Sessions sessions;
  const auto start = AuthClock::now();
  const auto idle = sessions.begin("admin", start);
  CHECK(sessions.find(idle, start + std::chrono::minutes(29)) == "admin");
  CHECK(sessions.find(idle, start + std::chrono::minutes(58)) == "admin");
  CHECK_FALSE(sessions.find(idle, start + std::chrono::minutes(88)).has_value());
  const auto busy = sessions.begin("admin", start);
  for (int i = 1; i < 24; ++i) CHECK(sessions.find(busy, start + i * std::chrono::minutes(29)).has_value());
  CHECK_FALSE(sessions.find(busy, start + Sessions::kWhole).has_value());
}

TEST_CASE("a code begins one session and is worthless afterwards", "[auth][sessions]") {
  Sessions sessions;
  const auto now = AuthClock::now();
  const auto code = sessions.make_code(now);
  CHECK_FALSE(sessions.redeem("something else", now));
  CHECK(sessions.redeem(code, now));
  CHECK_FALSE(sessions.redeem(code, now));
  CHECK_FALSE(sessions.redeem(sessions.make_code(now), now + Sessions::kCodeLife));
}

TEST_CASE("the oldest session makes room when there are too many", "[auth][sessions]") {
  Sessions sessions;
  const auto now = AuthClock::now();
  const auto first = sessions.begin("admin", now);
  for (std::size_t i = 1; i < Sessions::kMost; ++i) sessions.begin("admin", now + std::chrono::seconds(1));
  CHECK(sessions.find(first, now).has_value());
  sessions.begin("admin", now + std::chrono::seconds(2));
  CHECK_FALSE(sessions.find(first, now).has_value());
}

struct SignIn {
  Sessions sessions;
  Authenticator authenticator{{.asks = true, .admin_secret = "the-admin-secret-of-this-test"}, sessions};
  TestServer server{
      session_routes(authenticator, sessions), {}, [this](const RequestHead& head, std::string_view) {
        return authenticator.identify(head);
      }};

  std::string send(const std::string& method, const std::string& headers,
                   const std::string& body = {}) const {
    const auto framing =
        body.empty()
            ? std::string()
            : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return exchange_raw(
        server.port, method + " /api/shohin/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" +
                         framing + headers + "\r\n" + body);
  }
};

std::string cookie_of(const std::string& answer) {
  const auto at = answer.find("Set-Cookie: ");
  REQUIRE(at != std::string::npos);
  return answer.substr(at + 12, answer.find(';', at) - at - 12);
}

TEST_CASE("the printed code signs in once, who am I answers, signing out ends it", "[auth][sessions]") {
  SignIn site;
  const auto body = R"({"code": ")" + site.sessions.make_code(AuthClock::now()) + "\"}";
  const auto answer = site.send("POST", "", body);
  CHECK(status_of_answer(answer) == 200);
  CHECK(answer.find("; Path=/; HttpOnly; SameSite=Strict\r\n") != std::string::npos);
  CHECK(status_of_answer(site.send("POST", "", body)) == 401);
  const auto cookie = "Cookie: " + cookie_of(answer) + "\r\n";
  CHECK(body_of_answer(site.send("GET", cookie)) == R"({"user":"admin","role":"admin"})");
  CHECK(status_of_answer(site.send("DELETE", cookie)) == 403);
  CHECK(status_of_answer(site.send("DELETE", cookie + "Sec-Fetch-Site: same-origin\r\n")) == 200);
  CHECK(status_of_answer(site.send("GET", cookie)) == 401);
}

TEST_CASE("the admin's name and secret sign in, and nothing else does", "[auth][sessions]") {
  SignIn site;
  const auto status = [&](const std::string& body) { return status_of_answer(site.send("POST", "", body)); };
  CHECK(status(R"({"user": "admin", "password": "the-admin-secret-of-this-test"})") == 200);
  CHECK(status(R"({"user": "admin", "password": "another-secret"})") == 401);
  CHECK(status(R"({"user": "root", "password": "the-admin-secret-of-this-test"})") == 401);
  CHECK(status(R"({"user": "admin"})") == 400);
  CHECK(status(R"({"code": 5})") == 401);
  CHECK(status("[]") == 400);
  CHECK(status("{") == 400);
  CHECK(status_of_answer(site.send("GET", "")) == 401);
}

TEST_CASE("behind TLS the cookie has the prefix that binds it to this host", "[auth][sessions]") {
  SignIn site;
  const auto body = R"({"code": ")" + site.sessions.make_code(AuthClock::now()) + "\"}";
  const auto answer = site.send("POST", "X-Forwarded-Proto: https\r\n", body);
  CHECK(cookie_of(answer).starts_with("__Host-shohin_session="));
  CHECK(answer.find("; Secure\r\n") != std::string::npos);
  CHECK(status_of_answer(site.send("GET", "Cookie: " + cookie_of(answer) + "\r\n")) == 200);
}

}  // namespace
}  // namespace shohin
