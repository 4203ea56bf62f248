// `shohin migrate`: brings the database of a data directory to this program's schema, or moves the store of
// an MLflow server into it.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/migrate_mlflow.h"
#include "cli/running_server.h"
#include "cli/say.h"
#include "store/directory_lock.h"
#include "store/migrations.h"

namespace shohin {
namespace {

struct MigrateOptions {
  std::string data = default_data();
  std::vector<std::string> from_mlflow;  // its database and the folder of its artifacts
  bool dry_run = false, json = false;
};

Json plan_json(const MigrationPlan& plan, bool done) {
  JsonArray steps;
  for (const auto& step : plan.steps) steps.emplace_back(step);
  return JsonObject{{"schema", plan.version},
                    {"newest", plan.newest},
                    {"steps", std::move(steps)},
                    {"copy", plan.copy},
                    {"done", done}};
}

void print_plan(const MigrationPlan& plan, bool done) {
  if (plan.steps.empty()) {
    std::cout << "schema " << plan.version << ": nothing to do\n";
    return;
  }
  if (!plan.copy.empty()) std::cout << (done ? "copied to " : "would copy to ") << plan.copy << "\n";
  for (const auto& step : plan.steps) std::cout << (done ? "applied " : "would apply ") << step << "\n";
}

Outcome<void> apply(const std::filesystem::path& file) {
  auto database = Database::open(file, Access::kWrite);
  if (!database) return tl::unexpected(database.error());
  return migrate(**database, file, all_migrations());
}

int run_migrate(const MigrateOptions& options) {
  const auto& from = options.from_mlflow;
  if (!from.empty()) return migrate_from_mlflow({from[0], from[1]}, options.data, options.json);
  const std::filesystem::path data = options.data;
  const auto lock = DirectoryLock::take(data);
  if (!lock) return complain(lock.error(), options.json);
  const auto plan = plan_migration(data / "shohin.db", all_migrations());
  if (!plan) return complain(plan.error(), options.json);
  const bool does = !options.dry_run;
  if (does && !plan->steps.empty()) {
    if (auto done = apply(data / "shohin.db"); !done) return complain(done.error(), options.json);
  }
  if (options.json) {
    print_json(plan_json(*plan, does));
  } else {
    print_plan(*plan, does);
  }
  return kExitDone;
}

}  // namespace

void add_migrate(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "migrate",
      "Bring a data directory to this program's schema, or move an MLflow server's store into one");
  command->footer("Example: shohin migrate --data ./data --dry-run");
  const auto options = std::make_shared<MigrateOptions>();
  command->add_option("--data", options->data, "The data directory; no server may hold it")
      ->capture_default_str();
  auto* dry_run =
      command->add_flag("--dry-run", options->dry_run, "Say what would be done, and change nothing");
  command
      ->add_option(
          "--from-mlflow", options->from_mlflow,
          "An MLflow server's database and artifacts, for an empty data directory; both stay as they are")
      ->expected(2)
      ->type_name("SQLITE ARTIFACTS")
      ->excludes(dry_run);
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = run_migrate(*options); });
}

}  // namespace shohin
