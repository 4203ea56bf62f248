#include "cli/stop_signal.h"

#include <pthread.h>

#include <csignal>

namespace shohin {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGUSR1);  // our own, to end the waiting
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  const auto set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

StopSignal::~StopSignal() {
  if (!waiter_.joinable()) return;
  pthread_kill(waiter_.native_handle(), SIGUSR1);
  waiter_.join();
}

void StopSignal::on_stop(std::function<void()> stop) {
  waiter_ = std::thread([stop = std::move(stop)] {
    const auto set = stop_signals();
    bool stopped = false;
    for (int signal = 0; sigwait(&set, &signal) == 0 && signal != SIGUSR1;) {
      if (!stopped) stop();
      stopped = true;
    }
  });
}

}  // namespace shohin
