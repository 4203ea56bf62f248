// Why a model answers as it does: what each feature adds to the score of each class.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "explain/tree_shap.h"
#include "model/model.h"

namespace shohin {

// What the scores are. A temperature calibration comes after them and is not explained: it moves no class
// past another.
enum class ScoreUnit : std::uint8_t {
  kProbability,  // trees with shares: before calibration, the probability itself
  kLogOdds,      // boosting and regression: what softmax or the logistic function is applied to
};

// "probability" or "log_odds".
std::string_view unit_name(ScoreUnit unit);

// score[c] = base[c] + the sum of contributions[c][...], but for rounding.
struct Explanation {
  std::vector<double> base;           // [class] the score when nothing is known of a row
  std::vector<double> score;          // [class]
  std::vector<double> contributions;  // [class][feature]
};

// Immutable: threads may share one. Trees: exact path-dependent TreeSHAP (tree_shap.h). Regression: weight *
// (input - its mean), which are its Shapley values when inputs are independent. Several inputs that are made
// of one feature are added up. Two classes with one sum: the first class has its opposite.
class Explainer {
 public:
  // input_means: [input] over the training rows, for regression only; without them those that the model file
  // tells ("input_means" in its calibration). Fails with kUnsupportedModel: field "nodes_hitrates" for trees
  // that do not say what came by, "input_means" for regression that nobody told the means of.
  static Result<Explainer> make(const Model& model, std::span<const double> input_means = {});

  [[nodiscard]] ScoreUnit unit() const { return unit_; }
  // row: [feature], NaN for what is missing.
  [[nodiscard]] Explanation explain(std::span<const float> row) const;

 private:
  Explainer() = default;
  void explain_regression(std::span<const float> inputs, std::span<double> by_input, Explanation& out) const;
  void add_to_features(std::span<const double> by_input, std::uint32_t outputs, Explanation& out) const;
  [[nodiscard]] std::uint32_t feature_of(std::uint32_t input) const;

  std::uint32_t feature_count_ = 0, class_count_ = 0, input_count_ = 0;
  ScoreUnit unit_ = ScoreUnit::kProbability;
  Pipeline pipeline_;
  std::optional<TreeShap> trees_;  // otherwise linear_
  LinearModel linear_;
  std::vector<double> input_means_;
};

// The mean of each input over those rows: [N x features] to [input]. Missing values that the pipeline does
// not fill count as nothing.
std::vector<double> input_means(const Model& model, std::span<const float> rows);

}  // namespace shohin
