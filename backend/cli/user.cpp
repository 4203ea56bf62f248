// `shohin user add|list|role|password|remove`: the accounts of a server.
#include <iostream>
#include <string>
#include <utility>

#include "cli/account_verbs.h"
#include "cli/password_prompt.h"
#include "http/url.h"

namespace shohin {
namespace {

struct UserArguments : AccountArguments {
  std::string name, role, password_file, password;
};

using UserVerbs = AccountVerbs<UserArguments>;

std::string path_of(const UserArguments& arguments) { return "users/" + percent_encode(arguments.name); }

Outcome<Json> make_user(AccountDesk& desk, const UserArguments& arguments) {
  return desk.call(
      Method::kPost, "users",
      JsonObject{{"user", arguments.name}, {"password", arguments.password}, {"role", arguments.role}});
}

Outcome<Json> list_users(AccountDesk& desk, const UserArguments&) { return desk.call(Method::kGet, "users"); }

Outcome<Json> set_role(AccountDesk& desk, const UserArguments& arguments) {
  return desk.call(Method::kPatch, path_of(arguments), JsonObject{{"role", arguments.role}});
}

Outcome<Json> set_password(AccountDesk& desk, const UserArguments& arguments) {
  return desk.call(Method::kPatch, path_of(arguments), JsonObject{{"password", arguments.password}});
}

Outcome<Json> remove_user(AccountDesk& desk, const UserArguments& arguments) {
  return desk.call(Method::kDelete, path_of(arguments));
}

void say_user(const Json& user) {
  std::cout << user["user"].as_string() << "\t" << user["role"].as_string()
            << (user["has_password"].as_bool() ? "" : "\tno password yet") << "\n";
}

void say_users(const Json& answer) {
  if (answer.has("users")) {
    for (const auto& user : answer["users"].as_array()) say_user(user);
  } else if (answer.has("user")) {
    say_user(answer);
  }
}

// A password is asked for before the directory is opened: it must not be locked while somebody types.
int run_user(UserArguments arguments, UserVerbs::Work work) {
  arguments.may_begin = work == make_user || work == set_password;
  if (work == make_user || work == set_password) {
    auto password = read_password(arguments.password_file);
    if (!password) return complain(password.error(), arguments.json);
    arguments.password = std::move(*password);
  }
  return UserVerbs::answer(arguments, work, say_users);
}

}  // namespace

void add_user(CLI::App& app, int& exit_code) {
  CLI::App* group =
      app.add_subcommand("user", "The accounts of a server: who may sign in, and in which role");
  group->footer("Example: shohin user add vera --role staff --data ./data");
  group->require_subcommand(1);
  const UserVerbs verbs{group, run_user, exit_code};
  const auto& arguments = verbs.arguments;
  const auto with_name = [&](CLI::App* command) {
    command->add_option("NAME", arguments->name, "The user's name")->required();
    return command;
  };
  const auto with_role = [&](CLI::App* command) {
    command->add_option("--role", arguments->role, "viewer, staff or admin")->required();
    return command;
  };
  const auto with_password = [&](CLI::App* command) {
    command->add_option("--password-file", arguments->password_file,
                        "A file with the password, - for standard input; otherwise it is asked for");
    return command;
  };
  with_password(with_role(with_name(verbs.add("add", "Make an account", make_user))));
  verbs.add("list", "List the accounts", list_users);
  with_role(with_name(verbs.add("role", "Give an account another role", set_role)));
  with_password(
      with_name(verbs.add("password", "Give an account another password; its sessions end", set_password)));
  with_name(verbs.add("remove", "Remove an account with its sessions and tokens", remove_user));
}

}  // namespace shohin
