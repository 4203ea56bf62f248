// The objects of a DVC remote in the database. A failure of the database is told by Database::verdict().
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.h"

namespace shohin {

struct DvcObject {
  std::string name;  // 32 hex digits, with ".dir" behind them for a folder's listing
  std::string sha256;
  std::uint64_t size = 0;
};

// What is there stays as it is.
void insert_dvc_object(Database& database, const DvcObject& object);
// Whether it was there.
bool delete_dvc_object(Database& database, const std::string& name);
std::optional<DvcObject> find_dvc_object(Database& database, const std::string& name);

}  // namespace shohin
