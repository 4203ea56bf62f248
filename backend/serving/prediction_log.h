// Who was answered what: rows wait in memory and are written a second later by a thread of their own. A
// request never waits for it.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/log.h"
#include "serving/prediction.h"
#include "store/prediction_rows.h"

namespace shohin {

struct PredictionLogOptions {
  std::filesystem::path file;
  bool inputs = false;  // keep the values that were asked about
  std::int64_t max_age_ms = 90LL * 24 * 3600 * 1000;
  std::uint64_t max_bytes = 64ULL << 20;
  std::uint64_t min_free_bytes = 64ULL << 20;  // below this much free disk rows are dropped
  std::size_t most_waiting = 4096;  // what comes beyond, until the next write, is dropped and counted
  std::chrono::milliseconds write_every{1000};
  std::function<std::int64_t()> clock;  // milliseconds since the epoch
};

class PredictionLog {
 public:
  using Options = PredictionLogOptions;

  // The log must outlive it.
  PredictionLog(Options options, Log& log);
  ~PredictionLog();  // writes what waits
  PredictionLog(const PredictionLog&) = delete;
  PredictionLog& operator=(const PredictionLog&) = delete;

  void add(const Prediction& prediction);
  // What is on the disk; nothing while the file has not been made.
  Outcome<std::vector<PredictionRow>> newest(const PredictionQuery& query);

  [[nodiscard]] std::uint64_t kept() const { return kept_.load(std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

 private:
  struct Waiting {
    Served model;
    std::int64_t time_ms = 0;
    std::array<char, 16> request_id{};
    std::uint32_t class_index = 0;
    float confidence = 0;
    float milliseconds = 0;
    std::vector<float> row;  // empty unless inputs are kept
  };
  static PredictionRow row_of(const Waiting& waiting);
  void work();
  Outcome<void> write(const std::vector<Waiting>& rows);
  void trim();

  Options options_;
  Log& log_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Waiting> waiting_;
  std::atomic<bool> full_{false};
  bool stopping_ = false;
  std::atomic<std::uint64_t> kept_{0}, dropped_{0};
  std::unique_ptr<Database> database_;  // of the thread
  std::thread thread_;
};

}  // namespace shohin
