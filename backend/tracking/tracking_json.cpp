#include "tracking/tracking_json.h"

#include <array>
#include <span>

#include "mlflow/json_text.h"

namespace shohin {
namespace {

constexpr std::array<std::string_view, 5> kRunStatuses = {"RUNNING", "SCHEDULED", "FINISHED", "FAILED",
                                                          "KILLED"};
constexpr std::array<std::string_view, 3> kModelStatuses = {"LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY",
                                                            "LOGGED_MODEL_UPLOAD_FAILED"};

// The name of the enumerator that is counted from 1.
template <class Enum>
std::string_view name_of(Enum value, std::span<const std::string_view> names, std::string_view otherwise) {
  const auto number = static_cast<std::size_t>(value);
  return number >= 1 && number <= names.size() ? names[number - 1] : otherwise;
}

std::string_view life_of(bool is_deleted) { return is_deleted ? "deleted" : "active"; }

std::string dataset_input_json(const DatasetInput& input) {
  const auto& dataset = input.dataset;
  const auto json = JsonText()
                        .text("name", dataset.name)
                        .text("digest", dataset.digest)
                        .text("source_type", dataset.source_type)
                        .text("source", dataset.source)
                        .text("schema", dataset.schema)
                        .text("profile", dataset.profile)
                        .str();
  return JsonText().key_values("tags", input.tags).json("dataset", json).str();
}

}  // namespace

std::string_view run_status_name(RunStatus status) { return name_of(status, kRunStatuses, "RUNNING"); }

std::string experiment_json(const Experiment& experiment) {
  return JsonText()
      .text("experiment_id", std::to_string(experiment.id))
      .text("name", experiment.name)
      .text("artifact_location", experiment.artifact_location)
      .text("lifecycle_stage", life_of(experiment.is_deleted))
      .integer("last_update_time", experiment.last_update_time)
      .integer("creation_time", experiment.creation_time)
      .key_values("tags", experiment.tags)
      .text("workspace", std::string_view("default"))
      .str();
}

std::string run_info_json(const RunInfo& run) {
  return JsonText()
      .text("run_uuid", run.run_id)
      .text("experiment_id", std::to_string(run.experiment_id))
      .text("run_name", run.name)
      .text("user_id", run.user_id)
      .text("status", run_status_name(run.status))
      .integer("start_time", run.start_time)
      .integer("end_time", run.end_time)
      .text("artifact_uri", run.artifact_uri)
      .text("lifecycle_stage", life_of(run.is_deleted))
      .text("run_id", run.run_id)
      .str();
}

std::string metric_json(const Metric& metric) {
  JsonText json;
  json.text("key", metric.key)
      .number("value", metric.value)
      .integer("timestamp", metric.timestamp)
      .integer("step", metric.step)
      .text("dataset_name", metric.dataset_name)
      .text("dataset_digest", metric.dataset_digest);
  if (!metric.model_id.empty()) json.text("model_id", metric.model_id);
  if (!metric.run_id.empty()) json.text("run_id", metric.run_id);
  return json.str();
}

std::string run_json(const Run& run) {
  const auto data = JsonText()
                        .list("metrics", run.metrics, metric_json)
                        .key_values("params", run.params)
                        .key_values("tags", run.tags)
                        .str();
  const auto inputs =
      JsonText()
          .list("dataset_inputs", run.datasets, dataset_input_json)
          .list("model_inputs", run.model_inputs,
                [](const std::string& model_id) { return JsonText().text("model_id", model_id).str(); })
          .str();
  const auto outputs =
      JsonText()
          .list("model_outputs", run.model_outputs,
                [](const ModelOutput& output) {
                  return JsonText().text("model_id", output.model_id).integer("step", output.step).str();
                })
          .str();
  return JsonText()
      .json("info", run_info_json(run.info))
      .json("data", data)
      .json("inputs", inputs)
      .json("outputs", outputs)
      .str();
}

std::string logged_model_json(const LoggedModel& model) {
  const auto info =
      JsonText()
          .text("model_id", model.model_id)
          .text("experiment_id", std::to_string(model.experiment_id))
          .text("name", model.name)
          .integer("creation_timestamp_ms", model.creation_time)
          .integer("last_updated_timestamp_ms", model.last_update_time)
          .text("artifact_uri", model.artifact_uri)
          .text("status", name_of(model.status, kModelStatuses, "LOGGED_MODEL_STATUS_UNSPECIFIED"))
          .text("model_type", model.model_type)
          .text("source_run_id", model.source_run_id)
          .key_values("tags", model.tags)
          .str();
  const auto data =
      JsonText().key_values("params", model.params).list("metrics", model.metrics, metric_json).str();
  return JsonText().json("info", info).json("data", data).str();
}

std::string artifact_entry_json(const ArtifactEntry& entry) {
  JsonText json;
  json.text("path", entry.name).flag("is_dir", entry.is_folder);
  if (!entry.is_folder && entry.size > 0) json.integer("file_size", static_cast<std::int64_t>(entry.size));
  return json.str();
}

std::string read_run_id(const Message& message) {
  auto run_id = message.text_or_empty("run_id");
  if (run_id.empty()) run_id = message.text_or_empty("run_uuid");
  return run_id.empty() ? message.required_text("run_id") : run_id;
}

Metric read_metric(const Message& message) {
  return {message.required_text("key"),
          message.required_number("value"),
          message.required_integer("timestamp"),
          message.integer("step").value_or(0),
          "",
          message.text_or_empty("model_id"),
          message.text("dataset_name"),
          message.text("dataset_digest")};
}

std::vector<Metric> read_metrics(const Message& message) {
  std::vector<Metric> metrics;
  for (const auto& item : message.objects("metrics")) metrics.push_back(read_metric(item));
  return metrics;
}

DatasetInput read_dataset_input(const Message& message) {
  DatasetInput input;
  input.tags = message.key_values("tags");
  const auto dataset = message.object("dataset");
  message.require("dataset");
  if (!dataset) return input;
  input.dataset = {dataset->required_text("name"),
                   dataset->required_text("digest"),
                   dataset->required_text("source_type"),
                   dataset->text_or_empty("source"),
                   dataset->text("schema"),
                   dataset->text("profile")};
  return input;
}

std::optional<RunStatus> read_run_status(const Message& message) {
  const auto number = message.name_or_number("status", {kRunStatuses.begin(), kRunStatuses.end()},
                                             Message::Unknown::kNumberIsFault);
  if (!number) return std::nullopt;
  return static_cast<RunStatus>(*number);
}

ModelStatus read_model_status(const Message& message) {
  const auto number = message.name_or_number("status", {kModelStatuses.begin(), kModelStatuses.end()},
                                             Message::Unknown::kIsFault);
  message.require("status");
  return static_cast<ModelStatus>(number.value_or(0));
}

LifecycleView read_view(const Message& message, std::string_view field) {
  const auto number = message.name_or_number(field, {"ACTIVE_ONLY", "DELETED_ONLY", "ALL"});
  return static_cast<LifecycleView>(number.value_or(1));
}

}  // namespace shohin
