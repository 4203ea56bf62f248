// Gradient boosting: Friedman, "Greedy function approximation: a gradient boosting machine", Annals of
// Statistics 29 (2001); second-order with L2 as XGBoost has it; rows drawn for each round as in "Stochastic
// gradient boosting" (Friedman 2002).
#pragma once

#include <cstdint>
#include <vector>

#include "learn/plan.h"
#include "learn/tree_grower.h"

namespace shohin {

// Values are whole numbers of `unit`, a power of two so large that no sum over the trees and the base needs
// more than 24 bits: float32 sums of them are exact in any order.
struct BoostedTrees {
  double unit = 1;
  std::vector<std::int32_t> base;  // [output]
  std::vector<GrownTree> trees;  // round by round, an output after the other; leaf_units in two's complement
};

// One score a class, or for two classes only the second one's.
std::uint32_t boosted_outputs(std::uint32_t class_count);

// The same bits for any number of threads. `progress` sees the rounds done; false stops, which fails with
// kTruncated. Fails with kTooFewRows when a validation part is wanted and there are no rows for it.
Result<BoostedTrees> boost(const TrainingPlan& plan, std::uint32_t threads, const Progress& progress);

}  // namespace shohin
