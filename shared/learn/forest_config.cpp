// Reading and writing the forest's settings.
#include <cmath>
#include <string>
#include <string_view>

#include "learn/forest.h"
#include "text/json.h"
#include "text/number.h"

namespace shohin {
namespace {

struct WholeSetting {
  std::string_view name;
  std::uint32_t ForestConfig::*place;
  std::uint32_t least, most;
};
constexpr std::uint32_t kNoLimit = 5'000'000;  // rows; more than there can be
constexpr WholeSetting kWholeSettings[] = {
    {"n_estimators", &ForestConfig::n_estimators, 1, 10'000},
    {"max_depth", &ForestConfig::max_depth, 1, 64},
    {"min_samples_split", &ForestConfig::min_samples_split, 2, kNoLimit},
    {"min_samples_leaf", &ForestConfig::min_samples_leaf, 1, kNoLimit},
};

std::string range(const WholeSetting& setting) {
  return std::to_string(setting.least) + " to " + std::to_string(setting.most);
}

Fault wrong_type(std::string_view name, const Json& value, std::string expected) {
  return {.code = FaultCode::kWrongType,
          .field = std::string(name),
          .value = std::string(value.type_name()),
          .expected = std::move(expected)};
}

void read_whole(const WholeSetting& setting, const Json& value, ForestConfig& config, Faults& faults) {
  const double number = value.as_number();
  const std::string name(setting.name);
  if (!value.is_number())
    faults.add(wrong_type(name, value, "number"));
  else if (number != std::floor(number))
    faults.add({.code = FaultCode::kNotAnInteger, .field = name, .value = print_number(number)});
  else if (number < setting.least || number > setting.most)
    faults.add({.code = FaultCode::kOutOfRange,
                .field = name,
                .value = print_number(number),
                .expected = range(setting)});
  else
    config.*setting.place = static_cast<std::uint32_t>(number);
}

void read_max_features(const Json& value, ForestConfig& config, Faults& faults) {
  const std::string& text = value.as_string();
  if (!value.is_string())
    faults.add(wrong_type("max_features", value, "string"));
  else if (text != "sqrt" && text != "all")
    faults.add({.code = FaultCode::kUnknownCategory,
                .field = "max_features",
                .value = text,
                .expected = "sqrt, all"});
  else
    config.max_features = text;
}

bool read_setting(std::string_view name, const Json& value, ForestConfig& config, Faults& faults) {
  for (const WholeSetting& setting : kWholeSettings)
    if (setting.name == name) {
      read_whole(setting, value, config, faults);
      return true;
    }
  if (name == "max_features") {
    read_max_features(value, config, faults);
    return true;
  }
  if (name != "bootstrap") return false;
  if (value.is_bool())
    config.bootstrap = value.as_bool();
  else
    faults.add(wrong_type(name, value, "boolean"));
  return true;
}

constexpr std::string_view kNames =
    "n_estimators, max_depth, min_samples_split, min_samples_leaf, max_features, bootstrap";

}  // namespace

Result<ForestConfig> read_forest_config(const Json& object) {
  if (!object.is_object()) return fail(wrong_type("config", object, "object"));
  ForestConfig config;
  Faults faults;
  for (const auto& [name, value] : object.as_object())
    if (!read_setting(name, value, config, faults))
      faults.add({.code = FaultCode::kUnknownField, .field = name, .expected = std::string(kNames)});
  if (!faults.empty()) return fail(std::move(faults));
  return config;
}

Json forest_config_json(const ForestConfig& config) {
  JsonObject out;
  for (const WholeSetting& setting : kWholeSettings)
    out.emplace_back(std::string(setting.name), config.*setting.place);
  out.emplace_back("max_features", config.max_features);
  out.emplace_back("bootstrap", config.bootstrap);
  return out;
}

}  // namespace shohin
