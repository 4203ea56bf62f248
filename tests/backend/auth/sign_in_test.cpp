// Proves that a name and a password open an account, that nothing else does, and that guessing is slowed
// down.
#include <atomic>
#include <catch_amalgamated.hpp>
#include <thread>
#include <vector>

#include "account_fixture.h"

namespace shohin {
namespace {

TEST_CASE("a user's name and password are good as HTTP Basic", "[auth][sign_in]") {
  AccountFixture f;
  f.add_user("vera", Role::kStaff);
  const auto who = f.identify(basic("vera", kPassword));
  REQUIRE(who.has_value());
  CHECK(who->user == "vera");
  CHECK(who->role == Role::kStaff);
  CHECK(who->scopes.allow(Scope::kPromote));
  CHECK(code_of(f.identify(basic("vera", "another long password"))) == ErrorCode::kUnauthenticated);
  CHECK(code_of(f.identify(basic("nobody", kPassword))) == ErrorCode::kUnauthenticated);
  CHECK(code_of(f.identify(basic("vera", ""))) == ErrorCode::kUnauthenticated);
  CHECK(code_of(f.identify(bearer(kPassword))) == ErrorCode::kUnauthenticated);
}

TEST_CASE("what was right stays right while others are slowed down, until the password changes",
          "[auth][sign_in]") {
  AccountFixture f;
  f.add_user("vera", Role::kViewer);
  REQUIRE(f.identify(basic("vera", kPassword)));
  for (int i = 0; i < SignInDelay::kFreeForAccount; ++i) {
    CHECK(code_of(f.identify(basic("vera", "guess number " + std::to_string(i)))) ==
          ErrorCode::kUnauthenticated);
  }
  const auto slowed = f.identify(basic("vera", "one guess more"));
  CHECK(code_of(slowed) == ErrorCode::kTooManyRequests);
  CHECK(slowed.error().message.find("1 second") != std::string::npos);
  CHECK(f.identify(basic("vera", kPassword))->user == "vera");
  REQUIRE(f.accounts->users().change("vera", {.password = "another long password"}, f.actor));
  CHECK(code_of(f.identify(basic("vera", kPassword))) == ErrorCode::kTooManyRequests);
  f.now += 1000;
  CHECK(f.identify(basic("vera", "another long password"))->user == "vera");
}

TEST_CASE("what was right is asked again after a while, and gone with its user", "[auth][sign_in]") {
  AccountFixture f;
  f.add_user("vera", Role::kViewer);
  REQUIRE(f.identify(basic("vera", kPassword)));
  f.now += SignIn::kRemembered;
  CHECK(f.identify(basic("vera", kPassword)).has_value());
  REQUIRE(f.accounts->users().remove("vera", f.actor));
  CHECK(code_of(f.identify(basic("vera", kPassword))) == ErrorCode::kUnauthenticated);
}

TEST_CASE("credentials that are none are refused", "[auth][sign_in]") {
  AccountFixture f;
  CHECK(f.identify("")->user.empty());
  for (const auto* headers :
       {"Authorization: Bearer\r\n", "Authorization: Digest x\r\n", "Authorization: Basic bm9jb2xvbg==\r\n",
        "Authorization: Basic ***\r\n", "Authorization: Bearer shohin_\r\n", "Cookie: shohin_session=\r\n",
        "Cookie: __Host-shohin_session=00\r\n"}) {
    INFO(headers);
    CHECK(code_of(f.identify(headers)) == ErrorCode::kUnauthenticated);
  }
}

TEST_CASE("tokens and sessions are answered while passwords wait in their queue", "[auth][sign_in]") {
  AccountFixture f;
  const auto token = bearer(f.add_token("admin", "read").secret);
  const auto session = cookie(f.begin_session(f.accounts->users().require("admin").value()));
  std::atomic<int> refused = 0, waiting = 10;
  std::vector<std::thread> strangers;
  strangers.reserve(10);
  for (int i = 0; i < 10; ++i) {
    strangers.emplace_back([&, name = "stranger" + std::to_string(i)] {
      const auto code = code_of(f.identify(basic(name, kPassword), name));
      if (code == ErrorCode::kUnauthenticated || code == ErrorCode::kTooManyRequests) ++refused;
      --waiting;
    });
  }
  int answered = 0;
  for (; waiting > 0; ++answered) {
    if (!f.identify(token) || !f.identify(session)) break;
  }
  CHECK(waiting == 0);
  for (auto& stranger : strangers) stranger.join();
  CHECK(refused == 10);
  CHECK(answered > 10);
}

TEST_CASE("the operator's secret ends with the process", "[auth][sign_in]") {
  AccountFixture f;
  const auto secret = f.accounts->operator_secret();
  CHECK(f.identify(bearer(secret))->user == "operator");
  CHECK(f.identify(bearer(secret))->role == Role::kAdmin);
  f.restart();
  CHECK(code_of(f.identify(bearer(secret))) == ErrorCode::kUnauthenticated);
}

}  // namespace
}  // namespace shohin
