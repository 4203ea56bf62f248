#include "store/directory_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

namespace shohin {

Outcome<DirectoryLock> DirectoryLock::take(const std::filesystem::path& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return refuse(ErrorCode::kInternalError,
                  "The data directory " + directory.string() + " cannot be opened.");
  }
  DirectoryLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return Outcome<DirectoryLock>(std::move(lock));
  return refuse(ErrorCode::kResourceConflict, "The data directory " + directory.string() +
                                                  " is in use by another server. Stop that one first.");
}

DirectoryLock::~DirectoryLock() {
  if (descriptor_ >= 0) (void)::close(descriptor_);  // nothing was written through it
}

}  // namespace shohin
