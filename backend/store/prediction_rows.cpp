#include "store/prediction_rows.h"

#include <array>
#include <fstream>
#include <system_error>

#include "store/inspection.h"
#include "store/migrations.h"

namespace shohin {
namespace {

constexpr std::array kMigrations = {Migration{"predictions", R"sql(
CREATE TABLE predictions (
  id INTEGER PRIMARY KEY,
  time_ms INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  model TEXT NOT NULL,
  version TEXT NOT NULL,
  class TEXT NOT NULL,
  confidence REAL NOT NULL,
  milliseconds REAL NOT NULL,
  inputs TEXT
) STRICT;
)sql"}};

PredictionRow read_row(const Statement& statement) {
  return {statement.integer(0), statement.integer(1), statement.text(2),
          statement.text(3),    statement.text(4),    statement.text(5),
          statement.number(6),  statement.number(7),  statement.maybe_text(8)};
}

std::int64_t pragma(Database& database, std::string_view sql) {
  Statement statement(database, sql);
  return statement.next() ? statement.integer(0) : 0;
}

}  // namespace

Outcome<std::unique_ptr<Database>> open_predictions(const std::filesystem::path& file) {
  auto database = Database::open(file, Access::kWrite);
  if (!database) return database;
  (*database)->execute("PRAGMA synchronous=NORMAL; PRAGMA cache_size=-1024;");
  if (auto ready = migrate(**database, file, kMigrations); !ready)
    return tl::unexpected<Error>(ready.error());
  return database;
}

Outcome<std::unique_ptr<Database>> read_predictions(const std::filesystem::path& file) {
  return Database::open(file, Access::kRead);
}

std::string predictions_fault(const std::filesystem::path& file) {
  if (!std::ifstream(file, std::ios::binary)) return {};
  auto database = Database::open(file, Access::kRead);
  const auto faults = database.and_then([](auto& opened) { return database_faults(*opened, Depth::kFull); });
  if (faults) return faults->empty() ? std::string() : faults->front();
  return faults.error().code == ErrorCode::kInternalError ? faults.error().detail : std::string();
}

bool set_aside_damaged_predictions(const std::filesystem::path& file) {
  if (predictions_fault(file).empty()) return false;
  std::error_code failed;
  std::filesystem::rename(file, file.string() + ".damaged", failed);
  for (const auto* rest : {"-wal", "-shm"}) {
    std::error_code missing;
    std::filesystem::remove(file.string() + rest, missing);
  }
  return !failed;
}

void insert_prediction(Database& database, const PredictionRow& row) {
  Statement(database,
            "INSERT INTO predictions (time_ms, request_id, model, version, class, confidence, milliseconds, "
            "inputs) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(row.time_ms)
      .bind(row.request_id)
      .bind(row.model)
      .bind(row.version)
      .bind(row.predicted_class)
      .bind(row.confidence)
      .bind(row.milliseconds)
      .bind(row.inputs)
      .run();
}

std::int64_t delete_predictions_before(Database& database, std::int64_t time_ms) {
  // Ids rise with time, so the walk ends at the first row that is young enough.
  Statement(database,
            "DELETE FROM predictions WHERE id < coalesce((SELECT id FROM predictions WHERE time_ms >= ? "
            "ORDER BY id LIMIT 1), 9223372036854775807)")
      .bind(time_ms)
      .run();
  return database.changes();
}

void delete_oldest_predictions(Database& database) {
  Statement(
      database,
      "DELETE FROM predictions WHERE id <= (SELECT min(id) + (max(id) - min(id)) / 10 FROM predictions)")
      .run();
}

std::uint64_t predictions_bytes(Database& database) {
  const auto pages = pragma(database, "PRAGMA page_count") - pragma(database, "PRAGMA freelist_count");
  return static_cast<std::uint64_t>(pages * pragma(database, "PRAGMA page_size"));
}

std::vector<PredictionRow> newest_predictions(Database& database, const PredictionQuery& query) {
  Statement statement(database,
                      "SELECT id, time_ms, request_id, model, version, class, confidence, milliseconds, "
                      "inputs FROM predictions "
                      "WHERE id < coalesce(?1, 9223372036854775807) AND (?2 = '' OR model = ?2) AND (?3 = '' "
                      "OR version = ?3) "
                      "AND (?4 = '' OR class = ?4) ORDER BY id DESC LIMIT ?5");
  statement.bind(query.before_id).bind(query.model).bind(query.version).bind(query.predicted_class);
  statement.bind(query.limit);
  std::vector<PredictionRow> rows;
  while (statement.next()) rows.push_back(read_row(statement));
  return rows;
}

}  // namespace shohin
