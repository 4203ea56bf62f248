// Everything that is logged of a training: what an MLflow run holds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "data/table.h"
#include "wire/training.h"

namespace shohin {

struct RunFile {
  std::string path;  // below the run's artifacts, with '/'
  Bytes bytes;
};

// As MLflow's dataset input: `source`, `schema` and `profile` are JSON texts.
struct RunDataset {
  std::string name;
  std::string digest;  // the first 32 hex digits of the data digest; the whole is in `source`
  std::string source_type, source, schema, profile;
};

struct RunBundle {
  std::vector<std::pair<std::string, std::string>> params, tags;
  std::vector<std::pair<std::string, double>> metrics;
  RunDataset dataset;
  std::vector<RunFile> files;  // reports/*.json and model/...
};

// `all` is the table that finish_training() got.
RunBundle make_run_bundle(const TrainingOutcome& outcome, const Table& all);

// For the page: the length of a JSON text as four bytes, little-endian; the text {"params": {...}, "metrics":
// {...}, "tags": {...}, "dataset": {...}, "files": [{"path", "size"}]}; then the files' bytes one after the
// other.
Bytes pack_run_bundle(const RunBundle& bundle);

}  // namespace shohin
