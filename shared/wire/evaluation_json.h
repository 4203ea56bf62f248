// What an evaluation says beyond its metrics, as JSON.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "contract/contract.h"
#include "evaluate/bootstrap.h"
#include "evaluate/mcnemar.h"
#include "evaluate/permutation.h"
#include "text/json.h"

namespace shohin {

// {class: {"roc": {"false_positive_rate", "true_positive_rate", "thresholds", "auc"}, "precision_recall":
// {"recall", "precision", "thresholds", "auc", "average_precision"}, "calibration": {"predicted", "observed",
// "rows"}}}: lists of equal length, but for the last point of precision_recall, which has no threshold. An
// infinite threshold and what is undefined are null.
Json curves_json(std::span<const float> probabilities, std::span<const std::uint32_t> labels,
                 const Contract& contract);

// {"level", "resamples", "seed", "accuracy": [low, high], "balanced_accuracy", "f1", "f1_macro", "matthews",
// "log_loss", "brier"}.
Json intervals_json(const MetricIntervals& intervals, const BootstrapOptions& options);

// {"only_first_right", "only_second_right", "exact_p", "statistic", "corrected_p"}.
Json mcnemar_json(const McNemar& test);

// {"repeats", "seed", "features": [{"feature", "accuracy": {"mean", "deviation", "values"}, "log_loss": the
// same}]} in the contract's order.
Json permutation_json(const std::vector<PermutationImportance>& features, const Contract& contract,
                      const PermutationOptions& options);

}  // namespace shohin
