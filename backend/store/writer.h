// The one thread that changes the database. It commits all jobs that wait together (group commit).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "store/database.h"

namespace shohin {

struct WriterOptions {
  std::filesystem::path directory;             // whose free space is watched
  std::uint64_t min_free_bytes = 64ULL << 20;  // writes are refused below this: reads and restarts need room
  // Opens the database again after its disk failed, and proves that it is sound and keeps what it is given.
  std::function<Outcome<std::unique_ptr<Database>>()> reopen;
  std::chrono::milliseconds reopen_after{1000};  // and so long after each attempt that failed
  // Called from the writer's thread when the disk failed, with what it said, and when writes go on again.
  std::function<void(std::string_view reason)> on_failure = [](std::string_view) {};
  std::function<void()> on_recovery = [] {};
};

class Writer {
 public:
  // A job does its work in a savepoint: when it gives an error, nothing of it is kept.
  using Job = std::function<Outcome<void>(Database&)>;

  Writer(std::unique_ptr<Database> database, WriterOptions options);
  ~Writer();  // does what waits, then closes
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Waits until the job is committed and on the disk, or refused: the job's own error, kInsufficientStorage
  // for a full disk, kTemporarilyUnavailable for one that failed, kInternalError otherwise. After a failure
  // every job is refused until the database was opened again.
  Outcome<void> run(const Job& job);
  // Whether jobs are taken: the disk neither failed nor is below its watermark.
  [[nodiscard]] bool is_writable() const { return !failed_ && has_room(); }

 private:
  struct Pending {
    const Job* job;
    Outcome<void> result;
    bool answered = false;
  };

  void work();
  std::vector<Pending*> next_batch();
  void answer(std::span<Pending* const> batch, const Outcome<void>& committed);
  Outcome<void> commit(std::span<Pending* const> batch);
  void run_in_savepoint(Pending& pending);
  void recover();
  bool try_reopen();
  [[nodiscard]] bool has_room() const;

  std::unique_ptr<Database> database_;
  WriterOptions options_;
  std::mutex mutex_;
  std::condition_variable waiting_, answered_;
  std::deque<Pending*> queue_;
  bool stopping_ = false;
  std::atomic<bool> failed_{false};
  std::string failure_;  // what the disk said last
  std::thread thread_;
};

}  // namespace shohin
