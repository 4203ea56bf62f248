#include "auth/mlflow_user_routes.h"

#include <optional>
#include <utility>

#include "auth/account_rules.h"
#include "mlflow/actor.h"
#include "mlflow/json_text.h"
#include "mlflow/message.h"
#include "mlflow/routes.h"

namespace shohin {
namespace {

struct Call {
  Users& users;
  SignIn& sign_in;
  const MlflowCall& call;
  const Request& request = call.request;
  const Message& message = call.message;
};

std::string user_json(const Account& account) {
  return JsonText()
      .integer("id", account.id)
      .text("username", account.name)
      .flag("is_admin", account.role == Role::kAdmin)
      .json("experiment_permissions", "[]")  // which clients before 3 look for
      .json("registered_model_permissions", "[]")
      .str();
}

Field user_schema() {
  return component("MlflowUser", object("user", {integer("id"), text("username"), flag("is_admin"),
                                                 list("experiment_permissions", any("")),
                                                 list("registered_model_permissions", any(""))}));
}

std::string in_user(const Account& account) { return JsonText().json("user", user_json(account)).str(); }

MlflowAnswer create_user(const Call& call) {
  const NewAccount account{call.message.required_text("username"), call.message.required_text("password"),
                           Role::kStaff};
  return call.call.then([&]() -> Outcome<std::string> {
    const auto made = call.users.add(account, actor_of(call.request));
    if (!made) return tl::unexpected<Error>(made.error());
    return in_user(*made);
  });
}

MlflowAnswer get_user(const Call& call) {
  const auto name = call.message.required_text("username");
  return call.call.then([&]() -> Outcome<std::string> {
    if (name != call.request.user && call.request.role != Role::kAdmin) {
      return refuse(ErrorCode::kPermissionDenied, "Only an admin may look at other users.");
    }
    const auto account = call.users.require(name);
    if (!account) return tl::unexpected<Error>(account.error());
    return in_user(*account);
  });
}

MlflowAnswer list_users(const Call& call) {
  return call.call.then(
      [&]() -> Outcome<std::string> { return JsonText().list("users", call.users.all(), user_json).str(); });
}

// Who has no account (the operator's token, or --auth off) is told all the same, as MLflow's pages ask.
MlflowAnswer current_user(const Call& call) {
  return call.call.then([&]() -> Outcome<std::string> {
    const auto account =
        call.users.find(call.request.user).value_or(Account{0, call.request.user, call.request.role, 0, 0});
    return JsonText().json("user", user_json(account)).flag("is_basic_auth", true).str();
  });
}

// As MLflow has it: for one's own password the present one is needed, and a wrong one is a bad parameter.
Outcome<void> check_own_password(const Call& call, const std::string& present, const std::string& wanted) {
  if (present.empty()) {
    return refuse(ErrorCode::kInvalidParameterValue,
                  "Current password is required when changing your own password.");
  }
  const auto known = call.sign_in.check(call.request.user, present, call.request.client_address);
  if (!known && known.error().code == ErrorCode::kUnauthenticated) {
    return refuse(ErrorCode::kInvalidParameterValue, "Current password does not match.");
  }
  if (!known) return tl::unexpected<Error>(known.error());
  if (present != wanted) return {};
  return refuse(ErrorCode::kInvalidParameterValue, "New password must differ from the current password.");
}

MlflowAnswer update_password(const Call& call) {
  const auto name = call.message.required_text("username");
  const auto password = call.message.required_text("password");
  const auto present = call.message.text_or_empty("current_password");
  return call.call.then([&]() -> Outcome<std::string> {
    if (name == call.request.user) {
      if (auto good = check_own_password(call, present, password); !good)
        return tl::unexpected<Error>(good.error());
    } else if (call.request.role != Role::kAdmin) {
      return refuse(ErrorCode::kPermissionDenied, "Only an admin may set another user's password.");
    }
    const auto changed = call.users.change(name, {.password = password}, actor_of(call.request));
    if (!changed) return tl::unexpected<Error>(changed.error());
    return "{}";
  });
}

MlflowAnswer update_admin(const Call& call) {
  const auto name = call.message.required_text("username");
  const auto is_admin = call.message.flag("is_admin");
  call.message.require("is_admin");
  return call.call.then([&]() -> Outcome<std::string> {
    const auto account = call.users.require(name);
    if (!account) return tl::unexpected<Error>(account.error());
    if ((account->role == Role::kAdmin) == *is_admin) return "{}";  // a viewer stays a viewer
    const auto role = *is_admin ? Role::kAdmin : Role::kStaff;
    const auto changed = call.users.change(name, {.role = role}, actor_of(call.request));
    if (!changed) return tl::unexpected<Error>(changed.error());
    return "{}";
  });
}

MlflowAnswer delete_user(const Call& call) {
  const auto name = call.message.required_text("username");
  return call.call.then([&]() -> Outcome<std::string> {
    if (name == call.request.user) {
      return refuse(ErrorCode::kBadRequest,
                    "Users cannot delete their own account. Ask another admin to delete this user instead.");
    }
    return empty_answer(call.users.remove(name, actor_of(call.request)));
  });
}

}  // namespace

std::vector<Route> mlflow_user_routes(Users& users, SignIn& sign_in) {
  MlflowRoutes routes;
  const auto add = [&](Method method, const char* path, Role role, MlflowSummary summary,
                       MlflowAnswer (*work)(const Call&)) {
    auto route = mlflow_route(method, "/users/" + std::string(path), role, std::move(summary),
                              [&users, &sign_in, work](const MlflowCall& call) {
                                return work({users, sign_in, call});
                              });
    if (method != Method::kGet) route.scope = Scope::kAdmin;
    if (method != Method::kGet && role == Role::kAdmin)
      route.operation.errors = {409};  // the last admin stays
    routes.add(std::move(route));
  };
  const auto user = user_schema();
  add(Method::kPost, "create", Role::kAdmin, {"Make a user, as MLflow's basic-auth app does", {user}},
      create_user);
  add(Method::kGet, "get", Role::kViewer, {"Tell about a user to MLflow's client", {user}}, get_user);
  add(Method::kGet, "list", Role::kAdmin,
      {"List users for MLflow's client", {maybe(list("users", named("", user)))}}, list_users);
  add(Method::kGet, "current", Role::kViewer,
      {"Tell MLflow's client who is signed in", {user, flag("is_basic_auth")}}, current_user);
  add(Method::kPatch, "update-password", Role::kViewer, {"Set a password"}, update_password);
  add(Method::kPatch, "update-admin", Role::kAdmin, {"Make a user admin, or staff again"}, update_admin);
  add(Method::kDelete, "delete", Role::kAdmin, {"Delete a user"}, delete_user);
  return routes.take();
}

}  // namespace shohin
