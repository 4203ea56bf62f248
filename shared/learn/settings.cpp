#include "learn/settings.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "text/number.h"

namespace shohin {
namespace {

constexpr double kNoLimit = 5'000'000;  // rows; more than there can be

using Config = LearnerConfig;

std::vector<Setting> tree_settings() {
  return {
      {.name = "n_estimators", .place = &Config::n_estimators, .least = 1, .most = 10'000, .help = "Trees"},
      {.name = "max_depth",
       .place = &Config::max_depth,
       .least = 1,
       .most = 64,
       .help = "Branches from a tree's root to its farthest leaf, at most"},
      {.name = "min_samples_split",
       .place = &Config::min_samples_split,
       .least = 2,
       .most = kNoLimit,
       .help = "Rows that a node needs to be split"},
      {.name = "min_samples_leaf",
       .place = &Config::min_samples_leaf,
       .least = 1,
       .most = kNoLimit,
       .help = "Rows that a leaf holds at least"},
  };
}

Setting class_weight_setting() {
  return {.name = "class_weight",
          .place = &Config::class_weight,
          .choices = {"none", "balanced"},
          .help = "Whether rows of rare classes weigh more, so that every class weighs the same"};
}

Setting scaler_setting() {
  return {.name = "scaler",
          .place = &Config::scaler,
          .choices = {"none", "standard", "scale"},
          .help = "Numbers less their mean and over their deviation, only over it, or as they are"};
}

Setting one_hot_setting() {
  return {.name = "one_hot",
          .place = &Config::one_hot,
          .help = "Whether each category becomes an input of its own"};
}

std::vector<Setting> forest_settings() {
  std::vector<Setting> all = tree_settings();
  all.push_back({.name = "max_features",
                 .place = &Config::max_features,
                 .choices = {"sqrt", "log2", "all"},
                 .help = "Features that each split looks at"});
  all.push_back({.name = "max_samples",
                 .place = &Config::max_samples,
                 .least = 0.001,
                 .most = 1,
                 .help = "Share of the rows that the bootstrap draws for each tree"});
  all.push_back(class_weight_setting());
  all.push_back(scaler_setting());
  all.push_back({.name = "bootstrap",
                 .place = &Config::bootstrap,
                 .help = "Whether each tree sees a sample drawn with replacement, or all rows"});
  all.push_back(one_hot_setting());
  return all;
}

std::vector<Setting> boosting_settings() {
  const std::vector<Setting> trees = tree_settings();
  return {
      {.name = "n_estimators",
       .place = &Config::n_estimators,
       .least = 1,
       .most = 10'000,
       .help = "Rounds; each adds a tree for every class, or one where there are two classes"},
      trees[1],
      {.name = "learning_rate",
       .place = &Config::learning_rate,
       .least = 0.001,
       .most = 1,
       .help = "How far each tree goes towards what it found"},
      {.name = "subsample",
       .place = &Config::subsample,
       .least = 0.01,
       .most = 1,
       .help = "Share of the rows that each round draws"},
      {.name = "colsample_bytree",
       .place = &Config::colsample_bytree,
       .least = 0.001,
       .most = 1,
       .help = "Share of the features that each tree may ask about"},
      {.name = "reg_lambda",
       .place = &Config::reg_lambda,
       .least = 0,
       .most = 1e6,
       .help = "L2 penalty on the values of leaves"},
      {.name = "min_child_weight",
       .place = &Config::min_child_weight,
       .least = 0,
       .most = kNoLimit,
       .help = "Sum of second derivatives that a leaf holds at least"},
      {.name = "min_split_gain",
       .place = &Config::min_split_gain,
       .least = 0,
       .most = 1e6,
       .help = "Gain that a split needs"},
      {.name = "early_stopping_rounds",
       .place = &Config::early_stopping_rounds,
       .least = 0,
       .most = 10'000,
       .help = "Stop after so many rounds without a better log loss on the validation part; 0: never"},
      {.name = "validation_fraction",
       .place = &Config::validation_fraction,
       .least = 0,
       .most = 0.5,
       .help = "Share of the training rows kept for early stopping; 0.1 when that is on and nothing is said"},
      class_weight_setting(),
      scaler_setting(),
      one_hot_setting(),
  };
}

std::vector<Setting> regression_settings() {
  return {
      {.name = "C",
       .place = &Config::C,
       .least = 1e-6,
       .most = 1e6,
       .help = "Weight of the rows against the L2 penalty on the weights"},
      {.name = "max_iter", .place = &Config::max_iter, .least = 1, .most = 10'000, .help = "Steps at most"},
      {.name = "tol",
       .place = &Config::tol,
       .least = 1e-12,
       .most = 0.1,
       .help = "Stop when no part of the mean loss's gradient is larger"},
      scaler_setting(),
      class_weight_setting(),
  };
}

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
          .value = std::string(value.type_name()),
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

LearnerConfig default_config(Learner learner) {
  switch (learner) {
    case Learner::kRandomForest:
      break;
    case Learner::kExtraTrees:
      return {.learner = learner, .max_depth = 16, .bootstrap = false};
    case Learner::kGradientBoosting:
      return {.learner = learner, .max_depth = 6};
    case Learner::kSoftmaxRegression:
      return {.learner = learner, .scaler = "standard"};
  }
  return {.learner = learner};
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

std::vector<Setting> settings_of(Learner learner) {
  switch (learner) {
    case Learner::kRandomForest:
    case Learner::kExtraTrees:
      return forest_settings();
    case Learner::kGradientBoosting:
      return boosting_settings();
    case Learner::kSoftmaxRegression:
      return regression_settings();
  }
  return {};
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
