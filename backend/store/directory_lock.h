// Who owns a data directory: one server, or one command that works on its files.
#pragma once

#include <filesystem>
#include <utility>

#include "error/error.h"

namespace shohin {

// Held until it is destroyed, or the process ends in whatever way.
class DirectoryLock {
 public:
  // Fails with kInternalError when the directory is not there or cannot be opened, and with
  // kResourceConflict when somebody else holds it.
  static Outcome<DirectoryLock> take(const std::filesystem::path& directory);
  ~DirectoryLock();
  DirectoryLock(DirectoryLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  DirectoryLock& operator=(DirectoryLock&&) = delete;

 private:
  explicit DirectoryLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace shohin
