// `shohin search`: tries settings in cross-validation and says which did best.
#include "select/search.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "cli/commands.h"
#include "cli/input_file.h"
#include "cli/output_file.h"
#include "cli/progress_line.h"
#include "cli/say.h"
#include "cli/settings_text.h"
#include "cli/training_data.h"
#include "select/search_report.h"

namespace shohin {
namespace {

struct SearchArguments {
  TrainingFiles files;
  std::string learner = "random_forest", space = "{}", method = "grid", metric = "accuracy", out;
  std::string resource = "rows";
  FoldOptions folds;
  SearchOptions options{.threads = std::max(1U, std::thread::hardware_concurrency())};
  bool unstratified = false;
  std::optional<double> seconds;
  bool json = false;
};

// The names were checked while the command line was read.
SearchOptions search_options(const SearchArguments& arguments) {
  SearchOptions options = arguments.options;
  options.method = find_method(arguments.method).value_or(options.method);
  options.metric = find_metric(arguments.metric).value_or(options.metric);
  if (arguments.resource != "rows") options.halving.resource = Resource::kEstimators;
  return options;
}

Outcome<SearchSpace> read_search_space(const SearchArguments& arguments) {
  const auto json = read_json_argument("--space", arguments.space);
  if (!json) return tl::unexpected<Error>(json.error());
  auto space = read_space(find_learner(arguments.learner).value_or(Learner{}), *json);
  if (!space) return found_bad("--space", space.error());
  return std::move(*space);
}

Outcome<Study> read_study(const SearchArguments& arguments) {
  const auto contract = read_contract_file(arguments.files.contract);
  if (!contract) return tl::unexpected<Error>(contract.error());
  auto table = read_training_rows(arguments.files, *contract);
  if (!table) return tl::unexpected<Error>(table.error());
  auto study = make_study(std::move(*table), arguments.folds);
  if (!study) return found_bad(arguments.files.data, study.error());
  return std::move(*study);
}

std::string trial_line(const TrialResult& result, SelectionMetric metric) {
  const std::string name = "trial " + std::to_string(result.trial.number);
  const std::string config = write_json(config_json(result.trial.config));
  if (!result.is_good())
    return name + " failed: " + std::string(code_name(result.faults.first().code)) + " " +
           result.faults.first().field + " " + config;
  const std::string share = result.trial.cut == 1 ? "" : " (1 in " + std::to_string(result.trial.cut) + ")";
  char figures[64];
  (void)std::snprintf(figures, sizeof figures, " %.4f +- %.4f", result.mean(metric),
                      result.deviation(metric));
  return name + share + ": " + std::string(metric_name(metric)) + figures + " " + config;
}

// Tells of trials and folds as they end, and keeps the time.
class Watch {
 public:
  Watch(const SearchArguments& arguments, SelectionMetric metric)
      : arguments_(arguments), metric_(metric), start_(std::chrono::steady_clock::now()) {}

  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }
  SearchCalls calls() {
    return {.go_on = [this] { return !arguments_.seconds || seconds() < *arguments_.seconds; },
            .fold_ended = [this](std::uint32_t done, std::uint32_t in_all) { fold_ended(done, in_all); },
            .trial_ended = [this](const TrialResult& result) { trial_ended(result); }};
  }
  void close() { bar_.reset(); }

 private:
  void fold_ended(std::uint32_t done, std::uint32_t in_all) {
    if (!bar_) bar_.emplace("searching", "folds", in_all, arguments_.json);
    bar_->at(done);
    if (done == in_all) bar_.reset();
  }
  void trial_ended(const TrialResult& result) {
    if (arguments_.json) return;
    if (bar_) bar_->clear();
    std::cerr << trial_line(result, metric_) << "\n";
  }

