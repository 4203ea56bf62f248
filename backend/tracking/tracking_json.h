// What tracking keeps, as MLflow's JSON, and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mlflow/message.h"
#include "store/records.h"
#include "store/search_clause.h"

namespace shohin {

std::string experiment_json(const Experiment& experiment);
std::string run_json(const Run& run);
std::string run_info_json(const RunInfo& run);
std::string metric_json(const Metric& metric);
std::string logged_model_json(const LoggedModel& model);
std::string artifact_entry_json(const ArtifactEntry& entry);

// What these are.
Field experiment_schema();
Field run_schema();
Field run_info_schema();
Field metric_schema();
Field logged_model_schema();
Field artifact_entry_schema();

std::string_view run_status_name(RunStatus status);

// Faults of the fields stay in the message.
std::string read_run_id(const Message& message);  // run_id, or run_uuid of older clients
Metric read_metric(const Message& message);
std::vector<Metric> read_metrics(const Message& message);
DatasetInput read_dataset_input(const Message& message);
std::optional<RunStatus> read_run_status(const Message& message);
ModelStatus read_model_status(const Message& message);  // must be there
LifecycleView read_view(const Message& message, std::string_view field);

}  // namespace shohin
