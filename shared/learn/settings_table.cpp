// The table itself: each learner's rows and defaults.
#include "learn/settings.h"

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

}  // namespace

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

}  // namespace shohin
