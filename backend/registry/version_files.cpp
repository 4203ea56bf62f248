// Which file a version is, for those who download it.
#include <algorithm>

#include "registry/registry_service.h"
#include "registry/version_source.h"
#include "store/registry_rows.h"
#include "store/version_rows.h"
#include "text/ascii.h"
#include "tracking/artifact_path.h"
#include "tracking/names.h"

namespace shohin {

Outcome<VersionFile> RegistryService::file_of(Database& database, ModelVersion version) {
  if (!version.file_sha256) {
    const auto file = find_model_file(database, version.artifact_uri);
    if (!file) {
      return refuse(ErrorCode::kResourceDoesNotExist, "Version " + std::to_string(version.version) + " of " +
                                                          version.name +
                                                          " holds no ONNX file, or more than one.");
    }
    version.file_sha256 = file->sha256;
    version.file_size = file->size;
  }
  const auto& aliases = version.aliases;
  const bool is_production = is_in_production(version);
  return VersionFile{
      version.name,
      std::to_string(version.version),
      aliases,
      *version.file_sha256,
      version.file_size,
      store_.blobs().path_of(*version.file_sha256),
      version.creation_time,
      is_production && version.version < highest_production_version(database, version.model_key)};
}

Outcome<VersionFile> RegistryService::version_file(const std::string& name,
                                                   std::string_view version_or_alias) {
  return store_.read([&](Database& database) -> Outcome<VersionFile> {
    const std::string text(version_or_alias);
    if (is_digits(text)) {
      auto version = require_version(database, {name, text});
      if (!version) return tl::unexpected(version.error());
      return file_of(database, std::move(*version));
    }
    const auto model = require_model(database, name);
    if (!model) return tl::unexpected(model.error());
    const auto number = find_alias(database, model->key, text);
    auto version = number ? find_version(database, model->key, *number) : std::nullopt;
    if (version) return file_of(database, std::move(*version));
    return refuse(ErrorCode::kResourceDoesNotExist,
                  "Registered model " + name + " has no alias " + cut(text, 255) + ".");
  });
}

Outcome<VersionFile> RegistryService::file_by_sha256(const std::string& sha256) {
  return store_.read([&](Database& database) -> Outcome<VersionFile> {
    auto version = find_version_of_file(database, sha256);
    if (version) return file_of(database, std::move(*version));
    return refuse(ErrorCode::kResourceDoesNotExist, "No version has the file " + cut(sha256, 64) + ".");
  });
}

Outcome<ArtifactFile> RegistryService::artifact_of(const VersionName& name, const std::string& path) {
  if (auto good = check_artifact_path(path); !good) return tl::unexpected(good.error());
  const auto version = get_version(name);
  if (!version) return tl::unexpected(version.error());
  const auto root = path_of_uri(version->artifact_uri);
  if (!root) return tl::unexpected(root.error());
  return Artifacts(store_, clock_).get(*root + "/" + path);
}

}  // namespace shohin
