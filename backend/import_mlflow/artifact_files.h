// The files below a folder as blobs and rows.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "error/error.h"
#include "store/blob_store.h"
#include "store/records.h"

namespace shohin {

class ArtifactFiles {
 public:
  // Both outlive it.
  ArtifactFiles(BlobStore& blobs, const std::filesystem::path& folder) : blobs_(blobs), folder_(folder) {}

  // Keeps the bytes of every file at or below folder/path. What is no plain file (a link, a pipe) and what
  // has a name that this server does not take is left out and listed. A place that is not there holds
  // nothing. Fails as BlobUpload does, and with kInternalError for a file that cannot be read.
  Outcome<void> take(const std::string& path);

  [[nodiscard]] const std::map<std::string, Artifact>& artifacts() const { return artifacts_; }  // by path
  [[nodiscard]] const std::vector<std::string>& left_out() const { return left_out_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  Outcome<void> take_file(const std::filesystem::path& file);

  BlobStore& blobs_;
  const std::filesystem::path& folder_;
  std::map<std::string, Artifact> artifacts_;
  std::vector<std::string> left_out_;
  std::uint64_t bytes_ = 0;
};

}  // namespace shohin
