// `shohin generate bonsai`: made data, and how well anything can do on it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>

#include "bonsai/generator.h"
#include "cli/ceiling_report.h"
#include "cli/commands.h"
#include "cli/output_file.h"
#include "cli/progress_line.h"
#include "cli/say.h"
#include "error/fault_text.h"

namespace shohin {
namespace {

struct GenerateOptions {
  BonsaiOptions bonsai;
  std::string out, model;  // no name: stdout
  bool bayes = false, json = false;
};

int write_set(const GenerateOptions& options) {
  const Faults faults = check_bonsai(options.bonsai.rows, options.bonsai.noise);
  if (!faults.empty()) return wrong_usage(english(faults));
  auto file = OutputFile::create(options.out);
  if (!file) return complain(file.error());
  ProgressLine progress("generating", "rows", options.bonsai.rows, false);
  std::uint64_t lines = 0;
  Outcome<void> written;
  (void)write_bonsai_csv(options.bonsai,
                         [&](std::string_view piece) {  // it stops only when `written` says so
                           written = file->write(piece);
                           lines += static_cast<std::uint64_t>(std::count(piece.begin(), piece.end(), '\n'));
                           progress.at(lines);
                           return written.has_value();
                         });
  if (written) written = file->commit();
  return written ? int{kExitDone} : complain(written.error());
}

int run_generate(const GenerateOptions& options, bool rows_given) {
  if (!options.bayes) return write_set(options);
  CeilingOptions ceiling{.seed = options.bonsai.seed, .noise = options.bonsai.noise};
  if (rows_given) ceiling.trees = options.bonsai.rows;
  return report_ceiling(ceiling, options.model, options.json);
}

void add_bonsai(CLI::App& generate, int& exit_code) {
  CLI::App* command = generate.add_subcommand("bonsai",
                                              "Draw trees of four species and measure them "
                                              "(docs/bonsai-generator.md); says nothing about real trees");
  command->footer("Example: shohin generate bonsai --rows 10000 --seed 7 --out trees.csv");
  const auto options = std::make_shared<GenerateOptions>();
  CLI::Option* rows =
      command->add_option("--rows", options->bonsai.rows, "How many trees (with --bayes: 20000)");
  rows->capture_default_str();
  command->add_option("--seed", options->bonsai.seed, "Another seed draws other trees")
      ->check(CLI::Range(0.0, kHighestSeed))
      ->capture_default_str();
  command->add_option("--noise", options->bonsai.noise, "Relative measuring error, 0 to 0.5")
      ->capture_default_str();
  CLI::Option* complete = command->add_flag("--complete", options->bonsai.complete, "Leave no cell empty");
  CLI::Option* out = command->add_option("--out", options->out, "The CSV to write; stdout when left out");
  CLI::Option* bayes =
      command->add_flag("--bayes", options->bayes,
                        "Print the best possible accuracy on such trees instead, with its standard error");
  command->add_option("--model", options->model, "A model to try on the same trees")->needs(bayes);
  command->add_flag("--json", options->json, "Print the accuracies as JSON")->needs(bayes);
  bayes->excludes(complete)->excludes(out);
  command->callback([options, rows, &exit_code] { exit_code = run_generate(*options, rows->count() > 0); });
}

}  // namespace

void add_generate(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("generate", "Make a data set");
  command->footer("Example: shohin generate bonsai --rows 10000 --seed 7 --out trees.csv");
  command->require_subcommand(1);
  add_bonsai(*command, exit_code);
}

}  // namespace shohin
