#include "select/trial_result.h"

#include <cmath>

namespace shohin {

double TrialResult::mean(SelectionMetric metric) const {
  double sum = 0;
  for (const FoldScore& fold : folds) sum += fold[static_cast<std::size_t>(metric)];
  return folds.empty() ? 0 : sum / static_cast<double>(folds.size());
}

double TrialResult::deviation(SelectionMetric metric) const {
  if (folds.size() < 2) return 0;
  const double center = mean(metric);
  double sum = 0;
  for (const FoldScore& fold : folds) {
    const double distance = fold[static_cast<std::size_t>(metric)] - center;
    sum += distance * distance;
  }
  return std::sqrt(sum / static_cast<double>(folds.size() - 1));
}

bool ranks_before(const TrialResult& a, const TrialResult& b, SelectionMetric metric) {
  if (a.is_good() != b.is_good()) return a.is_good();
  if (a.trial.rung != b.trial.rung) return a.trial.rung > b.trial.rung;
  const double mean_a = a.mean(metric), mean_b = b.mean(metric);
  if (mean_a != mean_b) return (mean_a > mean_b) == is_higher_better(metric);
  return a.trial.number < b.trial.number;
}

TrialResult join_parts(const Trial& trial, std::span<const Result<FoldScore>> parts) {
  TrialResult result{.trial = trial};
  for (const Result<FoldScore>& part : parts) {
    if (part) {
      result.folds.push_back(*part);
      continue;
    }
    result.faults = part.error();
    result.folds.clear();
    return result;
  }
  return result;
}

}  // namespace shohin
