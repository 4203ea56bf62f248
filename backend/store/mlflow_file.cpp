#include "store/mlflow_file.h"

#include <array>
#include <limits>
#include <utility>

#include "text/utf8.h"

namespace shohin {
namespace {

constexpr std::string_view kUpgrade =
    " Bring it to the schema of MLflow 3 first: mlflow db upgrade sqlite:///FILE";

tl::unexpected<Error> refuse_file(const std::filesystem::path& file, std::string_view why,
                                  std::string detail = {}) {
  return refuse(ErrorCode::kInvalidParameterValue, file.string() + ": " + std::string(why),
                std::move(detail));
}

bool has_table(Database& database, std::string_view name) {
  return Statement(database, "SELECT 1 FROM sqlite_master WHERE type='table' AND name=?").bind(name).next();
}

RunStatus run_status(std::string_view name) {
  if (name == "RUNNING") return RunStatus::kRunning;
  if (name == "SCHEDULED") return RunStatus::kScheduled;
  if (name == "FAILED") return RunStatus::kFailed;
  return name == "KILLED" ? RunStatus::kKilled : RunStatus::kFinished;
}

Stage stage_of(std::string_view name) {
  if (name == "Staging") return Stage::kStaging;
  if (name == "Production") return Stage::kProduction;
  return name == "Archived" ? Stage::kArchived : Stage::kNone;
}

}  // namespace

Outcome<MlflowFile> MlflowFile::open(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error)) {
    return refuse(ErrorCode::kResourceDoesNotExist, file.string() + ": there is no such file.");
  }
  auto database = Database::open(file, Access::kForeign);
  if (!database) return refuse_file(file, "this is no SQLite database.", database.error().detail);
  for (const auto* table : {"alembic_version", "experiments", "runs", "metrics", "inputs", "input_tags",
                            "logged_models", "registered_model_aliases"}) {
    const bool found = has_table(**database, table);
    if (auto read = (*database)->verdict(); !read) {
      return refuse_file(file, "this is no SQLite database.", read.error().detail);
    }
    if (!found) {
      return refuse_file(file, "this is no database of MLflow 3: it has no table " + std::string(table) +
                                   "." + std::string(kUpgrade));
    }
  }
  return MlflowFile(file, std::move(*database));
}

Outcome<void> MlflowFile::verdict() {
  if (auto read = database_->verdict(); !read) {
    return refuse_file(file_, "it cannot be read as a database of MLflow 3." + std::string(kUpgrade),
                       read.error().detail);
  }
  if (!is_utf8_) return refuse_file(file_, "it holds text that is not UTF-8.");
  return {};
}

std::string MlflowFile::text(const Statement& row, int column) {
  auto value = row.text(column);
  is_utf8_ = is_utf8_ && is_utf8(value);
  return value;
}

std::vector<KeyValue> MlflowFile::pairs(std::string_view sql, const std::string& owner) {
  Statement rows(*database_, sql);
  rows.bind(owner);
  std::vector<KeyValue> found;
  while (rows.next()) found.push_back({text(rows, 0), text(rows, 1)});
  return found;
}

std::vector<Experiment> MlflowFile::experiments() {
  Statement rows(*database_,
                 "SELECT experiment_id, name, artifact_location, lifecycle_stage='deleted', creation_time, "
                 "last_update_time FROM experiments ORDER BY experiment_id");
  std::vector<Experiment> found;
  while (rows.next()) {
    found.push_back({rows.integer(0),
                     text(rows, 1),
                     text(rows, 2),
                     rows.integer(3) != 0,
                     rows.integer(4),
                     rows.integer(5),
                     {}});
    found.back().tags =
        pairs("SELECT key, value FROM experiment_tags WHERE experiment_id=CAST(? AS INTEGER) ORDER BY key",
              std::to_string(found.back().id));
  }
  return found;
}

std::vector<DatasetInput> MlflowFile::datasets(const std::string& run_id) {
  Statement rows(*database_,
                 "SELECT i.input_uuid, d.name, d.digest, d.dataset_source_type, d.dataset_source, "
                 "d.dataset_schema, d.dataset_profile FROM inputs i JOIN datasets d "
                 "ON d.dataset_uuid=i.source_id WHERE i.source_type='DATASET' AND i.destination_type='RUN' "
                 "AND i.destination_id=? ORDER BY i.rowid");
  rows.bind(run_id);
  const auto maybe = [&](int column) {
    return rows.is_null(column) ? std::nullopt : std::optional(text(rows, column));
  };
  std::vector<DatasetInput> found;
  while (rows.next()) {
    found.push_back(
        {{text(rows, 1), text(rows, 2), text(rows, 3), text(rows, 4), maybe(5), maybe(6)},
         pairs("SELECT name, value FROM input_tags WHERE input_uuid=? ORDER BY name", text(rows, 0))});
  }
  return found;
}

void MlflowFile::each_run(const std::function<void(Run)>& take) {
  Statement rows(*database_,
                 "SELECT run_uuid, experiment_id, name, user_id, status, start_time, end_time, artifact_uri, "
                 "lifecycle_stage='deleted' FROM runs ORDER BY rowid");
  while (rows.next()) {
    Run run;
    run.info = {0,
                text(rows, 0),
                rows.integer(1),
                text(rows, 2),
                text(rows, 3),
                run_status(rows.text(4)),
                rows.integer(5),
                rows.maybe_integer(6),
                text(rows, 7),
                rows.integer(8) != 0};
    const auto& id = run.info.run_id;
    run.params = pairs("SELECT key, value FROM params WHERE run_uuid=? ORDER BY key", id);
    run.tags = pairs("SELECT key, value FROM tags WHERE run_uuid=? ORDER BY key", id);
    run.datasets = datasets(id);
    Statement links(*database_,
                    "SELECT destination_id, step, source_type='RUN_INPUT' FROM inputs WHERE source_id=? "
                    "AND source_type IN ('RUN_INPUT', 'RUN_OUTPUT') ORDER BY rowid");
    links.bind(id);
    while (links.next()) {
      if (links.integer(2) != 0) {
        run.model_inputs.push_back(text(links, 0));
      } else {
        run.model_outputs.push_back({text(links, 0), links.integer(1)});
      }
    }
    take(std::move(run));
  }
}

