#include "cli/first_start.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "cli/input_file.h"
#include "cli/log_run.h"
#include "cli/mlflow_client.h"
#include "contract/limits.h"
#include "error/fault_text.h"
#include "wire/run_bundle.h"
#include "wire/training.h"

namespace shohin {
namespace {

constexpr std::array<std::string_view, 3> kExamples = {"bonsai", "iris", "breast_cancer"};
constexpr const char* kExperiment = "examples";
constexpr const char* kAlias = "production";

using Stop = std::atomic<bool>;

std::int64_t now_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

tl::unexpected<Error> bad_example(std::string_view name, const Faults& faults) {
  return refuse(ErrorCode::kInternalError, "example " + std::string(name) + ": " + english(faults));
}

bool is_example(std::string_view name) {
  return std::find(kExamples.begin(), kExamples.end(), name) != kExamples.end();
}

// Whether the server holds nothing, or nothing but what an earlier first start left.
Outcome<bool> is_ours(MlflowClient& client) {
  const auto models = client.get("registered-models/search", "max_results=1000");
  if (!models) return tl::unexpected<Error>(models.error());
  for (const auto& model : (*models)["registered_models"].as_array()) {
    if (!is_example(model["name"].as_string())) return false;
  }
  const auto experiments =
      client.post("experiments/search", JsonObject{{"max_results", 1000}, {"view_type", "ALL"}});
  if (!experiments) return tl::unexpected<Error>(experiments.error());
  for (const auto& experiment : (*experiments)["experiments"].as_array()) {
    const auto& name = experiment["name"].as_string();
    if (name != kExperiment && name != "Default") return false;
  }
  const auto runs =
      client.post("runs/search", JsonObject{{"experiment_ids", JsonArray{"0"}}, {"max_results", 1}});
  if (!runs) return tl::unexpected<Error>(runs.error());
  return (*runs)["runs"].as_array().empty();
}

// The runs that an interrupted first start left running.
Outcome<void> end_left_runs(MlflowClient& client) {
  const auto experiment =
      client.get("experiments/get-by-name", std::string("experiment_name=") + kExperiment);
  if (!experiment) return {};  // not there yet
  const auto id = (*experiment)["experiment"]["experiment_id"].as_string();
  const auto runs = client.post("runs/search", JsonObject{{"experiment_ids", JsonArray{Json(id)}},
                                                          {"filter", "attributes.status = 'RUNNING'"}});
  if (!runs) return tl::unexpected<Error>(runs.error());
  for (const auto& run : (*runs)["runs"].as_array()) {
    const auto ended = client.post("runs/update", JsonObject{{"run_id", run["info"]["run_id"]},
                                                             {"status", "KILLED"},
                                                             {"end_time", static_cast<double>(now_ms())}});
    if (!ended) return tl::unexpected<Error>(ended.error());
  }
  return {};
}

Outcome<Table> read_example(const std::filesystem::path& web, std::string_view name) {
  const auto folder = web / "examples";
  const auto contract = read_contract_file(folder / (std::string(name) + ".contract.json"));
  if (!contract) return tl::unexpected<Error>(contract.error());
  const auto rows = read_input(folder / (std::string(name) + ".csv"), Limits::kCsvBytes);
  if (!rows) return tl::unexpected<Error>(rows.error());
  auto table = read_csv(*rows, *contract);
  if (!table) return bad_example(name, table.error());
  return std::move(*table);
}

Outcome<void> post(HttpClient& client, const std::string& path, const std::filesystem::path& file,
                   std::uint64_t limit, std::string_view type) {
  const auto text = read_input(file, limit);
  if (!text) return tl::unexpected<Error>(text.error());
  const auto reply = client.send(Method::kPost, "/api/shohin/v1/" + path, *text, type);
  if (!reply) return tl::unexpected<Error>(reply.error());
  if (reply->status == 200) return {};
  return refuse(ErrorCode::kInternalError,
                file.string() + ": the server answers with status " + std::to_string(reply->status) + ".");
}

// Contract and rows, so that the run can be verified and a gate has something to measure on.
Outcome<void> send_data(HttpClient& client, const std::filesystem::path& web, std::string_view name) {
  const auto file = (web / "examples" / std::string(name)).string();
  return post(client, "contracts", file + ".contract.json", Limits::kJsonBytes, "application/json")
      .and_then([&] {
        return post(client, "datasets?contract=" + std::string(name), file + ".csv", Limits::kCsvBytes,
                    "text/csv");
      });
}

// NAME.training.json beside the data asks for a training other than the default one.
Outcome<TrainingRequest> read_settings_of(const std::filesystem::path& web, std::string_view name) {
  const auto file = web / "examples" / (std::string(name) + ".training.json");
  if (!std::filesystem::exists(file)) return TrainingRequest{};
  const auto text = read_input(file, Limits::kJsonBytes);
  if (!text) return tl::unexpected<Error>(text.error());
  const auto wished = parse_json(*text);
  if (!wished) return found_bad(file, wished.error());
  auto request = read_training_request(*wished);
  if (!request) return found_bad(file, request.error());
  return *request;
}

// On one thread, so that requests of the first minutes find a core free.
Outcome<RunBundle> train_example(std::string_view name, const Table& table, const TrainingRequest& request,
                                 const Stop& stopping) {
  const auto split = split_rows(table.labels, {.test_share = request.test_share, .seed = request.seed});
  if (!split) return bad_example(name, split.error());
  const auto go_on = [&](std::uint32_t) { return !stopping.load(); };
  auto model = train_model(take_rows(table, split->train), request.config, request.seed, 1, go_on);
  if (!model) return bad_example(name, model.error());
  return make_run_bundle(finish_training(std::move(*model), table, *split, request), table);
}

Outcome<void> add_example(const FirstStartOptions& options, HttpClient& client, std::string_view name,
                          const Stop& stopping) {
  const auto started = now_ms();
  const auto table = read_example(options.web, name);
  if (!table) return tl::unexpected<Error>(table.error());
  const auto request = read_settings_of(options.web, name);
  if (!request) return tl::unexpected<Error>(request.error());
  if (auto sent = send_data(client, options.web, name); !sent) return sent;
  const auto bundle = train_example(name, *table, *request, stopping);
  if (!bundle) return tl::unexpected<Error>(bundle.error());
  const auto logged = log_run(client, *bundle,
                              {.experiment = kExperiment,
                               .registered_name = std::string(name),
                               .alias = kAlias,
                               .user = "admin",
                               .run_name = "first " + std::string(name),
                               .started_ms = started,
                               .ended_ms = now_ms()});
  if (!logged) return tl::unexpected<Error>(logged.error());
  return {};
}

Outcome<void> add_examples(const FirstStartOptions& options, const Stop& stopping, Log& log) {
  const auto address = parse_server_address(options.url);
  if (!address) return tl::unexpected<Error>(address.error());
  HttpClient client(*address, {.token = options.token});
  MlflowClient mlflow(client);
  const auto ours = is_ours(mlflow);
  if (!ours) return tl::unexpected<Error>(ours.error());
  if (!*ours) return {};
  if (auto ended = end_left_runs(mlflow); !ended) return ended;
  for (const auto name : kExamples) {
    if (stopping) return {};
    const auto query = "name=" + std::string(name) + "&alias=" + kAlias;
    if (mlflow.get("registered-models/alias", query)) continue;
    if (auto added = add_example(options, client, name, stopping); !added) return added;
    log.write(LogLevel::kInfo, "example ready", {{"model", name}});
  }
  return {};
}

}  // namespace

FirstStart::FirstStart(FirstStartOptions options, Log& log)
    : thread_([this, options = std::move(options), &log] {
        const auto added = add_examples(options, stopping_, log);
        // A server that stops on the way is no failure: the next start goes on.
        if (!added && !stopping_)
          log.write(LogLevel::kError, "examples failed", {{"reason", added.error().message}});
      }) {}

FirstStart::~FirstStart() {
  stopping_ = true;
  thread_.join();
}

}  // namespace shohin
