#include "cli/serve_options.h"

#include <arpa/inet.h>

#include <algorithm>

#include "cli/input_file.h"
#include "http/gate.h"
#include "text/ascii.h"
#include "text/json.h"
#include "text/number.h"

namespace shohin {
namespace {

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    auto part = text.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

tl::unexpected<Error> bad(const ServeSetting& setting, std::string_view expected) {
  return refuse(ErrorCode::kInvalidParameterValue, std::string(setting.name) + ": '" + setting.value +
                                                       "' (from " + std::string(setting.origin) +
                                                       ") must be " + std::string(expected) + ".");
}

Outcome<bool> on_or_off(const ServeSetting& setting) {
  if (setting.value == "on") return true;
  if (setting.value == "off") return false;
  return bad(setting, "on or off");
}

Outcome<std::uint32_t> number_between(const ServeSetting& setting, std::uint32_t least, std::uint32_t most) {
  const auto& text = setting.value;
  const bool digits = is_digits(text) && text.size() <= 9;
  const auto number = digits ? static_cast<std::uint32_t>(std::stoul(text)) : 0;
  if (digits && number >= least && number <= most) return number;
  return bad(setting, "a number from " + std::to_string(least) + " to " + std::to_string(most));
}

Outcome<PredictionLogging> prediction_logging(const ServeSetting& setting) {
  if (setting.value == "off") return PredictionLogging::kOff;
  if (setting.value == "on") return PredictionLogging::kAnswers;
  if (setting.value == "inputs") return PredictionLogging::kInputsToo;
  return bad(setting, "off, on or inputs");
}

bool is_address(const std::string& text) {
  in6_addr address{};
  return ::inet_pton(AF_INET, text.c_str(), &address) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

bool is_port(std::string_view text) { return is_digits(text) && text.size() <= 5; }

// As a Host header has it: a name or an address, an IPv6 one in brackets, with a port or without.
bool is_host(std::string_view text) {
  const auto end = text.starts_with('[') ? text.find(']') : text.find(':');
  const bool is_bracketed = text.starts_with('[') && end != std::string_view::npos;
  const auto name = text.substr(0, is_bracketed ? end + 1 : end);
  const auto rest = text.substr(name.size());
  if (!rest.empty() && !(rest.starts_with(':') && is_port(rest.substr(1)))) return false;
  if (is_bracketed) return is_address(std::string(name.substr(1, name.size() - 2)));
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
  });
}

constexpr std::string_view kSettingsFile = "settings";

std::string settings_of_a_file(const std::vector<ServeSetting>& settings) {
  std::string names;
  for (const auto& setting : settings) {
    if (setting.name != kSettingsFile) names.append(names.empty() ? "" : ", ").append(setting.name);
  }
  return names;
}

Outcome<void> take_file(std::vector<ServeSetting>& settings, const std::string& path) {
  const auto json = read_json_argument(std::string(kSettingsFile), path);
  if (!json) return refuse(ErrorCode::kInvalidParameterValue, json.error().message);
  const auto refuse_file = [&](const std::string& why) {
    return refuse(ErrorCode::kInvalidParameterValue, path + ": " + why);
  };
  if (!json->is_object()) return refuse_file("must be a JSON object of settings.");
  for (const auto& entry : json->as_object()) {
    const auto& [name, value] = entry;
    const auto setting = std::find_if(settings.begin(), settings.end(),
                                      [&](const ServeSetting& known) { return known.name == entry.first; });
    if (setting == settings.end() || name == kSettingsFile) {
      return refuse_file("'" + name + "' is no setting of a file; there are " + settings_of_a_file(settings) +
                         ".");
    }
    if (!value.is_string() && !value.is_number()) {
      return refuse_file(name + " must be a text or a number, not " + write_json(value) + ".");
    }
    if (setting->origin != "default") continue;
    setting->value = value.is_string() ? value.as_string() : print_number(value.as_number());
    setting->origin = "file";
  }
  return {};
}

bool is_loopback_host(std::string_view host) { return host == "localhost" || is_loopback(host); }

}  // namespace

