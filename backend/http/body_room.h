// Room in memory that the long bodies of all connections share.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "http/limits.h"

namespace shohin {

class BodyRoom {
 public:
  explicit BodyRoom(const HttpLimits& limits) : limits_(limits), free_(limits.long_bodies) {}

  // What one request takes of the room, until it is answered.
  class Share {
   public:
    explicit Share(BodyRoom& room) : room_(room) {}
    ~Share() { room_.give_back(bytes_); }
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;

    // A short body needs none. Of a long one, waits until all of it fits, room_time at most: false when it
    // does not.
    [[nodiscard]] bool fit(std::uint64_t body_bytes);
    [[nodiscard]] bool covers(std::uint64_t body_bytes) const;

   private:
    BodyRoom& room_;
    std::uint64_t bytes_ = 0;
  };

 private:
  [[nodiscard]] bool take(std::uint64_t bytes);
  void give_back(std::uint64_t bytes);

  const HttpLimits limits_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::uint64_t free_;
};

}  // namespace shohin
