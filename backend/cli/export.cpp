// `shohin export`: a run or a registered version as files.
#include "operations/export.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/export_source.h"
#include "cli/running_server.h"
#include "cli/say.h"

namespace shohin {
namespace {

struct ExportOptions {
  std::string run, model, version = "production", out, data = default_data(), token_file;
  bool json = false;
};

Outcome<ExportReport> export_from(ExportSource& source, const ExportOptions& options) {
  if (!options.run.empty()) return export_run(source, options.run, options.out);
  return export_version(source, options.model, options.version, options.out);
}

// The store takes the lock itself.
Outcome<ExportReport> export_from_files(DataHolder holder, const ExportOptions& options) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(std::filesystem::path(options.data) / "shohin.db", unknown)) {
    return refuse(ErrorCode::kResourceDoesNotExist, options.data + " holds no database.");
  }
  holder.lock.reset();
  auto store = Store::open({.directory = options.data});
  if (!store) return tl::unexpected(store.error());
  return export_from(*source_of(**store), options);
}

int run_export(const ExportOptions& options) {
  auto holder = find_holder(options.data, options.token_file);
  if (!holder) return complain(holder.error(), options.json);
  const auto report = holder->server ? export_from(*source_of(*holder->server), options)
                                     : export_from_files(std::move(*holder), options);
  if (!report) return complain(report.error(), options.json);
  if (options.json) {
    print_json(JsonObject{{"out", options.out}, {"files", report->files}});
  } else {
    std::cout << options.out << ": " << report->files << " files\n";
  }
  return kExitDone;
}

}  // namespace

void add_export(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("export", "Write a run, or a version of a registered model, as files");
  command->footer("Example: shohin export --model bonsai --version production --out bonsai/");
  const auto options = std::make_shared<ExportOptions>();
  CLI::Option* run = command->add_option("--run", options->run, "The run's id");
  CLI::Option* model = command->add_option("--model", options->model, "The registered model's name");
  command->add_option("--version", options->version, "Its version or alias")
      ->needs(model)
      ->capture_default_str();
  command->add_option("--out", options->out, "Where to: an empty or new directory")->required();
  command->add_option("--data", options->data, "The data directory")->capture_default_str();
  command->add_option("--token-file", options->token_file, "A viewer's token, instead of the operator's");
  command->add_flag("--json", options->json, "Print one JSON document");
  run->excludes(model);
  command->callback([options, &exit_code] {
    exit_code = options->run.empty() && options->model.empty() ? wrong_usage("Name a --run or a --model.")
                                                               : run_export(*options);
  });
}

}  // namespace shohin
