// A backup becomes a data directory again.
#pragma once

#include <cstdint>
#include <filesystem>

#include "error/error.h"
#include "operations/backup.h"

namespace shohin {

enum class OntoData : std::uint8_t {
  kRefuse,   // a directory that holds anything
  kReplace,  // its database, which is kept beside as shohin.db.before-restore
};

// Checks the whole backup first, then copies blobs, then the database: whenever it is cut off, `data` is as
// it was before or as the backup. Fails with kResourceDoesNotExist when there is no backup,
// kInvalidParameterValue for a damaged one, kResourceConflict for a directory that a server holds or that is
// not empty, and as copy_durably.
Outcome<BackupReport> restore(const std::filesystem::path& backup, const std::filesystem::path& data,
                              OntoData onto);

}  // namespace shohin
