// What the verbs of `shohin user` and `shohin token` have in common.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <utility>

#include "cli/account_desk.h"
#include "cli/commands.h"
#include "cli/say.h"

namespace shohin {

struct AccountArguments {
  std::string data = default_data(), token_file;
  bool json = false;
  bool may_begin = true;  // see AccountDeskOptions
};

// `Arguments` are AccountArguments with those of its own verbs. `run` gives the exit code.
template <class Arguments>
struct AccountVerbs {
  using Work = Outcome<Json> (*)(AccountDesk& desk, const Arguments& arguments);

  CLI::App* group;
  int (*run)(Arguments arguments, Work work);
  int& exit_code;
  std::shared_ptr<Arguments> arguments = std::make_shared<Arguments>();

  CLI::App* add(const char* verb, const char* help, Work work) const {
    CLI::App* command = group->add_subcommand(verb, help);
    command->add_option("--data", arguments->data, "The data directory")->capture_default_str();
    command->add_option("--token-file", arguments->token_file, "An admin's token for the running server");
    command->add_flag("--json", arguments->json, "Print one JSON document");
    command->callback([run = run, given = arguments, work, &code = exit_code] { code = run(*given, work); });
    return command;
  }

  // Does the verb's work at the desk and says what came of it; gives the exit code.
  static int answer(const Arguments& arguments, Work work, void (*say)(const Json& answer)) {
    auto desk = AccountDesk::open({arguments.data, arguments.token_file, arguments.may_begin});
    if (!desk) return complain(desk.error(), arguments.json);
    const auto answer = work(*desk, arguments);
    if (!answer) return complain(answer.error(), arguments.json);
    (arguments.json ? print_json : say)(*answer);
    return kExitDone;
  }
};

}  // namespace shohin
