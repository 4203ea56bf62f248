#include "serving/handover.h"

namespace shohin {

bool Handover::give(std::string_view piece) {
  std::unique_lock lock(mutex_);
  if (stopped_ || piece.empty()) return !stopped_;
  piece_ = piece;
  state_ = State::kGiven;
  changed_.notify_all();
  changed_.wait(lock, [this] { return state_ == State::kIdle || stopped_; });
  return !stopped_;
}

void Handover::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

std::string_view Handover::next() {
  std::unique_lock lock(mutex_);
  if (state_ == State::kReading) {
    state_ = State::kIdle;
    changed_.notify_all();
  }
  changed_.wait(lock, [this] { return state_ == State::kGiven || ended_; });
  if (state_ != State::kGiven) return {};
  state_ = State::kReading;
  return piece_;
}

void Handover::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  state_ = State::kIdle;
  changed_.notify_all();
}

}  // namespace shohin
