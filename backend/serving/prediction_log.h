// Who was answered what: rows wait in memory and are written by a thread of their own, which gives way to all
// others. A request never waits for it.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "http/log.h"
#include "serving/waiting_predictions.h"
#include "store/prediction_rows.h"

namespace shohin {

struct PredictionLogOptions {
  std::filesystem::path file;
  bool inputs = false;  // keep the values that were asked about
  std::int64_t max_age_ms = 90LL * 24 * 3600 * 1000;
  std::uint64_t max_bytes = 64ULL << 20;
  std::uint64_t min_free_bytes = 64ULL << 20;  // below this much free disk rows are dropped
  // What comes beyond these is dropped and counted: single rows until the next write, and pieces of batches,
  // which are written as soon as they come.
  WaitingBounds singles{.rows = 4096, .bytes = 8U << 20U};
  WaitingBounds batches{.rows = 1U << 18U, .bytes = 4U << 20U};
  std::chrono::milliseconds write_every{1000};  // the single rows
  std::function<std::int64_t()> clock;          // milliseconds since the epoch
};

class PredictionLog {
 public:
  using Options = PredictionLogOptions;

  // The log must outlive it.
  PredictionLog(Options options, Log& log);
  ~PredictionLog();  // writes what waits, as far as two seconds go
  PredictionLog(const PredictionLog&) = delete;
  PredictionLog& operator=(const PredictionLog&) = delete;

  void add(const Predictions& predictions);
  // What is on the disk; nothing while the file has not been made.
  Outcome<std::vector<PredictionRow>> newest(const PredictionQuery& query) const;

  [[nodiscard]] std::uint64_t kept() const { return kept_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  using Pieces = std::span<const WaitingPredictions::Piece>;
  void work();
  void write_all(const WaitingPredictions& waiting);
  Outcome<void> write(Pieces pieces);
  void give_up(std::size_t rows, const Error& error);
  void trim();

  Options options_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  WaitingPredictions singles_, batches_;
  std::chrono::steady_clock::time_point stop_by_;  // once it is stopping
  std::atomic<bool> stopping_{false};
  std::atomic<std::uint64_t> kept_{0}, dropped_{0};
  std::unique_ptr<Database> database_;  // of the thread
  std::thread thread_;
};

}  // namespace shohin
