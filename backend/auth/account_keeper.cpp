#include "auth/account_keeper.h"

#include <chrono>

namespace shohin {

AccountKeeper::AccountKeeper(Sessions& sessions, Tokens& tokens)
    : sessions_(sessions), tokens_(tokens), thread_([this] { work(); }) {}

AccountKeeper::~AccountKeeper() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  ending_.notify_one();
  thread_.join();
}

void AccountKeeper::work() {
  std::unique_lock lock(mutex_);
  while (!is_ending_) {
    ending_.wait_for(lock, std::chrono::minutes(1), [this] { return is_ending_; });
    lock.unlock();
    // What cannot be kept now is kept a minute later, when it was used again.
    (void)sessions_.flush();
    (void)tokens_.flush();
    lock.lock();
  }
}

}  // namespace shohin
