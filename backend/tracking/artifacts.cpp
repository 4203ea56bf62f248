#include "tracking/artifacts.h"

#include "store/artifact_rows.h"
#include "store/logged_model_rows.h"
#include "tracking/artifact_path.h"
#include "tracking/runs.h"

namespace shohin {
namespace {

// A path is a file or a folder, never both.
Outcome<void> check_place(Database& database, const std::string& path) {
  if (is_folder(database, path)) {
    return refuse(ErrorCode::kInvalidParameterValue, "Invalid path: there is a folder of that name.");
  }
  for (auto slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    if (find_artifact(database, path.substr(0, slash))) {
      return refuse(ErrorCode::kInvalidParameterValue, "Invalid path: a part of it is a file.");
    }
  }
  return {};
}

Outcome<std::string> without_last_slash(std::string path) {
  if (!path.empty() && path.back() == '/') path.pop_back();
  if (path.empty()) return path;
  if (auto good = check_artifact_path(path); !good) return tl::unexpected(good.error());
  return path;
}

Outcome<ArtifactListing> list_below(Database& database, const std::string& root_uri,
                                    const std::string& path) {
  const auto root = path_of_uri(root_uri);
  if (!root) return tl::unexpected(root.error());
  ArtifactListing listing{root_uri, list_artifacts(database, path.empty() ? *root : *root + "/" + path)};
  if (path.empty()) return listing;
  for (auto& entry : listing.entries) entry.name.insert(0, path + "/");
  return listing;
}

}  // namespace

Outcome<void> Artifacts::put(const std::string& path, std::uint64_t limit, const Read& read) {
  if (auto good = check_artifact_path(path); !good) return good;
  const auto place = store_.read([&](Database& database) { return check_place(database, path); });
  if (!place) return place;
  auto upload = store_.blobs().begin(limit);
  if (!upload) return tl::unexpected(upload.error());
  auto received = read([&](std::span<const std::uint8_t> bytes) { return upload->add(bytes); });
  if (!received) return received;
  const auto blob = upload->finish();
  if (!blob) return tl::unexpected(blob.error());
  return store_.write([&](Database& database) -> Outcome<void> {
    if (auto free = check_place(database, path); !free) return free;
    put_artifact(database, {path, blob->sha256, blob->size, clock_()});
    return {};
  });
}

Outcome<ArtifactFile> Artifacts::get(const std::string& path) {
  if (auto good = check_artifact_path(path); !good) return tl::unexpected(good.error());
  return store_.read([&](Database& database) -> Outcome<ArtifactFile> {
    auto artifact = find_artifact(database, path);
    if (artifact) {
      auto file = store_.blobs().path_of(artifact->sha256);
      return ArtifactFile{std::move(*artifact), std::move(file)};
    }
    if (is_folder(database, path)) {
      return refuse(ErrorCode::kInvalidParameterValue, "The path is a folder: ask for the files in it.");
    }
    return refuse(ErrorCode::kResourceDoesNotExist, "No such artifact: " + path);
  });
}

Outcome<std::string> Artifacts::path_in_run(const std::string& run_id, const std::string& path) {
  if (auto good = check_artifact_path(path); !good) return tl::unexpected(good.error());
  return store_.read([&](Database& database) -> Outcome<std::string> {
    const auto run = require_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    const auto root = path_of_uri(run->artifact_uri);
    if (!root) return tl::unexpected(root.error());
    return *root + "/" + path;
  });
}

Outcome<void> Artifacts::put_of_run(const std::string& run_id, const std::string& path, std::uint64_t limit,
                                    const Read& read) {
  const auto whole = path_in_run(run_id, path);
  return whole ? put(*whole, limit, read) : tl::unexpected(whole.error());
}

Outcome<ArtifactFile> Artifacts::get_of_run(const std::string& run_id, const std::string& path) {
  const auto whole = path_in_run(run_id, path);
  return whole ? get(*whole) : tl::unexpected(whole.error());
}

Outcome<std::vector<ArtifactEntry>> Artifacts::list(const std::string& path) {
  const auto folder = without_last_slash(path);
  if (!folder) return tl::unexpected(folder.error());
  return store_.read([&](Database& database) -> Outcome<std::vector<ArtifactEntry>> {
    return list_artifacts(database, *folder);
  });
}

Outcome<void> Artifacts::remove(const std::string& path) {
  const auto folder = without_last_slash(path);
  if (!folder) return tl::unexpected(folder.error());
  if (folder->empty()) return refuse(ErrorCode::kInvalidParameterValue, "Invalid path");
  return store_.write([&](Database& database) -> Outcome<void> {
    delete_artifacts(database, *folder);
    return {};
  });
}

Outcome<ArtifactListing> Artifacts::list_of_run(const std::string& run_id, const std::string& path) {
  const auto folder = without_last_slash(path);
  if (!folder) return tl::unexpected(folder.error());
  return store_.read([&](Database& database) -> Outcome<ArtifactListing> {
    const auto run = require_run(database, run_id);
    if (!run) return tl::unexpected(run.error());
    return list_below(database, run->artifact_uri, *folder);
  });
}

Outcome<ArtifactListing> Artifacts::list_of_model(const std::string& model_id, const std::string& path) {
  const auto folder = without_last_slash(path);
  if (!folder) return tl::unexpected(folder.error());
  return store_.read([&](Database& database) -> Outcome<ArtifactListing> {
    const auto model = find_logged_model(database, model_id);
    if (!model || model->is_deleted) {
      return refuse(ErrorCode::kResourceDoesNotExist, "Logged model with ID '" + model_id + "' not found.");
    }
    return list_below(database, model->artifact_uri, *folder);
  });
}

}  // namespace shohin
