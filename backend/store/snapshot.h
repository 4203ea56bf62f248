// A copy of a database while others read and write it.
#pragma once

#include <filesystem>

#include "error/error.h"

namespace shohin {

// Writes one state of the database `file` into `target`, which must not be there: compact, without a log,
// synced and found sound. Fails as Database::open does and with kInternalError when the copy is not sound;
// `target` may be left then.
Outcome<void> snapshot_database(const std::filesystem::path& file, const std::filesystem::path& target);

}  // namespace shohin
