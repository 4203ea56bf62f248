// Reads the SQLite database of an MLflow tracking server (its SqlAlchemy store), which stays as it is.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"
#include "store/registry_records.h"

namespace shohin {

// URIs are as MLflow keeps them; keys of our own database are 0.
class MlflowFile {
 public:
  // Fails with kResourceDoesNotExist, and with kInvalidParameterValue for a file that is no such database or
  // of a schema older than MLflow 3's.
  static Outcome<MlflowFile> open(const std::filesystem::path& file);

  std::vector<Experiment> experiments();
  // Also deleted ones. `take` gets each with params, tags, data sets, inputs and outputs, without metrics.
  void each_run(const std::function<void(Run)>& take);
  void each_metric(const std::string& run_id, const std::function<void(const Metric&)>& take);
  void each_logged_model(const std::function<void(LoggedModel)>& take);
  std::vector<RegisteredModel> registered_models();  // with tags and aliases, without versions
  // Those that were not deleted, by number. artifact_uri is where the source led when it was registered.
  std::vector<ModelVersion> versions(const std::string& name);
  // The highest number that a model ever had, deleted versions included.
  std::int64_t last_version(const std::string& name);

  // What failed while reading, if anything; kInvalidParameterValue for text that is not UTF-8.
  Outcome<void> verdict();

 private:
  MlflowFile(std::filesystem::path file, std::unique_ptr<Database> database)
      : file_(std::move(file)), database_(std::move(database)) {}
  std::string text(const Statement& row, int column);
  std::vector<KeyValue> pairs(std::string_view sql, const std::string& owner);
  std::vector<DatasetInput> datasets(const std::string& run_id);
  std::vector<Metric> model_metrics(const std::string& model_id);

  std::filesystem::path file_;
  std::unique_ptr<Database> database_;
  bool is_utf8_ = true;
};

}  // namespace shohin
