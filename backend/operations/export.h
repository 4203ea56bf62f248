// A run or a registered version as files that no server is needed for.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "error/error.h"
#include "text/json.h"

namespace shohin {

// Where an export reads: a server, or the routes of one over a directory that nobody serves.
class ExportSource {
 public:
  virtual ~ExportSource() = default;
  // The JSON that a GET of this path with its query answers. Fails with what the server said.
  virtual Outcome<Json> get(const std::string& path) = 0;
  // The body that it answers, as a file that appears whole or not at all.
  virtual Outcome<void> save(const std::string& path, const std::filesystem::path& file) = 0;
};

struct ExportReport {
  std::size_t files = 0;
};

// target/run.json (as MLflow's runs/get), metrics.csv (every point: key, step, timestamp, value) and
// artifacts/. `target` must be empty or not there (kResourceConflict). A server that names a file outside of
// it is refused (kInvalidParameterValue).
Outcome<ExportReport> export_run(ExportSource& source, const std::string& run_id,
                                 const std::filesystem::path& target);

// target/version.json (as MLflow's model-versions/get) and model/: what lies at the version's source.
Outcome<ExportReport> export_version(ExportSource& source, const std::string& name,
                                     const std::string& version_or_alias,
                                     const std::filesystem::path& target);

}  // namespace shohin
