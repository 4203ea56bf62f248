// Threads for connections: one each, with small stacks, as many as are needed up to a cap.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>

namespace shohin {

class ConnectionPool final : public httplib::TaskQueue {
 public:
  ConnectionPool(std::size_t cap, std::size_t stack_bytes) : cap_(cap), stack_bytes_(stack_bytes) {}

  // Waits for a thread when every one of the cap is busy. False when too many wait, or none can be had: the
  // library closes the connection then.
  bool enqueue(std::function<void()> task) override;
  // Waits for every task.
  void shutdown() override;

 private:
  static void* run(void* pool);
  void work();
  bool start_thread();

  std::size_t cap_;
  std::size_t stack_bytes_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable ended_;
  std::deque<std::function<void()>> tasks_;
  std::size_t threads_ = 0;
  std::size_t idle_ = 0;
  bool stopping_ = false;
};

}  // namespace shohin
