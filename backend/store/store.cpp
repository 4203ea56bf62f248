#include "store/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <system_error>
#include <vector>

#include "store/migrations.h"

namespace shohin {
namespace {

Outcome<int> lock_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  const int lock = error ? -1 : ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock < 0) {
    return refuse(ErrorCode::kInternalError,
                  "The data directory " + directory.string() + " cannot be made or opened.");
  }
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    ::close(lock);
    return refuse(ErrorCode::kResourceConflict, "The data directory " + directory.string() +
                                                    " is in use by another server. Stop that one first.");
  }
  return lock;
}

bool is_named(Database& database, const std::string& sha256) {
  return Statement(database,
                   "SELECT 1 FROM artifacts WHERE sha256=?1 "
                   "UNION ALL SELECT 1 FROM model_versions WHERE file_sha256=?1 LIMIT 1")
      .bind(sha256)
      .next();
}

}  // namespace

Outcome<std::unique_ptr<Store>> Store::open(StoreOptions options) {
  std::unique_ptr<Store> store(new Store);
  auto lock = lock_directory(options.directory);
  if (!lock) return tl::unexpected(lock.error());
  store->lock_ = *lock;

  auto blobs = BlobStore::open({options.directory, options.min_free_bytes});
  if (!blobs) return tl::unexpected(blobs.error());
  store->blobs_ = std::move(*blobs);

  const auto file = options.directory / "shohin.db";
  auto database = Database::open(file, Access::kWrite);
  if (!database) return tl::unexpected(database.error());
  if (auto ready = migrate(**database, file, all_migrations()); !ready) return tl::unexpected(ready.error());
  store->writer_ = std::make_unique<Writer>(
      std::move(*database), WriterOptions{options.directory, options.min_free_bytes, options.on_broken});

  std::vector<std::unique_ptr<Database>> connections;
  for (std::size_t i = 0; i < options.readers; ++i) {
    auto reader = Database::open(file, Access::kRead);
    if (!reader) return tl::unexpected(reader.error());
    connections.push_back(std::move(*reader));
  }
  store->readers_ = std::make_unique<Readers>(std::move(connections));
  store->sweeper_ = std::thread([&held = *store, options] { held.sweep_until_closed(options); });
  return store;
}

Store::~Store() {
  {
    const std::lock_guard lock(sweeper_mutex_);
    is_closing_ = true;
  }
  closing_.notify_all();
  if (sweeper_.joinable()) sweeper_.join();
  readers_.reset();
  writer_.reset();
  if (lock_ >= 0) ::close(lock_);
}

Outcome<std::size_t> Store::sweep_orphans(std::int64_t grace_seconds) {
  return blobs_->sweep(grace_seconds, [this](const std::string& sha256) {
    return read([&](Database& database) -> Outcome<bool> { return is_named(database, sha256); });
  });
}

void Store::sweep_until_closed(const StoreOptions& options) {
  std::unique_lock lock(sweeper_mutex_);
  while (!is_closing_) {
    lock.unlock();
    (void)sweep_orphans(options.orphan_grace_seconds);  // what stays now is tried again an hour later
    lock.lock();
    closing_.wait_for(lock, std::chrono::seconds(options.sweep_every_seconds),
                      [this] { return is_closing_; });
  }
}

}  // namespace shohin
