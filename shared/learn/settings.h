// The settings of every learner, by the names that the field uses: one table from which checks, --help and
// the Studio's forms are made.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "fault/fault.h"
#include "text/json.h"

namespace shohin {

enum class Learner : std::uint8_t { kRandomForest, kExtraTrees, kGradientBoosting, kSoftmaxRegression };

inline constexpr Learner kLearners[] = {Learner::kRandomForest, Learner::kExtraTrees,
                                        Learner::kGradientBoosting, Learner::kSoftmaxRegression};

// "random_forest" ...
std::string_view learner_name(Learner learner);
// Fails with kUnknownCategory and the names that there are.
Result<Learner> find_learner(std::string_view name);

// The settings of all learners; one that a learner does not have says nothing to it. The values here are the
// forest's defaults; default_config() has the others'.
struct LearnerConfig {
  Learner learner = Learner::kRandomForest;
  std::uint32_t n_estimators = 100;
  std::uint32_t max_depth = 10;
  std::uint32_t min_samples_split = 2;
  std::uint32_t min_samples_leaf = 1;
  std::string_view max_features = "sqrt";
  bool bootstrap = true;
  double max_samples = 1;
  std::string_view class_weight = "none";
  double learning_rate = 0.1;
  double subsample = 1, colsample_bytree = 1;
  double reg_lambda = 1;
  double min_child_weight = 1;
  double min_split_gain = 0;
  std::uint32_t early_stopping_rounds = 0;
  double validation_fraction = 0;
  double C = 1;  // the field's name for the inverse of the penalty
  std::uint32_t max_iter = 200;
  double tol = 1e-6;
  std::string_view scaler = "none";
  bool one_hot = false;
};

LearnerConfig default_config(Learner learner);

// Whether its trees are grown each by itself.
bool is_forest(Learner learner);
// How many parts a training can be cut into: the trees of a forest; otherwise it is one part.
std::uint32_t part_count(const LearnerConfig& config);
// What progress counts to, at most: trees, rounds of boosting or steps of regression.
std::uint32_t step_count(const LearnerConfig& config);

// How many of `count` rows or features a setting that is a share draws: the nearest number, at least 1.
std::uint32_t rounded_share(std::uint32_t count, double share);

// One row of the table.
struct Setting {
  using Place = std::variant<std::uint32_t LearnerConfig::*, double LearnerConfig::*, bool LearnerConfig::*,
                             std::string_view LearnerConfig::*>;

  std::string_view name;
  Place place;
  double least = 0, most = 0;                  // of a number, both included
  std::vector<std::string_view> choices = {};  // of a text
  std::string_view help;

  [[nodiscard]] std::string_view type_name() const;  // "integer", "number", "boolean", "choice"
  // What a value must be: "1 to 10000", "sqrt, all", "true, false".
  [[nodiscard]] std::string expected() const;
  // The value in a config.
  [[nodiscard]] Json value(const LearnerConfig& config) const;
};

// In the order in which forms show them.
std::vector<Setting> settings_of(Learner learner);

// [{"name", "type", "default", "least", "most", "choices", "help"}, ...]
Json settings_json(Learner learner);

// Reads {"n_estimators": 100, ...}; what is left out has its default. Fails with every fault: kUnknownField,
// kWrongType, kNotAnInteger, kOutOfRange or kUnknownCategory; otherwise with kContradiction for settings that
// do not go together.
Result<LearnerConfig> read_config(Learner learner, const Json& object);
// Every setting that the learner has.
Json config_json(const LearnerConfig& config);

}  // namespace shohin
