#include "store/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace shohin {
namespace {

constexpr std::size_t kIdleStatements = 200;

constexpr std::string_view kSettings =
    "PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;";
constexpr std::string_view kWriterSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=67108864;"
    "PRAGMA application_id=1399353192;";
static_assert(kApplicationId == 1399353192);
constexpr std::string_view kForeignSettings =
    "PRAGMA busy_timeout=10000; PRAGMA trusted_schema=OFF; PRAGMA query_only=ON;";
// Only the writer checkpoints: two connections that do so at once have corrupted databases before.
// Reading the version opens the log at once: as long as a reader has it open, the writer may open the
// database anew without SQLite taking for committed what lies unacknowledged in the log.
constexpr std::string_view kReaderSettings =
    "PRAGMA query_only=ON; PRAGMA wal_autocheckpoint=0; PRAGMA schema_version;";

Error error_of(int result, std::string detail) {
  if ((result & 0xff) == SQLITE_FULL) {
    return {ErrorCode::kInsufficientStorage,
            "The server's disk is full. Nothing was changed.",
            std::move(detail),
            {}};
  }
  if ((result & 0xff) == SQLITE_IOERR) {
    return {
        ErrorCode::kTemporarilyUnavailable, "The server's disk failed. Try again.", std::move(detail), {}};
  }
  return {
      ErrorCode::kInternalError, "The server could not read or write its database.", std::move(detail), {}};
}

// A file as SQLite's disk opens it; closed with it.
class LogFile {
 public:
  explicit LogFile(const std::string& path)
      : memory_(static_cast<std::size_t>(disk_->szOsFile) / sizeof(std::max_align_t) + 1) {
    constexpr int kFlags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_WAL;
    file_ = reinterpret_cast<sqlite3_file*>(memory_.data());
    file_->pMethods = nullptr;
    if (disk_->xOpen(disk_, path.c_str(), file_, kFlags, nullptr) != SQLITE_OK) file_ = nullptr;
  }
  ~LogFile() {
    if (file_ != nullptr) file_->pMethods->xClose(file_);
  }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  int write_again() {
    sqlite3_int64 size = 0;
    if (file_ == nullptr) return SQLITE_CANTOPEN;
    int result = file_->pMethods->xFileSize(file_, &size);
    std::vector<char> piece(kPiece);
    for (sqlite3_int64 at = 0; at < size && result == SQLITE_OK;) {
      const auto count = static_cast<int>(std::min<sqlite3_int64>(size - at, kPiece));
      result = file_->pMethods->xRead(file_, piece.data(), count, at);
      if (result == SQLITE_OK) result = file_->pMethods->xWrite(file_, piece.data(), count, at);
      at += count;
    }
    return result == SQLITE_OK ? file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL) : result;
  }

 private:
  static constexpr sqlite3_int64 kPiece = 64 * 1024;  // SQLite's own file takes no megabyte at once
  sqlite3_vfs* disk_ = sqlite3_vfs_find(nullptr);
  std::vector<std::max_align_t> memory_;
  sqlite3_file* file_;
};

bool is_disk_failure(int result) {
  const int primary = result & 0xff;
  return primary == SQLITE_IOERR || primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

}  // namespace

Statement::Statement(Database& database, std::string_view sql)
    : database_(database), sql_(sql), statement_(database.take(sql_)) {}

Statement::~Statement() { database_.give_back(std::move(sql_), statement_); }

Statement& Statement::bind_integer(std::int64_t value) {
  check(sqlite3_bind_int64(statement_, ++bound_, value));
  return *this;
}

Statement& Statement::bind(double value) {
  check(sqlite3_bind_double(statement_, ++bound_, value));
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  check(sqlite3_bind_text64(statement_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                            SQLITE_TRANSIENT, SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null() {
  check(sqlite3_bind_null(statement_, ++bound_));
  return *this;
}

Statement& Statement::bind(const SqlValue& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return bind_integer(*integer);
  if (const auto* number = std::get_if<double>(&value)) return bind(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return bind(std::string_view(*text));
  return bind_null();
}

Statement& Statement::bind_all(std::span<const SqlValue> values) {
  for (const auto& value : values) bind(value);
  return *this;
}

void Statement::check(int result) {
  if (result != SQLITE_OK && statement_ != nullptr) database_.note(result);
}

bool Statement::next() {
  if (database_.failed() || statement_ == nullptr) return false;
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.note(result);
  return false;
}

void Statement::run() {
  while (next()) {
  }
}

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(statement_, column); }

double Statement::number(int column) const { return sqlite3_column_double(statement_, column); }

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

std::optional<std::string> Statement::maybe_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

Outcome<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Access access) {
  sqlite3* handle = nullptr;
  const int flags = access == Access::kWrite  ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                    : access == Access::kRead ? SQLITE_OPEN_READWRITE
                                              : SQLITE_OPEN_READONLY;
  const int result = sqlite3_open_v2(file.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  std::unique_ptr<Database> database(new Database(handle));
  if (result != SQLITE_OK) {
    return tl::unexpected(error_of(result, "open " + file.string() + ": " + sqlite3_errstr(result)));
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  if (access == Access::kForeign) {
    database->execute(kForeignSettings);
  } else {
    database->execute(kSettings);
    database->execute(access == Access::kWrite ? kWriterSettings : kReaderSettings);
  }
  if (auto ready = database->verdict(); !ready) return tl::unexpected(ready.error());
  return database;
}

Database::~Database() {
  for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
  sqlite3_close(handle_);
}

void Database::execute(std::string_view sql) {
  if (failed()) return;
  const int result = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (result != SQLITE_OK) note(result);
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

Outcome<void> Database::verdict() {
  if (!failure_) return {};
  auto failure = std::move(*failure_);
  failure_.reset();
  return tl::unexpected(std::move(failure));
}

void Database::note(int result) {
  if (is_disk_failure(result)) broken_ = true;
  if (!failure_) failure_ = error_of(result, std::string("sqlite: ") + sqlite3_errmsg(handle_));
}

sqlite3_stmt* Database::take(const std::string& sql) {
  if (failed()) return nullptr;
  if (auto found = idle_.find(sql); found != idle_.end()) {
    auto* statement = found->second;
    idle_.erase(found);
    return statement;
  }
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (result != SQLITE_OK) note(result);
  return statement;
}

void Database::give_back(std::string sql, sqlite3_stmt* statement) {
  if (statement == nullptr) return;
  // Its result repeats the failure that next() has noted already.
  (void)sqlite3_reset(statement);
  (void)sqlite3_clear_bindings(statement);
  if (idle_.size() < kIdleStatements) {
    idle_.emplace(std::move(sql), statement);
  } else {
    sqlite3_finalize(statement);
  }
}

Outcome<void> write_log_again(const std::filesystem::path& file) {
  const auto path = std::filesystem::absolute(file).string() + "-wal";
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown)) return {};
  const int result = LogFile(path).write_again();
  if (result == SQLITE_OK) return {};
  return refuse(ErrorCode::kTemporarilyUnavailable,
                "The disk does not keep the log of " + file.string() + ".", sqlite3_errstr(result));
}

}  // namespace shohin
