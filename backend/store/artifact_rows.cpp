#include "store/artifact_rows.h"

#include <algorithm>
#include <utility>

namespace shohin {
namespace {

// Everything below "a/b" lies between "a/b/" and "a/b0", because '0' follows '/'.
struct PathRange {
  std::string first, end;
};

PathRange below(const std::string& folder) {
  if (folder.empty()) return {"", "\xff"};
  return {folder + "/", folder + "0"};
}

Artifact read_artifact(const Statement& row) {
  return {row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2)), row.integer(3)};
}

}  // namespace

void put_artifact(Database& database, const Artifact& artifact) {
  Statement(
      database,
      "INSERT INTO artifacts (path, sha256, size, modified_time) VALUES (?,?,?,?) ON CONFLICT (path) DO "
      "UPDATE SET sha256=excluded.sha256, size=excluded.size, modified_time=excluded.modified_time")
      .bind(artifact.path)
      .bind(artifact.sha256)
      .bind(artifact.size)
      .bind(artifact.modified_time)
      .run();
}

std::optional<Artifact> find_artifact(Database& database, const std::string& path) {
  Statement row(database, "SELECT path, sha256, size, modified_time FROM artifacts WHERE path=?");
  if (!row.bind(path).next()) return std::nullopt;
  return read_artifact(row);
}

void delete_artifacts(Database& database, const std::string& path) {
  const auto range = below(path);
  Statement(database, "DELETE FROM artifacts WHERE path=? OR (path>=? AND path<?)")
      .bind(path)
      .bind(range.first)
      .bind(range.end)
      .run();
}

// One step an entry: behind a folder it goes on after everything below that folder.
std::vector<ArtifactEntry> list_artifacts(Database& database, const std::string& folder) {
  const auto range = below(folder);
  std::vector<ArtifactEntry> entries;
  std::string from = range.first;
  for (;;) {
    Statement row(database,
                  "SELECT path, size FROM artifacts WHERE path>=? AND path<? ORDER BY path LIMIT 1");
    if (!row.bind(from).bind(range.end).next()) break;
    const auto path = row.text(0);
    const auto slash = path.find('/', range.first.size());
    const bool is_nested = slash != std::string::npos;
    entries.push_back({path.substr(range.first.size(), is_nested ? slash - range.first.size() : slash),
                       is_nested, is_nested ? 0 : static_cast<std::uint64_t>(row.integer(1))});
    from = is_nested ? path.substr(0, slash) + "0" : path + '\x01';
  }
  std::sort(entries.begin(), entries.end(),
            [](const ArtifactEntry& a, const ArtifactEntry& b) { return a.name < b.name; });
  return entries;
}

bool is_folder(Database& database, const std::string& path) {
  const auto range = below(path);
  Statement row(database, "SELECT 1 FROM artifacts WHERE path>=? AND path<? LIMIT 1");
  return row.bind(range.first).bind(range.end).next();
}

std::vector<Artifact> find_artifacts_ending(Database& database, const std::string& folder,
                                            const std::string& ending, std::int64_t limit) {
  const auto range = below(folder);
  Statement rows(database,
                 "SELECT path, sha256, size, modified_time FROM artifacts WHERE path>=?1 AND path<?2 "
                 "AND substr(path, -length(?3))=?3 ORDER BY path LIMIT ?4");
  rows.bind(range.first).bind(range.end).bind(ending).bind(limit);
  std::vector<Artifact> found;
  while (rows.next()) found.push_back(read_artifact(rows));
  return found;
}

}  // namespace shohin
