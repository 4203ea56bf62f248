// The schema, step by step: migrations/NNNN_subject.sql, embedded when the program is built.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.h"

namespace shohin {

struct Migration {
  std::string_view name;
  std::string_view sql;
};

// All of them in order; the first leads from an empty database to user_version 1.
std::span<const Migration> all_migrations();

// Brings the database to the newest schema, each step in one transaction with its user_version. A database
// that holds data already is copied beside itself first (FILE.before-N). Fails with kInternalError when the
// database is of a newer program, and changes nothing then.
Outcome<void> migrate(Database& database, const std::filesystem::path& file,
                      std::span<const Migration> migrations);

struct MigrationPlan {
  std::int64_t version = 0;        // of the database as it is
  std::int64_t newest = 0;         // that this program knows
  std::vector<std::string> steps;  // the names of those that would run
  std::string copy;                // where the database would be copied first; empty for nowhere
};

// What migrate() would do; changes nothing. Fails as migrate() does, and with kResourceDoesNotExist when
// there is no database.
Outcome<MigrationPlan> plan_migration(const std::filesystem::path& file,
                                      std::span<const Migration> migrations);

}  // namespace shohin
