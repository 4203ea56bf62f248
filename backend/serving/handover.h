// Hands pieces of bytes from a thread that has them to one that wants them, one at a time: what is pushed at
// one end is pulled at the other, and nothing piles up in between.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string_view>

namespace shohin {

class Handover {
 public:
  // Waits until the piece was read. False when the reader wants no more.
  bool give(std::string_view piece);
  void end();  // of the pieces

  // The next piece, valid until the next call; empty after the last.
  std::string_view next();
  void stop();  // the reader wants no more

 private:
  enum class State { kIdle, kGiven, kReading };

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string_view piece_;
  State state_ = State::kIdle;
  bool ended_ = false;
  bool stopped_ = false;
};

}  // namespace shohin
