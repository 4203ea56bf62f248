// The one thread that changes the database. It commits all jobs that wait together (group commit).
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "store/database.h"

namespace shohin {

struct WriterOptions {
  std::filesystem::path directory;             // whose free space is watched
  std::uint64_t min_free_bytes = 64ULL << 20;  // writes are refused below this: reads and restarts need room
  std::function<void(std::string_view)>
      on_broken;  // the disk does not keep what it is given: stop the program
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
  // for a full disk, kInternalError otherwise (from then on for every job, when the disk failed to keep it).
  Outcome<void> run(const Job& job);

 private:
  struct Pending {
    const Job* job;
    Outcome<void> result;
    bool answered = false;
  };

  void work();
  std::vector<Pending*> next_batch();
  Outcome<void> commit(std::span<Pending* const> batch);
  void run_in_savepoint(Pending& pending);
  [[nodiscard]] bool has_room() const;

  std::unique_ptr<Database> database_;
  WriterOptions options_;
  std::mutex mutex_;
  std::condition_variable waiting_, answered_;
  std::deque<Pending*> queue_;
  bool stopping_ = false;
  bool broken_ = false;
  std::thread thread_;
};

}  // namespace shohin
