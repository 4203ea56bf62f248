#include "auth/user_routes.h"

#include "auth/account_answers.h"
#include "auth/account_rules.h"
#include "http/body_fields.h"
#include "mlflow/actor.h"

namespace shohin {
namespace {

constexpr std::uint64_t kBodyBytes = 16 * 1024;

Outcome<Response> answer(const Outcome<Account>& account) {
  if (!account) return tl::unexpected<Error>(account.error());
  return private_response(account_json(*account));
}

Outcome<NewAccount> read_new_account(const Request& request) {
  auto fields = BodyFields::read(request);
  if (!fields) return tl::unexpected<Error>(std::move(fields).error());
  NewAccount account{fields->text("user"), fields->text("password")};
  const auto role = fields->text("role");
  if (auto read = fields->finish(); !read) return tl::unexpected<Error>(std::move(read).error());
  const auto known = read_account_role(role);
  if (!known) return tl::unexpected<Error>(known.error());
  account.role = *known;
  return account;
}

Outcome<AccountChange> read_change(const Request& request) {
  auto fields = BodyFields::read(request);
  if (!fields) return tl::unexpected<Error>(std::move(fields).error());
  AccountChange change;
  const auto role = fields->maybe_text("role");
  change.password = fields->maybe_text("password");
  if (auto read = fields->finish(); !read) return tl::unexpected<Error>(std::move(read).error());
  if (!role && !change.password) return refuse_value("role", "", "a role, a password, or both");
  if (!role) return change;
  const auto known = read_account_role(*role);
  if (!known) return tl::unexpected<Error>(known.error());
  change.role = *known;
  return change;
}

Outcome<Response> list_users(Users& users, const Request&) {
  JsonArray accounts;
  for (const auto& account : users.all()) accounts.push_back(account_json(account));
  return private_response(JsonObject{{"users", std::move(accounts)}});
}

Outcome<Response> add_user(Users& users, const Request& request) {
  const auto account = read_new_account(request);
  if (!account) return tl::unexpected<Error>(account.error());
  return answer(users.add(*account, actor_of(request)));
}

Outcome<Response> get_user(Users& users, const Request& request) {
  return answer(users.require(request.parameters[0]));
}

Outcome<Response> change_user(Users& users, const Request& request) {
  const auto change = read_change(request);
  if (!change) return tl::unexpected<Error>(change.error());
  return answer(users.change(request.parameters[0], *change, actor_of(request)));
}

Outcome<Response> remove_user(Users& users, const Request& request) {
  auto removed = users.remove(request.parameters[0], actor_of(request));
  if (!removed) return tl::unexpected<Error>(std::move(removed).error());
  return private_response(JsonObject{});
}

}  // namespace

std::vector<Route> user_routes(Users& users) {
  const std::string all = "/api/shohin/v1/users";
  const std::string one = all + "/{user}";
  const auto route = [&](Method method, const std::string& path, Accepts accepts,
                         Outcome<Response> (*work)(Users&, const Request&)) {
    Route made(method, path, Role::kAdmin, accepts,
               [&users, work](const Request& request) { return work(users, request); });
    made.body_limit = kBodyBytes;
    return made;
  };
  return {route(Method::kGet, all, Accepts::kNoBody, list_users),
          route(Method::kPost, all, Accepts::kJson, add_user),
          route(Method::kGet, one, Accepts::kNoBody, get_user),
          route(Method::kPatch, one, Accepts::kJson, change_user),
          route(Method::kDelete, one, Accepts::kNoBody, remove_user)};
}

}  // namespace shohin
