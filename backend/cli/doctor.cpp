// `shohin doctor`: whether a data directory, or a backup, is sound. Exit code 3 when something is bad.
#include "operations/doctor.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/running_server.h"
#include "cli/say.h"
#include "operations/routes.h"

namespace shohin {
namespace {

struct DoctorOptions {
  std::string data = default_data(), token_file;
  bool json = false;
};

int run_doctor(const DoctorOptions& options) {
  auto holder = find_holder(options.data, options.token_file);
  if (!holder) return complain(holder.error(), options.json);
  const auto found = holder->server ? holder->server->call(Method::kGet, "/api/shohin/v1/doctor")
                                    : Outcome<Json>(findings_json(examine({.data = options.data})));
  if (!found) return complain(found.error(), options.json);
  if (options.json) {
    print_json(*found);
  } else {
    for (const auto& finding : (*found)["findings"].as_array()) {
      std::cout << finding["condition"].as_string() << "\t" << finding["check"].as_string() << "\t"
                << finding["message"].as_string() << "\n";
    }
  }
  return (*found)["healthy"].as_bool() ? kExitDone : kExitFoundBad;
}

}  // namespace

void add_doctor(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("doctor", "Examine a data directory or a backup; exit code 3 when something is bad");
  command->footer("Example: shohin doctor --data ./data");
  const auto options = std::make_shared<DoctorOptions>();
  command->add_option("--data", options->data, "The data directory, or a backup")->capture_default_str();
  command->add_option("--token-file", options->token_file, "An admin's token, instead of the operator's");
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = run_doctor(*options); });
}

}  // namespace shohin
