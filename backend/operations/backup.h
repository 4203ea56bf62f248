// A data directory's copy: one state of its database and every blob that this state names.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "error/error.h"

namespace shohin {

struct BackupReport {
  std::uint64_t database_bytes = 0, blobs = 0, blob_bytes = 0;
  std::uint64_t prediction_log_bytes = 0;  // 0: there is none, or it is damaged and left out
};

// Writes the copy into `target`, which must be empty or not there; it is complete once `target`/shohin.db is
// there. Others may go on writing to `data`, but must remove no blob meanwhile. Secrets are not copied. A
// damaged prediction log is left out. Blobs get a second name where the file system allows it. Fails with
// kResourceConflict for a target that holds something, kResourceDoesNotExist when there is no database,
// kInsufficientStorage, before anything is written, when the disk has no room, kInternalError for a damaged
// database or a missing blob, kTemporarilyUnavailable once `is_over` says so, and as snapshot_database and
// copy_durably do; nothing of the copy is left then.
Outcome<BackupReport> back_up(const std::filesystem::path& data, const std::filesystem::path& target,
                              const std::function<bool()>& is_over);

}  // namespace shohin
