#include "operations/backup.h"

#include <set>
#include <string>
#include <system_error>

#include "operations/blob_check.h"
#include "operations/disk_room.h"
#include "operations/durable_copy.h"
#include "store/prediction_rows.h"
#include "store/snapshot.h"

namespace shohin {
namespace {

Outcome<void> copy_blobs(const std::filesystem::path& data, const std::filesystem::path& target,
                         const std::vector<NamedBlob>& blobs, BackupReport& report,
                         const std::function<bool()>& is_over) {
  std::set<std::filesystem::path> folders = {target / "blobs"};
  for (const auto& blob : blobs) {
    if (is_over()) return refuse(ErrorCode::kTemporarilyUnavailable, "The server stops; there is no backup.");
    const auto source = blob_path(data / "blobs", blob.sha256);
    const auto copy = blob_path(target / "blobs", blob.sha256);
    std::error_code missing;
    const auto size = std::filesystem::file_size(source, missing);
    if (missing) {
      return refuse(ErrorCode::kInternalError, "The blob " + blob.sha256 + " is missing. Run shohin doctor.");
    }
    std::filesystem::create_directories(copy.parent_path(), missing);
    folders.insert(copy.parent_path());
    if (auto kept = copy_durably(source, copy, CopyBy::kLink); !kept) return kept;
    ++report.blobs;
    report.blob_bytes += size;
  }
  for (const auto& folder : folders) {
    if (auto kept = sync_folder(folder); !kept) return kept;
  }
  return {};
}

Outcome<void> copy_predictions(const std::filesystem::path& data, const std::filesystem::path& target,
                               BackupReport& report) {
  std::error_code failed;
  const auto file = data / "predictions.db", copy = target / "predictions.db.part";
  if (!std::filesystem::exists(file, failed) || !predictions_fault(file).empty()) return {};
  if (auto copied = snapshot_database(file, copy); !copied) return copied;
  report.prediction_log_bytes = std::filesystem::file_size(copy, failed);
  std::filesystem::rename(copy, target / "predictions.db", failed);
  if (!failed) return {};
  return refuse(ErrorCode::kTemporarilyUnavailable, "The backup could not be finished.", failed.message());
}

Outcome<std::vector<NamedBlob>> blobs_of(const std::filesystem::path& file) {
  auto database = Database::open(file, Access::kRead);
  if (!database) return tl::unexpected(database.error());
  return named_blobs(**database);
}

std::uint64_t size_or_zero(const std::filesystem::path& file) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(file, missing);
  return missing ? 0 : size;
}

// What a copy takes at most: a database and what its write-ahead log holds, and blobs that get no second
// name.
Outcome<std::uint64_t> needed_bytes(const std::filesystem::path& data, const std::filesystem::path& target) {
  std::uint64_t bytes = 0;
  for (const auto* file : {"shohin.db", "shohin.db-wal", "predictions.db", "predictions.db-wal"})
    bytes += size_or_zero(data / file);
  if (is_same_file_system(data, target)) return bytes;
  const auto blobs = blobs_of(data / "shohin.db");
  if (!blobs) return tl::unexpected(blobs.error());
  for (const auto& blob : *blobs) bytes += size_or_zero(blob_path(data / "blobs", blob.sha256));
  return bytes;
}

Outcome<BackupReport> copy_all(const std::filesystem::path& data, const std::filesystem::path& target,
                               const std::function<bool()>& is_over) {
  const auto copy = target / "shohin.db.part";
  if (auto copied = snapshot_database(data / "shohin.db", copy); !copied)
    return tl::unexpected(copied.error());
  const auto blobs = blobs_of(copy);
  if (!blobs) return tl::unexpected(blobs.error());
  std::error_code failed;
  BackupReport report{std::filesystem::file_size(copy, failed)};
  if (auto copied = copy_predictions(data, target, report); !copied) return tl::unexpected(copied.error());
  std::filesystem::create_directory(target / "blobs", failed);
  if (auto copied = copy_blobs(data, target, *blobs, report, is_over); !copied)
    return tl::unexpected(copied.error());
  std::filesystem::rename(copy, target / "shohin.db", failed);
  if (failed)
    return refuse(ErrorCode::kTemporarilyUnavailable, "The backup could not be finished.", failed.message());
  if (auto kept = sync_folder(target); !kept) return tl::unexpected(kept.error());
  return report;
}

}  // namespace

Outcome<BackupReport> back_up(const std::filesystem::path& data, const std::filesystem::path& target,
                              const std::function<bool()>& is_over) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(data / "shohin.db", unknown)) {
    return refuse(ErrorCode::kResourceDoesNotExist, data.string() + " holds no database.");
  }
  const auto needed = needed_bytes(data, target);
  if (!needed) return tl::unexpected(needed.error());
  if (auto room = require_room(target, *needed); !room) return tl::unexpected(room.error());
  if (auto empty = make_empty_folder(target); !empty) return tl::unexpected(empty.error());
  auto report = copy_all(data, target, is_over);
  if (!report) {
    for (const auto* part :
         {"shohin.db", "shohin.db.part", "predictions.db", "predictions.db.part", "blobs"}) {
      std::filesystem::remove_all(target / part, unknown);
    }
  }
  return report;
}

}  // namespace shohin
