#include "cli/log_run.h"

#include <algorithm>
#include <utility>

#include "cli/mlflow_client.h"
#include "http/url.h"

namespace shohin {
namespace {

constexpr std::size_t kParamsTogether = 100, kMetricsTogether = 1000, kTagsTogether = 100;
constexpr std::string_view kModelName = "model";
constexpr std::string_view kModelFolder = "model/";

std::string_view text_of(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Json key_value(const std::string& key, Json value) {
  return JsonObject{{"key", key}, {"value", std::move(value)}};
}

Json pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs) {
  JsonArray list;
  for (const auto& [key, value] : pairs) list.push_back(key_value(key, value));
  return list;
}

// One run that is being logged; each step fails with an Error that names it.
class RunLogger {
 public:
  RunLogger(MlflowClient server, const RunBundle& bundle, const LogOptions& options)
      : server_(server), bundle_(bundle), options_(options) {}

  Outcome<LoggedRun> run() {
    auto done = find_experiment().and_then([this] { return create_run(); });
    if (!done) return tl::unexpected<Error>(done.error());
    done = log_values()
               .and_then([this] { return log_dataset(); })
               .and_then([this] { return log_model(); })
               .and_then([this] { return upload_run_files(); })
               .and_then([this] { return end_run("FINISHED"); });
    if (!done) {
      give_up();
      return tl::unexpected<Error>(done.error());
    }
    done = register_model().and_then([this] { return set_alias(); });
    if (!done) return tl::unexpected<Error>(done.error());
    return logged_;
  }

 private:
  using Done = Outcome<void>;

  Done find_experiment() {
    auto found =
        server_.get("experiments/get-by-name", "experiment_name=" + percent_encode(options_.experiment));
    if (found) return take_experiment((*found)["experiment"]);
    if (found.error().code != ErrorCode::kResourceDoesNotExist) return tl::unexpected<Error>(found.error());
    const auto made = server_.post("experiments/create", JsonObject{{"name", options_.experiment}});
    if (!made) return tl::unexpected<Error>(made.error());
    logged_.experiment_id = (*made)["experiment_id"].as_string();
    return {};
  }

  Done take_experiment(const Json& experiment) {
    if (experiment["lifecycle_stage"].as_string() == "deleted")
      return refuse(
          ErrorCode::kInvalidParameterValue,
          "The experiment '" + options_.experiment + "' was deleted; restore it or choose another name.");
    logged_.experiment_id = experiment["experiment_id"].as_string();
    return {};
  }

  Done create_run() {
    JsonObject body{{"experiment_id", logged_.experiment_id},
                    {"start_time", static_cast<double>(options_.started_ms)}};
    if (!options_.user.empty()) body.emplace_back("user_id", options_.user);
    if (!options_.run_name.empty()) body.emplace_back("run_name", options_.run_name);
    const auto made = server_.post("runs/create", body);
    if (!made) return tl::unexpected<Error>(made.error());
    logged_.run_id = (*made)["run"]["info"]["run_id"].as_string();
    run_uri_ = (*made)["run"]["info"]["artifact_uri"].as_string();
    return {};
  }

  // MLflow limits a batch; parameters, tags and metrics go in as few as fit.
  Done log_values() {
    const JsonArray params = pairs_json(bundle_.params).as_array();
    const JsonArray tags = pairs_json(bundle_.tags).as_array();
    return log_in_parts("params", params, kParamsTogether)
        .and_then([&] { return log_in_parts("tags", tags, kTagsTogether); })
        .and_then([&] { return log_in_parts("metrics", metrics_json(), kMetricsTogether); });
  }

  [[nodiscard]] JsonArray metrics_json() const {
    JsonArray list;
    for (const auto& [key, value] : bundle_.metrics) {
      JsonObject metric{
          {"key", key}, {"value", value}, {"timestamp", static_cast<double>(options_.ended_ms)}, {"step", 0}};
      if (!logged_.model_id.empty()) metric.emplace_back("model_id", logged_.model_id);
      list.emplace_back(std::move(metric));
    }
    return list;
  }

  Done log_in_parts(const char* kind, const JsonArray& items, std::size_t together) {
    for (std::size_t first = 0; first < items.size(); first += together) {
      const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first);
      const auto end = items.begin() + static_cast<std::ptrdiff_t>(std::min(first + together, items.size()));
      const auto sent = server_.post("runs/log-batch",
                                     JsonObject{{"run_id", logged_.run_id}, {kind, JsonArray(begin, end)}});
      if (!sent) return tl::unexpected<Error>(sent.error());
    }
    return {};
  }

