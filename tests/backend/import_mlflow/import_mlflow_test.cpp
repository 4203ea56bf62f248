// Proves that an MLflow store comes over with its ids, whole or not at all, and only into an empty one.
#include "import_mlflow/import_mlflow.h"

#include <catch_amalgamated.hpp>
#include <cmath>
#include <fstream>

#include "registry/registry_service.h"
#include "temporary_directory.h"
#include "tracking/tracking_service.h"

using namespace shohin;

namespace {

// The columns that are read, as MLflow 3 has them.
constexpr std::string_view kSchema = R"(
CREATE TABLE alembic_version (version_num);
CREATE TABLE experiments (experiment_id INTEGER, name, artifact_location, lifecycle_stage, creation_time, last_update_time);
CREATE TABLE experiment_tags (experiment_id, key, value);
CREATE TABLE runs (run_uuid, experiment_id, name, user_id, status, start_time, end_time, artifact_uri, lifecycle_stage);
CREATE TABLE params (run_uuid, key, value);
CREATE TABLE tags (run_uuid, key, value);
CREATE TABLE metrics (run_uuid, key, value, timestamp, step, is_nan);
CREATE TABLE datasets (dataset_uuid, name, digest, dataset_source_type, dataset_source, dataset_schema, dataset_profile);
CREATE TABLE inputs (input_uuid, source_type, source_id, destination_type, destination_id, step);
CREATE TABLE input_tags (input_uuid, name, value);
CREATE TABLE logged_models (model_id, experiment_id, name, model_type, source_run_id, artifact_location, status,
  creation_timestamp_ms, last_updated_timestamp_ms, lifecycle_stage);
CREATE TABLE logged_model_params (model_id, param_key, param_value);
CREATE TABLE logged_model_tags (model_id, tag_key, tag_value);
CREATE TABLE logged_model_metrics (model_id, metric_name, metric_value, metric_timestamp_ms, metric_step, run_id,
  dataset_name, dataset_digest);
CREATE TABLE registered_models (name, description, creation_time, last_updated_time);
CREATE TABLE registered_model_tags (name, key, value);
CREATE TABLE registered_model_aliases (name, alias, version);
CREATE TABLE model_versions (name, version, description, source, storage_location, run_id, run_link, current_stage,
  creation_time, last_updated_time);
CREATE TABLE model_version_tags (name, version, key, value);
INSERT INTO experiments VALUES (0, 'Default', 'mlflow-artifacts:/0', 'active', 1, 2), (7, 'old', '/old/7', 'deleted', 3, 4);
INSERT INTO experiment_tags VALUES (7, 'k', 'v');
INSERT INTO runs VALUES ('r1', 7, 'first', 'ana', 'FAILED', 10, 20, '/old/mlruns/7/r1/artifacts', 'deleted'),
  ('r2', 0, NULL, NULL, 'RUNNING', 30, NULL, 's3://bucket/0/r2/artifacts', 'active');
INSERT INTO params VALUES ('r1', 'depth', '3');
INSERT INTO tags VALUES ('r1', 'mlflow.runName', 'first'), ('r1', 'empty', NULL);
INSERT INTO metrics VALUES ('r1', 'm', 0.5, 1, 1, 0), ('r1', 'm', 0.25, 2, 2, 0), ('r1', 'n', 0, 1, 0, 1);
INSERT INTO datasets VALUES ('d1', 'iris', 'abc', 'local', '{}', NULL, '{"rows": 150}');
INSERT INTO inputs VALUES ('i1', 'DATASET', 'd1', 'RUN', 'r1', 0), ('i2', 'RUN_OUTPUT', 'r1', 'MODEL_OUTPUT', 'm-1', 5);
INSERT INTO input_tags VALUES ('i1', 'mlflow.data.context', 'training');
INSERT INTO logged_models VALUES ('m-1', 7, 'model', NULL, 'r1', '/old/mlruns/7/models/m-1/artifacts', 2, 11, 12, 'active');
INSERT INTO logged_model_params VALUES ('m-1', 'depth', '3');
INSERT INTO logged_model_metrics VALUES ('m-1', 'm', NULL, 1, 1, 'r1', 'iris', 'abc');
INSERT INTO registered_models VALUES ('mine', 'text', 5, NULL);
INSERT INTO registered_model_tags VALUES ('mine', 'k', 'v');
INSERT INTO registered_model_aliases VALUES ('mine', 'champion', 1), ('mine', 'gone', 2);
INSERT INTO model_versions VALUES
  ('mine', 1, NULL, '/old/mlruns/7/r1/artifacts/model', NULL, 'r1', NULL, 'Production', 6, NULL),
  ('mine', 2, NULL, 'x', NULL, NULL, NULL, 'Deleted_Internal', 6, NULL),
  ('mine', 3, 'newest', 'models:/m-1', '/old/mlruns/7/models/m-1/artifacts', 'r1', NULL, 'None', 8, 9);
INSERT INTO model_version_tags VALUES ('mine', 3, 'checked', 'yes');
)";

