// What `shohin serve` is told: flag over environment over file over default, and where each value came from.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "error/error.h"
#include "http/log.h"

namespace shohin {

struct ServeSetting {
  std::string_view name;         // of the flag, without "--"
  std::string_view environment;  // empty: a flag only
  std::string value;             // the default until resolve_settings() has looked
  std::string_view help;
  std::string_view origin = "default";  // "default", "file", "environment" or "flag"
  std::optional<std::string> flag = {};
};

// What of the answers to scoring requests is written down.
enum class PredictionLogging : std::uint8_t { kOff, kAnswers, kInputsToo };

struct ServeOptions {
  std::string data, host, web, default_model;
  std::string admin_password_file, metrics_token_file;  // empty for none
  std::uint16_t port = 8080;
  bool auth = true, examples = false;
  LogLevel log_level = LogLevel::kInfo;
  PredictionLogging prediction_log = PredictionLogging::kAnswers;
  std::uint32_t prediction_log_days = 90, prediction_log_mb = 64;
  std::vector<std::string> allowed_hosts, trusted_proxies;
};

// Every setting with its default. `web` is the folder beside the executable's.
std::vector<ServeSetting> serve_settings(std::string web);

using Environment = std::function<std::optional<std::string>(std::string_view name)>;
// Looks for each setting: at its flag, in the environment, in the file that the setting "settings" names.
// Fails when that cannot be read, is no JSON object, names no setting or gives neither text nor number; the
// file is named, and what in it.
Outcome<void> resolve_settings(std::vector<ServeSetting>& settings, const Environment& environment);

// Fails with kInvalidParameterValue and names the setting and where its value came from; also for auth off on
// a host that is not loopback.
Outcome<ServeOptions> read_settings(const std::vector<ServeSetting>& settings);

// {"data": {"value": "./data", "from": "default"}, ...}
std::string settings_json(const std::vector<ServeSetting>& settings);

}  // namespace shohin