  Done log_dataset() {
    const RunDataset& data = bundle_.dataset;
    const JsonObject dataset{
        {"name", data.name},     {"digest", data.digest}, {"source_type", data.source_type},
        {"source", data.source}, {"schema", data.schema}, {"profile", data.profile}};
    const JsonArray tags{key_value("mlflow.data.context", "training")};
    return post("runs/log-inputs",
                JsonObject{{"run_id", logged_.run_id},
                           {"datasets", JsonArray{JsonObject{{"tags", tags}, {"dataset", dataset}}}}});
  }

  // The logged model is what MLflow 3 shows and registers; its metrics are the run's.
  Done log_model() {
    const auto made = server_.post("logged-models", JsonObject{{"experiment_id", logged_.experiment_id},
                                                               {"name", kModelName},
                                                               {"source_run_id", logged_.run_id},
                                                               {"params", pairs_json(bundle_.params)}});
    if (!made) return tl::unexpected<Error>(made.error());
    const Json& info = (*made)["model"]["info"];
    logged_.model_id = info["model_id"].as_string();
    const std::string uri = info["artifact_uri"].as_string();
    for (const RunFile& file : bundle_.files) {
      if (!file.path.starts_with(kModelFolder)) continue;
      auto sent = server_.upload(uri, file.path.substr(kModelFolder.size()), text_of(file.bytes));
      if (!sent) return sent;
    }
    return link_model();
  }

  Done link_model() {
    const JsonArray models{JsonObject{{"model_id", logged_.model_id}, {"step", 0}}};
    return set_model_status("LOGGED_MODEL_READY")
        .and_then([&] {
          return post("runs/outputs", JsonObject{{"run_id", logged_.run_id}, {"models", models}});
        })
        .and_then([this] { return log_in_parts("metrics", metrics_json(), kMetricsTogether); });
  }

  Done upload_run_files() {
    for (const RunFile& file : bundle_.files) {
      auto sent = server_.upload(run_uri_, file.path, text_of(file.bytes));
      if (!sent) return sent;
    }
    return {};
  }

  Done end_run(const char* status) {
    return post("runs/update", JsonObject{{"run_id", logged_.run_id},
                                          {"status", status},
                                          {"end_time", static_cast<double>(options_.ended_ms)}});
  }

  // As far as the server still answers; the first error is the one to tell.
  void give_up() {
    if (!logged_.model_id.empty()) (void)set_model_status("LOGGED_MODEL_UPLOAD_FAILED");
    (void)end_run("FAILED");
  }

  Done set_model_status(const char* status) {
    const auto set = server_.patch("logged-models/" + logged_.model_id,
                                   JsonObject{{"model_id", logged_.model_id}, {"status", status}});
    if (!set) return tl::unexpected<Error>(set.error());
    return {};
  }

  Done register_model() {
    if (options_.registered_name.empty()) return {};
    const auto made =
        server_.post("registered-models/create", JsonObject{{"name", options_.registered_name}});
    if (!made && made.error().code != ErrorCode::kResourceAlreadyExists)
      return tl::unexpected<Error>(made.error());
    const auto version =
        server_.post("model-versions/create", JsonObject{{"name", options_.registered_name},
                                                         {"source", "models:/" + logged_.model_id},
                                                         {"run_id", logged_.run_id},
                                                         {"model_id", logged_.model_id}});
    if (!version) return tl::unexpected<Error>(version.error());
    logged_.version = (*version)["model_version"]["version"].as_string();
    return {};
  }

  Done set_alias() {
    if (options_.registered_name.empty() || options_.alias.empty()) return {};
    return post("registered-models/alias", JsonObject{{"name", options_.registered_name},
                                                      {"alias", options_.alias},
                                                      {"version", logged_.version}});
  }

  Done post(std::string_view call, const Json& body) {
    const auto sent = server_.post(call, body);
    if (!sent) return tl::unexpected<Error>(sent.error());
    return {};
  }

  MlflowClient server_;
  const RunBundle& bundle_;
  const LogOptions& options_;
  LoggedRun logged_;
  std::string run_uri_;
};

}  // namespace

Outcome<LoggedRun> log_run(HttpClient& client, const RunBundle& bundle, const LogOptions& options) {
  return RunLogger(MlflowClient(client), bundle, options).run();
}

}  // namespace shohin
