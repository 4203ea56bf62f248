#include "auth/accounts.h"

#include <iterator>
#include <system_error>
#include <utility>

#include "auth/account_rules.h"
#include "auth/audit_routes.h"
#include "auth/mlflow_user_routes.h"
#include "auth/secret.h"
#include "auth/session_routes.h"
#include "auth/token_routes.h"
#include "auth/user_routes.h"

namespace shohin {
namespace {

constexpr const char* kInitialSecret = "admin-secret";

// Empty once the first admin has a password, or is gone: then it opens nothing.
Outcome<std::string> initial_secret(const AccountOptions& options, const Users& users) {
  const auto admin = users.find(kFirstAdmin);
  if (admin && admin->password_version == 0) {
    return options.initial_secret_file.empty() ? admin_secret(options.data)
                                               : read_secret_file(options.initial_secret_file);
  }
  std::error_code ignored;  // it is void, so whether the file goes matters little
  std::filesystem::remove(options.data / kInitialSecret, ignored);
  return std::string();
}

Outcome<std::string> metrics_secret(const AccountOptions& options) {
  if (options.metrics_secret_file.empty()) return std::string();
  return read_secret_file(options.metrics_secret_file);
}

void append(std::vector<Route>& routes, std::vector<Route> more) {
  std::move(more.begin(), more.end(), std::back_inserter(routes));
}

}  // namespace

Outcome<std::unique_ptr<Accounts>> Accounts::open(Store& store, const AccountOptions& options) {
  std::unique_ptr<Accounts> accounts(new Accounts(store));
  auto& a = *accounts;
  auto users = Users::open(store, a.passwords_, {options.data / kInitialSecret, options.clock});
  if (!users) return tl::unexpected<Error>(std::move(users).error());
  a.users_ = std::move(*users);
  auto tokens = Tokens::open(store, *a.users_, options.clock);
  if (!tokens) return tl::unexpected<Error>(std::move(tokens).error());
  a.tokens_ = std::move(*tokens);
  auto sessions = Sessions::open(store, *a.users_, options.clock);
  if (!sessions) return tl::unexpected<Error>(std::move(sessions).error());
  a.sessions_ = std::move(*sessions);
  const auto initial = initial_secret(options, *a.users_);
  if (!initial) return tl::unexpected<Error>(initial.error());
  const auto metrics = metrics_secret(options);
  if (!metrics) return tl::unexpected<Error>(metrics.error());
  a.operator_secret_ = random_secret();
  a.sign_in_ = std::make_unique<SignIn>(*a.users_, a.passwords_, *initial, options.clock);
  a.authenticator_ = std::make_unique<Authenticator>(AuthOptions{options.asks, *metrics, a.operator_secret_},
                                                     *a.sign_in_, *a.tokens_, *a.sessions_);
  a.keeper_ = std::make_unique<AccountKeeper>(*a.sessions_, *a.tokens_);
  return accounts;
}

std::vector<Route> Accounts::routes() {
  std::vector<Route> routes = session_routes({*users_, *sign_in_, *sessions_});
  append(routes, user_routes(*users_));
  append(routes, token_routes(*tokens_));
  append(routes, audit_routes(store_));
  append(routes, mlflow_user_routes(*users_, *sign_in_));
  return routes;
}

}  // namespace shohin
