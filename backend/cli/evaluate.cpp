// `shohin evaluate`: how good a model's answers are on labelled rows.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "cli/commands.h"
#include "cli/data_file.h"
#include "cli/evaluation.h"
#include "cli/input_file.h"
#include "cli/metrics_report.h"
#include "cli/progress_line.h"
#include "cli/say.h"
#include "evaluate/report.h"
#include "wire/evaluation_json.h"

namespace shohin {
namespace {

struct EvaluateOptions {
  std::string model, data, compare;
  double confidence = 0;  // 0: no intervals
  std::uint32_t resamples = 1000, repeats = 5, threads = 1;
  double seed = 42;
  bool curves = false, importance = false, report = false, json = false;
};

// The data are read by the model's contract: another model must share it to answer the same rows.
Outcome<Model> read_other_model(const EvaluateOptions& options, const Contract& contract) {
  auto other = read_model_file(options.compare);
  if (!other) return other;
  if (canonical_contract(other->contract) != canonical_contract(contract))
    return found_bad(options.compare, Fault{.code = FaultCode::kForeignContract, .field = "contract"});
  return other;
}

Evaluation examine(const EvaluateOptions& options, const Model& model, const Table& table) {
  const auto seed = static_cast<std::uint64_t>(options.seed);
  Evaluation found;
  found.bootstrap = {.confidence = options.confidence, .resamples = options.resamples, .seed = seed};
  found.permutation = {.repeats = options.repeats, .seed = seed};
  found.probabilities = predict_table(model, table);
  found.metrics = measure(found.probabilities, table.labels, model.class_count());
  if (options.confidence > 0) {
    ProgressLine progress("resampling", "resamples", options.resamples, options.json);
    found.intervals = bootstrap_intervals(found.probabilities, table.labels, model.class_count(),
                                          found.bootstrap, [&](std::uint32_t done) { progress.at(done); });
  }
  if (options.importance)
    found.importance = shuffle_features(model, table, found, options.threads, options.json);
  return found;
}

void tell(const EvaluateOptions& options, const Evaluation& found, const Model& model, const Table& table) {
  if (options.json) {
    JsonObject document = evaluation_json(found, model, table);
    if (options.curves)
      document.emplace_back("curves", curves_json(found.probabilities, table.labels, model.contract));
    if (options.report) document.emplace_back("report", classification_report(found.metrics, model.contract));
    print_json(document);
    return;
  }
  if (options.report)
    std::cout << classification_report(found.metrics, model.contract);
  else
    print_metrics(found.metrics, model.contract);
  print_findings(found, model.contract);
}

int run_evaluate(const EvaluateOptions& options) {
  if (options.curves && !options.json) return wrong_usage("--curves are lists for machines: add --json.");
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
  Evaluation found = examine(options, *model, *table);
  if (!options.compare.empty()) {
    const auto other = read_other_model(options, model->contract);
    if (!other) return complain(other.error(), options.json);
    found.comparison = compare_models(*other, *table, found);
  }
  tell(options, found, *model, *table);
  return kExitDone;
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("evaluate", "Measure a model on labelled rows");
  command->footer("Example: shohin evaluate --model iris.onnx --data iris.csv");
  const auto options = std::make_shared<EvaluateOptions>();
  options->threads = std::max(1U, std::thread::hardware_concurrency());
  command->add_option("--model", options->model, "The model (ONNX)")->required();
  command->add_option("--data", options->data, "Labelled rows (CSV, or JSON by its ending)")->required();
  command->add_option("--compare", options->compare,
                      "Another model on the same rows: its metrics and McNemar's test");
  command
      ->add_option("--confidence", options->confidence,
                   "Bootstrap intervals that hold the measures this surely, such as 0.95")
      ->check(CLI::Range(0.5, 0.9999));
  command->add_option("--resamples", options->resamples, "Resamples of the bootstrap")
      ->capture_default_str()
      ->check(CLI::Range(10, 1000000));
  command->add_flag("--importance", options->importance, "How much worse it gets when a feature is shuffled");
  command->add_option("--repeats", options->repeats, "Shuffles a feature")
      ->capture_default_str()
      ->check(CLI::Range(1, 1000));
  command->add_option("--seed", options->seed, "Seed of bootstrap and shuffles")
      ->default_str("42")
      ->check(CLI::Range(0.0, kHighestSeed));
  command->add_option("--threads", options->threads, "Threads for --importance")
      ->capture_default_str()
      ->check(CLI::Range(1, 1024));
  command->add_flag("--curves", options->curves,
                    "ROC, precision-recall and calibration curve of each class (with --json)");
  command->add_flag("--report", options->report, "The classification report that scikit-learn prints");
  command->add_flag("--json", options->json, "Print everything as JSON");
  command->callback([options, &exit_code] { exit_code = run_evaluate(*options); });
}

}  // namespace shohin
