// The data directory: database and blobs, and the lock that keeps a second server out.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>

#include "store/blob_store.h"
#include "store/database.h"
#include "store/directory_lock.h"
#include "store/readers.h"
#include "store/writer.h"

namespace shohin {

struct StoreOptions {
  std::filesystem::path directory;             // made when it is not there
  std::uint64_t min_free_bytes = 64ULL << 20;  // below this much free disk writes are refused with 507
  std::size_t readers = 4;
  std::int64_t orphan_grace_seconds = 3600;  // how long a blob may lie without a row
  std::int64_t sweep_every_seconds = 3600;
  // Called from the writer's thread: the disk failed, writes are refused with 503; and they go on again.
  std::function<void(std::string_view reason)> on_failure = [](std::string_view) {};
  std::function<void()> on_recovery = [] {};
  std::chrono::milliseconds reopen_after{1000};  // how long the disk is left alone between two attempts
};

class Store {
 public:
  // Fails when the directory cannot be made or belongs to a running server (kResourceConflict), and as
  // Database::open and migrate do.
  static Outcome<std::unique_ptr<Store>> open(StoreOptions options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Runs `work(Database&) -> Outcome<T>` on a reader, all of it on one state of the database.
  template <class Work>
  auto read(Work&& work) -> std::invoke_result_t<Work, Database&> {
    Readers::Lease lease(*readers_);
    auto result = work(lease.database());
    if (auto sound = lease.end(); !sound) return tl::unexpected(sound.error());
    return result;
  }

  // Runs `work(Database&) -> Outcome<T>` on the writer and waits until it is kept, or undone.
  template <class Work>
  auto write(Work&& work) -> std::invoke_result_t<Work, Database&> {
    std::optional<std::invoke_result_t<Work, Database&>> result;
    auto kept = writer_->run([&](Database& database) -> Outcome<void> {
      result.emplace(work(database));
      if (!*result) return tl::unexpected(result->error());
      return {};
    });
    if (!kept) return tl::unexpected(kept.error());
    return std::move(*result);
  }

  BlobStore& blobs() { return *blobs_; }
  // False while writes are refused because the disk failed or is almost full.
  [[nodiscard]] bool is_writable() const { return writer_->is_writable(); }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  // While it is held no blob is removed.
  std::unique_lock<std::mutex> keep_blobs() { return std::unique_lock(sweeping_); }

  // Removes blobs that no row names and that are older than the grace period; gives how many.
  Outcome<std::size_t> sweep_orphans(std::int64_t grace_seconds);

 private:
  explicit Store(DirectoryLock lock) : lock_(std::move(lock)) {}
  void sweep_until_closed(const StoreOptions& options);

  DirectoryLock lock_;
  std::filesystem::path directory_;
  std::unique_ptr<BlobStore> blobs_;
  std::unique_ptr<Writer> writer_;
  std::unique_ptr<Readers> readers_;  // closed before the writer, which then checkpoints
  std::mutex sweeping_;
  std::mutex sweeper_mutex_;
  std::condition_variable closing_;
  bool is_closing_ = false;
  std::thread sweeper_;
};

}  // namespace shohin
