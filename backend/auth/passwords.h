// Hashes passwords one at a time on a thread of its own that yields to all others: a hash takes 19 MiB and
// some 25 ms of a core.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "error/error.h"

namespace shohin {

// Threads may share one.
class Passwords {
 public:
  static constexpr std::size_t kMostWaiting = 16;

  Passwords() : thread_([this] { work(); }) {}
  ~Passwords();  // answers what waits
  Passwords(const Passwords&) = delete;
  Passwords& operator=(const Passwords&) = delete;

  // Both fail with kTooManyRequests when too many wait already, and as hash_password does.
  Outcome<std::string> hash(std::string_view password);
  // Without a hash it takes as long and says no.
  Outcome<bool> matches(const std::optional<std::string>& hash, std::string_view password);

 private:
  struct Job {
    std::function<void()> work;
    bool done = false;
  };
  Outcome<void> run(std::function<void()> work);
  void work();

  std::mutex mutex_;
  std::condition_variable waiting_, answered_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace shohin
