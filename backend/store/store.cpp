#include "store/store.h"

#include <system_error>
#include <vector>

#include "store/inspection.h"
#include "store/migrations.h"
#include "store/named_blobs.h"

namespace shohin {
namespace {

Outcome<DirectoryLock> lock_directory(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) return DirectoryLock::take(directory);
  return refuse(ErrorCode::kInternalError, "The data directory " + directory.string() + " cannot be made.");
}

}  // namespace

Outcome<std::unique_ptr<Store>> Store::open(StoreOptions options) {
  auto lock = lock_directory(options.directory);
  if (!lock) return tl::unexpected(lock.error());
  std::unique_ptr<Store> store(new Store(std::move(*lock)));
  store->directory_ = options.directory;

  auto blobs = BlobStore::open({options.directory, options.min_free_bytes});
  if (!blobs) return tl::unexpected(blobs.error());
  store->blobs_ = std::move(*blobs);

  const auto file = options.directory / "shohin.db";
  if (auto kept = write_log_again(file); !kept) return tl::unexpected(kept.error());
  auto database = Database::open(file, Access::kWrite);
  if (!database) return tl::unexpected(database.error());
  if (auto ready = migrate(**database, file, all_migrations()); !ready) return tl::unexpected(ready.error());
  const auto reopen = [file] { return reopen_after_failure(file); };
  store->writer_ = std::make_unique<Writer>(
      std::move(*database), WriterOptions{options.directory, options.min_free_bytes, reopen,
                                          options.reopen_after, options.on_failure, options.on_recovery});

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
}

Outcome<std::size_t> Store::sweep_orphans(std::int64_t grace_seconds) {
  const auto sweeping = keep_blobs();
  return blobs_->sweep(grace_seconds, [this](const std::string& sha256) {
    return read([&](Database& database) -> Outcome<bool> { return is_blob_named(database, sha256); });
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
