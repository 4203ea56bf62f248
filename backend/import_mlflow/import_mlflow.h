// A team moves in with its history: everything that an MLflow tracking server kept becomes ours, ids kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "error/error.h"
#include "store/store.h"

namespace shohin {

struct MlflowSource {
  std::filesystem::path database;   // SQLite, of `mlflow server --backend-store-uri sqlite:///FILE`
  std::filesystem::path artifacts;  // the folder of --artifacts-destination, or mlruns
};

struct ImportReport {
  std::int64_t experiments = 0, runs = 0, metrics = 0, logged_models = 0;
  std::int64_t registered_models = 0, versions = 0, artifacts = 0;
  std::uint64_t artifact_bytes = 0;
  // What did not come along, each with its reason: files with names that this server does not take, and
  // artifacts that lie outside of the folder.
  std::vector<std::string> left_out;
};

// All of it or nothing; an import that failed can be repeated. Traces, webhooks and assessments stay behind.
// Fails with kResourceConflict when the store holds anything already, kResourceDoesNotExist for a source that
// is not there, kInvalidParameterValue for one that is not MLflow's or holds a name that this server does not
// take.
Outcome<ImportReport> import_mlflow(Store& store, const MlflowSource& source);

// Whether the source is one, before a store is made for it. Fails as import_mlflow does then.
Outcome<void> check_mlflow_source(const MlflowSource& source);

}  // namespace shohin
