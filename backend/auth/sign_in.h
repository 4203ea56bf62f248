// Whether a name and a password belong together.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "auth/passwords.h"
#include "auth/sign_in_delay.h"
#include "auth/users.h"

namespace shohin {

// Threads may share one.
class SignIn {
 public:
  static constexpr std::int64_t kRemembered = 10 * 60'000;  // milliseconds
  static constexpr std::size_t kMostRemembered = 1000;

  // The users and the passwords outlive it. The initial secret opens the first admin's account until that has
  // a password.
  SignIn(Users& users, Passwords& passwords, std::string_view initial_secret, Clock clock = system_time_ms);

  // Fails with kUnauthenticated when they do not belong together, with kTooManyRequests when one has to wait
  // after failures or too many sign in at once. Unknown names take as long as known ones.
  Outcome<Account> check(const std::string& name, std::string_view password, std::string_view address);
  // The same for clients that send both with every request (HTTP Basic): what was right is remembered for a
  // while, hashed with a key of this process, and until the user has another password.
  Outcome<Account> check_often(const std::string& name, std::string_view password, std::string_view address);
  // The first admin, while this is the initial secret and no password has been set.
  [[nodiscard]] std::optional<Account> open_with_initial_secret(std::string_view secret) const;

 private:
  struct Remembered {
    std::int64_t user_id = 0, password_version = 0, until = 0;
  };
  [[nodiscard]] std::optional<Account> recall(const std::string& key);
  void remember(std::string key, const Account& account);

  Users& users_;
  Passwords& passwords_;
  Clock clock_;
  std::string initial_hash_;
  std::string key_;
  SignInDelay delay_;
  std::mutex mutex_;
  std::unordered_map<std::string, Remembered> remembered_;
};

}  // namespace shohin
