// Boosted trees as bytes, and as the ensemble of a model.
#pragma once

#include <cstdint>
#include <span>

#include "learn/boosting.h"
#include "learn/train.h"
#include "model/ensemble.h"

namespace shohin {

Bytes write_boosted(const BoostedTrees& boosted);

// Fails with kTruncated or kBadSyntax: also when a sum of values could need more than 24 bits. The trees'
// inner soundness is for tree_fault() of the ensemble to judge.
Result<BoostedTrees> read_boosted(std::span<const std::uint8_t> bytes, const TrainingPlan& plan);

TreeEnsemble boosted_ensemble(const BoostedTrees& boosted, std::uint32_t class_count);

}  // namespace shohin
