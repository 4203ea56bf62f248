// Paths of artifacts in the database; their bytes are blobs. A failure of the database is told by
// Database::verdict().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/records.h"

namespace shohin {

// Replaces what the path named before.
void put_artifact(Database& database, const Artifact& artifact);
std::optional<Artifact> find_artifact(Database& database, const std::string& path);
// The path itself and everything below it.
void delete_artifacts(Database& database, const std::string& path);
// What lies directly below a folder, by name; an empty path is the root. Nothing for a file.
std::vector<ArtifactEntry> list_artifacts(Database& database, const std::string& folder);
bool is_folder(Database& database, const std::string& path);
// The files below a folder, at any depth, whose name ends like that; at most `limit`.
std::vector<Artifact> find_artifacts_ending(Database& database, const std::string& folder,
                                            const std::string& ending, std::int64_t limit);

}  // namespace shohin
