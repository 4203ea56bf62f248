// What is made of the table: names, checks, reading and writing.
#include "learn/settings.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "text/number.h"
#include "text/shown_value.h"

namespace shohin {
namespace {

using Config = LearnerConfig;

std::optional<Fault> stopping_contradiction(const Config& config) {
  const auto refuse = [](std::string_view name, double value, std::string expected) {
    return Fault{.code = FaultCode::kContradiction,
                 .field = std::string(name),
                 .value = print_number(value),
                 .expected = std::move(expected)};
  };
  const std::uint32_t rounds = config.early_stopping_rounds;
  if (rounds == 0 && config.validation_fraction > 0)
    return refuse("validation_fraction", config.validation_fraction, "early_stopping_rounds > 0");
  if (rounds > 0 && config.validation_fraction == 0)
    return refuse("early_stopping_rounds", rounds, "validation_fraction > 0");
  if (rounds >= config.n_estimators)
    return refuse("early_stopping_rounds", rounds, "n_estimators > " + std::to_string(rounds));
  return std::nullopt;
}

// The first two settings that do not go together; `expected` says what the named one would have to be.
std::optional<Fault> contradiction(const Config& config) {
  if (is_forest(config.learner) && !config.bootstrap && config.max_samples < 1)
    return Fault{.code = FaultCode::kContradiction,
                 .field = "max_samples",
                 .value = print_number(config.max_samples),
                 .expected = "bootstrap = true"};
  if (config.learner == Learner::kGradientBoosting) return stopping_contradiction(config);
  return std::nullopt;
}

Fault wrong_type(std::string_view name, const Json& value, std::string_view expected) {
  return {.code = FaultCode::kWrongType,
          .field = std::string(name),
          .value = shown_value(value),
          .expected = std::string(expected)};
}

std::optional<Fault> number_fault(const Setting& setting, const Json& value, bool whole) {
  const double number = value.as_number();
  if (!value.is_number()) return wrong_type(setting.name, value, "number");
  if (whole && number != std::floor(number))
    return Fault{
        .code = FaultCode::kNotAnInteger, .field = std::string(setting.name), .value = print_number(number)};
  if (number >= setting.least && number <= setting.most) return std::nullopt;
  return Fault{.code = FaultCode::kOutOfRange,
               .field = std::string(setting.name),
               .value = print_number(number),
               .expected = setting.expected()};
}

// Puts a value into its place, or says what is wrong with it.
struct Write {
  const Setting& setting;
  const Json& value;
  LearnerConfig& config;

