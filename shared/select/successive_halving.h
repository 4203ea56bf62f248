// Successive halving: many configs on little, the best of them on more (Jamieson & Talwalkar 2016, algorithm
// 1; the resource and the reduction by `eta` as in Li et al. 2017, Hyperband).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "select/trial_result.h"

namespace shohin {

struct HalvingOptions {
  Resource resource = Resource::kRows;
  std::uint32_t reduction = 3;  // eta: one in so many goes on, with so many times the resource
};

// The first rung: a trial for each config. The last rung has the whole resource, the first so little that one
// in `reduction` goes on each time until less than `reduction` are left, but at least 10 rows of each class,
// or one estimator. Fails with kOutOfRange (reduction not 2 to 10) or kUnknownCategory for n_estimators where
// the learner has none.
Result<std::vector<Trial>> first_rung(const Study& study, std::span<const LearnerConfig> configs,
                                      const HalvingOptions& options);

// The trials of the next rung: the best of these; empty after the last.
std::vector<Trial> next_rung(std::span<const TrialResult> results, const HalvingOptions& options,
                             SelectionMetric metric);

}  // namespace shohin
