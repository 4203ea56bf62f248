#include "auth/user_routes.h"

#include "auth/account_answers.h"
#include "auth/account_rules.h"
#include "mlflow/actor.h"

namespace shohin {
namespace {

Outcome<Response> answer(const Outcome<Account>& account) {
  if (!account) return tl::unexpected<Error>(account.error());
  return private_response(account_json(*account));
}

Outcome<NewAccount> read_new_account(const Request& request) {
  const auto& fields = request.fields;
  NewAccount account{fields.text("user"), fields.text("password")};
  const auto known = read_account_role(fields.text("role"));
  if (!known) return tl::unexpected<Error>(known.error());
  account.role = *known;
  return account;
}

Outcome<AccountChange> read_change(const Request& request) {
  AccountChange change;
  const auto role = request.fields.maybe_text("role");
  change.password = request.fields.maybe_text("password");
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
                         Outcome<Response> (*work)(Users&, const Request&), Operation operation) {
    operation.strict = true;
    Route made(
        method, path, Role::kAdmin, accepts,
        [&users, work](const Request& request) { return work(users, request); }, std::move(operation));
    made.body_limit = kAccountBodyBytes;
    return made;
  };
  const auto role = role_field();
  const auto password = password_field("password");
  const auto account = account_schema();
  return {
      route(Method::kGet, all, Accepts::kNoBody, list_users,
            {.summary = "List users", .answer = json_answer({list("users", account)})}),
      route(
          Method::kPost, all, Accepts::kJson, add_user,
          {.summary = "Make a user", .body = {{user_field(), password, role}}, .answer = answer_of(account)}),
      route(Method::kGet, one, Accepts::kNoBody, get_user,
            {.summary = "Tell about a user", .answer = answer_of(account)}),
      route(Method::kPatch, one, Accepts::kJson, change_user,
            {.summary = "Change a user's role, password or both",
             .body = {{password, maybe(role)}, {role, maybe(password)}},
             .answer = answer_of(account),
             .errors = {409}}),
      route(Method::kDelete, one, Accepts::kNoBody, remove_user,
            {.summary = "Remove a user, with sessions and tokens",
             .answer = answer_of(object("", {})),
             .errors = {409}})};
}

}  // namespace shohin
