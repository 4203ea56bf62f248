// Runs and what they hold in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"

namespace shohin {

// Gives the run's key.
std::int64_t insert_run(Database& database, const RunInfo& run);
std::optional<RunInfo> find_run(Database& database, const std::string& run_id);
// Writes name, status and end_time.
void update_run(Database& database, const RunInfo& run);
void set_run_deleted(Database& database, const RunInfo& run, bool is_deleted);

void set_run_tag(Database& database, const RunInfo& run, const KeyValue& tag);
bool delete_run_tag(Database& database, const RunInfo& run, const std::string& key);
std::optional<std::string> find_run_tag(Database& database, const RunInfo& run, const std::string& key);
std::optional<std::string> find_param(Database& database, const RunInfo& run, const std::string& key);
void insert_param(Database& database, const RunInfo& run, const KeyValue& param);

// Keeps the point (an identical one once) and, when it is later than the latest, makes it the latest.
void insert_metric(Database& database, const RunInfo& run, const Metric& metric);

// A dataset is one per experiment, name and digest; a run that has it keeps the tags that it has.
void add_dataset_input(Database& database, const RunInfo& run, const DatasetInput& input);
void add_model_input(Database& database, const RunInfo& run, const std::string& model_id);
void add_model_output(Database& database, const RunInfo& run, const ModelOutput& output);

// The run with everything it holds.
Run load_run(Database& database, RunInfo info);

}  // namespace shohin
