// Where a version comes from: only what this server gave out, and only of the run or model that is named.
#pragma once

#include <string>

#include "error/error.h"
#include "registry/registry_service.h"

namespace shohin {

struct VersionSource {
  std::string artifact_uri;  // mlflow-artifacts:/..., or `dummy-source`
  std::string run_id, model_id;
  std::string source;  // as sent, but a version by its number
};

// Reads models:/m-<id>[/path], runs:/<id>/path, models:/<name>/<version, latest or stage>,
// models:/<name>@<alias>, mlflow-artifacts:/<path> or dummy-source. Fails with kInvalidParameterValue, or
// kResourceDoesNotExist for a run, model or version that nobody knows.
Outcome<VersionSource> resolve_source(Database& database, const NewVersion& version);

// The model file of a version: the source itself, or the only .onnx below it. Nothing when there is none.
std::optional<Artifact> find_model_file(Database& database, const std::string& artifact_uri);

}  // namespace shohin
