// POST /batch and /models/{name}/.../batch: a CSV in, the same rows with their predictions out, in constant
// memory.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "serving/prediction.h"

namespace shohin {

// How many run at once; more are asked to come again. One a processor would starve single predictions.
class BatchSlots {
 public:
  explicit BatchSlots(int count = 2) : free_(count) {}
  bool take() {
    if (free_.fetch_sub(1) > 0) return true;
    free_.fetch_add(1);
    return false;
  }
  void give_back() { free_.fetch_add(1); }
  void note_duration(std::chrono::seconds duration) {
    last_seconds_ = static_cast<std::uint32_t>(duration.count());
  }
  // When to come again: what the last batch took, 1 to 60 seconds.
  [[nodiscard]] std::uint32_t retry_after_seconds() const {
    return std::clamp(last_seconds_.load(), 1U, 60U);
  }

 private:
  std::atomic<int> free_;
  std::atomic<std::uint32_t> last_seconds_{0};
};

struct Batches {
  Scoring scoring;
  BatchSlots& slots;                // outlives the routes
  std::filesystem::path directory;  // for answers that are being written
  std::uint64_t min_free_bytes = 64ULL << 20;
};

// Needs a viewer. The answer begins when the last row was read, so it is whole or an error: kInvalidRow with
// the first hundred faults of all rows, kUnsupportedMediaType for anything but text/csv, kTooLarge,
// kTooManyRequests, kInsufficientStorage, and as find_model() does.
std::vector<Route> batch_routes(const Batches& batches);

}  // namespace shohin
