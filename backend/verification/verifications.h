// Verification by reproduction: trains what a run logged again, in the background, and says whether the same
// model came out.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "datasets/data_sets.h"
#include "mlflow/clock.h"
#include "store/store.h"
#include "store/verification_rows.h"

namespace shohin {

struct Verification {
  VerificationRecord record;
  std::uint32_t steps_done = 0, steps_total = 0;  // trees, rounds or steps; all of them when it
                                                  // was trained again, 0 while it does not run
};

// One run at a time, on one thread of low priority; the others wait in the database. What a stopped or killed
// process was working on is begun again by the next one. A run or verification that nobody knows fails with
// kResourceDoesNotExist.
class Verifications {
 public:
  static constexpr std::int64_t kMostQueued = 100;

  // The store and the data sets outlive it. Begins with what is queued.
  Verifications(Store& store, DataSets& data_sets, Clock clock = system_time_ms);
  ~Verifications();  // what runs stops after its next step, and goes on being queued
  Verifications(const Verifications&) = delete;
  Verifications& operator=(const Verifications&) = delete;

  // Queues the run; one that is queued or runs already stays as it is. Fails as read_run_model and
  // check_reproducible do, and with kTooManyRequests over kMostQueued.
  Outcome<Verification> start(const std::string& run_id, const std::string& user);
  Outcome<Verification> get(const std::string& run_id);
  // One that has ended stays as it is.
  Outcome<Verification> cancel(const std::string& run_id);

 private:
  void work();
  void work_off();
  void take_up(Database& database, const VerificationRecord& record);
  Outcome<VerificationRecord> find(const std::string& run_id);
  std::uint32_t seconds_left();
  Verification with_progress(VerificationRecord record);
  VerificationEnd reproduce_run(const VerificationRecord& record);
  void finish(const VerificationRecord& record, const VerificationEnd& end);
  bool wait_a_second();

  Store& store_;
  DataSets& data_sets_;
  Clock clock_;
  std::mutex mutex_;  // guards what follows it
  std::condition_variable wake_;
  bool has_work_ = true;
  std::int64_t running_ticket_ = 0;
  std::chrono::steady_clock::time_point began_;  // of what runs
  std::atomic<bool> stopping_{false}, cancelled_{false};
  std::atomic<std::uint32_t> steps_done_{0}, steps_total_{0};
  std::thread thread_;
};

}  // namespace shohin
