#include "store/inspection.h"

namespace shohin {
namespace {

tl::unexpected<Error> refuse_still(std::string detail) {
  return refuse(ErrorCode::kTemporarilyUnavailable, "The server's disk still fails.", std::move(detail));
}

void add_texts(Database& database, const char* sql, std::vector<std::string>& texts) {
  Statement rows(database, sql);
  while (rows.next()) {
    if (rows.text(0) != "ok") texts.push_back(rows.text(0));
  }
}

// One row: whether somebody was in the way, then what is in the log and what was brought over.
bool empty_log(Database& database) {
  Statement row(database, "PRAGMA wal_checkpoint(TRUNCATE)");
  return row.next() && row.integer(0) == 0;
}

// Writes the page that holds the version, as it is.
void try_a_write(Database& database) {
  const auto version = schema_version(database);
  database.execute("BEGIN IMMEDIATE");
  database.execute("PRAGMA user_version=" + std::to_string(version));
  database.execute("COMMIT");
}

}  // namespace

Outcome<std::vector<std::string>> database_faults(Database& database, Depth depth) {
  std::vector<std::string> faults;
  if (depth == Depth::kQuick) {
    add_texts(database, "PRAGMA quick_check(10)", faults);
  } else {
    add_texts(database, "PRAGMA integrity_check(10)", faults);
    Statement rows(database, "PRAGMA foreign_key_check");
    while (rows.next() && faults.size() < 10) {
      faults.push_back("a row of " + rows.text(0) + " refers to nothing in " + rows.text(2));
    }
  }
  if (auto sound = database.verdict(); !sound) return tl::unexpected(sound.error());
  return faults;
}

std::int64_t schema_version(Database& database) {
  Statement row(database, "PRAGMA user_version");
  return row.next() ? row.integer(0) : 0;
}

bool is_ours(Database& database) {
  Statement row(database, "PRAGMA application_id");
  return row.next() && row.integer(0) == kApplicationId;
}

Outcome<std::unique_ptr<Database>> reopen_after_failure(const std::filesystem::path& file) {
  auto database = Database::open(file, Access::kWrite);
  if (!database) return database;
  const bool emptied = empty_log(**database);
  if (auto sound = (*database)->verdict(); !sound) return tl::unexpected(sound.error());
  if (!emptied) return refuse_still("a reader holds the log");
  const auto faults = database_faults(**database, Depth::kQuick);
  if (!faults) return tl::unexpected(faults.error());
  if (!faults->empty()) return refuse_still(faults->front());
  try_a_write(**database);
  if (auto kept = (*database)->verdict(); !kept) return tl::unexpected(kept.error());
  return database;
}

}  // namespace shohin
