// `shohin reproduce`: trains a model again from its own record and compares the digests.
#include "wire/reproduce.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/progress_line.h"
#include "cli/say.h"
#include "cli/training_data.h"
#include "model/onnx.h"

namespace shohin {
namespace {

struct ReproduceOptions {
  std::string model;
  TrainingFiles files;
  std::uint32_t threads = std::max(1U, std::thread::hardware_concurrency());
  bool json = false;
};

Outcome<Table> read_rows(const ReproduceOptions& options, const Model& model) {
  if (options.files.contract.empty()) return read_all_rows(options.files, model.contract);
  const auto contract = read_contract_file(options.files.contract);
  if (!contract) return tl::unexpected<Error>(contract.error());
  return read_all_rows(options.files, *contract);
}

Outcome<Reproduction> train_again(const ReproduceOptions& options, const Model& model, const Table& table) {
  const double trees = model.record["config"]["n_estimators"].as_number();
  ProgressLine progress("training", "steps",
                        trees >= 1 && trees <= 1e6 ? static_cast<std::uint64_t>(trees) : 1, options.json);
  auto made = reproduce(model, table, options.threads, [&](std::uint32_t done) {
    progress.at(done);
    return true;
  });
  if (!made) return found_bad(options.model, made.error());
  return std::move(*made);
}

void print_reproduction(const Reproduction& made, const Model& model) {
  if (made.is_same()) {
    std::cout << "the same model: digest " << model_digest(model) << "\n";
    return;
  }
  std::cout << (made.outcome ? "not the same\n" : "not the data that the model was trained on\n");
  for (const Difference& one : made.differences) {
    std::cout << "  " << one.what;
    if (!one.recorded.empty() || !one.found.empty())
      std::cout << ": recorded " << one.recorded << ", found " << one.found;
    std::cout << "\n";
  }
}

int run_reproduce(const ReproduceOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const auto model = read_model_file(options.model);
  if (!model) return complain(model.error(), options.json);
  const auto table = read_rows(options, *model);
  if (!table) return complain(table.error(), options.json);
  const auto made = train_again(options, *model, *table);
  if (!made) return complain(made.error(), options.json);
  if (options.json) {
    JsonObject report = reproduction_json(*made, *model).as_object();
    report.emplace_back("seconds",
                        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    print_json(report);
  } else {
    print_reproduction(*made, *model);
  }
  return made->is_same() ? kExitDone : kExitFoundBad;
}

}  // namespace

void add_reproduce(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand(
      "reproduce", "Train a model again from its record and compare: exit code 0 the same, 3 different");
  command->footer("Example: shohin reproduce --model iris.onnx --data iris.csv");
  const auto options = std::make_shared<ReproduceOptions>();
  command->add_option("--model", options->model, "The model (ONNX)")->required();
  command
      ->add_option("--data", options->files.data,
                   "The rows that it was trained with (CSV, or JSON by its ending)")
      ->required();
  command->add_option("--test", options->files.test, "The rows that `train --test` was given");
  command->add_option("--contract", options->files.contract, "The contract, if not the model's own");
  command->add_option("--weights", options->files.weights, "The column that `train --weights` was given");
  command->add_option("--threads", options->threads, "How many threads; the model is the same for any number")
      ->check(CLI::Range(1U, 256U));
  command->add_flag("--json", options->json, "Print what differs as JSON");
  command->callback([options, &exit_code] { exit_code = run_reproduce(*options); });
}

}  // namespace shohin
