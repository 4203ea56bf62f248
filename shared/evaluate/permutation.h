// How much worse a model answers when one feature's values are shuffled among the rows.
#pragma once

#include <cstdint>
#include <vector>

#include "data/table.h"
#include "evaluate/metrics.h"
#include "model/predict.h"

namespace shohin {

struct PermutationOptions {
  std::uint32_t repeats = 5;
  std::uint64_t seed = 42;
};

struct PermutationImportance {
  std::vector<double> accuracy;  // [repeat] accuracy lost
  std::vector<double> log_loss;  // [repeat] log loss gained
};

struct MeanAndDeviation {
  double mean = 0, deviation = 0;  // of the values themselves: divided by their number
};

// Breiman (2001), as Fisher, Rudin and Dominici (2019) put it for any model. `whole` are the metrics of the
// table as it is; it is labelled and fits the predictor. A feature's result depends on nothing but the seed:
// features may be asked for in any order, by several threads.
PermutationImportance permutation_importance(const Predictor& predictor, const Table& table,
                                             const Metrics& whole, std::uint32_t feature,
                                             const PermutationOptions& options);

MeanAndDeviation mean_and_deviation(const std::vector<double>& values);

}  // namespace shohin
