// Proves that a flag goes before the environment, that before the file and that before the default, and what
// serve refuses.
#include <catch_amalgamated.hpp>
#include <fstream>
#include <map>

#include "cli/serve_options.h"
#include "temporary_directory.h"

namespace shohin {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;

Outcome<void> resolve(std::vector<ServeSetting>& settings, const Values& flags, const Values& environment) {
  settings = serve_settings("/web");
  for (auto& setting : settings) {
    if (const auto flag = flags.find(setting.name); flag != flags.end()) setting.flag = flag->second;
  }
  return resolve_settings(settings, [&](std::string_view name) -> std::optional<std::string> {
    const auto value = environment.find(name);
    return value == environment.end() ? std::nullopt : std::optional(value->second);
  });
}

std::vector<ServeSetting> resolved(const Values& flags, const Values& environment) {
  std::vector<ServeSetting> settings;
  REQUIRE(resolve(settings, flags, environment).has_value());
  return settings;
}

std::string settings_file(const TemporaryDirectory& folder, std::string_view text) {
  const auto path = folder.path() / "settings.json";
  std::ofstream(path) << text;
  return path;
}

TEST_CASE("a flag goes before the environment, and that before the default", "[serve]") {
  const auto settings = resolved({{"port", "1"}}, {{"SHOHIN_PORT", "2"}, {"SHOHIN_DATA", "/d"}});
  const auto options = read_settings(settings);
  REQUIRE(options.has_value());
  CHECK(options->port == 1);
  CHECK(options->data == "/d");
  CHECK(options->host == "127.0.0.1");
  CHECK(options->auth);
  CHECK_FALSE(options->examples);
  const auto json = settings_json(settings);
  CHECK(json.find("\"flag\"") != std::string::npos);
  CHECK(json.find("\"environment\"") != std::string::npos);
  CHECK(json.find("\"default\"") != std::string::npos);
}

TEST_CASE("the environment goes before a settings file, and that before the default", "[serve]") {
  const TemporaryDirectory folder;
  const auto file = settings_file(folder, R"({"port": 3, "data": "/file", "host": "::1", "auth": "off"})");
  const auto settings = resolved({{"settings", file}, {"host", "127.0.0.1"}}, {{"SHOHIN_DATA", "/d"}});
  const auto options = read_settings(settings);
  REQUIRE(options.has_value());
  CHECK(options->port == 3);
  CHECK(options->data == "/d");
  CHECK(options->host == "127.0.0.1");
  CHECK_FALSE(options->auth);
  CHECK(settings_json(settings).find("\"file\"") != std::string::npos);
  CHECK(read_settings(resolved({}, {{"SHOHIN_SETTINGS", file}, {"SHOHIN_PORT", "4"}}))->port == 4);
}

TEST_CASE("a settings file is refused by its name and what in it is wrong", "[serve]") {
  const TemporaryDirectory folder;
  const auto refusal = [&](std::string_view text) {
    std::vector<ServeSetting> settings;
    const auto file = settings_file(folder, text);
    const auto verdict = resolve(settings, {{"settings", file}}, {});
    REQUIRE_FALSE(verdict.has_value());
    return verdict.error().message;
  };
  CHECK(refusal(R"({"prot": 1})").find("'prot' is no setting of a file; there are data, host, port") !=
        std::string::npos);
  CHECK(refusal(R"({"settings": "x"})").find("'settings' is no setting of a file") != std::string::npos);
  CHECK(refusal(R"({"port": [1]})").find("port must be a text or a number, not [1]") != std::string::npos);
  CHECK(refusal("[]").find("must be a JSON object") != std::string::npos);
  CHECK(refusal("{").find("settings") != std::string::npos);
  std::vector<ServeSetting> settings;
  CHECK_FALSE(resolve(settings, {{"settings", (folder.path() / "none").string()}}, {}).has_value());
  const auto wrong = resolved({{"settings", settings_file(folder, R"({"port": 70000})")}}, {});
  CHECK(read_settings(wrong).error().message ==
        "port: '70000' (from file) must be a number from 0 to 65535.");
}

TEST_CASE("values that make no sense are refused by name and origin", "[serve]") {
  const auto refusal = [](const Values& flags, const Values& environment = {}) {
    const auto options = read_settings(resolved(flags, environment));
    REQUIRE_FALSE(options.has_value());
    CHECK(options.error().code == ErrorCode::kInvalidParameterValue);
    return options.error().message;
  };
  CHECK(refusal({{"port", "65536"}}) == "port: '65536' (from flag) must be a number from 0 to 65535.");
  CHECK(refusal({}, {{"SHOHIN_PORT", "-1"}}).find("(from environment)") != std::string::npos);
  CHECK(refusal({{"auth", "maybe"}}).starts_with("auth: 'maybe'"));
  CHECK(refusal({{"examples", ""}}).starts_with("examples: ''"));
  CHECK(refusal({{"log-level", "loud"}}).starts_with("log-level: 'loud'"));
  CHECK(refusal({{"data", ""}}).starts_with("data: ''"));
  CHECK(refusal({{"trusted-proxies", "10.0.0.1,foo"}}) ==
        "trusted-proxies: '10.0.0.1,foo' (from flag) must be IP addresses with commas.");
  CHECK(refusal({{"trusted-proxies", "10.0.0.0/8"}}).starts_with("trusted-proxies"));
  for (const auto* hosts : {"a b,", "http://a", "a:b", "a:", ":80", "[::1", "[a]", "::1", "*.example.org"}) {
    CHECK(refusal({}, {{"SHOHIN_ALLOWED_HOSTS", hosts}}).starts_with("allowed-hosts"));
  }
}

TEST_CASE("the prediction log is on without inputs, and within its limits", "[serve]") {
  const auto options = read_settings(resolved({}, {{"SHOHIN_PREDICTION_LOG_DAYS", "7"}}));
  REQUIRE(options.has_value());
  CHECK(options->prediction_log == PredictionLogging::kAnswers);
  CHECK(options->prediction_log_days == 7);
  CHECK(options->prediction_log_mb == 64);
  CHECK(read_settings(resolved({{"prediction-log", "inputs"}}, {}))->prediction_log ==
        PredictionLogging::kInputsToo);
  CHECK(read_settings(resolved({{"prediction-log", "off"}}, {}))->prediction_log == PredictionLogging::kOff);
  for (const auto& [name, value] :
       Values{{"prediction-log", "all"}, {"prediction-log-days", "0"}, {"prediction-log-mb", "x"}}) {
    const auto refused = read_settings(resolved({{name, value}}, {}));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.starts_with(name + ": '" + value + "'"));
  }
}

TEST_CASE("authentication is off on loopback only", "[serve]") {
  for (const auto* host : {"127.0.0.1", "localhost", "::1"}) {
    CHECK(read_settings(resolved({{"auth", "off"}, {"host", host}}, {})).has_value());
  }
  for (const auto* host : {"0.0.0.0", "::", "192.168.1.5", "example.org"}) {
    CHECK_FALSE(read_settings(resolved({{"auth", "off"}, {"host", host}}, {})).has_value());
  }
}

TEST_CASE("lists are cut at commas", "[serve]") {
  const auto options =
      read_settings(resolved({}, {{"SHOHIN_ALLOWED_HOSTS", "shop.example, a.example:8080,"}}));
  CHECK(options->allowed_hosts == std::vector<std::string>{"shop.example", "a.example:8080"});
  const auto both = read_settings(resolved(
      {{"trusted-proxies", "10.0.0.1, ::1"}, {"allowed-hosts", "10.0.0.9,[::1],[fe80::1]:8080,my_shop"}},
      {}));
  REQUIRE(both.has_value());
  CHECK(both->trusted_proxies == std::vector<std::string>{"10.0.0.1", "::1"});
  CHECK(both->allowed_hosts.size() == 4);
}

}  // namespace
}  // namespace shohin
