// Proves that guessing gets slower for an account and for an address, and that nobody else has to wait.
#include <catch_amalgamated.hpp>

#include "auth/sign_in_delay.h"

namespace shohin {
namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;

TEST_CASE("after five failures an account waits, twice as long each time, at most half a minute",
          "[auth][delay]") {
  SignInDelay delay;
  auto now = kStart;
  auto next_address = [n = 0]() mutable { return "192.0.2." + std::to_string(n++); };
  for (int i = 0; i < SignInDelay::kFreeForAccount; ++i) CHECK(delay.begin("vera", next_address(), now) == 0);
  for (const std::int64_t wait : {1000, 2000, 4000, 8000, 16000, 30000, 30000}) {
    CHECK(delay.begin("vera", next_address(), now) == wait);
    CHECK(delay.begin("vera", next_address(), now + wait - 1) == 1);
    now += wait;
    CHECK(delay.begin("vera", next_address(), now) == 0);
  }
  CHECK(delay.begin("stan", next_address(), now) == 0);
}

TEST_CASE("an address waits whatever names it tries, and its neighbours do not", "[auth][delay]") {
  SignInDelay delay;
  for (int i = 0; i < SignInDelay::kFreeForAddress; ++i) {
    CHECK(delay.begin("name" + std::to_string(i), "192.0.2.1", kStart) == 0);
  }
  CHECK(delay.begin("another", "192.0.2.1", kStart) == 1000);
  CHECK(delay.begin("another", "192.0.2.2", kStart) == 0);
}

TEST_CASE("an IPv6 customer is one address", "[auth][delay]") {
  SignInDelay delay;
  for (int i = 0; i < SignInDelay::kFreeForAddress; ++i) {
    const auto number = std::to_string(i);
    CHECK(delay.begin("name" + number, "2001:db8:1:2::" + number, kStart) == 0);
  }
  CHECK(delay.begin("another", "2001:db8:1:2:ffff::1", kStart) > 0);
  CHECK(delay.begin("another", "2001:db8:1:3::1", kStart) == 0);
}

TEST_CASE("success and a quarter of an hour make failures forgotten", "[auth][delay]") {
  SignInDelay delay;
  const auto fail = [&] {
    for (int i = 0; i < SignInDelay::kFreeForAccount; ++i) (void)delay.begin("vera", "192.0.2.1", kStart);
  };
  fail();
  CHECK(delay.begin("vera", "192.0.2.1", kStart) > 0);
  delay.succeeded("vera", "192.0.2.1");
  CHECK(delay.begin("vera", "192.0.2.1", kStart) == 0);
  fail();
  CHECK(delay.begin("vera", "192.0.2.9", kStart) > 0);
  CHECK(delay.begin("vera", "192.0.2.9", kStart + SignInDelay::kForgotten) == 0);
}

TEST_CASE("what is remembered of failures has an end, and the oldest goes first", "[auth][delay]") {
  SignInDelay delay;
  const auto address = [](std::size_t i) {
    return "10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250);
  };
  for (int i = 0; i < SignInDelay::kFreeForAccount; ++i) (void)delay.begin("vera", "192.0.2.1", kStart);
  for (std::size_t i = 0; i < SignInDelay::kMostKept; ++i) {
    (void)delay.begin("name" + std::to_string(i), address(i), kStart + 1);
  }
  CHECK(delay.kept() == SignInDelay::kMostKept);
  CHECK(delay.begin("vera", "192.0.2.1", kStart + 2) == 0);
}

}  // namespace
}  // namespace shohin
