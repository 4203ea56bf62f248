// What the registry keeps: registered models, their versions and aliases. Times are milliseconds since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/records.h"

namespace shohin {

enum class Stage : std::uint8_t { kNone, kStaging, kProduction, kArchived };

struct Alias {
  std::string alias;
  std::int64_t version = 0;
};

struct ModelVersion {
  std::int64_t model_key = 0;  // of its registered model, in the database
  std::string name;
  std::int64_t version = 0;
  std::string description;
  std::string source;        // as the client named it
  std::string artifact_uri;  // where that is: mlflow-artifacts:/..., or the source when it names no place
  std::string run_id, run_link, model_id;
  Stage stage = Stage::kNone;
  std::int64_t creation_time = 0, last_update_time = 0;
  std::optional<std::string> file_sha256;  // the model file, once it has been found
  std::uint64_t file_size = 0;
  std::vector<KeyValue> tags;
  std::vector<std::string> aliases;
};

struct RegisteredModel {
  std::int64_t key = 0;
  std::string name;
  std::optional<std::string> description;
  std::int64_t creation_time = 0, last_update_time = 0;
  std::vector<KeyValue> tags;
  std::vector<Alias> aliases;
  std::vector<ModelVersion> latest_versions;  // the newest of each stage
};

}  // namespace shohin
