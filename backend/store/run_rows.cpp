#include "store/run_rows.h"

#include <string_view>
#include <utility>

#include "store/enum_column.h"
#include "store/key_values.h"
#include "store/metric_rows.h"

namespace shohin {
namespace {

std::vector<DatasetInput> load_datasets(Database& database, std::int64_t run) {
  Statement rows(
      database,
      "SELECT d.dataset, d.name, d.digest, d.source_type, d.source, d.schema, d.profile "
      "FROM run_datasets r JOIN datasets d ON d.dataset=r.dataset WHERE r.run=? ORDER BY d.dataset");
  rows.bind(run);
  std::vector<DatasetInput> found;
  while (rows.next()) {
    DatasetInput input{
        {rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.maybe_text(5), rows.maybe_text(6)}, {}};
    Statement tags(database,
                   "SELECT key, value FROM run_dataset_tags WHERE run=? AND dataset=? ORDER BY key");
    tags.bind(run).bind(rows.integer(0));
    while (tags.next()) input.tags.push_back({tags.text(0), tags.text(1)});
    found.push_back(std::move(input));
  }
  return found;
}

std::vector<std::string> load_model_inputs(Database& database, std::int64_t run) {
  Statement rows(database, "SELECT model_id FROM run_model_inputs WHERE run=? ORDER BY model_id");
  rows.bind(run);
  std::vector<std::string> found;
  while (rows.next()) found.push_back(rows.text(0));
  return found;
}

std::vector<ModelOutput> load_model_outputs(Database& database, std::int64_t run) {
  Statement rows(database, "SELECT model_id, step FROM run_model_outputs WHERE run=? ORDER BY model_id");
  rows.bind(run);
  std::vector<ModelOutput> found;
  while (rows.next()) found.push_back({rows.text(0), rows.integer(1)});
  return found;
}

std::int64_t dataset_key(Database& database, const RunInfo& run, const Dataset& dataset) {
  Statement(database,
            "INSERT INTO datasets (experiment_id, name, digest, source_type, source, schema, profile) "
            "VALUES (?,?,?,?,?,?,?) ON CONFLICT (experiment_id, name, digest) DO NOTHING")
      .bind(run.experiment_id)
      .bind(dataset.name)
      .bind(dataset.digest)
      .bind(dataset.source_type)
      .bind(dataset.source)
      .bind(dataset.schema)
      .bind(dataset.profile)
      .run();
  Statement key(database, "SELECT dataset FROM datasets WHERE experiment_id=? AND name=? AND digest=?");
  key.bind(run.experiment_id).bind(dataset.name).bind(dataset.digest);
  return key.next() ? key.integer(0) : 0;
}

std::optional<std::string> find_value(Database& database, std::string_view sql, std::int64_t run,
                                      const std::string& key) {
  Statement row(database, sql);
  if (!row.bind(run).bind(key).next()) return std::nullopt;
  return row.text(0);
}

}  // namespace

std::int64_t insert_run(Database& database, const RunInfo& run) {
  Statement(
      database,
      "INSERT INTO runs (run_id, experiment_id, name, user_id, status, start_time, end_time, artifact_uri) "
      "VALUES (?,?,?,?,?,?,?,?)")
      .bind(run.run_id)
      .bind(run.experiment_id)
      .bind(run.name)
      .bind(run.user_id)
      .bind(static_cast<int>(run.status))
      .bind(run.start_time)
      .bind(run.end_time)
      .bind(run.artifact_uri)
      .run();
  return database.last_id();
}

std::optional<RunInfo> find_run(Database& database, const std::string& run_id) {
  Statement row(
      database,
      "SELECT run, run_id, experiment_id, name, user_id, status, start_time, end_time, artifact_uri, "
      "deleted FROM runs WHERE run_id=?");
  if (!row.bind(run_id).next()) return std::nullopt;
  return RunInfo{row.integer(0),     row.text(1),          row.integer(2),
                 row.text(3),        row.text(4),          read_enum(row, 5, kRunStatusRange),
                 row.integer(6),     row.maybe_integer(7), row.text(8),
                 row.integer(9) != 0};
}

void update_run(Database& database, const RunInfo& run) {
  Statement(database, "UPDATE runs SET name=?, status=?, end_time=? WHERE run=?")
      .bind(run.name)
      .bind(static_cast<int>(run.status))
      .bind(run.end_time)
      .bind(run.key)
      .run();
}

void set_run_deleted(Database& database, const RunInfo& run, bool is_deleted) {
  Statement(database, "UPDATE runs SET deleted=? WHERE run=?").bind(is_deleted).bind(run.key).run();
}

void set_run_tag(Database& database, const RunInfo& run, const KeyValue& tag) {
  Statement(database,
            "INSERT INTO tags (run, key, value, experiment_id) VALUES (?,?,?,?) "
            "ON CONFLICT (run, key) DO UPDATE SET value=excluded.value")
      .bind(run.key)
      .bind(tag.key)
      .bind(tag.value)
      .bind(run.experiment_id)
      .run();
}

bool delete_run_tag(Database& database, const RunInfo& run, const std::string& key) {
  Statement(database, "DELETE FROM tags WHERE run=? AND key=?").bind(run.key).bind(key).run();
  return database.changes() > 0;
}

std::optional<std::string> find_run_tag(Database& database, const RunInfo& run, const std::string& key) {
  return find_value(database, "SELECT value FROM tags WHERE run=? AND key=?", run.key, key);
}

std::optional<std::string> find_param(Database& database, const RunInfo& run, const std::string& key) {
  return find_value(database, "SELECT value FROM params WHERE run=? AND key=?", run.key, key);
}

void insert_param(Database& database, const RunInfo& run, const KeyValue& param) {
  Statement(database, "INSERT INTO params (run, key, value, experiment_id) VALUES (?,?,?,?)")
      .bind(run.key)
      .bind(param.key)
      .bind(param.value)
      .bind(run.experiment_id)
      .run();
}

void add_dataset_input(Database& database, const RunInfo& run, const DatasetInput& input) {
  const auto dataset = dataset_key(database, run, input.dataset);
  Statement(database, "INSERT INTO run_datasets (run, dataset) VALUES (?,?) ON CONFLICT DO NOTHING")
      .bind(run.key)
      .bind(dataset)
      .run();
  if (database.changes() == 0) return;
  for (const auto& tag : input.tags) {
    Statement(
        database,
        "INSERT INTO run_dataset_tags (run, dataset, key, value) VALUES (?,?,?,?) ON CONFLICT DO NOTHING")
        .bind(run.key)
        .bind(dataset)
        .bind(tag.key)
        .bind(tag.value)
        .run();
  }
}

void add_model_input(Database& database, const RunInfo& run, const std::string& model_id) {
  Statement(database, "INSERT INTO run_model_inputs (run, model_id) VALUES (?,?) ON CONFLICT DO NOTHING")
      .bind(run.key)
      .bind(model_id)
      .run();
}

void add_model_output(Database& database, const RunInfo& run, const ModelOutput& output) {
  Statement(database,
            "INSERT INTO run_model_outputs (run, model_id, step) VALUES (?,?,?) "
            "ON CONFLICT (run, model_id) DO UPDATE SET step=excluded.step")
      .bind(run.key)
      .bind(output.model_id)
      .bind(output.step)
      .run();
}

Run load_run(Database& database, RunInfo info) {
  const auto key = info.key;
  return {std::move(info),
          load_latest_metrics(database, key),
          load_key_values(database, "SELECT key, value FROM params WHERE run=? ORDER BY key", key),
          load_key_values(database, "SELECT key, value FROM tags WHERE run=? ORDER BY key", key),
          load_datasets(database, key),
          load_model_inputs(database, key),
          load_model_outputs(database, key)};
}

}  // namespace shohin
