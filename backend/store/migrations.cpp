#include "store/migrations.h"

#include <string>

#include "store/inspection.h"

namespace shohin {
namespace {

std::filesystem::path copy_of(const std::filesystem::path& file, std::int64_t version) {
  return file.string() + ".before-" + std::to_string(version + 1);
}

Outcome<void> refuse_newer(const std::filesystem::path& file, std::int64_t version, std::int64_t newest) {
  if (version <= newest) return {};
  return refuse(ErrorCode::kInternalError, "The database " + file.string() + " is of schema " +
                                               std::to_string(version) +
                                               ", newer than this program, which knows up to " +
                                               std::to_string(newest) + ". Start the newer program.");
}

// VACUUM INTO refuses a file that exists, so a copy that an earlier attempt left behind goes first.
void back_up(Database& database, const std::filesystem::path& file, std::int64_t version) {
  const auto copy = copy_of(file, version);
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
  const auto version = schema_version(database);
  const auto newest = static_cast<std::int64_t>(migrations.size());
  if (auto known = refuse_newer(file, version, newest); !known) return known;
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

Outcome<MigrationPlan> plan_migration(const std::filesystem::path& file,
                                      std::span<const Migration> migrations) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(file, unknown)) {
    return refuse(ErrorCode::kResourceDoesNotExist, "There is no database " + file.string() + ".");
  }
  auto database = Database::open(file, Access::kRead);
  if (!database) return tl::unexpected(database.error());
  MigrationPlan plan{schema_version(**database), static_cast<std::int64_t>(migrations.size()), {}, {}};
  if (auto read = (*database)->verdict(); !read) return tl::unexpected(read.error());
  if (auto known = refuse_newer(file, plan.version, plan.newest); !known)
    return tl::unexpected(known.error());
  for (auto next = plan.version; next < plan.newest; ++next) {
    plan.steps.emplace_back(migrations[static_cast<std::size_t>(next)].name);
  }
  if (plan.version > 0 && !plan.steps.empty()) plan.copy = copy_of(file, plan.version).string();
  return plan;
}

}  // namespace shohin
