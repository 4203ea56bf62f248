// One SQLite connection and its statements. sqlite3.h is included by database.cpp alone.
#pragma once

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "error/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace shohin {

using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string>;

class Database;

// A prepared statement on loan from its Database, which must outlive it. Values are bound in order, columns
// are counted from 0. A failure is kept by the Database: next() then says false, and verdict() tells.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  template <std::integral Integer>
  Statement& bind(Integer value) {
    return bind_integer(static_cast<std::int64_t>(value));
  }
  Statement& bind(double value);
  Statement& bind(std::string_view text);
  Statement& bind(const char* text) { return bind(std::string_view(text)); }
  Statement& bind(const std::string& text) { return bind(std::string_view(text)); }
  Statement& bind(const SqlValue& value);
  template <class Value>
  Statement& bind(const std::optional<Value>& value) {
    return value ? bind(*value) : bind_null();
  }
  Statement& bind_all(std::span<const SqlValue> values);

  bool next();  // true while there is a row to look at
  void run();   // to the end, whatever it gives

  [[nodiscard]] bool is_null(int column) const;
  [[nodiscard]] std::int64_t integer(int column) const;
  [[nodiscard]] double number(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::optional<std::int64_t> maybe_integer(int column) const;
  [[nodiscard]] std::optional<std::string> maybe_text(int column) const;

 private:
  Statement& bind_integer(std::int64_t value);
  Statement& bind_null();
  void check(int result);

  Database& database_;
  std::string sql_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

// "Shoh" as a big-endian number: `file shohin.db` and this program tell our databases from others by it.
constexpr std::int64_t kApplicationId = 1399353192;

enum class Access : std::uint8_t {
  kWrite,
  kRead,
  kForeign,  // a file of somebody else, which stays as it is
};

// Used by one thread at a time.
class Database {
 public:
  // Opens (kWrite: creates) the file with the settings of docs/store.md. Fails with kInternalError.
  static Outcome<std::unique_ptr<Database>> open(const std::filesystem::path& file, Access access);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs statements that take no values and whose rows nobody wants.
  void execute(std::string_view sql);
  // How many rows the last INSERT, UPDATE or DELETE changed, and the key of the last inserted row.
  [[nodiscard]] std::int64_t changes() const;
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] bool in_transaction() const;

  // What went wrong since the last call, which also forgets it: kInsufficientStorage for a full disk,
  // kTemporarilyUnavailable for one that failed to read or write, kInternalError for everything else.
  Outcome<void> verdict();
  [[nodiscard]] bool failed() const { return failure_.has_value(); }
  // True once the disk refused to read, write or keep: what is written from now on may rest on what was lost.
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  friend class Statement;
  explicit Database(sqlite3* handle) : handle_(handle) {}
  void note(int result);
  sqlite3_stmt* take(const std::string& sql);
  void give_back(std::string sql, sqlite3_stmt* statement);

  sqlite3* handle_;
  std::multimap<std::string, sqlite3_stmt*> idle_;  // prepared statements that nobody holds
  std::optional<Error> failure_;
  bool broken_ = false;
};

// Writes the log of a database that nobody has open once more, byte for byte, and syncs it. An earlier
// process may have ended after a failed sync: its pages look written and are not on the disk, and whatever is
// committed behind them would be lost with them. Nothing to do without a log; fails with
// kTemporarilyUnavailable.
Outcome<void> write_log_again(const std::filesystem::path& file);

}  // namespace shohin
