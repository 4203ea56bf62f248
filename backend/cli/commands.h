// The commands of `shohin`: each function adds one subcommand with its options and what it does.
#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): CLI11's own
class App;
}

namespace shohin {

// What the process says when it ends.
enum ExitCode : int {
  kExitDone = 0,
  kExitFailed = 1,
  kExitWrongUsage = 2,  // the arguments do not make sense
  kExitFoundBad = 3,    // looked at the input and found it bad
};

// Seeds go through JSON too, which is exact up to here: 2^53.
constexpr double kHighestSeed = 9007199254740992.0;

// Called while the command line is set up. The subcommand runs while it is parsed and leaves its exit code in
// `exit_code`, which must outlive `app`.
void add_serve(CLI::App& app, int& exit_code);
void add_train(CLI::App& app, int& exit_code);
void add_search(CLI::App& app, int& exit_code);
void add_predict(CLI::App& app, int& exit_code);
void add_evaluate(CLI::App& app, int& exit_code);
void add_explain(CLI::App& app, int& exit_code);
void add_reproduce(CLI::App& app, int& exit_code);
void add_drift(CLI::App& app, int& exit_code);
void add_inspect(CLI::App& app, int& exit_code);
void add_import(CLI::App& app, int& exit_code);
void add_validate(CLI::App& app, int& exit_code);
void add_generate(CLI::App& app, int& exit_code);
void add_health(CLI::App& app, int& exit_code);
void add_backup(CLI::App& app, int& exit_code);
void add_restore(CLI::App& app, int& exit_code);
void add_doctor(CLI::App& app, int& exit_code);
void add_migrate(CLI::App& app, int& exit_code);
void add_export(CLI::App& app, int& exit_code);
void add_user(CLI::App& app, int& exit_code);
void add_token(CLI::App& app, int& exit_code);
void add_gate(CLI::App& app, int& exit_code);

}  // namespace shohin
