// `shohin token create|list|revoke`: what programs sign in with.
#include <iostream>
#include <sstream>
#include <string>

#include "cli/account_verbs.h"

namespace shohin {
namespace {

struct TokenArguments : AccountArguments {
  std::string user, name, scopes;
  std::int64_t days = 90, id = 0;
};

using TokenVerbs = AccountVerbs<TokenArguments>;

JsonArray split_scopes(const std::string& text) {
  JsonArray scopes;
  std::istringstream in(text);
  for (std::string scope; std::getline(in, scope, ',');) scopes.emplace_back(scope);
  return scopes;
}

Outcome<Json> create_token(AccountDesk& desk, const TokenArguments& arguments) {
  return desk.call(Method::kPost, "tokens",
                   JsonObject{{"user", arguments.user},
                              {"name", arguments.name},
                              {"scopes", split_scopes(arguments.scopes)},
                              {"days", arguments.days}});
}

Outcome<Json> list_tokens(AccountDesk& desk, const TokenArguments&) {
  return desk.call(Method::kGet, "tokens");
}

Outcome<Json> revoke_token(AccountDesk& desk, const TokenArguments& arguments) {
  return desk.call(Method::kDelete, "tokens/" + std::to_string(arguments.id));
}

void say_token(const Json& token) {
  std::cout << static_cast<std::int64_t>(token["id"].as_number()) << "\t" << token["user"].as_string() << "\t"
            << token["name"].as_string() << "\t";
  const char* comma = "";
  for (const auto& scope : token["scopes"].as_array()) {
    std::cout << comma << scope.as_string();
    comma = ",";
  }
  std::cout << "\n";
}

void say_tokens(const Json& answer) {
  if (answer.has("token")) {
    std::cout << answer["token"].as_string() << std::endl;
  } else {
    for (const auto& token : answer["tokens"].as_array()) say_token(token);
  }
}

int run_token(TokenArguments arguments, TokenVerbs::Work work) {
  arguments.may_begin = work == create_token;
  return TokenVerbs::answer(arguments, work, say_tokens);
}

}  // namespace

void add_token(CLI::App& app, int& exit_code) {
  CLI::App* group = app.add_subcommand("token", "API tokens: what programs sign in with");
  group->footer("Example: shohin token create nightly --user vera --scopes log,register > token");
  group->require_subcommand(1);
  const TokenVerbs verbs{group, run_token, exit_code};
  const auto& arguments = verbs.arguments;
  CLI::App* create = verbs.add("create", "Make a token and print it; it is shown this once", create_token);
  create->add_option("NAME", arguments->name, "What it is for")->required();
  create->add_option("--user", arguments->user, "Whose it is")->required();
  create->add_option("--scopes", arguments->scopes, "read, log, register, promote, admin, with commas")
      ->required();
  create->add_option("--days", arguments->days, "How long it is good, 1 to 366")->capture_default_str();
  verbs.add("list", "List the tokens with their numbers", list_tokens);
  verbs.add("revoke", "End a token", revoke_token)
      ->add_option("ID", arguments->id, "The token's number")
      ->required();
}

}  // namespace shohin
