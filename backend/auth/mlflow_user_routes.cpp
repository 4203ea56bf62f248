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
  const Request& request;
  const Message& message;
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

std::string in_user(const Account& account) { return JsonText().json("user", user_json(account)).str(); }

Outcome<std::string> create_user(const Call& call) {
  const NewAccount account{call.message.required_text("username"), call.message.required_text("password"),
                           Role::kStaff};
  if (call.message.failed()) return call.message.fault();
  const auto made = call.users.add(account, actor_of(call.request));
  if (!made) return tl::unexpected<Error>(made.error());
  return in_user(*made);
}

Outcome<std::string> get_user(const Call& call) {
  const auto name = call.message.required_text("username");
  if (call.message.failed()) return call.message.fault();
  if (name != call.request.user && call.request.role != Role::kAdmin) {
    return refuse(ErrorCode::kPermissionDenied, "Only an admin may look at other users.");
  }
  const auto account = call.users.require(name);
  if (!account) return tl::unexpected<Error>(account.error());
  return in_user(*account);
}

Outcome<std::string> list_users(const Call& call) {
  return JsonText().list("users", json_of_each(call.users.all(), user_json)).str();
}

// Who has no account (the operator's token, or --auth off) is told all the same, as MLflow's pages ask.
Outcome<std::string> current_user(const Call& call) {
  const auto account =
      call.users.find(call.request.user).value_or(Account{0, call.request.user, call.request.role, 0, 0});
  return JsonText().json("user", user_json(account)).flag("is_basic_auth", true).str();
}

// As MLflow has it: for one's own password the present one is needed, and a wrong one is a bad parameter.
Outcome<void> check_own_password(const Call& call, const std::string& wanted) {
  const auto present = call.message.text_or_empty("current_password");
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

Outcome<std::string> update_password(const Call& call) {
  const auto name = call.message.required_text("username");
  const auto password = call.message.required_text("password");
  if (call.message.failed()) return call.message.fault();
  if (name == call.request.user) {
    if (auto good = check_own_password(call, password); !good) return tl::unexpected<Error>(good.error());
  } else if (call.request.role != Role::kAdmin) {
    return refuse(ErrorCode::kPermissionDenied, "Only an admin may set another user's password.");
  }
  const auto changed = call.users.change(name, {.password = password}, actor_of(call.request));
  if (!changed) return tl::unexpected<Error>(changed.error());
  return "{}";
}

Outcome<std::string> update_admin(const Call& call) {
  const auto name = call.message.required_text("username");
  const auto is_admin = call.message.flag("is_admin");
  if (!is_admin) call.message.complain("Missing value for required parameter 'is_admin'.");
  if (call.message.failed()) return call.message.fault();
  const auto account = call.users.require(name);
  if (!account) return tl::unexpected<Error>(account.error());
  if ((account->role == Role::kAdmin) == *is_admin) return "{}";  // a viewer stays a viewer
  const auto role = *is_admin ? Role::kAdmin : Role::kStaff;
  const auto changed = call.users.change(name, {.role = role}, actor_of(call.request));
  if (!changed) return tl::unexpected<Error>(changed.error());
  return "{}";
}

Outcome<std::string> delete_user(const Call& call) {
  const auto name = call.message.required_text("username");
  if (call.message.failed()) return call.message.fault();
  if (name == call.request.user) {
    return refuse(ErrorCode::kBadRequest,
                  "Users cannot delete their own account. Ask another admin to delete this user instead.");
  }
  return empty_answer(call.users.remove(name, actor_of(call.request)));
}

}  // namespace

std::vector<Route> mlflow_user_routes(Users& users, SignIn& sign_in) {
  MlflowRoutes routes;
  const auto add = [&](Method method, const char* path, Role role,
                       Outcome<std::string> (*work)(const Call&)) {
    const auto handler = [&users, &sign_in, work](const Request& request) -> Outcome<Response> {
      const auto message = Message::read(request);
      if (!message) return tl::unexpected<Error>(message.error());
      auto json = work({users, sign_in, request, *message});
      if (!json) return tl::unexpected<Error>(std::move(json).error());
      return json_response(std::move(*json));
    };
    Route route(method, "/api/2.0/mlflow/users/" + std::string(path), role,
                method == Method::kGet ? Accepts::kNoBody : Accepts::kAny, handler);
    if (method != Method::kGet) route.scope = Scope::kAdmin;
    routes.add_raw(std::move(route));
  };
  add(Method::kPost, "create", Role::kAdmin, create_user);
  add(Method::kGet, "get", Role::kViewer, get_user);
  add(Method::kGet, "list", Role::kAdmin, list_users);
  add(Method::kGet, "current", Role::kViewer, current_user);
  add(Method::kPatch, "update-password", Role::kViewer, update_password);
  add(Method::kPatch, "update-admin", Role::kAdmin, update_admin);
  add(Method::kDelete, "delete", Role::kAdmin, delete_user);
  return routes.take();
}

}  // namespace shohin
