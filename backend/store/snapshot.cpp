#include "store/snapshot.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/inspection.h"

namespace shohin {
namespace {

// VACUUM INTO leaves that to us.
Outcome<void> sync_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int number = errno;
  if (descriptor >= 0) (void)::close(descriptor);  // opened to read
  if (synced) return {};
  return refuse(ErrorCode::kTemporarilyUnavailable, "The disk did not keep the copy of the database.",
                std::string("fsync: ") + std::strerror(number));
}

Outcome<void> check_copy(const std::filesystem::path& target) {
  auto copy = Database::open(target, Access::kRead);
  if (!copy) return tl::unexpected(copy.error());
  const auto faults = database_faults(**copy, Depth::kFull);
  if (!faults) return tl::unexpected(faults.error());
  if (faults->empty()) return {};
  return refuse(ErrorCode::kInternalError,
                "The database is damaged, and so is its copy: " + faults->front() + ". Run shohin doctor.");
}

}  // namespace

Outcome<void> snapshot_database(const std::filesystem::path& file, const std::filesystem::path& target) {
  auto database = Database::open(file, Access::kRead);
  if (!database) return tl::unexpected(database.error());
  (*database)->execute("PRAGMA query_only=OFF");  // would forbid the copy too
  Statement(**database, "VACUUM INTO ?").bind(target.string()).run();
  if (auto copied = (*database)->verdict(); !copied) return copied;
  if (auto synced = sync_file(target); !synced) return synced;
  return check_copy(target);
}

}  // namespace shohin
