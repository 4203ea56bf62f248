// `shohin predict`: a CSV in, the same rows with their predictions out, in constant memory.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/output_file.h"
#include "cli/predict_rows.h"
#include "cli/progress_line.h"
#include "cli/say.h"
#include "contract/limits.h"

namespace shohin {
namespace {

struct PredictOptions {
  std::string model, data, out;
  std::uint32_t threads = std::max(1U, std::thread::hardware_concurrency());
  bool json = false;
};

int run_predict(const PredictOptions& options) {
  const auto model = read_model_file(options.model);
  if (!model) return complain(model.error(), options.json);
  auto input = InputFile::open(options.data, Limits::kCsvBytes);
  if (!input) return complain(input.error(), options.json);
  auto output = OutputFile::create(options.out);
  if (!output) return complain(output.error(), options.json);
  ProgressLine progress("predicting", "bytes", input->size(), options.json);
  const auto rows = predict_rows(*model, options.threads, *input, options.data, *output,
                                 [&] { progress.at(input->bytes_read()); });
  if (!rows) return complain(rows.error(), options.json);
  if (auto kept = output->commit(); !kept) return complain(kept.error(), options.json);
  if (options.json)
    print_json(JsonObject{{"rows", static_cast<double>(*rows)}, {"out", options.out}});
  else
    std::cerr << options.out << ": " << *rows << " rows\n";
  return kExitDone;
}

}  // namespace

void add_predict(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "predict", "Classify every row of a CSV: its columns, then prediction, confidence and p_<class>");
  command->footer("Example: shohin predict --model iris.onnx --data flowers.csv --out answers.csv");
  const auto options = std::make_shared<PredictOptions>();
  command->add_option("--model", options->model, "The model (ONNX)")->required();
  command->add_option("--data", options->data, "The rows (CSV)")->required();
  command->add_option("--out", options->out, "The CSV to write")->required();
  command
      ->add_option("--threads", options->threads, "How many threads; the answers are the same for any number")
      ->check(CLI::Range(1U, 256U));
  command->add_flag("--json", options->json, "Print a summary as JSON");
  command->callback([options, &exit_code] { exit_code = run_predict(*options); });
}

}  // namespace shohin
