// `shohin restore BACKUP`: a backup becomes a data directory.
#include "operations/restore.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/running_server.h"
#include "cli/say.h"

namespace shohin {
namespace {

struct RestoreOptions {
  std::string backup, data = default_data();
  bool replace = false, json = false;
};

int run_restore(const RestoreOptions& options) {
  const auto onto = options.replace ? OntoData::kReplace : OntoData::kRefuse;
  const auto report = restore(options.backup, options.data, onto);
  if (!report) {
    (void)complain(report.error(), options.json);
    return report.error().code == ErrorCode::kInvalidParameterValue ? kExitFoundBad : kExitFailed;
  }
  if (options.json) {
    print_json(JsonObject{{"data", options.data},
                          {"database_bytes", report->database_bytes},
                          {"blobs", report->blobs},
                          {"blob_bytes", report->blob_bytes}});
  } else {
    std::cout << options.data << ": restored a database of " << report->database_bytes << " bytes and "
              << report->blobs << " blobs of " << report->blob_bytes << " bytes\n";
  }
  return kExitDone;
}

}  // namespace

void add_restore(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("restore", "Make a data directory of a backup; no server may hold it");
  command->footer("Example: shohin restore /backups/monday --data ./data");
  const auto options = std::make_shared<RestoreOptions>();
  command->add_option("BACKUP", options->backup, "The directory that `shohin backup` wrote")->required();
  command->add_option("--data", options->data, "The data directory: empty or new")->capture_default_str();
  command->add_flag("--replace", options->replace,
                    "Replace the database that is there; it is kept as shohin.db.before-restore");
  command->add_flag("--json", options->json, "Print one JSON document");
  command->callback([options, &exit_code] { exit_code = run_restore(*options); });
}

}  // namespace shohin
