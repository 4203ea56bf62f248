// Proves that a database is brought to the newest schema step by step, or left as it was.
#include "store/migrations.h"

#include <array>
#include <catch_amalgamated.hpp>

#include "temporary_directory.h"

using namespace shohin;

namespace {

constexpr std::array kTwoSteps = {Migration{"0001_a", "CREATE TABLE a (i INTEGER) STRICT"},
                                  Migration{"0002_b", "CREATE TABLE b (i INTEGER) STRICT"}};
constexpr std::array kBadSecond = {kTwoSteps[0],
                                   Migration{"0002_b", "CREATE TABLE b (i INTEGER) STRICT; oops"}};

std::int64_t number(Database& database, const char* sql) {
  Statement statement(database, sql);
  return statement.next() ? statement.integer(0) : -1;
}

struct MigrationsFixture {
  TemporaryDirectory folder;
  std::filesystem::path file = folder.path() / "a.db";
  std::unique_ptr<Database> database = std::move(Database::open(file, Access::kWrite).value());
};

}  // namespace

TEST_CASE("all our migrations apply to an empty database, twice is once", "[store][migrations]") {
  MigrationsFixture f;
  REQUIRE(migrate(*f.database, f.file, all_migrations()));
  REQUIRE(migrate(*f.database, f.file, all_migrations()));
  CHECK(number(*f.database, "PRAGMA user_version") == static_cast<std::int64_t>(all_migrations().size()));
  CHECK(number(*f.database, "SELECT count(*) FROM experiments WHERE name='Default'") == 1);
  CHECK(number(*f.database,
               "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite%' "
               "AND sql NOT LIKE '%STRICT%'") == 0);
}

TEST_CASE("an older database is copied, then brought up", "[store][migrations]") {
  MigrationsFixture f;
  REQUIRE(migrate(*f.database, f.file, std::span(kTwoSteps).first(1)));
  f.database->execute("INSERT INTO a VALUES (7)");
  REQUIRE(migrate(*f.database, f.file, kTwoSteps));
  CHECK(number(*f.database, "PRAGMA user_version") == 2);
  CHECK(number(*f.database, "SELECT i FROM a") == 7);
  auto copy = Database::open(f.folder.path() / "a.db.before-2", Access::kWrite);
  REQUIRE(copy);
  CHECK(number(**copy, "PRAGMA user_version") == 1);
  CHECK(number(**copy, "SELECT i FROM a") == 7);
}

TEST_CASE("a step that fails leaves the schema before it", "[store][migrations]") {
  MigrationsFixture f;
  const auto done = migrate(*f.database, f.file, kBadSecond);
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::kInternalError);
  CHECK(number(*f.database, "PRAGMA user_version") == 1);
  CHECK(number(*f.database, "SELECT count(*) FROM sqlite_schema WHERE name='b'") == 0);
}

TEST_CASE("a database of a newer program is refused untouched", "[store][migrations]") {
  MigrationsFixture f;
  REQUIRE(migrate(*f.database, f.file, kTwoSteps));
  const auto done = migrate(*f.database, f.file, std::span(kTwoSteps).first(1));
  REQUIRE_FALSE(done);
  CHECK(done.error().code == ErrorCode::kInternalError);
  CHECK(done.error().message.find("newer") != std::string::npos);
  CHECK(number(*f.database, "PRAGMA user_version") == 2);
}
