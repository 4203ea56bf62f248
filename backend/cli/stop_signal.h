// SIGTERM and SIGINT as a call in an ordinary thread.
#pragma once

#include <functional>
#include <thread>

namespace shohin {

// Make it before any other thread, so that all of them leave the signals to it. Also ignores SIGPIPE: a
// client that goes away is a failed write, not the end.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();  // waits for no signal any more
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Calls `stop` once, from a thread of its own, when one of the signals comes.
  void on_stop(std::function<void()> stop);

 private:
  std::thread waiter_;
};

}  // namespace shohin
