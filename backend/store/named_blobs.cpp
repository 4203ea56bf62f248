#include "store/named_blobs.h"

namespace shohin {
namespace {

// A directory that an older program left is examined before it is brought up.
bool has_table(Database& database, const std::string& name) {
  return Statement(database, "SELECT 1 FROM sqlite_schema WHERE type='table' AND name=?").bind(name).next();
}

}  // namespace

bool is_blob_named(Database& database, const std::string& sha256) {
  return Statement(database,
                   "SELECT 1 FROM artifacts WHERE sha256=?1 "
                   "UNION ALL SELECT 1 FROM model_versions WHERE file_sha256=?1 "
                   "UNION ALL SELECT 1 FROM data_sets WHERE sha256=?1 "
                   "UNION ALL SELECT 1 FROM dvc_objects WHERE sha256=?1 LIMIT 1")
      .bind(sha256)
      .next();
}

void for_each_named_blob(Database& database, const std::function<bool(const NamedBlob&)>& look) {
  std::string named =
      "SELECT sha256, size FROM artifacts UNION ALL "
      "SELECT file_sha256, file_size FROM model_versions WHERE file_sha256 IS NOT NULL";
  for (const std::string table : {"data_sets", "dvc_objects"}) {
    if (has_table(database, table)) named += " UNION ALL SELECT sha256, size FROM " + table;
  }
  Statement rows(database, "SELECT sha256, max(size) FROM (" + named + ") GROUP BY sha256 ORDER BY sha256");
  while (rows.next()) {
    const auto size = rows.maybe_integer(1);
    const bool goes_on =
        look({rows.text(0), size ? std::optional(static_cast<std::uint64_t>(*size)) : std::nullopt});
    if (!goes_on) return;
  }
}

}  // namespace shohin
