// The server's log: one JSON object a line on a stream.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <optional>
#include <ostream>
#include <string_view>
#include <utility>
#include <variant>

namespace shohin {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError, kOff };

std::optional<LogLevel> log_level_of(std::string_view name);  // "debug", "info", "warning", "error", "off"

using LogValue = std::variant<std::string_view, std::int64_t, double>;
using LogFields = std::initializer_list<std::pair<std::string_view, LogValue>>;

// Threads may share one. Never given a password, a token, a cookie or a body.
class Log {
 public:
  // The stream must outlive the log.
  Log(std::ostream& out, LogLevel level) : out_(out), level_(level) {}

  [[nodiscard]] bool takes(LogLevel level) const { return level >= level_; }
  // {"time": "2026-01-31T12:00:00.123Z", "level": "info", "event": "...", fields}; a field with an empty text
  // is left out.
  void write(LogLevel level, std::string_view event, LogFields fields = {});

 private:
  std::ostream& out_;
  LogLevel level_;
  std::mutex mutex_;
};

}  // namespace shohin
