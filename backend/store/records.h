// What tracking keeps: experiments, runs, logged models, artifacts. Times are milliseconds since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shohin {

struct KeyValue {
  std::string key;
  std::string value;
};

struct Experiment {
  std::int64_t id = 0;
  std::string name;
  std::string artifact_location;
  bool is_deleted = false;
  std::int64_t creation_time = 0, last_update_time = 0;
  std::vector<KeyValue> tags;
};

enum class RunStatus : std::uint8_t { kRunning = 1, kScheduled, kFinished, kFailed, kKilled };

struct RunInfo {
  std::int64_t key = 0;  // the database's own; run_id is what clients see
  std::string run_id;
  std::int64_t experiment_id = 0;
  std::string name;
  std::string user_id;
  RunStatus status = RunStatus::kRunning;
  std::int64_t start_time = 0;
  std::optional<std::int64_t> end_time;
  std::string artifact_uri;
  bool is_deleted = false;
};

struct Metric {
  std::string key;
  double value = 0;  // NaN is kept; an infinity as the largest finite number of its sign
  std::int64_t timestamp = 0;
  std::int64_t step = 0;
  std::string run_id{};    // set where a list mixes runs
  std::string model_id{};  // the logged model that it also belongs to
  std::optional<std::string> dataset_name{}, dataset_digest{};
};

struct Dataset {
  std::string name, digest, source_type, source;
  std::optional<std::string> schema, profile;
};

struct DatasetInput {
  Dataset dataset;
  std::vector<KeyValue> tags;
};

struct ModelOutput {
  std::string model_id;
  std::int64_t step = 0;
};

struct Run {
  RunInfo info;
  std::vector<Metric> metrics;  // the latest of each key
  std::vector<KeyValue> params, tags;
  std::vector<DatasetInput> datasets;
  std::vector<std::string> model_inputs;
  std::vector<ModelOutput> model_outputs;
};

enum class ModelStatus : std::uint8_t { kUnspecified, kPending, kReady, kUploadFailed };

struct LoggedModel {
  std::string model_id;
  std::int64_t experiment_id = 0;
  std::string name;
  std::string model_type;
  std::string source_run_id;
  std::string artifact_uri;
  ModelStatus status = ModelStatus::kPending;
  std::int64_t creation_time = 0, last_update_time = 0;
  bool is_deleted = false;
  std::vector<KeyValue> params, tags;
  std::vector<Metric> metrics;
};

struct Artifact {
  std::string path;  // below the root of all artifacts
  std::string sha256;
  std::uint64_t size = 0;
  std::int64_t modified_time = 0;
};

struct ArtifactEntry {
  std::string name;  // one segment
  bool is_folder = false;
  std::uint64_t size = 0;
};

}  // namespace shohin
