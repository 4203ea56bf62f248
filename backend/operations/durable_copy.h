// Files and folders that are on the disk when the call comes back.
#pragma once

#include <cstdint>
#include <filesystem>

#include "error/error.h"

namespace shohin {

enum class CopyBy : std::uint8_t {
  kLink,  // a second name for the same bytes where the file system allows it: for files that never change
  kBytes,
};

// The file `target` appears whole or not at all, replacing what was there. Fails with kInsufficientStorage
// for a full disk and kTemporarilyUnavailable otherwise. The folder is not synced.
Outcome<void> copy_durably(const std::filesystem::path& source, const std::filesystem::path& target,
                           CopyBy by);

// Brings the names in a folder to the disk. Fails as copy_durably does.
Outcome<void> sync_folder(const std::filesystem::path& folder);

// Makes a folder that holds nothing, or takes one that does. Fails with kResourceConflict when it holds
// something or is no folder, and as copy_durably.
Outcome<void> make_empty_folder(const std::filesystem::path& folder);

}  // namespace shohin