  const SearchArguments& arguments_;
  SelectionMetric metric_;
  std::chrono::steady_clock::time_point start_;
  std::optional<ProgressLine> bar_;
};

Outcome<void> write_config(const std::string& path, const LearnerConfig& config) {
  if (path.empty()) return {};
  auto file = OutputFile::create(path);
  if (!file) return tl::unexpected<Error>(file.error());
  return file->write(write_json(config_json(config), JsonStyle::kIndented) + "\n").and_then([&] {
    return file->commit();
  });
}

void print_winner(const SearchResult& result, const SearchArguments& arguments, SelectionMetric metric) {
  std::cout << result.trials.size() << " trials" << (result.was_cut ? ", cut short by --seconds" : "")
            << "\nbest: " << trial_line(result.winner(), metric) << "\n";
  if (!arguments.out.empty()) std::cout << "written to " << arguments.out << " for `train --config`\n";
}

int run_search(const SearchArguments& arguments) {
  const auto space = read_search_space(arguments);
  if (!space) return complain(space.error(), arguments.json);
  const auto study = read_study(arguments);
  if (!study) return complain(study.error(), arguments.json);
  const SearchOptions options = search_options(arguments);
  Watch watch(arguments, options.metric);
  const auto result = search(*study, *space, options, watch.calls());
  watch.close();
  if (!result) return complain(found_bad("search", result.error()).value(), arguments.json);
  if (auto kept = write_config(arguments.out, result->winner().trial.config); !kept)
    return complain(kept.error(), arguments.json);
  if (!arguments.json) {
    print_winner(*result, arguments, options.metric);
    return kExitDone;
  }
  JsonObject report = search_json(*result, *study, options).as_object();
  report.emplace_back("seconds", watch.seconds());
  print_json(report);
  return kExitDone;
}

void add_data_options(CLI::App& command, SearchArguments& arguments) {
  command.add_option("--data", arguments.files.data, "Labelled rows (CSV, or JSON by its ending)")
      ->required();
  command.add_option("--contract", arguments.files.contract, "The contract (JSON)")->required();
  command.add_option("--weights", arguments.files.weights,
                     "A column of the data that says how much each row counts in training");
  command.add_option("--folds", arguments.folds.folds, "Parts of the cross-validation")
      ->capture_default_str();
  command.add_option("--repeats", arguments.folds.repeats, "How often the rows are cut into folds anew")
      ->capture_default_str();
  command.add_flag("--unstratified", arguments.unstratified,
                   "Deal rows out blindly instead of keeping each class's share");
  command.add_option("--seed", arguments.folds.seed, "Of folds, draws and training: the same finds the same")
      ->check(CLI::Range(0.0, kHighestSeed))
      ->capture_default_str();
}

void add_search_options(CLI::App& command, SearchArguments& arguments) {
  command.add_option("--learner", arguments.learner, "What learns")
      ->check(CLI::IsMember(learner_names()))
      ->capture_default_str();
  command.add_option(
      "--space", arguments.space,
      "Settings to vary, as JSON or a file with it: lists of values, or for random and halving "
      "{\"least\", \"most\", \"log\"}; empty to cross-validate the defaults");
  command.add_option("--method", arguments.method, "How to look")
      ->check(CLI::IsMember({"grid", "random", "halving"}))
      ->capture_default_str();
  command.add_option("--trials", arguments.options.trials, "Configs that random and halving draw")
      ->capture_default_str();
  command.add_option("--resource", arguments.resource, "What halving gives more of to the better ones")
      ->check(CLI::IsMember({"rows", "n_estimators"}))
      ->capture_default_str();
  command
      .add_option("--reduction", arguments.options.halving.reduction,
                  "Halving keeps one in so many, with so many times the resource")
      ->capture_default_str();
  command
      .add_option("--seconds", arguments.seconds,
                  "Begin no fold after that time (the first trial is finished)")
      ->check(CLI::NonNegativeNumber);
  command.add_option("--metric", arguments.metric, "What decides")
      ->check(CLI::IsMember({"accuracy", "balanced_accuracy", "f1_macro", "log_loss"}))
      ->capture_default_str();
}

}  // namespace

void add_search(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("search", "Find the settings that do best in cross-validation");
  command->footer(
      "Example: shohin search --data iris.csv --contract iris.contract.json --method random --trials 30\n"
      "           --space '{\"max_depth\": {\"least\": 2, \"most\": 12}, \"max_features\": [\"sqrt\", "
      "\"all\"]}'\n"
      "           --out best-config.json");
  const auto arguments = std::make_shared<SearchArguments>();
  add_data_options(*command, *arguments);
  add_search_options(*command, *arguments);
  command->add_option("--threads", arguments->options.threads, "How many threads; they find the same")
      ->check(CLI::Range(1U, 256U));
  command->add_option("--out", arguments->out,
                      "The file to write the best settings to, for `train --config`");
  command->add_flag("--json", arguments->json, "Print every trial as JSON");
  command->callback([arguments, &exit_code] {
    arguments->folds.stratified = !arguments->unstratified;
    exit_code = run_search(*arguments);
  });
}

}  // namespace shohin
