#include "operations/restore.h"

#include <set>
#include <string>
#include <system_error>

#include "operations/blob_check.h"
#include "operations/durable_copy.h"
#include "store/directory_lock.h"
#include "store/inspection.h"
#include "store/prediction_rows.h"

namespace shohin {
namespace {

tl::unexpected<Error> refuse_damaged(const std::string& fault) {
  return refuse(ErrorCode::kInvalidParameterValue,
                "The backup is damaged: " + fault + ". Nothing was restored.");
}

Outcome<std::vector<NamedBlob>> check_backup(const std::filesystem::path& backup) {
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(backup / "shohin.db", unknown)) {
    return refuse(ErrorCode::kResourceDoesNotExist, backup.string() + " holds no backup.");
  }
  auto database = Database::open(backup / "shohin.db", Access::kRead);
  if (!database) return refuse_damaged("its database cannot be opened");
  const auto faults = database_faults(**database, Depth::kFull);
  if (!faults) return refuse_damaged("its database cannot be read");
  if (!faults->empty()) return refuse_damaged(faults->front());
  if (!is_ours(**database)) return refuse_damaged("its database is not Shohin's");
  auto blobs = named_blobs(**database);
  if (!blobs) return refuse_damaged("its database cannot be read");
  const auto blob_trouble = blob_faults(backup / "blobs", *blobs, [] { return false; });
  if (!blob_trouble.empty()) return refuse_damaged("blob " + blob_trouble.front());
  return blobs;
}

Outcome<void> copy_blobs(const std::filesystem::path& backup, const std::filesystem::path& data,
                         const std::vector<NamedBlob>& blobs, BackupReport& report) {
  std::set<std::filesystem::path> folders = {data / "blobs"};
  for (const auto& blob : blobs) {
    const auto source = blob_path(backup / "blobs", blob.sha256);
    const auto target = blob_path(data / "blobs", blob.sha256);
    std::error_code failed;
    std::filesystem::create_directories(target.parent_path(), failed);
    folders.insert(target.parent_path());
    if (auto kept = copy_durably(source, target, CopyBy::kBytes); !kept) return kept;
    ++report.blobs;
    report.blob_bytes += std::filesystem::file_size(target, failed);
  }
  for (const auto& folder : folders) {
    if (auto kept = sync_folder(folder); !kept) return kept;
  }
  return {};
}

// Opening and closing brings the log into the database, which is then one file with all that it knows. Where
// that is impossible, the log is kept beside.
void set_aside(const std::filesystem::path& file) {
  { const auto settled = Database::open(file, Access::kWrite); }
  std::error_code missing;
  const auto old = file.string() + ".before-restore";
  std::filesystem::rename(file.string() + "-wal", old + "-wal", missing);
  std::filesystem::remove(file.string() + "-shm", missing);
  std::filesystem::remove(old, missing);
  std::filesystem::create_hard_link(file, old, missing);
  if (missing) std::filesystem::copy_file(file, old, missing);  // a file system without second names
}

Outcome<void> put_database(const std::filesystem::path& backup, const std::filesystem::path& data,
                           const std::string& name) {
  const auto file = data / name, arriving = data / (name + ".restoring");
  if (auto copied = copy_durably(backup / name, arriving, CopyBy::kBytes); !copied) return copied;
  std::error_code failed;
  if (std::filesystem::exists(file, failed)) set_aside(file);
  std::filesystem::rename(arriving, file, failed);
  if (failed) {
    return refuse(ErrorCode::kTemporarilyUnavailable, "The database could not be put in its place.",
                  failed.message());
  }
  return sync_folder(data);
}

// A log: what is damaged of it is left out, as in a backup.
Outcome<void> put_predictions(const std::filesystem::path& backup, const std::filesystem::path& data,
                              BackupReport& report) {
  std::error_code failed;
  const auto file = backup / "predictions.db";
  if (!std::filesystem::exists(file, failed) || !predictions_fault(file).empty()) return {};
  report.prediction_log_bytes = std::filesystem::file_size(file, failed);
  return put_database(backup, data, "predictions.db");
}

// A second attempt finds the directory as the first one found it.
void empty_again(const std::filesystem::path& data) {
  std::error_code left;
  for (const auto* part : {"blobs", "predictions.db", "predictions.db.restoring", "shohin.db.restoring"})
    std::filesystem::remove_all(data / part, left);
}

}  // namespace

Outcome<BackupReport> restore(const std::filesystem::path& backup, const std::filesystem::path& data,
                              OntoData onto) {
  const auto blobs = check_backup(backup);
  if (!blobs) return tl::unexpected(blobs.error());
  if (onto == OntoData::kRefuse) {
    if (auto empty = make_empty_folder(data); !empty) return tl::unexpected(empty.error());
  }
  std::error_code failed;
  std::filesystem::create_directories(data / "blobs", failed);
  const auto lock = DirectoryLock::take(data);
  if (!lock) return tl::unexpected(lock.error());
  BackupReport report{std::filesystem::file_size(backup / "shohin.db", failed)};
  auto put = copy_blobs(backup, data, *blobs, report)
                 .and_then([&] { return put_predictions(backup, data, report); })
                 .and_then([&] { return put_database(backup, data, "shohin.db"); });
  if (put) return report;
  if (onto == OntoData::kRefuse) empty_again(data);
  return tl::unexpected(put.error());
}

}  // namespace shohin
