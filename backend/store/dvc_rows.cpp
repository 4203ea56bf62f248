#include "store/dvc_rows.h"

namespace shohin {

void insert_dvc_object(Database& database, const DvcObject& object) {
  Statement(database,
            "INSERT INTO dvc_objects (name, sha256, size) VALUES (?,?,?) ON CONFLICT (name) DO NOTHING")
      .bind(object.name)
      .bind(object.sha256)
      .bind(object.size)
      .run();
}

bool delete_dvc_object(Database& database, const std::string& name) {
  Statement(database, "DELETE FROM dvc_objects WHERE name=?").bind(name).run();
  return database.changes() > 0;
}

std::optional<DvcObject> find_dvc_object(Database& database, const std::string& name) {
  Statement row(database, "SELECT name, sha256, size FROM dvc_objects WHERE name=?");
  if (!row.bind(name).next()) return std::nullopt;
  return DvcObject{row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2))};
}

}  // namespace shohin
