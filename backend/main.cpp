// The server and the command line: sets up the commands and runs the one that was asked for.
#include <CLI/CLI.hpp>
#include <iostream>

#include "cli/commands.h"
#include "cli/unknown_command.h"

int main(int argc, char** argv) {
  CLI::App app("Shohin: train, keep, serve and run classifiers that work in a browser tab", "shohin");
  app.set_version_flag("--version", SHOHIN_VERSION);
  app.require_subcommand(1);
  int exit_code = shohin::kExitDone;
  shohin::add_serve(app, exit_code);
  shohin::add_train(app, exit_code);
  shohin::add_search(app, exit_code);
  shohin::add_predict(app, exit_code);
  shohin::add_evaluate(app, exit_code);
  shohin::add_explain(app, exit_code);
  shohin::add_reproduce(app, exit_code);
  shohin::add_drift(app, exit_code);
  shohin::add_inspect(app, exit_code);
  shohin::add_import(app, exit_code);
  shohin::add_validate(app, exit_code);
  shohin::add_generate(app, exit_code);
  shohin::add_health(app, exit_code);
  shohin::add_backup(app, exit_code);
  shohin::add_restore(app, exit_code);
  shohin::add_doctor(app, exit_code);
  shohin::add_migrate(app, exit_code);
  shohin::add_export(app, exit_code);
  shohin::add_user(app, exit_code);
  shohin::add_token(app, exit_code);
  shohin::add_gate(app, exit_code);
  if (const auto unknown = shohin::unknown_command(app, argc, argv)) {
    std::cerr << *unknown << "\n";
    return shohin::kExitWrongUsage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? shohin::kExitDone : shohin::kExitWrongUsage;
  }
  return exit_code;
}
