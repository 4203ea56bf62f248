// Everything about who may do what, put together from its parts.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "auth/account_keeper.h"
#include "auth/authenticator.h"
#include "http/route.h"

namespace shohin {

struct AccountOptions {
  std::filesystem::path data{};                 // where admin-secret is made, while it opens something
  std::filesystem::path initial_secret_file{};  // the operator's, instead; empty for none
  std::filesystem::path metrics_secret_file{};  // empty for none
  bool asks = true;                             // false: everybody is the admin, on loopback only
  Clock clock = system_time_ms;
};

class Accounts {
 public:
  // Fails as admin_secret and read_secret_file do. The store outlives it.
  static Outcome<std::unique_ptr<Accounts>> open(Store& store, const AccountOptions& options);

  [[nodiscard]] Outcome<Identity> identify(const RequestHead& head, std::string_view address) const {
    return authenticator_->identify(head, address);
  }
  // Must not outlive it.
  std::vector<Route> routes();
  // For a link that begins one session of an admin.
  std::string make_sign_in_code() { return sessions_->make_code(); }
  // What this process's owner may send as a token: it ends with the process.
  [[nodiscard]] const std::string& operator_secret() const { return operator_secret_; }

  Users& users() { return *users_; }
  Tokens& tokens() { return *tokens_; }
  Sessions& sessions() { return *sessions_; }

 private:
  explicit Accounts(Store& store) : store_(store) {}

  Store& store_;
  Passwords passwords_;
  std::string operator_secret_;
  std::unique_ptr<Users> users_;
  std::unique_ptr<Tokens> tokens_;
  std::unique_ptr<Sessions> sessions_;
  std::unique_ptr<SignIn> sign_in_;
  std::unique_ptr<Authenticator> authenticator_;
  std::unique_ptr<AccountKeeper> keeper_;
};

}  // namespace shohin
