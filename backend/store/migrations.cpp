#include "store/migrations.h"

#include <string>

namespace shohin {
namespace {

std::int64_t user_version(Database& database) {
  Statement statement(database, "PRAGMA user_version");
  return statement.next() ? statement.integer(0) : 0;
}

// VACUUM INTO refuses a file that exists, so a copy that an earlier attempt left behind goes first.
void back_up(Database& database, const std::filesystem::path& file, std::int64_t version) {
  auto copy = file;
  copy += ".before-" + std::to_string(version + 1);
  std::error_code ignored;
  std::filesystem::remove(copy, ignored);
  Statement(database, "VACUUM INTO ?").bind(copy.string()).run();
}

void apply(Database& database, const Migration& migration, std::size_t version) {
  database.execute("BEGIN IMMEDIATE");
  database.execute(migration.sql);
  database.execute("PRAGMA user_version=" + std::to_string(version));
  database.execute("COMMIT");
}

}  // namespace

Outcome<void> migrate(Database& database, const std::filesystem::path& file,
                      std::span<const Migration> migrations) {
  const auto version = user_version(database);
  const auto newest = static_cast<std::int64_t>(migrations.size());
  if (version > newest) {
    return refuse(ErrorCode::kInternalError, "The database " + file.string() + " is of schema " +
                                                 std::to_string(version) +
                                                 ", newer than this program, which knows up to " +
                                                 std::to_string(newest) + ". Start the newer program.");
  }
  if (version > 0 && version < newest) back_up(database, file, version);
  for (auto next = version; next < newest && !database.failed(); ++next) {
    apply(database, migrations[static_cast<std::size_t>(next)], static_cast<std::size_t>(next + 1));
  }
  auto done = database.verdict();
  if (!done && database.in_transaction()) {
    database.execute("ROLLBACK");
    (void)database.verdict();  // the first failure is the one to tell
  }
  return done;
}

}  // namespace shohin
