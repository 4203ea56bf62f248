// One class against the rest: the curves that its probability draws as the threshold falls.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shohin {

// For each distinct probability of the class, highest first: how many rows have at least that one.
struct Ranking {
  std::vector<float> thresholds;
  std::vector<std::uint32_t> hits, false_alarms;  // rows of the class, rows of others
};

// probabilities: [rows x classes]. labels: [rows].
Ranking rank_rows(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                  std::uint32_t class_count, std::uint32_t of);

// The area below the ROC curve by trapezoids, so that a tie counts half; NaN without rows of both kinds.
double roc_auc_of(const Ranking& ranking);
// The sum of precision times the step in recall, without interpolation (scikit-learn's
// average_precision_score); NaN without rows of the class.
double average_precision_of(const Ranking& ranking);

struct Curve {
  std::vector<double> x, y;
  std::vector<double> thresholds;  // see the function that made it
};

// x: false positive rate, y: true positive rate, from (0, 0) with an infinite threshold to (1, 1); points on
// a straight line between others are left out. scikit-learn's roc_curve. A rate of nothing is NaN.
Curve roc_curve(const Ranking& ranking);

// x: recall, y: precision, thresholds ascending, closed by the point (0, 1) that has none. scikit-learn's
// precision_recall_curve; a recall of nothing is 1, as there.
Curve precision_recall_curve(const Ranking& ranking);

// The area below a curve by trapezoids, whichever way x runs.
double area_below(const Curve& curve);

}  // namespace shohin
