// Proves that the door to SQLite gives back what it was given and tells every failure once.
#include "store/database.h"

#include <catch_amalgamated.hpp>

#include "temporary_directory.h"

using namespace shohin;

namespace {

std::unique_ptr<Database> open_new(const TemporaryDirectory& folder) {
  auto database = Database::open(folder.path() / "a.db", Access::kWrite);
  REQUIRE(database);
  return std::move(*database);
}

std::string setting(Database& database, const std::string& pragma) {
  Statement statement(database, "PRAGMA " + pragma);
  return statement.next() ? statement.text(0) : "";
}

}  // namespace

TEST_CASE("a statement gives back every type that was bound", "[store][database]") {
  TemporaryDirectory folder;
  auto database = open_new(folder);
  database->execute("CREATE TABLE t (i INTEGER, d REAL, s TEXT, n TEXT) STRICT");
  const std::string text("a\0b", 3);
  Statement(*database, "INSERT INTO t VALUES (?,?,?,?)")
      .bind(INT64_MIN)
      .bind(0.1)
      .bind(text)
      .bind(std::optional<std::string>())
      .run();
  CHECK(database->changes() == 1);
  Statement row(*database, "SELECT i, d, s, n FROM t");
  REQUIRE(row.next());
  CHECK(row.integer(0) == INT64_MIN);
  CHECK(row.number(1) == 0.1);
  CHECK(row.text(2) == text);
  CHECK(row.is_null(3));
  CHECK_FALSE(row.maybe_text(3).has_value());
  CHECK_FALSE(row.next());
  CHECK(database->verdict());
}

TEST_CASE("a bound value is never read as SQL", "[store][database]") {
  TemporaryDirectory folder;
  auto database = open_new(folder);
  database->execute("CREATE TABLE t (s TEXT) STRICT");
  Statement(*database, "INSERT INTO t VALUES (?)").bind("'); DROP TABLE t; --").run();
  Statement count(*database, "SELECT count(*) FROM t");
  REQUIRE(count.next());
  CHECK(count.integer(0) == 1);
}

TEST_CASE("the same statement may be open twice", "[store][database]") {
  TemporaryDirectory folder;
  auto database = open_new(folder);
  constexpr auto kSql = "SELECT 1 UNION ALL SELECT 2";
  Statement first(*database, kSql);
  REQUIRE(first.next());
  Statement second(*database, kSql);
  REQUIRE(second.next());
  REQUIRE(first.next());
  CHECK(first.integer(0) == 2);
  CHECK(second.integer(0) == 1);
}

TEST_CASE("a failure stops what follows and is told once, its text only for the log", "[store][database]") {
  TemporaryDirectory folder;
  auto database = open_new(folder);
  Statement(*database, "SELECT a FROM nowhere").run();
  CHECK_FALSE(Statement(*database, "SELECT 1").next());
  const auto verdict = database->verdict();
  REQUIRE_FALSE(verdict);
  CHECK(verdict.error().code == ErrorCode::kInternalError);
  CHECK(verdict.error().message.find("nowhere") == std::string::npos);
  CHECK(verdict.error().detail == "sqlite: no such table: nowhere");
  CHECK(database->verdict());
  CHECK(Statement(*database, "SELECT 1").next());
  CHECK_FALSE(database->broken());
}

TEST_CASE("a full database says so and is not broken", "[store][database]") {
  TemporaryDirectory folder;
  auto database = open_new(folder);
  database->execute("CREATE TABLE t (s TEXT) STRICT; PRAGMA max_page_count=4");
  Statement(*database, "INSERT INTO t VALUES (?)").bind(std::string(100'000, 'x')).run();
  const auto verdict = database->verdict();
  REQUIRE_FALSE(verdict);
  CHECK(verdict.error().code == ErrorCode::kInsufficientStorage);
  CHECK_FALSE(database->broken());
}

TEST_CASE("the writer's connection keeps what it commits", "[store][database]") {
  TemporaryDirectory folder;
  auto database = open_new(folder);
  CHECK(setting(*database, "journal_mode") == "wal");
  CHECK(setting(*database, "synchronous") == "2");
  CHECK(setting(*database, "foreign_keys") == "1");
  CHECK(setting(*database, "trusted_schema") == "0");
  CHECK(setting(*database, "application_id") == "1399353192");
}

TEST_CASE("a reader's connection cannot write", "[store][database]") {
  TemporaryDirectory folder;
  auto writer = open_new(folder);
  writer->execute("CREATE TABLE t (i INTEGER) STRICT");
  auto reader = Database::open(folder.path() / "a.db", Access::kRead);
  REQUIRE(reader);
  (*reader)->execute("INSERT INTO t VALUES (1)");
  CHECK_FALSE((*reader)->verdict());
}

TEST_CASE("a file that is no database is refused", "[store][database]") {
  TemporaryDirectory folder;
  const auto file = folder.path() / "a.db";
  std::fclose(std::fopen(file.c_str(), "w"));
  std::filesystem::resize_file(file, 4096);
  auto* out = std::fopen(file.c_str(), "w");
  for (int i = 0; i < 1000; ++i) std::fputs("not a database ", out);
  std::fclose(out);
  const auto database = Database::open(file, Access::kWrite);
  REQUIRE_FALSE(database);
  CHECK(database.error().code == ErrorCode::kInternalError);
}
