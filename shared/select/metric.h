// The figures that a selection goes by.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "evaluate/metrics.h"
#include "fault/fault.h"

namespace shohin {

enum class SelectionMetric : std::uint8_t { kAccuracy, kBalancedAccuracy, kF1Macro, kLogLoss };

inline constexpr SelectionMetric kSelectionMetrics[] = {SelectionMetric::kAccuracy,
                                                        SelectionMetric::kBalancedAccuracy,
                                                        SelectionMetric::kF1Macro, SelectionMetric::kLogLoss};

// "accuracy", "balanced_accuracy", "f1_macro", "log_loss".
std::string_view metric_name(SelectionMetric metric);
// Fails with kUnknownCategory and the names that there are.
Result<SelectionMetric> find_metric(std::string_view name);
bool is_higher_better(SelectionMetric metric);

// All of them for one fold, in the order of kSelectionMetrics. Means over classes leave out those that no row
// has (and, for F1, that no answer names), as scikit-learn does.
using FoldScore = std::array<double, std::size(kSelectionMetrics)>;
FoldScore fold_score(const Metrics& metrics);

}  // namespace shohin
