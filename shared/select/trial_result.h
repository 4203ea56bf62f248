// What came out of a trial, and which of two was better.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "select/study.h"

namespace shohin {

struct TrialResult {
  Trial trial;
  std::vector<FoldScore> folds{};  // [part]; empty when the trial failed
  Faults faults{};                 // of the first part that failed

  [[nodiscard]] bool is_good() const { return faults.empty() && !folds.empty(); }
  [[nodiscard]] double mean(SelectionMetric metric) const;
  // The standard deviation over the parts (dividing by one less than their number); 0 for one part.
  [[nodiscard]] double deviation(SelectionMetric metric) const;
};

// Whether `a` ranks before `b`: good before failed, then the higher rung, the better mean, the lower number.
bool ranks_before(const TrialResult& a, const TrialResult& b, SelectionMetric metric);

// The parts of a trial put together, in the order of the parts.
TrialResult join_parts(const Trial& trial, std::span<const Result<FoldScore>> parts);

}  // namespace shohin
