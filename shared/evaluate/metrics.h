// How good a model's answers are on labelled rows.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "data/table.h"
#include "model/model.h"

namespace shohin {

// A ratio whose denominator is 0 is 0, as scikit-learn's zero_division=0.
struct ClassMetrics {
  double precision = 0, recall = 0, f1 = 0;
  // One class against the rest (evaluate/ranking.h); NaN unless there are rows of both.
  double roc_auc = std::numeric_limits<double>::quiet_NaN();
  double average_precision = std::numeric_limits<double>::quiet_NaN();
  std::uint32_t support = 0;
};

struct Metrics {
  double accuracy = 0, precision = 0, recall = 0, f1 = 0;  // the last three weighted by support
  double log_loss =
      0;  // natural logarithm; probabilities clipped to float64's epsilon as scikit-learn 1.x does
  double balanced_accuracy = 0;                                // mean recall of the classes that have rows
  double precision_macro = 0, recall_macro = 0, f1_macro = 0;  // means over all classes
  double matthews = 0;  // the correlation of Gorodkin (2004); 0 where it is undefined
  double brier = 0;     // sum over classes of (p - truth)^2, mean over rows; half of it for two classes,
                        // as scikit-learn's brier_score_loss since 1.7
  double calibration_error = 0;  // expected_calibration_error with its default bins (evaluate/reliability.h)
  // For two classes the second's, otherwise the mean over classes, one against the rest; NaN as there.
  double roc_auc = std::numeric_limits<double>::quiet_NaN();
  double average_precision = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::vector<std::uint32_t>> confusion_matrix{};  // [true class][predicted class]
  std::vector<ClassMetrics> classes{};
};

// probabilities: [rows x classes]. labels: [rows]. The prediction is the most probable class, the lowest
// index among equals. All zeros for no rows.
Metrics measure(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                std::uint32_t class_count);

// The loss of one row: -log of its class's probability, clipped.
double row_log_loss(std::span<const float> probabilities, std::uint32_t label);
// The sum over classes of (p - truth)^2, not halved.
double row_brier(std::span<const float> probabilities, std::uint32_t label);
// The Brier score of row_brier's mean.
double brier_of(double mean, std::uint32_t class_count);

// Fills everything that the confusion matrix says: the averages, the classes' ratios and supports.
void add_counted(Metrics& metrics);

// The probabilities of every row of a table that fits the model's contract: [rows x classes].
std::vector<float> predict_table(const Model& model, const Table& table);

// Predicts every row of a labelled table that fits the model's contract, and measures.
Metrics evaluate(const Model& model, const Table& table);

}  // namespace shohin
