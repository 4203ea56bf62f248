// Whether a database is sound, and whether its disk keeps what it is given.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "store/database.h"

namespace shohin {

enum class Depth : std::uint8_t {
  kQuick,  // every page and row
  kFull,   // that every index says what its table says, too
};

// What SQLite finds wrong with the file, the first ten; empty for a sound one. kFull also names rows that
// refer to nothing. Fails when the database cannot be read.
Outcome<std::vector<std::string>> database_faults(Database& database, Depth depth);

std::int64_t schema_version(Database& database);
// The mark that every database of this program has.
bool is_ours(Database& database);

// Opens the database again after its disk failed. What the log holds is brought into the file and synced, so
// that nothing rests on pages that a failed sync left behind; then the file is checked and a write is tried.
// Somebody must have kept the database open meanwhile (store/database.cpp, the readers' settings). Fails with
// kTemporarilyUnavailable when a step does.
Outcome<std::unique_ptr<Database>> reopen_after_failure(const std::filesystem::path& file);

}  // namespace shohin
