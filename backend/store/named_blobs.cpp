#include "store/named_blobs.h"

namespace shohin {

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
  Statement rows(database,
                 "SELECT sha256, max(size) FROM (SELECT sha256, size FROM artifacts UNION ALL "
                 "SELECT file_sha256, file_size FROM model_versions WHERE file_sha256 IS NOT NULL "
                 "UNION ALL SELECT sha256, size FROM data_sets "
                 "UNION ALL SELECT sha256, size FROM dvc_objects) "
                 "GROUP BY sha256 ORDER BY sha256");
  while (rows.next()) {
    const auto size = rows.maybe_integer(1);
    const bool goes_on =
        look({rows.text(0), size ? std::optional(static_cast<std::uint64_t>(*size)) : std::nullopt});
    if (!goes_on) return;
  }
}

}  // namespace shohin