  std::optional<Fault> operator()(std::uint32_t Config::*place) const {
    auto fault = number_fault(setting, value, true);
    if (!fault) config.*place = static_cast<std::uint32_t>(value.as_number());
    return fault;
  }
  std::optional<Fault> operator()(double Config::*place) const {
    auto fault = number_fault(setting, value, false);
    if (!fault) config.*place = value.as_number();
    return fault;
  }
  std::optional<Fault> operator()(bool Config::*place) const {
    if (!value.is_bool()) return wrong_type(setting.name, value, "boolean");
    config.*place = value.as_bool();
    return std::nullopt;
  }
  std::optional<Fault> operator()(std::string_view Config::*place) const {
    if (!value.is_string()) return wrong_type(setting.name, value, "string");
    const auto choice = std::find(setting.choices.begin(), setting.choices.end(), value.as_string());
    if (choice == setting.choices.end())
      return Fault{.code = FaultCode::kUnknownCategory,
                   .field = std::string(setting.name),
                   .value = value.as_string(),
                   .expected = setting.expected()};
    config.*place = *choice;  // the table's own text, which lives as long as the program
    return std::nullopt;
  }
};

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace

std::string_view learner_name(Learner learner) {
  switch (learner) {
    case Learner::kRandomForest:
      return "random_forest";
    case Learner::kExtraTrees:
      return "extra_trees";
    case Learner::kGradientBoosting:
      return "gradient_boosting";
    case Learner::kSoftmaxRegression:
      return "softmax_regression";
  }
  return "";
}

Result<Learner> find_learner(std::string_view name) {
  std::vector<std::string_view> names;
  for (const Learner learner : kLearners) {
    if (learner_name(learner) == name) return learner;
    names.push_back(learner_name(learner));
  }
  return fail(Fault{.code = FaultCode::kUnknownCategory,
                    .field = "learner",
                    .value = std::string(name),
                    .expected = joined(names)});
}

bool is_forest(Learner learner) {
  return learner == Learner::kRandomForest || learner == Learner::kExtraTrees;
}

std::uint32_t part_count(const LearnerConfig& config) {
  return is_forest(config.learner) ? config.n_estimators : 1;
}

std::uint32_t step_count(const LearnerConfig& config) {
  return config.learner == Learner::kSoftmaxRegression ? config.max_iter : config.n_estimators;
}

std::uint32_t rounded_share(std::uint32_t count, double share) {
  return std::max(static_cast<std::uint32_t>(std::floor(count * share + 0.5)), 1U);
}

std::string_view Setting::type_name() const {
  constexpr std::string_view kNames[] = {"integer", "number", "boolean", "choice"};
  return kNames[place.index()];
}

std::string Setting::expected() const {
  if (std::holds_alternative<bool Config::*>(place)) return "true, false";
  return choices.empty() ? print_number(least) + " to " + print_number(most) : joined(choices);
}

Json Setting::value(const LearnerConfig& config) const {
  return std::visit(
      [&](auto member) {
        if constexpr (std::is_same_v<decltype(member), std::string_view Config::*>)
          return Json(std::string(config.*member));
        else
          return Json(config.*member);
      },
      place);
}

Json settings_json(Learner learner) {
  JsonArray out;
  for (const Setting& setting : settings_of(learner)) {
    JsonObject row{{"name", std::string(setting.name)},
                   {"type", std::string(setting.type_name())},
                   {"default", setting.value(default_config(learner))}};
    if (setting.most > setting.least) {
      row.emplace_back("least", setting.least);
      row.emplace_back("most", setting.most);
    }
    if (!setting.choices.empty()) {
      JsonArray choices;
      for (const std::string_view choice : setting.choices) choices.emplace_back(std::string(choice));
      row.emplace_back("choices", std::move(choices));
    }
    row.emplace_back("help", std::string(setting.help));
    out.emplace_back(std::move(row));
  }
  return out;
}

Result<LearnerConfig> read_config(Learner learner, const Json& object) {
  if (!object.is_object()) return fail(wrong_type("config", object, "object"));
  const std::vector<Setting> settings = settings_of(learner);
  LearnerConfig config = default_config(learner);
  Faults faults;
  for (const auto& [name, value] : object.as_object()) {
    const auto same = [&wanted = name](const Setting& one) { return one.name == wanted; };
    const auto setting = std::find_if(settings.begin(), settings.end(), same);
    if (setting == settings.end()) {
      std::vector<std::string_view> names;
      names.reserve(settings.size());
      for (const Setting& one : settings) names.push_back(one.name);
      faults.add({.code = FaultCode::kUnknownField, .field = name, .expected = joined(names)});
    } else if (auto fault = std::visit(Write{*setting, value, config}, setting->place)) {
      faults.add(std::move(*fault));
    }
  }
  if (!faults.empty()) return fail(std::move(faults));
  if (config.early_stopping_rounds > 0 && object["validation_fraction"].is_null())
    config.validation_fraction = 0.1;
  if (auto fault = contradiction(config)) return fail(std::move(*fault));
  return config;
}

Json config_json(const LearnerConfig& config) {
  JsonObject out;
  for (const Setting& setting : settings_of(config.learner))
    out.emplace_back(std::string(setting.name), setting.value(config));
  return out;
}

}  // namespace shohin