struct Fixture {
  TemporaryDirectory folder;
  std::unique_ptr<Store> store = std::move(Store::open({.directory = folder.path() / "data"}).value());
  TrackingService tracking{*store};
  MlflowSource source{folder.path() / "mlflow.db", folder.path() / "mlartifacts"};

  Fixture() {
    run_sql(kSchema);
    write("7/r1/artifacts/model/model.onnx", "bytes");
    write("7/models/m-1/artifacts/MLmodel", "flavors: {}");
    write("7/traces/tr-1/artifacts/traces.json", "{}");
  }

  void run_sql(std::string_view sql) const {
    auto database = Database::open(source.database, Access::kWrite).value();
    database->execute("PRAGMA journal_mode=DELETE");
    database->execute(sql);
    REQUIRE(database->verdict());
  }
  void write(const std::string& path, const std::string& content) const {
    std::filesystem::create_directories((source.artifacts / path).parent_path());
    std::ofstream(source.artifacts / path) << content;
  }
  std::optional<ErrorCode> failure() const {
    const auto report = import_mlflow(*store, source);
    if (report) return std::nullopt;
    return report.error().code;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "runs and models come over with ids, history and files", "[import_mlflow]") {
  const auto report = import_mlflow(*store, source);
  REQUIRE(report);
  CHECK(report->experiments == 2);
  CHECK(report->runs == 2);
  CHECK(report->metrics == 3);
  CHECK(report->artifacts == 2);
  CHECK(report->artifact_bytes == 16);

  const auto experiment = tracking.experiments.get("7").value();
  CHECK(experiment.is_deleted);
  CHECK(experiment.artifact_location == "mlflow-artifacts:/7");
  CHECK(experiment.tags.size() == 1);
  const auto run = tracking.runs.get("r1").value();
  CHECK(run.info.is_deleted);
  CHECK(run.info.status == RunStatus::kFailed);
  CHECK(run.info.end_time == 20);
  CHECK(run.info.artifact_uri == "mlflow-artifacts:/7/r1/artifacts");
  CHECK(run.params.size() == 1);
  CHECK(run.tags.size() == 2);
  CHECK(run.metrics[0].value == 0.25);
  CHECK(std::isnan(run.metrics[1].value));
  CHECK(run.datasets.front().dataset.profile == R"({"rows": 150})");
  CHECK(run.datasets.front().tags.front().value == "training");
  CHECK(run.model_outputs.front().step == 5);
  CHECK(tracking.runs.history({"r1", "m", {}, ""})->items.size() == 2);
  const auto model = tracking.logged_models.get("m-1").value();
  CHECK(model.status == ModelStatus::kReady);
  CHECK(model.params.size() == 1);
  CHECK(std::isnan(model.metrics.front().value));
  CHECK(tracking.artifacts.get("7/models/m-1/artifacts/MLmodel"));
  CHECK_FALSE(tracking.artifacts.get("7/traces/tr-1/artifacts/traces.json"));
}

TEST_CASE_METHOD(Fixture, "the registry keeps numbers, aliases and what is in production",
                 "[import_mlflow]") {
  REQUIRE(import_mlflow(*store, source));
  ServedModels served;
  RegistryService registry(*store, served, ServedModels::load);
  const auto first = registry.get_version({"mine", "1"}).value();
  CHECK(first.source == "mlflow-artifacts:/7/r1/artifacts/model");
  CHECK(first.file_size == 5);
  CHECK(first.aliases == std::vector<std::string>{"champion", "production"});
  CHECK(registry.download_uri({"mine", "3"}) == "mlflow-artifacts:/7/models/m-1/artifacts");
  CHECK(registry.get_version({"mine", "3"})->tags.front().value == "yes");
  CHECK_FALSE(registry.get_version({"mine", "2"}));
  CHECK_FALSE(registry.get_by_alias("mine", "gone"));
  CHECK(registry.create_version({"mine", "models:/m-1", "", "", "", "", {}})->version == 4);
}

TEST_CASE_METHOD(Fixture, "a run whose files lie elsewhere can still be registered", "[import_mlflow]") {
  REQUIRE(import_mlflow(*store, source));
  ServedModels served;
  RegistryService registry(*store, served, ServedModels::load);
  const std::string place = "s3://bucket/0/r2/artifacts";
  const auto uri_of = [&](const std::string& source, const std::string& run) {
    const auto version = registry.create_version({"mine", source, run, "", "", "", {}});
    return version ? version->artifact_uri : "refused";
  };
  CHECK(uri_of("runs:/r2/model", "r2") == place + "/model");
  CHECK(uri_of(place + "/model", "r2") == place + "/model");
  CHECK(uri_of(place + "/../../other", "r2") == "refused");
  CHECK(uri_of("runs:/r2/%2e%2e/other", "r2") == "refused");
  CHECK(uri_of("s3://bucket/elsewhere", "r2") == "refused");
  CHECK(uri_of(place + "/model", "r1") == "refused");
}

TEST_CASE_METHOD(Fixture, "what does not come along is told", "[import_mlflow]") {
  write("7/r1/artifacts/bad\\name", "x");
  std::filesystem::create_symlink("/etc/passwd", source.artifacts / "7/r1/artifacts/link");
  const auto report = import_mlflow(*store, source);
  REQUIRE(report);
  CHECK(report->left_out.size() == 3);
  CHECK(report->left_out.front().find("s3://bucket/0/r2/artifacts") != std::string::npos);
  CHECK(tracking.runs.get("r2")->info.artifact_uri == "s3://bucket/0/r2/artifacts");
  CHECK(report->artifacts == 2);
}

TEST_CASE_METHOD(Fixture, "an import goes into an empty store only, and so only once", "[import_mlflow]") {
  REQUIRE(import_mlflow(*store, source));
  CHECK(failure() == ErrorCode::kResourceConflict);
}

TEST_CASE_METHOD(Fixture, "a failed import leaves nothing and can be repeated", "[import_mlflow]") {
  run_sql("INSERT INTO registered_models VALUES ('production', NULL, 1, 1)");
  CHECK(failure() == ErrorCode::kInvalidParameterValue);
  CHECK_FALSE(tracking.experiments.get("7"));
  run_sql("DELETE FROM registered_models WHERE name='production'");
  CHECK_FALSE(failure());
}

TEST_CASE_METHOD(Fixture, "two models of one name are refused", "[import_mlflow]") {
  run_sql("INSERT INTO registered_models VALUES ('mine', NULL, 1, 1)");
  CHECK(failure() == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(Fixture, "text that is not UTF-8 is refused", "[import_mlflow]") {
  run_sql("INSERT INTO params VALUES ('r1', 'bad', CAST(x'ff' AS TEXT))");
  CHECK(failure() == ErrorCode::kInvalidParameterValue);
}

TEST_CASE_METHOD(Fixture, "a source that is not MLflow's is refused", "[import_mlflow]") {
  SECTION("no such file") {
    source.database = folder.path() / "none";
    CHECK(failure() == ErrorCode::kResourceDoesNotExist);
  }
  SECTION("no such folder") {
    source.artifacts = folder.path() / "none";
    CHECK(failure() == ErrorCode::kResourceDoesNotExist);
  }
  SECTION("no database") {
    std::ofstream(folder.path() / "text") << std::string(5000, 'x');
    source.database = folder.path() / "text";
    CHECK(failure() == ErrorCode::kInvalidParameterValue);
  }
  SECTION("an older schema") {
    run_sql("DROP TABLE logged_models");
    CHECK(failure() == ErrorCode::kInvalidParameterValue);
  }
  SECTION("a column that is missing") {
    run_sql("ALTER TABLE metrics DROP COLUMN is_nan");
    CHECK(failure() == ErrorCode::kInvalidParameterValue);
  }
}
