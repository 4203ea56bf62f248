#include "http/log.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <nlohmann/json.hpp>

namespace shohin {
namespace {

constexpr std::array<std::string_view, 5> kLevels = {"debug", "info", "warning", "error", "off"};

std::string now_text() {
  const auto now = std::chrono::system_clock::now();
  const auto seconds = std::chrono::system_clock::to_time_t(now);
  const auto rest =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const auto size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S.", &parts);
  const auto millis = std::to_string(1000 + rest);
  return std::string(text.data(), size) + millis.substr(1) + "Z";
}

}  // namespace

std::optional<LogLevel> log_level_of(std::string_view name) {
  const auto found = std::find(kLevels.begin(), kLevels.end(), name);
  if (found == kLevels.end()) return std::nullopt;
  return static_cast<LogLevel>(found - kLevels.begin());
}

void Log::write(LogLevel level, std::string_view event, LogFields fields) {
  if (!takes(level) || level == LogLevel::kOff) return;
  nlohmann::ordered_json line = {
      {"time", now_text()}, {"level", kLevels[static_cast<std::size_t>(level)]}, {"event", event}};
  for (const auto& [name, value] : fields) {
    const auto* text = std::get_if<std::string_view>(&value);
    if (text != nullptr && text->empty()) continue;
    std::visit([&, key = std::string(name)](const auto& v) { line[key] = v; }, value);
  }
  const auto text = line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  const std::lock_guard lock(mutex_);
  out_ << text << std::flush;
}

}  // namespace shohin
