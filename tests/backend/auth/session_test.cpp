// Proves that sessions and codes end when they should, survive a restart, and the routes that begin and end
// them.
#include <catch_amalgamated.hpp>

#include "account_fixture.h"
#include "raw_client.h"
#include "test_server.h"

namespace shohin {
namespace {

constexpr std::int64_t kMinute = 60'000;

struct SessionFixture : AccountFixture {
  Account vera = add_user("vera", Role::kStaff);
  bool is_good(const std::string& secret) const { return identify(cookie(secret)).has_value(); }
};

TEST_CASE("a session is its user's, in the role of the moment, after a restart too", "[auth][sessions]") {
  SessionFixture f;
  const auto secret = f.begin_session(f.vera);
  CHECK(f.identify(cookie(secret))->user == "vera");
  CHECK(f.identify(cookie(secret))->by_cookie);
  REQUIRE(f.accounts->users().change("vera", {.role = Role::kViewer}, f.actor));
  CHECK(f.identify(cookie(secret))->role == Role::kViewer);
  f.restart();
  CHECK(f.identify(cookie(secret))->role == Role::kViewer);
}

TEST_CASE("a session ends when it idles and at the end of its day", "[auth][sessions]") {
  SessionFixture f;
  const auto start = f.now;
  const auto idle = f.begin_session(f.vera);
  f.now = start + 29 * kMinute;
  CHECK(f.is_good(idle));
  f.now = start + 58 * kMinute;
  CHECK(f.is_good(idle));
  f.restart();  // which keeps the last use
  f.now = start + 87 * kMinute;
  CHECK(f.is_good(idle));
  f.now = start + 117 * kMinute;
  CHECK_FALSE(f.is_good(idle));
  f.now = start;
  const auto busy = f.begin_session(f.vera);
  for (int i = 1; i < 24; ++i) {
    f.now = start + i * 29 * kMinute;
    CHECK(f.is_good(busy));
  }
  f.now = start + Sessions::kWhole;
  CHECK_FALSE(f.is_good(busy));
}

TEST_CASE("another password and the end of the account end every session", "[auth][sessions]") {
  SessionFixture f;
  const auto first = f.begin_session(f.vera);
  REQUIRE(f.accounts->users().change("vera", {.password = "another long password"}, f.actor));
  CHECK_FALSE(f.is_good(first));
  const auto second = f.begin_session(f.accounts->users().require("vera").value());
  CHECK(f.is_good(second));
  REQUIRE(f.accounts->users().remove("vera", f.actor));
  CHECK_FALSE(f.is_good(second));
  CHECK(f.accounts->sessions().list("").empty());
}

TEST_CASE("a session is listed, revoked by its number, and not by strangers", "[auth][sessions]") {
  SessionFixture f;
  const auto stan = f.add_user("stan", Role::kViewer);
  const auto hers = f.begin_session(f.vera);
  (void)f.begin_session(stan);
  auto& sessions = f.accounts->sessions();
  REQUIRE(sessions.list("").size() == 2);
  REQUIRE(sessions.list("vera").size() == 1);
  const auto told = sessions.list("vera")[0];
  CHECK(told.address == "192.0.2.1");
  CHECK(told.client == "a browser");
  CHECK(code_of(sessions.revoke(told.id, "stan", f.actor)) == ErrorCode::kResourceDoesNotExist);
  CHECK(f.is_good(hers));
  REQUIRE(sessions.revoke(told.id, "vera", f.actor));
  CHECK_FALSE(f.is_good(hers));
  f.restart();
  CHECK_FALSE(f.is_good(hers));
  CHECK(f.audit({.action = "session.begin"}).size() == 2);
  CHECK(f.audit({.action = "session.revoke"}).size() == 1);
}

TEST_CASE("a code begins one session and is worthless afterwards", "[auth][sessions]") {
  AccountFixture f;
  auto& sessions = f.accounts->sessions();
  const auto code = sessions.make_code();
  CHECK_FALSE(sessions.redeem("something else"));
  CHECK(sessions.redeem(code));
  CHECK_FALSE(sessions.redeem(code));
  const auto late = sessions.make_code();
  f.now += Sessions::kCodeLife;
  CHECK_FALSE(sessions.redeem(late));
}

TEST_CASE("the session that was idle longest makes room when there are too many", "[auth][sessions]") {
  SessionFixture f;
  const auto first = f.begin_session(f.vera);
  const auto second = f.begin_session(f.vera);
  f.now += 1000;
  for (std::size_t i = 2; i < Sessions::kMostOfUser; ++i) f.begin_session(f.vera);
  CHECK(f.is_good(first));  // which makes the second the idlest
  f.begin_session(f.vera);
  CHECK(f.is_good(first));
  CHECK_FALSE(f.is_good(second));
}

TEST_CASE("what is over leaves the database", "[auth][sessions]") {
  SessionFixture f;
  f.begin_session(f.vera);
  f.now += Sessions::kIdle;
  REQUIRE(f.accounts->sessions().flush());
  const auto left = f.store->read([](Database& database) -> Outcome<std::int64_t> {
    Statement count(database, "SELECT count(*) FROM sessions");
    return count.next() ? count.integer(0) : -1;
  });
  CHECK(left == 0);
}

struct SessionSite : AccountFixture {
  TestServer server{accounts->routes(), {}, [this](const RequestHead& head, std::string_view address) {
                      return accounts->identify(head, address);
                    }};

