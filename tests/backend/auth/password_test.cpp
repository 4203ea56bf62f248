// Proves that passwords are hashed as promised, one at a time, with a queue that ends somewhere.
#include <atomic>
#include <catch_amalgamated.hpp>
#include <thread>
#include <vector>

#include "auth/password_hash.h"
#include "auth/passwords.h"

namespace shohin {
namespace {

TEST_CASE("a password is hashed with argon2id, 19 MiB and two passes, and a salt of its own",
          "[auth][passwords]") {
  const auto hash = hash_password("correct horse battery");
  REQUIRE(hash.has_value());
  CHECK(hash->starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  CHECK(hash->find("horse") == std::string::npos);
  CHECK(*hash != hash_password("correct horse battery").value());
  CHECK(matches_hash(*hash, "correct horse battery"));
  CHECK_FALSE(matches_hash(*hash, "correct horse batterz"));
  CHECK_FALSE(matches_hash(*hash, std::string_view("correct horse battery\0", 22)));
  CHECK_FALSE(matches_hash("not a hash", "correct horse battery"));
}

TEST_CASE("the hash of nobody costs as much as a real one", "[auth][passwords]") {
  const auto real = hash_password("correct horse battery").value();
  const auto costs = [](const std::string& hash) { return hash.substr(0, hash.find("p=1$") + 4); };
  CHECK(costs(hash_of_nobody()) == costs(real));
  CHECK(hash_of_nobody().size() == real.size());
  CHECK_FALSE(is_outdated(hash_of_nobody()));
  CHECK_FALSE(is_outdated(real));
  CHECK(is_outdated(
      "$argon2id$v=19$m=4096,t=1,p=1$U5ur2VCQbGDwHHooEypjCA$VAvoX1sIoXNYbRzufdzfNbaFcsLCraIg8O36mSTVJMo"));
}

TEST_CASE("without a hash no password matches", "[auth][passwords]") {
  Passwords passwords;
  const auto hash = passwords.hash("correct horse battery");
  REQUIRE(hash.has_value());
  CHECK(passwords.matches(*hash, "correct horse battery").value());
  CHECK_FALSE(passwords.matches(*hash, "something else").value());
  CHECK_FALSE(passwords.matches(std::nullopt, "correct horse battery").value());
}

TEST_CASE("more than the queue takes are turned away, the others are answered rightly", "[auth][passwords]") {
  Passwords passwords;
  const auto hash = passwords.hash("correct horse battery").value();
  std::atomic<int> right = 0, turned_away = 0, wrong = 0;
  std::vector<std::thread> people;
  people.reserve(100);
  for (int i = 0; i < 100; ++i) {
    people.emplace_back([&] {
      const auto answer = passwords.matches(hash, "correct horse battery");
      if (!answer) {
        ++(answer.error().code == ErrorCode::kTooManyRequests ? turned_away : wrong);
      } else {
        ++(*answer ? right : wrong);
      }
    });
  }
  for (auto& person : people) person.join();
  CHECK(right + turned_away == 100);
  CHECK(wrong == 0);
  CHECK(right >= static_cast<int>(Passwords::kMostWaiting));
  CHECK(turned_away > 0);
}

}  // namespace
}  // namespace shohin
