// `shohin gate`: what stands before production, and what it says of a version.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/mlflow_client.h"
#include "cli/running_server.h"
#include "cli/say.h"
#include "http/url.h"

namespace shohin {
namespace {

struct GateArguments {
  std::string model, data = default_data(), token_file, version, settings;
  bool json = false;
};

Outcome<Json> ask(const GateArguments& arguments) {
  auto holder = find_holder(arguments.data, arguments.token_file);
  if (!holder) return tl::unexpected<Error>(holder.error());
  if (!holder->server) {
    return refuse(ErrorCode::kTemporarilyUnavailable,
                  "No server serves " + arguments.data + ": start one with shohin serve.");
  }
  const auto path = "/api/shohin/v1/models/" + percent_encode(arguments.model) + "/gate";
  if (!arguments.settings.empty()) {
    const auto settings = read_json_argument("--set", arguments.settings);
    if (!settings) return tl::unexpected<Error>(settings.error());
    return holder->server->call(Method::kPut, path, write_json(*settings));
  }
  if (arguments.version.empty()) return holder->server->call(Method::kGet, path, "");
  return holder->server->call(Method::kPost, path + "/check",
                              write_json(JsonObject{{"version", arguments.version}}));
}

void say_rules(const Json& verdict) {
  if (verdict["rules"].as_array().empty()) std::cout << "no gate is set up\n";
  for (const auto& rule : verdict["rules"].as_array()) {
    std::cout << (rule["passes"].as_bool() ? "passes  " : "FAILS   ") << rule["rule"].as_string() << ": "
              << rule["message"].as_string() << "\n";
  }
}

int run_gate(const GateArguments& arguments) {
  const auto answer = ask(arguments);
  if (!answer) return complain(answer.error(), arguments.json);
  const bool is_verdict = answer->has("rules");
  if (arguments.json) {
    print_json(*answer);
  } else if (is_verdict) {
    say_rules(*answer);
  } else {
    std::cout << write_json(*answer, JsonStyle::kIndented) << "\n";
  }
  return is_verdict && !(*answer)["passes"].as_bool() ? kExitFoundBad : kExitDone;
}

}  // namespace

void add_gate(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("gate", "What stands before production: tell it, set it up, ask it about a version");
  command->footer("Example: shohin gate bonsai --version 7");
  const auto arguments = std::make_shared<GateArguments>();
  command->add_option("MODEL", arguments->model, "The registered model")->required();
  CLI::Option* version =
      command->add_option("--version", arguments->version,
                          "Judge this version, which stays where it is; 3 when it may not enter");
  command->add_option("--set", arguments->settings, "Set the gate up: JSON, or a file with it")
      ->excludes(version);
  command->add_option("--data", arguments->data, "The data directory of the server")->capture_default_str();
  command->add_option("--token-file", arguments->token_file, "A file with a token for the server");
  command->add_flag("--json", arguments->json, "print the server's answer as JSON");
  command->callback([arguments, &exit_code] { exit_code = run_gate(*arguments); });
}

}  // namespace shohin