  std::string send(const std::string& method, const std::string& path, const std::string& headers,
                   const std::string& body = {}) const {
    const auto framing =
        body.empty()
            ? std::string()
            : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
    return exchange_raw(server.port, method + " /api/shohin/v1/" + path +
                                         " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + framing +
                                         headers + "\r\n" + body);
  }
};

std::string cookie_of(const std::string& answer) {
  const auto at = answer.find("Set-Cookie: ");
  REQUIRE(at != std::string::npos);
  return answer.substr(at + 12, answer.find(';', at) - at - 12);
}

TEST_CASE("the printed code signs in once, who am I answers, signing out ends it", "[auth][sessions]") {
  SessionSite site;
  const auto body = R"({"code": ")" + site.accounts->make_sign_in_code() + "\"}";
  const auto answer = site.send("POST", "session", "", body);
  CHECK(status_of_answer(answer) == 200);
  CHECK(answer.find("; Path=/; HttpOnly; SameSite=Strict\r\n") != std::string::npos);
  CHECK(answer.find("Cache-Control: no-store\r\n") != std::string::npos);
  CHECK(status_of_answer(site.send("POST", "session", "", body)) == 401);
  const auto headers = "Cookie: " + cookie_of(answer) + "\r\n";
  CHECK(body_of_answer(site.send("GET", "session", headers)) == R"({"user":"admin","role":"admin"})");
  CHECK(status_of_answer(site.send("DELETE", "session", headers)) == 403);
  CHECK(status_of_answer(site.send("DELETE", "session", headers + "Sec-Fetch-Site: same-origin\r\n")) == 200);
  CHECK(status_of_answer(site.send("GET", "session", headers)) == 401);
}

TEST_CASE("names and passwords sign in, and nothing else does", "[auth][sessions]") {
  SessionSite site;
  site.add_user("vera", Role::kViewer);
  const auto status = [&](const std::string& body) {
    return status_of_answer(site.send("POST", "session", "", body));
  };
  CHECK(status(R"({"user": "admin", "password": ")" + site.initial_secret() + "\"}") == 200);
  CHECK(status(R"({"user": "vera", "password": "correct horse battery"})") == 200);
  CHECK(status(R"({"user": "vera", "password": "another-secret"})") == 401);
  CHECK(status(R"({"user": "root", "password": ")" + site.initial_secret() + "\"}") == 401);
  CHECK(status(R"({"user": "admin"})") == 400);
  CHECK(status(R"({"user": "admin", "password": 5})") == 400);
  CHECK(status(R"({"user": "admin", "password": "x", "remember": true})") == 400);
  CHECK(status(R"({"code": 5})") == 400);
  CHECK(status("[]") == 400);
  CHECK(status("{") == 400);
  CHECK(status_of_answer(site.send("GET", "session", "")) == 401);
}

TEST_CASE("signing in again ends the session that the browser had", "[auth][sessions]") {
  SessionSite site;
  const std::string body = R"({"user": "admin", "password": ")" + site.initial_secret() + "\"}";
  const auto first = "Cookie: " + cookie_of(site.send("POST", "session", "", body)) + "\r\n";
  const auto second = "Cookie: " + cookie_of(site.send("POST", "session", first, body)) + "\r\n";
  CHECK(status_of_answer(site.send("GET", "session", first)) == 401);
  CHECK(status_of_answer(site.send("GET", "session", second)) == 200);
}

TEST_CASE("a guesser is told to wait", "[auth][sessions]") {
  SessionSite site;
  site.add_user("vera", Role::kViewer);
  const auto guess = [&] {
    return site.send("POST", "session", "", R"({"user": "vera", "password": "a wrong password"})");
  };
  for (int i = 0; i < SignInDelay::kFreeForAccount; ++i) CHECK(status_of_answer(guess()) == 401);
  const auto told = guess();
  CHECK(status_of_answer(told) == 429);
  CHECK(told.find("Retry-After: 1\r\n") != std::string::npos);
}

TEST_CASE("one's own password needs the present one, ends sessions, and keeps this browser in",
          "[auth][sessions]") {
  SessionSite site;
  site.add_user("vera", Role::kViewer);
  const auto begun =
      site.send("POST", "session", "", R"({"user": "vera", "password": "correct horse battery"})");
  const auto headers = "Cookie: " + cookie_of(begun) + "\r\nSec-Fetch-Site: same-origin\r\n";
  const auto change = [&](const std::string& present, const std::string& wanted) {
    return site.send("POST", "password", headers,
                     R"({"password": ")" + present + R"(", "new_password": ")" + wanted + "\"}");
  };
  CHECK(status_of_answer(change("a wrong password", "another long password")) == 403);
  CHECK(status_of_answer(change(kPassword, "short")) == 400);
  const auto changed = change(kPassword, "another long password");
  REQUIRE(status_of_answer(changed) == 200);
  CHECK(status_of_answer(site.send("GET", "session", headers)) == 401);
  CHECK(status_of_answer(site.send("GET", "session", "Cookie: " + cookie_of(changed) + "\r\n")) == 200);
}

TEST_CASE("behind TLS the cookie has the prefix that binds it to this host", "[auth][sessions]") {
  SessionSite site;
  const auto body = R"({"code": ")" + site.accounts->make_sign_in_code() + "\"}";
  const auto answer = site.send("POST", "session", "X-Forwarded-Proto: https\r\n", body);
  CHECK(cookie_of(answer).starts_with("__Host-shohin_session="));
  CHECK(answer.find("; Secure\r\n") != std::string::npos);
  CHECK(status_of_answer(site.send("GET", "session", "Cookie: " + cookie_of(answer) + "\r\n")) == 200);
}

}  // namespace
}  // namespace shohin
