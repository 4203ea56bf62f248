#include "cli/progress_line.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace shohin {
namespace {

constexpr auto kTerminalPause = std::chrono::milliseconds(100);
constexpr auto kLinePause = std::chrono::seconds(2);
constexpr std::uint64_t kBarWidth = 30;

}  // namespace

ProgressLine::ProgressLine(std::string what, std::string unit, std::uint64_t total, bool quiet)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      total_(std::max<std::uint64_t>(total, 1)),
      quiet_(quiet),
      terminal_(::isatty(STDERR_FILENO) == 1),
      next_(Clock::now() + (terminal_ ? Clock::duration(kTerminalPause) : Clock::duration(kLinePause))) {}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::clear() {
  if (terminal_ && drawn_) std::cerr << "\r\033[K" << std::flush;
  drawn_ = false;
}

void ProgressLine::at(std::uint64_t done) {
  if (Clock::now() < next_ || (quiet_ && !terminal_)) return;
  draw(std::min(done, total_));
  next_ = Clock::now() + (terminal_ ? Clock::duration(kTerminalPause) : Clock::duration(kLinePause));
}

void ProgressLine::draw(std::uint64_t done) {
  const std::string count = std::to_string(done) + " of " + std::to_string(total_) + " " + unit_;
  drawn_ = true;
  if (!terminal_) {
    std::cerr << what_ << ": " << count << std::endl;
    return;
  }
  const auto full = static_cast<std::size_t>(kBarWidth * done / total_);
  std::cerr << "\r" << what_ << " [" << std::string(full, '#') << std::string(kBarWidth - full, '.') << "] "
            << count << "\033[K" << std::flush;
}

}  // namespace shohin
