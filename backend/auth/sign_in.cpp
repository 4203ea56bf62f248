#include "auth/sign_in.h"

#include <utility>

#include "auth/account_rules.h"
#include "auth/secret.h"

namespace shohin {

SignIn::SignIn(Users& users, Passwords& passwords, std::string_view initial_secret, Clock clock)
    : users_(users),
      passwords_(passwords),
      clock_(std::move(clock)),
      initial_hash_(initial_secret.empty() ? "" : hash_secret(initial_secret)),
      key_(random_secret()) {}

std::optional<Account> SignIn::open_with_initial_secret(std::string_view secret) const {
  if (!same_hash(hash_secret(secret), initial_hash_)) return std::nullopt;
  auto admin = users_.find(kFirstAdmin);
  if (admin && admin->password_version != 0) return std::nullopt;
  return admin;
}

Outcome<Account> SignIn::check(const std::string& name, std::string_view password, std::string_view address) {
  const auto wait = delay_.begin(name, address, clock_());
  if (wait > 0) {
    const auto seconds = static_cast<std::uint32_t>((wait + 999) / 1000);
    return refuse_for_now("Too many attempts failed. Try again in " + std::to_string(seconds) + " seconds.",
                          seconds);
  }
  // The account is read before its hash: a password that is set in between makes it outdated, not the other
  // way round.
  auto account = users_.find(name);
  const auto hash = users_.password_hash(name);
  if (!hash) return tl::unexpected<Error>(hash.error());
  const auto good = passwords_.matches(*hash, password);
  if (!good) return tl::unexpected<Error>(good.error());
  if (!*good && name == kFirstAdmin) account = open_with_initial_secret(password);
  if (!account || (!*good && name != kFirstAdmin)) {
    return refuse(ErrorCode::kUnauthenticated, "This user and password do not match.");
  }
  delay_.succeeded(name, address);
  return std::move(*account);
}

Outcome<Account> SignIn::check_often(const std::string& name, std::string_view password,
                                     std::string_view address) {
  std::string text = key_ + name;
  text.append(1, '\0').append(password);
  auto key = hash_secret(text);
  if (auto known = recall(key)) return std::move(*known);
  auto account = check(name, password, address);
  if (account) remember(std::move(key), *account);
  return account;
}

std::optional<Account> SignIn::recall(const std::string& key) {
  Remembered found;
  {
    const std::lock_guard lock(mutex_);
    const auto at = remembered_.find(key);
    if (at == remembered_.end()) return std::nullopt;
    found = at->second;
    if (clock_() >= found.until) {
      remembered_.erase(at);
      return std::nullopt;
    }
  }
  auto account = users_.find(found.user_id);
  if (account && account->password_version != found.password_version) return std::nullopt;
  return account;
}

void SignIn::remember(std::string key, const Account& account) {
  const std::lock_guard lock(mutex_);
  if (remembered_.size() >= kMostRemembered) remembered_.clear();
  remembered_[std::move(key)] = {account.id, account.password_version, clock_() + kRemembered};
}

}  // namespace shohin
