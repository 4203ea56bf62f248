// `shohin train`: from a data set to a model file, a report and, if asked, a run on a server.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/metrics_report.h"
#include "cli/output_file.h"
#include "cli/progress_line.h"
#include "cli/say.h"
#include "cli/send_run.h"
#include "cli/settings_text.h"
#include "cli/training_data.h"
#include "learn/train.h"
#include "wire/training.h"

namespace shohin {
namespace {

struct TrainOptions {
  TrainingFiles files;
  std::string learner = "random_forest", config = "{}", calibration = "none", out;
  std::uint64_t seed = 42;
  double test_share = 0.2;
  std::uint32_t threads = std::max(1U, std::thread::hardware_concurrency());
  bool synthetic = false, json = false;
  SendOptions send;
};

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

Outcome<TrainingRequest> read_request(const TrainOptions& options) {
  const auto config = read_json_argument("--config", options.config);
  if (!config) return tl::unexpected<Error>(config.error());
  auto request = read_training_request(JsonObject{{"learner", options.learner},
                                                  {"config", *config},
                                                  {"test_share", options.test_share},
                                                  {"calibration", options.calibration},
                                                  {"synthetic", options.synthetic}});
  if (!request) return found_bad("--config", request.error());
  request->seed = options.seed;
  return *request;
}

std::string unit_of(Learner learner) {
  if (learner == Learner::kSoftmaxRegression) return "steps";
  return learner == Learner::kGradientBoosting ? "rounds" : "trees";
}

struct Trained {
  TrainingOutcome outcome;
  double seconds = 0;
};

Outcome<Trained> train(const TrainOptions& options, const TrainingRequest& request,
                       const TrainingData& data) {
  const auto start = std::chrono::steady_clock::now();
  ProgressLine progress("training", unit_of(request.config.learner), step_count(request.config),
                        options.json);
  auto model = train_model(take_rows(data.table, data.split.train), request.config, request.seed,
                           options.threads, [&](std::uint32_t done) {
                             progress.at(done);
                             return true;
                           });
  if (!model) return found_bad(options.files.data, model.error());
  Trained trained{finish_training(std::move(*model), data.table, data.split, request)};
  trained.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return trained;
}

Outcome<void> write_model(const std::string& path, const std::vector<std::uint8_t>& bytes) {
  auto file = OutputFile::create(path);
  if (!file) return tl::unexpected<Error>(file.error());
  return file->write({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).and_then([&] {
    return file->commit();
  });
}

void print_report(const TrainOptions& options, const Trained& trained) {
  std::cout << "trained on " << trained.outcome.rows_train << " rows in " << trained.seconds
            << " s, tested on " << trained.outcome.rows_test << "\n";
  std::cout << "accuracy on the training rows " << trained.outcome.train.accuracy << "\n\ntest rows: ";
  print_metrics(trained.outcome.test, trained.outcome.model.contract);
  std::cout << "\nmodel digest  " << trained.outcome.model_digest << "\ndata digest   "
            << trained.outcome.data_digest << "\nfile sha256   " << trained.outcome.file_sha256 << "\n";
  if (!options.out.empty()) std::cout << "written to    " << options.out << "\n";
}

Json full_report(const Trained& trained) {
  JsonObject report = training_report(trained.outcome).as_object();
  report.emplace_back("seconds", trained.seconds);
  return report;
}

void say_sent(const SendOptions& send, const LoggedRun& run, JsonObject& report) {
  report.emplace_back("run", JsonObject{{"url", send.url},
                                        {"experiment_id", run.experiment_id},
                                        {"run_id", run.run_id},
                                        {"model_id", run.model_id},
                                        {"version", run.version.empty() ? Json() : Json(run.version)}});
}

int run_train(const TrainOptions& options) {
  if (auto usable = check_send(options.send); !usable) return wrong_usage(usable.error().message);
  const auto request = read_request(options);
  if (!request) return complain(request.error(), options.json);
  const std::int64_t started = now_ms();
  const auto data = read_training_data(options.files, *request);
  if (!data) return complain(data.error(), options.json);
  const auto trained = train(options, *request, *data);
  if (!trained) return complain(trained.error(), options.json);
  if (!options.out.empty())
    if (auto written = write_model(options.out, trained->outcome.file); !written)
      return complain(written.error(), options.json);
  JsonObject report = full_report(*trained).as_object();
  if (!options.json) print_report(options, *trained);
  if (!options.send.url.empty()) {
    const auto run =
        send_run(make_run_bundle(trained->outcome, data->table), options.send, started, now_ms());
    if (!run) return complain(run.error(), options.json);
    say_sent(options.send, *run, report);
    if (!options.json) print_sent(*run, options.send);
  }
  if (options.json) print_json(report);
  return kExitDone;
}

// As --version does: says it and ends.
void print_settings(const std::string& learner) {
  throw CLI::CallForVersion(settings_text(*find_learner(learner)), kExitDone);
}

std::string all_settings() {
  std::string text =
      "Example: shohin train --data iris.csv --contract iris.contract.json --out iris.onnx\n\n"
      "Settings (name, type, default, allowed):\n";
  for (const Learner learner : kLearners) text += settings_text(learner);
  return text;
}

void add_learning_options(CLI::App& command, TrainOptions& options) {
  command.add_option("--data", options.files.data, "Labelled rows (CSV, or JSON by its ending)")->required();
  command.add_option("--contract", options.files.contract, "The contract (JSON)")->required();
  command.add_option("--learner", options.learner, "What learns")
      ->check(CLI::IsMember(learner_names()))
      ->capture_default_str();
  command.add_option(
      "--config", options.config,
      "Settings as JSON, or a file with them; --settings lists them, and so does the end of this");
  command
      .add_option_function<std::string>("--settings", print_settings,
                                        "List a learner's settings: name, type, default, range")
      ->check(CLI::IsMember(learner_names()))
      ->trigger_on_parse();
  command.add_option("--weights", options.files.weights,
                     "A column of the data that says how much each row counts");
  command
      .add_option("--calibration", options.calibration,
                  "temperature: make probabilities mean what they say, from rows that trained nothing")
      ->check(CLI::IsMember({"none", "temperature"}))
      ->capture_default_str();
  command.add_flag("--synthetic", options.synthetic,
                   "The data were made by a program, as those of `generate`: record, card and run say so");
  command.add_option("--seed", options.seed, "The same seed gives the same model")
      ->check(CLI::Range(0.0, kHighestSeed))
      ->capture_default_str();
  CLI::Option* share =
      command.add_option("--test-share", options.test_share, "Share of the rows kept for testing");
  share->capture_default_str();
  command.add_option("--test", options.files.test, "A file of rows to test on instead")->excludes(share);
  command.add_option("--threads", options.threads, "How many threads; the model is the same for any number")
      ->check(CLI::Range(1U, 256U));
  command.add_option("--out", options.out, "The model file to write (ONNX)");
  command.add_flag("--json", options.json, "Print the report as JSON");
}

}  // namespace

void add_train(CLI::App& app, int& exit_code) {
  CLI::App* command =
      app.add_subcommand("train", "Train a model, report how good it is, and log it to a server");
  command->footer(all_settings);
  const auto options = std::make_shared<TrainOptions>();
  add_learning_options(*command, *options);
  add_send_options(*command, options->send);
  command->callback([options, &exit_code] { exit_code = run_train(*options); });
}

}  // namespace shohin
