// `shohin explain`: why a model answers as it does, for one row, over all rows, or along one feature.
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/data_file.h"
#include "cli/explain_report.h"
#include "cli/input_file.h"
#include "cli/progress_line.h"
#include "cli/say.h"

namespace shohin {
namespace {

struct ExplainOptions {
  std::string model, data, partial;
  std::uint32_t row = 1;
  bool global = false, json = false;
};

int show(const ExplainOptions& options, const Json& json, std::string (*text)(const Json&)) {
  if (options.json)
    print_json(json);
  else
    std::cout << text(json);
  return kExitDone;
}

Error no_such(const std::string& what, Fault fault) {
  return Error{ErrorCode::kInvalidRow, what, {}, std::move(fault)};
}

Json find_importance(const ExplainOptions& options, const Explained& explained) {
  ProgressLine progress("explaining", "rows", explained.table.row_count(), options.json);
  return importance_json(explained, [&](std::uint64_t done) { progress.at(done); });
}

int explain_table(const ExplainOptions& options, const Explained& explained) {
  if (options.global) return show(options, find_importance(options, explained), importance_text);
  if (options.partial.empty()) return show(options, row_json(explained, options.row - 1), row_text);
  const auto feature = explained.model.contract.feature_index(options.partial);
  if (!feature)
    return complain(no_such("--partial: the contract has no feature '" + options.partial + "'.",
                            {.code = FaultCode::kUnknownField, .field = options.partial}),
                    options.json);
  return show(options, partial_json(explained, *feature), partial_text);
}

int run_explain(const ExplainOptions& options) {
  const auto model = read_model_file(options.model);
  if (!model) return complain(model.error(), options.json);
  const auto table = read_data_file(options.data, model->contract, Labels::kOptional);
  if (!table) return complain(table.error(), options.json);
  const std::uint32_t rows = table->row_count();
  if (options.row == 0 || options.row > rows)
    return complain(no_such(options.data + " has " + std::to_string(rows) + " rows; there is no row " +
                                std::to_string(options.row) + ".",
                            {.code = rows == 0 ? FaultCode::kEmpty : FaultCode::kOutOfRange, .field = "row"}),
                    options.json);
  const auto explained = make_explained(*model, *table);
  if (!explained) return complain(found_bad(options.model, explained.error()).value(), options.json);
  return explain_table(options, *explained);
}

}  // namespace

void add_explain(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "explain", "Say what each feature adds to an answer (Shapley values), and how certain the answer is");
  command->footer("Example: shohin explain --model iris.onnx --data flowers.csv --row 3");
  const auto options = std::make_shared<ExplainOptions>();
  command->add_option("--model", options->model, "The model (ONNX)")->required();
  command->add_option("--data", options->data, "The rows (CSV, or JSON by its ending)")->required();
  CLI::Option* row = command->add_option("--row", options->row, "Which row of them, counting from 1");
  row->capture_default_str();
  CLI::Option* global = command->add_flag("--global", options->global,
                                          "Mean absolute contribution of each feature over all rows");
  command->add_option("--partial", options->partial, "A feature: the mean answer as it changes")
      ->excludes(global)
      ->excludes(row);
  global->excludes(row);
  command->add_flag("--json", options->json, "Print the explanation as JSON");
  command->callback([options, &exit_code] { exit_code = run_explain(*options); });
}

}  // namespace shohin