void MlflowFile::each_metric(const std::string& run_id, const std::function<void(const Metric&)>& take) {
  Statement rows(*database_, "SELECT key, value, is_nan, timestamp, step FROM metrics WHERE run_uuid=?");
  rows.bind(run_id);
  while (rows.next()) {
    const auto value = rows.integer(2) != 0 ? std::numeric_limits<double>::quiet_NaN() : rows.number(1);
    take({text(rows, 0), value, rows.integer(3), rows.integer(4)});
  }
}

std::vector<Metric> MlflowFile::model_metrics(const std::string& model_id) {
  Statement rows(*database_,
                 "SELECT metric_name, metric_value, metric_timestamp_ms, metric_step, run_id, dataset_name, "
                 "dataset_digest FROM logged_model_metrics WHERE model_id=?");
  rows.bind(model_id);
  std::vector<Metric> found;
  while (rows.next()) {
    Metric metric{text(rows, 0), rows.number(1), rows.integer(2), rows.integer(3), text(rows, 4), model_id};
    if (rows.is_null(1)) metric.value = std::numeric_limits<double>::quiet_NaN();
    if (!rows.is_null(5)) metric.dataset_name = text(rows, 5);
    if (!rows.is_null(6)) metric.dataset_digest = text(rows, 6);
    found.push_back(std::move(metric));
  }
  return found;
}

void MlflowFile::each_logged_model(const std::function<void(LoggedModel)>& take) {
  Statement rows(
      *database_,
      "SELECT model_id, experiment_id, name, model_type, source_run_id, artifact_location, status, "
      "creation_timestamp_ms, last_updated_timestamp_ms, lifecycle_stage='deleted' "
      "FROM logged_models ORDER BY rowid");
  while (rows.next()) {
    const auto status = rows.integer(6);
    LoggedModel model{text(rows, 0),
                      rows.integer(1),
                      text(rows, 2),
                      text(rows, 3),
                      text(rows, 4),
                      text(rows, 5),
                      status >= 1 && status <= 3 ? static_cast<ModelStatus>(status) : ModelStatus::kPending,
                      rows.integer(7),
                      rows.integer(8),
                      rows.integer(9) != 0,
                      {},
                      {},
                      {}};
    const auto& id = model.model_id;
    model.params =
        pairs("SELECT param_key, param_value FROM logged_model_params WHERE model_id=? ORDER BY 1", id);
    model.tags = pairs("SELECT tag_key, tag_value FROM logged_model_tags WHERE model_id=? ORDER BY 1", id);
    model.metrics = model_metrics(id);
    take(std::move(model));
  }
}

std::vector<RegisteredModel> MlflowFile::registered_models() {
  Statement rows(*database_,
                 "SELECT name, description, creation_time, coalesce(last_updated_time, creation_time) "
                 "FROM registered_models ORDER BY rowid");
  std::vector<RegisteredModel> found;
  while (rows.next()) {
    RegisteredModel model{0, text(rows, 0), {}, rows.integer(2), rows.integer(3), {}, {}, {}};
    if (!rows.is_null(1)) model.description = text(rows, 1);
    model.tags = pairs("SELECT key, value FROM registered_model_tags WHERE name=? ORDER BY key", model.name);
    Statement aliases(*database_,
                      "SELECT alias, version FROM registered_model_aliases WHERE name=? ORDER BY alias");
    aliases.bind(model.name);
    while (aliases.next()) model.aliases.push_back({text(aliases, 0), aliases.integer(1)});
    found.push_back(std::move(model));
  }
  return found;
}

std::vector<ModelVersion> MlflowFile::versions(const std::string& name) {
  Statement rows(*database_,
                 "SELECT version, description, source, coalesce(storage_location, source), run_id, run_link, "
                 "current_stage, creation_time, coalesce(last_updated_time, creation_time) "
                 "FROM model_versions WHERE name=? AND current_stage<>'Deleted_Internal' ORDER BY version");
  rows.bind(name);
  std::vector<ModelVersion> found;
  while (rows.next()) {
    ModelVersion version;
    version.name = name;
    version.version = rows.integer(0);
    version.description = text(rows, 1);
    version.source = text(rows, 2);
    version.artifact_uri = text(rows, 3);
    version.run_id = text(rows, 4);
    version.run_link = text(rows, 5);
    version.stage = stage_of(rows.text(6));
    version.creation_time = rows.integer(7);
    version.last_update_time = rows.integer(8);
    Statement tags(*database_,
                   "SELECT key, value FROM model_version_tags WHERE name=? AND version=? ORDER BY key");
    tags.bind(name).bind(version.version);
    while (tags.next()) version.tags.push_back({text(tags, 0), text(tags, 1)});
    found.push_back(std::move(version));
  }
  return found;
}

std::int64_t MlflowFile::last_version(const std::string& name) {
  Statement row(*database_, "SELECT coalesce(max(version), 0) FROM model_versions WHERE name=?");
  return row.bind(name).next() ? row.integer(0) : 0;
}

}  // namespace shohin
