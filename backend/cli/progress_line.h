// Progress of long work, on stderr: a bar on a terminal, a line now and then elsewhere.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace shohin {

class ProgressLine {
 public:
  // `what` is a word for the work, `unit` what is counted ("trees"). Says nothing when `quiet`, unless stderr
  // is a terminal.
  ProgressLine(std::string what, std::string unit, std::uint64_t total, bool quiet);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Called as often as one likes, from one thread at a time.
  void at(std::uint64_t done);
  // Takes the bar away, so that something else can be said; the next at() draws it again.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  void draw(std::uint64_t done);

  std::string what_, unit_;
  std::uint64_t total_;
  bool quiet_, terminal_, drawn_ = false;
  Clock::time_point next_;
};

}  // namespace shohin
