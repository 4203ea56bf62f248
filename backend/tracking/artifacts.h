// Artifacts: files below the paths of runs and logged models.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "mlflow/clock.h"
#include "store/records.h"
#include "store/store.h"

namespace shohin {

struct ArtifactFile {
  Artifact artifact;
  std::filesystem::path file;
};

struct ArtifactListing {
  std::string root_uri;
  std::vector<ArtifactEntry> entries;  // names from the root on
};

// A bad path fails with kInvalidParameterValue.
class Artifacts {
 public:
  // Hands over a file's bytes piece by piece and stops at the first error.
  using Take = std::function<Outcome<void>(std::span<const std::uint8_t>)>;
  using Read = std::function<Outcome<void>(const Take&)>;

  Artifacts(Store& store, Clock clock) : store_(store), clock_(std::move(clock)) {}

  // Keeps what `read` hands over, replacing what the path held; when anything fails, nothing is kept. Fails
  // with kTooLarge over `limit`, and kInvalidParameterValue for a folder or a path below a file.
  Outcome<void> put(const std::string& path, std::uint64_t limit, const Read& read);
  Outcome<ArtifactFile> get(
      const std::string& path);  // kResourceDoesNotExist; a folder: kInvalidParameterValue
  Outcome<std::vector<ArtifactEntry>> list(const std::string& path);  // nothing for a file
  Outcome<void> remove(const std::string& path);                      // what is not there is fine
  // The same for a path below the root of a run; kResourceDoesNotExist for one that nobody knows.
  Outcome<void> put_of_run(const std::string& run_id, const std::string& path, std::uint64_t limit,
                           const Read& read);
  Outcome<ArtifactFile> get_of_run(const std::string& run_id, const std::string& path);

  // Below the root of a run or logged model; kResourceDoesNotExist for one that nobody knows.
  Outcome<ArtifactListing> list_of_run(const std::string& run_id, const std::string& path);
  Outcome<ArtifactListing> list_of_model(const std::string& model_id, const std::string& path);

 private:
  Outcome<std::string> path_in_run(const std::string& run_id, const std::string& path);

  Store& store_;
  Clock clock_;
};

}  // namespace shohin
