#include "http/pool.h"

#include <pthread.h>

#include <chrono>

namespace shohin {
namespace {

// An idle thread waits so long for the next connection before it ends.
constexpr std::chrono::seconds kIdle{10};

// So many connections of a burst wait for a thread. The wait is short: the doors turn away at once whoever is
// too many, and there are more threads than the doors let in.
constexpr std::size_t kWaiting = 1024;

}  // namespace

bool ConnectionPool::enqueue(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  if (stopping_ || tasks_.size() >= kWaiting) return false;
  const bool needs_thread = idle_ <= tasks_.size();
  if (needs_thread && threads_ < cap_ && !start_thread() && threads_ == 0) return false;
  tasks_.push_back(std::move(task));
  wake_.notify_one();
  return true;
}

// Called with the mutex held. Detached, because shutdown() counts instead of joining.
bool ConnectionPool::start_thread() {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stack_bytes_);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread{};
  const bool started = pthread_create(&thread, &attributes, &ConnectionPool::run, this) == 0;
  pthread_attr_destroy(&attributes);
  if (started) ++threads_, ++idle_;
  return started;
}

void* ConnectionPool::run(void* pool) {
  static_cast<ConnectionPool*>(pool)->work();
  return nullptr;
}

void ConnectionPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait_for(lock, kIdle, [this] { return stopping_ || !tasks_.empty(); });
    if (tasks_.empty()) break;  // stopping, or idle for long
    auto task = std::move(tasks_.front());
    tasks_.pop_front();
    --idle_;
    lock.unlock();
    task();
    task = nullptr;
    lock.lock();
    ++idle_;
  }
  --idle_;
  --threads_;
  // Under the lock, and nothing of this object is touched afterwards: shutdown() may end its life.
  ended_.notify_all();
}

void ConnectionPool::shutdown() {
  std::unique_lock lock(mutex_);
  stopping_ = true;
  wake_.notify_all();
  ended_.wait(lock, [this] { return threads_ == 0; });
}

}  // namespace shohin
