// The steps before a learner, fitted on its training rows and on no others.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/table.h"
#include "learn/settings.h"
#include "model/pipeline.h"

namespace shohin {

// Numbers scaled as `scaler` says: "standard" (less the mean, over the standard deviation), "scale" (over it
// only) or "none"; a constant column is left as it is. Categories become one input each when one_hot is set.
// For softmax regression what is missing becomes the mean; for trees it stays missing. Rows count by
// `weights`, one a row or none. The identity when there is nothing to do.
Pipeline fit_pipeline(const Table& table, const LearnerConfig& config,
                      const std::vector<std::uint16_t>& weights);

// The inputs that the pipeline makes of the table, [input][row]. Not for the identity. Fails with kNotFinite
// for a column whose values lie too far apart for float32.
Result<std::vector<std::vector<float>>> make_columns(const Pipeline& pipeline, const Table& table);

}  // namespace shohin
