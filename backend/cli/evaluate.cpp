// `shohin evaluate`: how good a model's answers are on labelled rows.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/commands.h"
#include "cli/data_file.h"
#include "cli/input_file.h"
#include "cli/metrics_report.h"
#include "cli/say.h"
#include "evaluate/metrics.h"
#include "model/onnx.h"
#include "wire/metrics_json.h"

namespace shohin {
namespace {

struct EvaluateOptions {
  std::string model, data;
  bool json = false;
};

Json evaluation_json(const Metrics& metrics, const Model& model, const Table& table) {
  JsonObject report = metrics_json(metrics, model.contract);
  report.emplace_back("rows", table.row_count());
  report.emplace_back("model_digest", model_digest(model));
  report.emplace_back("data_digest", data_digest(table));
  return report;
}

int run_evaluate(const EvaluateOptions& options) {
  const auto model = read_model_file(options.model);
  if (!model) return complain(model.error(), options.json);
  const auto table = read_data_file(options.data, model->contract, Labels::kRequired);
  if (!table) return complain(table.error(), options.json);
  if (table->row_count() == 0)
    return complain(Error{ErrorCode::kInvalidRow,
                          options.data + ": there are no rows.",
                          {},
                          Fault{.code = FaultCode::kEmpty, .field = "data"}},
                    options.json);
  const Metrics metrics = evaluate(*model, *table);
  if (options.json)
    print_json(evaluation_json(metrics, *model, *table));
  else
    print_metrics(metrics, model->contract);
  return kExitDone;
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("evaluate", "Measure a model on labelled rows");
  const auto options = std::make_shared<EvaluateOptions>();
  command->add_option("--model", options->model, "The model (ONNX)")->required();
  command->add_option("--data", options->data, "Labelled rows (CSV, or JSON by its ending)")->required();
  command->add_flag("--json", options->json, "Print the metrics as JSON");
  command->callback([options, &exit_code] { exit_code = run_evaluate(*options); });
}

}  // namespace shohin
