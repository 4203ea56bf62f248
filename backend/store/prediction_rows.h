// The prediction log: a database file of its own, so that what models answer never gets into the way of what
// must be kept.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"

namespace shohin {

struct PredictionRow {
  std::int64_t id = 0;       // rises with time
  std::int64_t time_ms = 0;  // since the epoch
  std::string request_id, model, version, predicted_class;
  double confidence = 0;
  double milliseconds = 0;            // from the end of the request's head
  std::optional<std::string> inputs;  // a JSON object, when the server was told to keep them
};

struct PredictionQuery {
  std::string model{}, version{}, predicted_class{};  // empty for all
  std::optional<std::int64_t> before_id{};
  std::int64_t limit = 100;
};

// Makes the file and its table when they are not there. Not every commit is synced: a power cut may take the
// last seconds, never more. Fails as Database::open and migrate do.
Outcome<std::unique_ptr<Database>> open_predictions(const std::filesystem::path& file);
// To read beside the writer; fails while the file is not there.
Outcome<std::unique_ptr<Database>> read_predictions(const std::filesystem::path& file);

// What SQLite finds wrong with the file, in words; empty for a sound one, for none, and for one that cannot
// be read just now.
std::string predictions_fault(const std::filesystem::path& file);
// A damaged file gets the name FILE.damaged, so that a new one can be begun. Whether it was one.
bool set_aside_damaged_predictions(const std::filesystem::path& file);

void insert_prediction(Database& database, const PredictionRow& row);
// Those before that time; gives how many.
std::int64_t delete_predictions_before(Database& database, std::int64_t time_ms);
// The oldest tenth.
void delete_oldest_predictions(Database& database);
// Of the pages in use.
std::uint64_t predictions_bytes(Database& database);
// The newest first.
std::vector<PredictionRow> newest_predictions(Database& database, const PredictionQuery& query);

}  // namespace shohin