std::vector<ServeSetting> serve_settings(std::string web) {
  return {
      {kSettingsFile, "SHOHIN_SETTINGS", "", "a JSON file of these: {\"port\": 8080, \"auth\": \"on\"}"},
      {"data", "SHOHIN_DATA", "./data", "the data directory; made when it is not there"},
      {"host", "SHOHIN_HOST", "127.0.0.1", "the address to listen on"},
      {"port", "SHOHIN_PORT", "8080", "the port to listen on; 0 takes a free one"},
      {"auth", "SHOHIN_AUTH", "on", "on, or off: no identity is asked (loopback only)"},
      {"examples", "", "off", "on: an empty data directory gets the three example models"},
      {"log-level", "SHOHIN_LOG_LEVEL", "info", "debug, info, warning, error or off"},
      {"web", "", std::move(web), "the folder of the built pages"},
      {"default-model", "", "bonsai",
       "the registered model that /predict and /contract mean; empty for none"},
      {"allowed-hosts", "SHOHIN_ALLOWED_HOSTS", "",
       "host names that are served beside loopback, with commas"},
      {"trusted-proxies", "SHOHIN_TRUSTED_PROXIES", "",
       "addresses whose X-Forwarded-For is believed, with commas"},
      {"admin-password-file", "SHOHIN_ADMIN_PASSWORD_FILE", "",
       "a file with the admin's secret, instead of a made one"},
      {"metrics-token-file", "SHOHIN_METRICS_TOKEN_FILE", "", "a file with the token that may read /metrics"},
      {"prediction-log", "SHOHIN_PREDICTION_LOG", "on",
       "off, on, or inputs: on with the values that were asked about"},
      {"prediction-log-days", "SHOHIN_PREDICTION_LOG_DAYS", "90", "how long a logged prediction is kept"},
      {"prediction-log-mb", "SHOHIN_PREDICTION_LOG_MB", "64", "how large the prediction log may become"},
  };
}

Outcome<void> resolve_settings(std::vector<ServeSetting>& settings, const Environment& environment) {
  for (auto& setting : settings) {
    if (setting.flag) {
      setting.value = *setting.flag;
      setting.origin = "flag";
    } else if (auto value = setting.environment.empty() ? std::nullopt : environment(setting.environment)) {
      setting.value = std::move(*value);
      setting.origin = "environment";
    }
  }
  const std::string file = settings.front().value;  // of the setting "settings"
  return file.empty() ? Outcome<void>{} : take_file(settings, file);
}

Outcome<ServeOptions> read_settings(const std::vector<ServeSetting>& settings) {
  const auto at = [&](std::string_view name) -> const ServeSetting& {
    return *std::find_if(settings.begin(), settings.end(),
                         [&](const ServeSetting& s) { return s.name == name; });
  };
  ServeOptions options;
  const auto port = number_between(at("port"), 0, 65535);
  if (!port) return tl::unexpected<Error>(port.error());
  const auto auth = on_or_off(at("auth"));
  if (!auth) return tl::unexpected<Error>(auth.error());
  const auto examples = on_or_off(at("examples"));
  if (!examples) return tl::unexpected<Error>(examples.error());
  const auto level = log_level_of(at("log-level").value);
  if (!level) return bad(at("log-level"), "debug, info, warning, error or off");
  const auto logging = prediction_logging(at("prediction-log"));
  if (!logging) return tl::unexpected<Error>(logging.error());
  const auto days = number_between(at("prediction-log-days"), 1, 36'500);
  if (!days) return tl::unexpected<Error>(days.error());
  const auto megabytes = number_between(at("prediction-log-mb"), 1, 100'000);
  if (!megabytes) return tl::unexpected<Error>(megabytes.error());
  if (at("data").value.empty()) return bad(at("data"), "a directory");
  if (!*auth && !is_loopback_host(at("host").value)) {
    return refuse(ErrorCode::kInvalidParameterValue, "auth: off is for loopback addresses only; " +
                                                         at("host").value + " can be reached by others.");
  }
  options.data = at("data").value;
  options.host = at("host").value;
  options.web = at("web").value;
  options.default_model = at("default-model").value;
  options.admin_password_file = at("admin-password-file").value;
  options.metrics_token_file = at("metrics-token-file").value;
  options.port = static_cast<std::uint16_t>(*port);
  options.prediction_log = *logging;
  options.prediction_log_days = *days;
  options.prediction_log_mb = *megabytes;
  options.auth = *auth;
  options.examples = *examples;
  options.log_level = *level;
  options.allowed_hosts = split_list(at("allowed-hosts").value);
  if (!std::all_of(options.allowed_hosts.begin(), options.allowed_hosts.end(), is_host))
    return bad(at("allowed-hosts"), "host names with commas, each as it is or with a port");
  options.trusted_proxies = split_list(at("trusted-proxies").value);
  if (!std::all_of(options.trusted_proxies.begin(), options.trusted_proxies.end(), is_address))
    return bad(at("trusted-proxies"), "IP addresses with commas");
  return options;
}

std::string settings_json(const std::vector<ServeSetting>& settings) {
  JsonObject object;
  for (const auto& setting : settings) {
    object.emplace_back(setting.name, JsonObject{{"value", setting.value}, {"from", setting.origin}});
  }
  return write_json(std::move(object), JsonStyle::kIndented);
}

}  // namespace shohin
